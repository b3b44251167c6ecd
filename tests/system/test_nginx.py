"""The product behind nginx, by the very site that the repository has: pages, forms, files and screens go through it."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
import socketio

from board_qa.domain.questions.history import Action
from board_qa.rehearsal.__main__ import wait
from board_qa.rehearsal.server import PASSWORD, USER, free_port
from board_qa.system.clock import utc_now
from tests.support.board import token_on
from tests.support.nginx import HOST, Nginx, in_front_of, program
from tests.support.places import ROOT
from tests.support.running import Running, running

pytestmark = pytest.mark.server

TOKEN = "a-token-for-prometheus"


@pytest.fixture(scope="module")
def service() -> Iterator[Running]:
    program()
    with running(PUBLIC_URL=f"https://{HOST}", PROXIES="1", LOG_FORMAT="json", METRICS_TOKEN=TOKEN) as started:
        yield started


@pytest.fixture(scope="module")
def nginx(service: Running, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    with in_front_of(service.address, tmp_path_factory.mktemp("nginx")) as started:
        yield started


@pytest.fixture
def browser(nginx: Nginx) -> requests.Session:
    return nginx.browser()


def test_each_of_several_boards_is_sent_on_to_itself(service: Running, tmp_path: Path) -> None:
    other = "questions.otherton.example"
    names = (f"server_name {HOST};", f"server_name {HOST} {other};")
    hosts = (f"    default {HOST};", f"    default {HOST};\n    {other} {other};")
    with in_front_of(service.address, tmp_path, names, hosts) as site:
        sent = [
            requests.get(f"{site.plain}/r/key", headers={"Host": host}, allow_redirects=False, timeout=20).headers
            for host in (HOST, other, other.upper(), "elsewhere.example")
        ]

    assert [one["Location"] for one in sent] == [f"https://{host}/r/key" for host in (HOST, other, other, HOST)]


def test_a_page_comes_by_https_and_whoever_came_by_http_is_sent_there(nginx: Nginx, browser: requests.Session) -> None:
    page = browser.get(nginx.address, timeout=20)
    sent = browser.get(f"{nginx.plain}/register?q=a", allow_redirects=False, timeout=20)

    assert (page.status_code, page.headers["Server"]) == (200, "nginx")
    assert "Content-Encoding" not in page.headers
    assert page.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert (sent.status_code, sent.headers["Location"]) == (308, f"https://{HOST}/register?q=a")
    assert said(sent)["Cache-Control"] == ["no-store"]
    assert said(sent)["Referrer-Policy"] == ["same-origin"]


LETTERS = "text/html; charset=utf-8"
NOTHING_AT_ALL = "default-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
ON_EVERY_ANSWER = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": NOTHING_AT_ALL,
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def said(answer: requests.Response) -> dict[str, list[str]]:
    """Each of these headers, as often as it came."""
    return {name: answer.raw.headers.getlist(name) for name in ON_EVERY_ANSWER}


def test_what_nginx_answers_by_itself_says_what_every_answer_says(nginx: Nginx, browser: requests.Session) -> None:
    style = f"/static/{'0' * 12}/css/public.css"
    answers = [
        browser.get(f"{nginx.address}/metrics", timeout=20),
        browser.get(f"{nginx.address}/socket.io?next=/x", allow_redirects=False, timeout=20),
        browser.post(f"{nginx.address}/sign-in", {"username": "a" * 2_000_000}, timeout=20),
        browser.get(nginx.address, headers={"Host": "a b"}, timeout=20),
        browser.request("TRACE", nginx.address, timeout=20),
        browser.post(nginx.address + style, timeout=20),
        browser.get(nginx.address.replace("https", "http"), timeout=20),
    ]

    assert [one.status_code for one in answers] == [404, 404, 413, 400, 405, 405, 400]
    assert [said(one) for one in answers] == [{name: [value] for name, value in ON_EVERY_ANSWER.items()}] * 7
    assert [one.headers["Content-Type"] for one in answers] == [LETTERS] * 7


def test_so_does_what_it_says_while_the_service_is_away(tmp_path: Path) -> None:
    with in_front_of(f"http://127.0.0.1:{free_port()}", tmp_path) as alone:
        answer = alone.browser().get(alone.address, timeout=20)

    assert answer.status_code == 502
    assert said(answer) == {name: [value] for name, value in ON_EVERY_ANSWER.items()}


def test_what_the_service_says_is_not_said_twice(nginx: Nginx, browser: requests.Session, service: Running) -> None:
    page = f"{nginx.address}/{service.meeting().code}"
    paths = (page, page, f"{nginx.address}/sign-in", f"{nginx.address}/nowhere/at/all", f"{nginx.address}/readyz")
    for path in (*paths, f"{nginx.address}/socket.io/?EIO=4&transport=polling"):
        headers = said(browser.get(path, timeout=20))

        assert {name: len(values) for name, values in headers.items()} == dict.fromkeys(ON_EVERY_ANSWER, 1), path
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"][0]


def test_what_the_services_own_server_refuses_is_kept_to_https_as_well(service: Running) -> None:
    answer = requests.get(service.address, headers={"A": "a" * 100_000}, timeout=20)

    assert answer.status_code == 431
    assert answer.headers["Strict-Transport-Security"] == ON_EVERY_ANSWER["Strict-Transport-Security"]


@pytest.mark.parametrize("path", ["/", "/register?q=a", "/ABCD", "/cy/help"])
def test_who_opens_a_page_by_http_is_sent_to_it(nginx: Nginx, browser: requests.Session, path: str) -> None:
    for method in ("GET", "HEAD"):
        answer = browser.request(method, nginx.plain + path, allow_redirects=False, timeout=20)

        assert (answer.status_code, answer.headers["Location"]) == (308, f"https://{HOST}{path}")
        assert answer.headers["Content-Type"] == LETTERS
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == NOTHING_AT_ALL


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_nothing_is_sent_by_http(nginx: Nginx, browser: requests.Session, method: str) -> None:
    answer = browser.request(method, f"{nginx.plain}/sign-in", allow_redirects=False, timeout=20)

    assert (answer.status_code, answer.headers.get("Location")) == (405, None)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"] == LETTERS


@pytest.mark.parametrize(
    "path", ["/metrics", "/healthz", "/readyz", "/socket.io/?EIO=4&transport=polling", "/ABCD/questions.json?known=1",
             "//metrics", "/cy/ABCD/questions.json", "/static/000000000000/css/public.css", "/signed-in",
             "/socket.io", "/register.atom", "/ABCD/register.csv", "/register.db", "/desk/written/answers.ics?owner=A",
             "/ABCD/recap.zip", "/ABCD/listening/graph.graphml", "/ABCD/listening/graph.gexf"]
)  # fmt: skip
def test_what_programs_ask_for_by_http_is_refused(nginx: Nginx, browser: requests.Session, path: str) -> None:
    answer = browser.get(nginx.plain + path, allow_redirects=False, timeout=20)

    assert (answer.status_code, answer.headers.get("Location")) == (404, None)
    assert answer.headers["Content-Security-Policy"] == NOTHING_AT_ALL
    assert answer.headers["Content-Type"] == LETTERS


def test_another_name_in_a_request_by_http_leads_nobody_there(nginx: Nginx, browser: requests.Session) -> None:
    headers = {"Host": "evil.example"}
    answer = browser.get(f"{nginx.plain}/x", headers=headers, allow_redirects=False, timeout=20)

    assert answer.headers["Location"] == f"https://{HOST}/x"


def agreed_on(nginx: Nginx, version: ssl.TLSVersion, ciphers: str) -> str | None:
    """The cipher that a browser gets that knows this version and these alone; None where it is refused."""
    knows = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    knows.load_verify_locations(nginx.folder / "fullchain.pem")
    knows.set_ciphers(f"{ciphers}:@SECLEVEL=0")
    knows.minimum_version = knows.maximum_version = version
    to = urlsplit(nginx.address)
    with socket.create_connection((to.hostname or "", to.port or 0), timeout=20) as connection:
        try:
            with knows.wrap_socket(connection, server_hostname=HOST) as encrypted:
                return (encrypted.cipher() or ("",))[0]
        except (ssl.SSLError, ConnectionResetError):
            return None


TAKEN = ["AES128-GCM-SHA256", "AES256-GCM-SHA384", "CHACHA20-POLY1305"]
CBC = ["AES128-SHA", "AES256-SHA", "AES128-SHA256", "AES256-SHA384"]
WITHOUT_FRESH_KEYS = ["AES128-GCM-SHA256", "AES256-GCM-SHA384", "AES128-SHA", "AES256-SHA256", "AES128-CCM"]


@pytest.mark.parametrize("by_rsa", [False, True])
def test_by_tls_1_2_only_fresh_keys_and_what_notices_every_change_are_taken(
    service: Running, tmp_path: Path, by_rsa: bool
) -> None:
    kind = "ECDHE-RSA-" if by_rsa else "ECDHE-ECDSA-"
    with in_front_of(service.address, tmp_path, by_rsa=by_rsa) as nginx:
        taken = [agreed_on(nginx, ssl.TLSVersion.TLSv1_2, kind + one) for one in TAKEN]
        older = [kind + one for one in CBC] + WITHOUT_FRESH_KEYS
        refused = {one: agreed_on(nginx, ssl.TLSVersion.TLSv1_2, one) for one in older}
        whatever = agreed_on(nginx, ssl.TLSVersion.TLSv1_3, "ALL") or ""

    assert taken == [kind + one for one in TAKEN]
    assert {one: got for one, got in refused.items() if got} == {}
    assert whatever.startswith("TLS_")


@pytest.mark.parametrize(("known", "chosen"), [("AES128 AES256", "AES256"), ("CHACHA20 AES256", "CHACHA20")])
def test_of_what_a_browser_knows_the_strongest_is_taken_and_what_a_slow_phone_begins_with(
    nginx: Nginx, known: str, chosen: str
) -> None:
    offered = ":".join(f"ECDHE-ECDSA-{one}" for name in known.split() for one in TAKEN if one.startswith(name))
    agreed = agreed_on(nginx, ssl.TLSVersion.TLSv1_2, offered) or ""

    assert chosen in agreed


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl on this machine: `apt-get install openssl`")
@pytest.mark.parametrize(("group", "taken"), [("X25519", True), ("P-256", True), ("P-384", True), ("ffdhe2048", False)])
def test_fresh_keys_are_made_by_groups_of_128_bits_and_more(nginx: Nginx, group: str, taken: bool) -> None:
    to = urlsplit(nginx.address).netloc
    command = ["openssl", "s_client", "-tls1_3", "-groups", group, "-connect", to, "-servername", HOST]
    said = subprocess.run(command, input="", capture_output=True, text=True, timeout=20, check=False)

    assert ("Cipher is TLS_" in said.stdout) is taken


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
def test_tls_1_1_is_refused(nginx: Nginx) -> None:
    assert agreed_on(nginx, ssl.TLSVersion.TLSv1_1, "ALL") is None
    assert agreed_on(nginx, ssl.TLSVersion.TLSv1_2, "ALL")


def test_a_moderator_signs_in_by_a_form_with_its_token_and_a_form_without_it_is_refused(
    nginx: Nginx, browser: requests.Session
) -> None:
    form = {"username": USER, "password": PASSWORD}
    origin = {"Origin": f"https://{HOST}"}
    page = browser.get(f"{nginx.address}/sign-in", timeout=20)
    refused = browser.post(f"{nginx.address}/sign-in", form, headers=origin, timeout=20)
    form["csrf_token"] = token_on(page.text)
    signed_in = browser.post(f"{nginx.address}/sign-in", form, headers=origin, allow_redirects=False, timeout=20)

    assert refused.status_code == 400
    assert (signed_in.status_code, signed_in.headers["Location"]) == (302, "/desk/")
    assert "Secure" in signed_in.headers["Set-Cookie"]
    assert browser.get(f"{nginx.address}/desk/", timeout=20).status_code == 200


def test_a_question_from_our_page_is_taken_and_from_another_site_it_is_not(
    nginx: Nginx, browser: requests.Session, service: Running
) -> None:
    meeting = service.meeting()
    to, form = f"{nginx.address}/{meeting.code}/questions", {"question": "Why?", "key": "k"}
    answers = [
        browser.post(to, form, headers={"Origin": origin}, allow_redirects=False, timeout=20).status_code
        for origin in (f"https://{HOST}", "https://elsewhere.example")
    ]

    assert answers == [303, 403]
    assert [one.source.text for one in service.ports.store.questions.of_meeting(meeting.id)] == ["Why?"]


def test_what_is_too_long_is_refused_by_the_service_in_its_own_words(nginx: Nginx, browser: requests.Session) -> None:
    answers = [
        browser.post(f"{nginx.address}/sign-in", {"username": "a" * length}, timeout=20)
        for length in (300_000, 2_000_000)
    ]

    assert [(one.status_code, "too much text" in one.text) for one in answers] == [(413, True), (413, False)]


@pytest.mark.parametrize("path", ["/register?find=", "/sign-in?next=/desk/", "/desk/meetings/1?find="])
@pytest.mark.parametrize("length", [1_500, 2_900])
def test_a_long_address_is_answered_as_the_service_answers_it(
    nginx: Nginx, browser: requests.Session, service: Running, path: str, length: int
) -> None:
    address = path + "a" * length
    there = requests.get(f"{service.address}{address}", headers={"Host": HOST}, allow_redirects=False, timeout=20)
    answer = browser.get(f"{nginx.address}{address}", allow_redirects=False, timeout=20)

    assert (answer.status_code, answer.status_code < 400) == (there.status_code, True)


def test_styles_and_scripts_come_from_the_disk_and_may_be_kept(nginx: Nginx, browser: requests.Session) -> None:
    page = browser.get(nginx.address, timeout=20).text
    (style,) = set(re.findall(r"/static/\w+/css/public\.css", page))
    answer = browser.get(nginx.address + style, timeout=20)
    lost = browser.get(nginx.address + style.replace("public.css", "lost.css"), timeout=20)

    assert answer.text == (ROOT / "static" / "css" / "public.css").read_text()
    assert answer.headers["Content-Security-Policy"] == NOTHING_AT_ALL
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert answer.headers["Content-Encoding"] == "gzip"  # only nginx compresses it
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert (lost.status_code, said(lost)["Cache-Control"]) == (404, ["no-store"])


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_a_screen_hears_the_news(nginx: Nginx, service: Running, transport: str) -> None:
    hears_the_news(nginx, service, transport)


@pytest.mark.parametrize("transport", ["websocket", "polling"])
@pytest.mark.parametrize(("scheme", "statuses"), [("https", {101, 200}), ("http", {400})])
def test_a_screen_is_let_in_from_a_page_by_https_alone(
    nginx: Nginx, browser: requests.Session, transport: str, scheme: str, statuses: set[int]
) -> None:
    upgrade = {"Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "a" * 22 + "=="}
    headers = {"Origin": f"{scheme}://{HOST}", **(upgrade if transport == "websocket" else {})}
    address = f"{nginx.address}/socket.io/?EIO=4&transport={transport}"
    with browser.get(address, headers=headers, timeout=20, stream=True) as answer:
        allowed = answer.headers.get("Access-Control-Allow-Origin")

    assert answer.status_code in statuses
    assert allowed in (None, f"https://{HOST}")


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_of_two_web_processes_one_may_be_away(service: Running, tmp_path: Path, transport: str) -> None:
    with in_front_of(service.address, tmp_path, other=f"http://127.0.0.1:{free_port()}") as both:
        answers = [both.browser().get(f"{both.address}/sign-in", timeout=20).status_code for _ in range(20)]
        hears_the_news(both, service, transport)

    assert set(answers) == {200}


def hears_the_news(nginx: Nginx, service: Running, transport: str) -> None:
    meeting = service.meeting()
    heard: list[object] = []
    browser, origin = nginx.browser(), f"https://{HOST}"
    browser.headers["Origin"] = origin
    same = {"host": HOST, "origin": origin}  # for websockets this client has a way of its own
    screen = socketio.Client(reconnection=False, http_session=browser, websocket_extra_options=same)
    screen.on("delta", heard.append)
    screen.connect(nginx.address, auth={"code": meeting.code}, transports=[transport])
    service.asked(meeting, "Will it be heard?", Action.ACCEPT)

    wait("the news", lambda: "Will it be heard?" in str(heard))
    assert screen.transport() == transport
    screen.disconnect()


def asked_of_the_service(service: Running) -> int:
    """How many pages it answered from its memory."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    figures = requests.get(f"{service.address}/metrics", headers=headers, timeout=20).text
    return sum(int(float(n)) for n in re.findall(r'_requests_total\{[^}]*endpoint="memory"[^}]*\} (\S+)', figures))


def test_a_page_that_everybody_may_have_is_kept_for_a_second_and_no_other(
    nginx: Nginx, browser: requests.Session, service: Running
) -> None:
    meeting = service.meeting()
    question = service.asked(meeting, "Why is the gate locked?", Action.ACCEPT)
    page, signed_in = f"{nginx.address}/{meeting.code}", nginx.browser()
    signed_in.headers["Cookie"] = "__Host-desk=whoever"
    before = asked_of_the_service(service)
    answers = [browser.get(page, timeout=20) for _ in range(200)]
    asked = asked_of_the_service(service) - before

    assert all("Why is the gate locked?" in answer.text for answer in answers)
    assert asked < 150
    assert "X-Accel-Expires" not in answers[0].headers
    assert browser.get(page, headers={"If-None-Match": answers[0].headers["ETag"]}, timeout=20).status_code == 304

    service.does(Action.DECLINE, question, "It is abusive, frivolous or defamatory")
    assert "Why is the gate locked?" not in signed_in.get(page, timeout=20).text
    news = browser.get(f"{page}/questions.json?known=1", timeout=20)
    assert "Why is the gate locked?" not in news.text
    wait("the page without it", lambda: "Why is the gate locked?" not in browser.get(page, timeout=20).text)


def test_nothing_of_anybodys_own_is_kept(nginx: Nginx, browser: requests.Session, service: Running) -> None:
    meeting = service.meeting()
    question = service.asked(meeting, "Why is the lift broken?", Action.ACCEPT)
    supporter = nginx.browser()
    page, own = f"{nginx.address}/{meeting.code}", f"{nginx.address}/r/{question.token}"
    supporter.headers["Cookie"] = f"__Host-supporter={'a' * 22}"
    for address in (page, own, f"{page}/ask", f"{nginx.address}/sign-in"):
        supporter.get(address, timeout=20)
        browser.get(address, timeout=20)
    kept = [file.read_bytes() for file in (nginx.folder / "kept").rglob("*") if file.is_file()]

    assert kept
    assert not any(b"supporter=" in one or b"Set-Cookie" in one for one in kept)
    assert not any(f"KEY: https{HOST}{path}".encode() in one for one in kept for path in ("/sign-in", "/r/"))
    assert not any(f"{meeting.code}/ask\n".encode() in one for one in kept)


def test_the_service_believes_nginx_and_nobody_before_it(
    nginx: Nginx, browser: requests.Session, service: Running
) -> None:
    browser.get(
        f"{nginx.address}/readyz", headers={"X-Request-ID": "0123456789", "X-Forwarded-Proto": "http"}, timeout=20
    )
    line = json.loads(service.log().splitlines()[-1])

    assert line["endpoint"] == "health.ready"
    assert re.fullmatch("[0-9a-f]{32}", line["request"])


def test_behind_another_proxy_the_public_is_told_apart_and_opens_pages_by_https(tmp_path: Path) -> None:
    changes = (
        ("X-Forwarded-For $remote_addr", "X-Forwarded-For $proxy_add_x_forwarded_for"),
        ("X-Forwarded-Proto $scheme", 'X-Forwarded-Proto "$http_x_forwarded_proto, $scheme"'),
    )
    described = (ROOT / "docs/deploying.md").read_text()
    assert all(f"`{instead.split(maxsplit=1)[1]}`" in described for _, instead in changes)
    with (
        running(PUBLIC_URL=f"https://{HOST}", PROXIES="2", LOG_FORMAT="json") as service,
        in_front_of(service.address, tmp_path, *changes) as site,
    ):
        browser, meeting = site.browser(), service.meeting()
        for address in ("203.0.113.7", "198.51.100.9", "192.0.2.1, 203.0.113.7"):
            browser.get(f"{site.address}/r/nobodys", headers={"X-Forwarded-For": address}, timeout=20)
        asked = [
            browser.post(
                f"{site.address}/{meeting.code}/questions",
                {"question": "Why?", "key": scheme},
                headers={"Origin": f"{scheme}://{HOST}", "X-Forwarded-Proto": scheme},
                allow_redirects=False,
                timeout=20,
            ).status_code
            for scheme in ("https", "http")
        ]
        lines = [json.loads(line) for line in service.log().splitlines() if "no_such_receipt" in line]

    assert len({line["network"] for line in lines}) == len(lines) == 2
    assert asked == [303, 403]


def test_the_figures_are_not_for_the_world(nginx: Nginx, browser: requests.Session, service: Running) -> None:
    token = {"Authorization": f"Bearer {TOKEN}"}

    assert browser.get(f"{nginx.address}/metrics", headers=token, timeout=20).status_code == 404
    assert requests.get(f"{service.address}/metrics", headers=token, timeout=20).status_code == 200


def greeting() -> bytes:
    """How a browser begins to speak TLS 1.3, with a key that none can be made of."""
    asks, to_nginx = ssl.create_default_context(), ssl.MemoryBIO()
    asks.minimum_version = ssl.TLSVersion.TLSv1_3
    with contextlib.suppress(ssl.SSLWantReadError):
        asks.wrap_bio(ssl.MemoryBIO(), to_nginx, server_hostname=HOST).do_handshake()
    hello = to_nginx.read()
    key = hello.index(b"\x00\x1d\x00\x20") + 4  # X25519, and the 32 bytes of its key
    return hello[:key] + bytes(32) + hello[key + 32 :]


def refused_greeting(nginx: Nginx) -> bool:
    to = urlsplit(nginx.address)
    with socket.create_connection((to.hostname or "", to.port or 0), timeout=20) as connection:
        connection.sendall(greeting())
        return connection.recv(1) == b"\x15"  # an alert, and no greeting


def written_by(nginx: Nginx) -> str:
    return "".join(Path(file).read_text() for file in nginx.folder.glob("*.log"))


def test_nginx_writes_nothing_of_anybody_down(nginx: Nginx, browser: requests.Session) -> None:
    browser.get(f"{nginx.address}/r/a-private-page", timeout=20)
    assert refused_greeting(nginx)
    written = written_by(nginx)

    assert "private-page" not in written
    assert "127.0.0.1" not in written


def test_what_nginx_does_write_is_in_utc(service: Running, tmp_path: Path) -> None:
    with in_front_of(service.address, tmp_path, ("board-questions.log emerg", "board-questions.log crit")) as nginx:
        before = utc_now().replace(microsecond=0)
        assert refused_greeting(nginx)
        wait("its line", lambda: "handshaking" in written_by(nginx))
        after = utc_now()
    (at,) = re.findall(r"^(\S+ \S+) \[crit\]", written_by(nginx), re.MULTILINE)

    assert before <= datetime.strptime(at, "%Y/%m/%d %H:%M:%S").replace(tzinfo=UTC) <= after
