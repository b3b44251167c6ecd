/* The audience of `make bench`: many Socket.IO clients in one process that costs little itself.
 *
 *   load PORT SOCKETS SLOW [INTRODUCTION ...]
 *
 * Connects to 127.0.0.1 as browsers do, offering to compress, and says "ready". The last SLOW of them do not read until
 * "read" is said to it. Every message counts on with "n":, from 0. With introductions, which clients say in turn, it is
 * the product that is listened to, whose messages have a "revision": that only grows. When all who read have N, it says
 *   heard N FIRST LAST        (nanoseconds of CLOCK_MONOTONIC)
 * and when the slow ones have it as well, "all N LAST". "report" is answered with
 *   streams CORRUPT CPU       (clients that did not get every message whole and in order; nanoseconds)
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { MOST_MESSAGES = 1 << 18, STEP = 65536, NEAR = 160 };

struct client {
    int fd, slow, corrupt;
    long next;
    size_t held, room;
    char *data;
};
struct message {
    int fast, slow;
    uint64_t first, last;
};

static struct client *clients;
static struct message messages[MOST_MESSAGES];
static int sockets, slow, epoll, introductions;
static char **introduction;

static uint64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000ULL + (uint64_t)t.tv_nsec;
}

static void fail(const char *what) {
    fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
    exit(1);
}

static void say(int fd, const char *text) { /* a masked frame of at most 125 bytes; the mask is zero */
    char frame[131] = {(char)0x81, (char)(0x80 | strlen(text))};
    memcpy(frame + 6, text, strlen(text));
    if (send(fd, frame, 6 + strlen(text), MSG_NOSIGNAL) < 0) fail("send");
}

static void heard(struct client *c, const char *text, size_t size, uint64_t at) {
    if (size == 1 && text[0] == '2') {
        say(c->fd, "3");
        return;
    }
    if (size < 2 || text[0] != '4') {
        c->corrupt |= !(size && (text[0] == '0' || text[0] == '6'));
        return;
    }
    if (strncmp(text, "42[\"delta\"", size < 10 ? size : 10)) return; /* a pulse */
    const char *name = introductions ? "\"revision\":" : "\"n\":";
    const char *number = memmem(text, size < NEAR ? size : NEAR, name, strlen(name));
    long n = number ? atol(number + strlen(name)) : -1;
    if (n < c->next || (n > c->next && !introductions) || n >= MOST_MESSAGES || text[size - 1] != ']') {
        c->corrupt = 1;
        return;
    }
    c->next = n + 1;
    struct message *m = &messages[n];
    if (!m->first) m->first = at;
    m->last = at;
    if (c->slow) m->slow++;
    else m->fast++;
    if (!c->slow && m->fast == sockets - slow)
        printf("heard %ld %llu %llu\n", n, (unsigned long long)m->first, (unsigned long long)m->last), fflush(stdout);
    if (slow && m->fast == sockets - slow && m->slow == slow)
        printf("all %ld %llu\n", n, (unsigned long long)m->last), fflush(stdout);
}

/* What has come of it as whole frames; returns how many bytes that were. */
static size_t frames(struct client *c, uint64_t at) {
    size_t used = 0;
    for (;;) {
        unsigned char *p = (unsigned char *)c->data + used;
        size_t left = c->held - used, head = 2, size;
        if (left < 2) return used;
        size = p[1] & 0x7f;
        if (size == 126) head = 4;
        if (size == 127) head = 10;
        if (left < head) return used;
        if (size == 126) size = (size_t)p[2] << 8 | p[3];
        else if (size == 127) {
            size = 0;
            for (int i = 2; i < 10; i++) size = size << 8 | p[i];
        }
        if ((p[0] != 0x81 && p[0] != 0x88) || p[1] & 0x80 || size > 64u << 20) { /* compressed, or nonsense */
            c->corrupt = 1;
            return c->held;
        }
        if (left < head + size) return used;
        if (p[0] == 0x81) heard(c, (char *)p + head, size, at);
        used += head + size;
    }
}

static int take(struct client *c) { /* 0 where nothing came, -1 where it is over */
    if (c->room - c->held < STEP) {
        c->room = c->room ? c->room * 2 : STEP;
        if (c->room - c->held < STEP) c->room = c->held + STEP;
        if (!(c->data = realloc(c->data, c->room))) fail("memory");
    }
    ssize_t got = recv(c->fd, c->data + c->held, STEP, 0);
    if (got <= 0) return got < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : -1;
    uint64_t at = now();
    c->held += (size_t)got;
    size_t used = frames(c, at);
    memmove(c->data, c->data + used, c->held - used);
    c->held -= used;
    if (!c->held && c->room > STEP) {
        free(c->data);
        c->data = NULL;
        c->room = 0;
    }
    return 1;
}

static void join(struct client *c, int port) {
    static const char hello[] =
        "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n";
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if ((c->fd = socket(AF_INET, SOCK_STREAM, 0)) < 0) fail("socket");
    if (connect(c->fd, (struct sockaddr *)&to, sizeof to)) fail("connect");
    int yes = 1;
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (send(c->fd, hello, sizeof hello - 1, MSG_NOSIGNAL) < 0) fail("send");
    char answer[4096];
    size_t held = 0;
    char *end = NULL;
    while (!end) { /* a byte at a time, so that no frame is taken along */
        if (held == sizeof answer - 1 || recv(c->fd, answer + held, 1, 0) != 1) fail("handshake");
        answer[++held] = 0;
        end = strstr(answer, "\r\n\r\n");
    }
    if (strncmp(answer, "HTTP/1.1 101", 12)) fail(answer);
    char joining[120] = "40";
    if (introductions) snprintf(joining + 2, sizeof joining - 2, "%s", introduction[(c - clients) % introductions]);
    say(c->fd, joining);
}

static void until_joined(struct client *c) { /* its "40{...}" has come: whatever is told now reaches it */
    for (;;) {
        char frame[1024];
        ssize_t got = recv(c->fd, frame, 2, MSG_WAITALL);
        if (got != 2) fail("frame");
        size_t size = frame[1] & 0x7f;
        if (size == 126) {
            unsigned char more[2];
            if (recv(c->fd, more, 2, MSG_WAITALL) != 2) fail("frame");
            size = (size_t)more[0] << 8 | more[1];
        }
        if (size > sizeof frame || recv(c->fd, frame, size, MSG_WAITALL) != (ssize_t)size) fail("frame");
        if (size > 1 && frame[0] == '4' && frame[1] == '0') break;
    }
    fcntl(c->fd, F_SETFL, O_NONBLOCK);
}

static void watch(struct client *c) {
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, c->fd, &event)) fail("epoll");
}

static void report(void) {
    struct rusage cost;
    getrusage(RUSAGE_SELF, &cost);
    int corrupt = 0;
    for (int i = 0; i < sockets; i++) corrupt += clients[i].corrupt;
    unsigned long long spent = (unsigned long long)(cost.ru_utime.tv_sec + cost.ru_stime.tv_sec) * 1000000000ULL +
                               (unsigned long long)(cost.ru_utime.tv_usec + cost.ru_stime.tv_usec) * 1000ULL;
    printf("streams %d %llu\n", corrupt, spent);
    fflush(stdout);
}

static int order(void) { /* what is said to it; 0 at the end */
    char line[64];
    ssize_t got = read(0, line, sizeof line - 1);
    if (got <= 0) return 0;
    line[got] = 0;
    if (strstr(line, "read"))
        for (int i = sockets - slow; i < sockets; i++) watch(&clients[i]);
    if (strstr(line, "report")) report();
    return 1;
}

static int pump(int wait) { /* what has come; 0 at the end */
    struct epoll_event events[256];
    int ready = epoll_wait(epoll, events, 256, wait);
    for (int i = 0; i < ready; i++) {
        struct client *c = events[i].data.ptr;
        if (!c) {
            if (!order()) return 0;
        } else if (take(c) < 0)
            fail("a client was cut off");
    }
    return 1;
}

int main(int many, char **words) {
    if (many < 4) {
        fprintf(stderr, "load PORT SOCKETS SLOW [INTRODUCTION ...]\n");
        return 2;
    }
    sockets = atoi(words[2]), slow = atoi(words[3]);
    introductions = many - 4, introduction = words + 4;
    if (!(clients = calloc((size_t)sockets, sizeof *clients))) fail("memory");
    if ((epoll = epoll_create1(0)) < 0) fail("epoll");
    struct epoll_event orders = {.events = EPOLLIN, .data.ptr = NULL};
    epoll_ctl(epoll, EPOLL_CTL_ADD, 0, &orders);
    for (int i = 0; i < sockets; i++) {
        clients[i].slow = i >= sockets - slow;
        join(&clients[i], atoi(words[1]));
        until_joined(&clients[i]);
        if (!clients[i].slow) watch(&clients[i]);
        if (!pump(0)) return 0; /* or those that wait for an answer to their ping cut us off */
    }
    printf("ready\n");
    fflush(stdout);
    while (pump(-1)) continue;
    return 0;
}
