/* Visitors of `make bench`: they ask for the same again and again, in one process that costs little itself.
 *
 *   http PORT CONNECTIONS SECONDS STATUS < REQUEST
 *
 * Sends the request to 127.0.0.1 on each connection, and again as soon as the answer is there. "########" in it becomes
 * another eight digits each time. At the end it says
 *   asked ANSWERS OTHER MEDIAN P99 SLOWEST CPU
 * that is: answers of this status and others; nanoseconds of an answer; its own nanoseconds of processor time.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { MOST_PLACES = 7, LONGEST_REQUEST = 16384, LARGEST_HEAD = 8192, MOST_ANSWERS = 1 << 22 };
static const char number[] = "########";

struct visitor {
    int fd;
    uint64_t asked;
    size_t held, missing; /* of the head; of the body */
    char head[LARGEST_HEAD + 1];
};

static char request[LONGEST_REQUEST + 1];
static size_t length;
static char *places[MOST_PLACES + 1]; /* of the number; NULL after the last */
static unsigned long count, answers, others;
static uint64_t *times;
static int status;

static uint64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000ULL + (uint64_t)t.tv_nsec;
}

static void fail(const char *what) {
    fprintf(stderr, "http: %s: %s\n", what, strerror(errno));
    exit(1);
}

static void ask(struct visitor *v) {
    char digits[9];
    snprintf(digits, sizeof digits, "%08lu", count++ % 100000000UL);
    for (char **place = places; *place; place++) memcpy(*place, digits, 8);
    v->held = v->missing = 0;
    v->asked = now();
    if (send(v->fd, request, length, MSG_NOSIGNAL) != (ssize_t)length) fail("send");
}

static void visit(struct visitor *v, int port) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int yes = 1;
    if ((v->fd = socket(AF_INET, SOCK_STREAM, 0)) < 0) fail("socket");
    if (connect(v->fd, (struct sockaddr *)&to, sizeof to)) fail("connect");
    setsockopt(v->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

static size_t body_of(const char *head) { /* every answer says how long it is, but for those without a body */
    const char *line = strcasestr(head, "\r\ncontent-length:");
    return line ? strtoul(line + 17, NULL, 10) : 0;
}

static int take(struct visitor *v) { /* 1 where the answer is whole */
    static char body[1 << 18];
    if (v->missing) {
        ssize_t got = recv(v->fd, body, v->missing < sizeof body ? v->missing : sizeof body, 0);
        if (got <= 0) fail("an answer broke off");
        v->missing -= (size_t)got;
        return !v->missing;
    }
    ssize_t got = recv(v->fd, v->head + v->held, LARGEST_HEAD - v->held, 0);
    if (got <= 0) fail("an answer broke off");
    v->held += (size_t)got;
    v->head[v->held] = 0;
    char *end = strstr(v->head, "\r\n\r\n");
    if (!end) {
        if (v->held == LARGEST_HEAD) fail("the head of an answer is too large");
        return 0;
    }
    *end = 0;
    size_t came = v->held - (size_t)(end + 4 - v->head), whole = atoi(v->head + 9) == 304 ? 0 : body_of(v->head);
    if (came > whole) fail("more than an answer came");
    v->missing = whole - came;
    return !v->missing;
}

static void note(struct visitor *v) {
    if (atoi(v->head + 9) != status) others++;
    else if (answers < MOST_ANSWERS) times[answers++] = now() - v->asked;
}

static int by_time(const void *a, const void *b) {
    uint64_t one = *(const uint64_t *)a, other = *(const uint64_t *)b;
    return (one > other) - (one < other);
}

static void report(void) {
    struct rusage cost;
    getrusage(RUSAGE_SELF, &cost);
    unsigned long long spent = (unsigned long long)(cost.ru_utime.tv_sec + cost.ru_stime.tv_sec) * 1000000000ULL +
                               (unsigned long long)(cost.ru_utime.tv_usec + cost.ru_stime.tv_usec) * 1000ULL;
    if (!answers) fail("no answer was the one that was wanted");
    qsort(times, answers, sizeof *times, by_time);
    printf("asked %lu %lu %llu %llu %llu %llu\n", answers, others, (unsigned long long)times[answers / 2],
           (unsigned long long)times[answers * 99 / 100], (unsigned long long)times[answers - 1], spent);
}

int main(int many, char **words) {
    if (many != 5) {
        fprintf(stderr, "http PORT CONNECTIONS SECONDS STATUS < REQUEST\n");
        return 2;
    }
    int connections = atoi(words[2]), epoll = epoll_create1(0);
    status = atoi(words[4]);
    length = fread(request, 1, LONGEST_REQUEST, stdin);
    char *at = request, *end_of_it = request + length;
    for (int found = 0; found < MOST_PLACES && (at = memmem(at, (size_t)(end_of_it - at), number, 8)); at += 8)
        places[found++] = at;
    count = (unsigned long)(now() % 100000000ULL); /* another run does not send the same again */
    struct visitor *visitors = calloc((size_t)connections, sizeof *visitors);
    times = malloc(MOST_ANSWERS * sizeof *times);
    if (!visitors || !times || epoll < 0) fail("memory");
    for (int i = 0; i < connections; i++) {
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &visitors[i]};
        visit(&visitors[i], atoi(words[1]));
        if (epoll_ctl(epoll, EPOLL_CTL_ADD, visitors[i].fd, &event)) fail("epoll");
    }
    uint64_t end = now() + (uint64_t)(atof(words[3]) * 1e9);
    for (int i = 0; i < connections; i++) ask(&visitors[i]);
    int busy = connections; /* who waits for an answer */
    while (busy) {
        struct epoll_event events[64];
        int ready = epoll_wait(epoll, events, 64, 10000);
        if (ready == 0) fail("no answer for ten seconds");
        for (int i = 0; i < ready; i++) {
            struct visitor *v = events[i].data.ptr;
            if (!take(v)) continue;
            note(v);
            if (now() < end) ask(v);
            else busy--;
        }
    }
    report();
    return 0;
}
