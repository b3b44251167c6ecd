"""The product behind nginx, by the very site that the repository has: pages, forms, files and screens go through it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
import socketio

from board_qa.domain.questions.history import Action
from board_qa.rehearsal.__main__ import wait
from board_qa.rehearsal.server import PASSWORD, USER, free_port
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


def test_a_page_comes_by_https_and_whoever_came_by_http_is_sent_there(nginx: Nginx, browser: requests.Session) -> None:
    page = browser.get(nginx.address, timeout=20)
    sent = browser.get(f"{nginx.plain}/register?q=a", allow_redirects=False, timeout=20)

    assert (page.status_code, page.headers["Server"]) == (200, "nginx")
    assert "Content-Encoding" not in page.headers
    assert page.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert (sent.status_code, sent.headers["Location"]) == (301, f"https://{HOST}/register?q=a")


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


def test_styles_and_scripts_come_from_the_disk_and_may_be_kept(nginx: Nginx, browser: requests.Session) -> None:
    page = browser.get(nginx.address, timeout=20).text
    (style,) = set(re.findall(r"/static/\w+/css/public\.css", page))
    answer = browser.get(nginx.address + style, timeout=20)
    lost = browser.get(nginx.address + style.replace("public.css", "lost.css"), timeout=20)

    assert answer.text == (ROOT / "static" / "css" / "public.css").read_text()
    assert answer.headers["Content-Security-Policy"] == "frame-ancestors 'none'"
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert answer.headers["Content-Encoding"] == "gzip"  # only nginx compresses it
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert lost.status_code == 404


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_a_screen_hears_the_news(nginx: Nginx, service: Running, transport: str) -> None:
    hears_the_news(nginx, service, transport)


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


def test_the_figures_are_not_for_the_world(nginx: Nginx, browser: requests.Session, service: Running) -> None:
    token = {"Authorization": f"Bearer {TOKEN}"}

    assert browser.get(f"{nginx.address}/metrics", headers=token, timeout=20).status_code == 404
    assert requests.get(f"{service.address}/metrics", headers=token, timeout=20).status_code == 200


def test_nginx_writes_nothing_of_anybody_down(nginx: Nginx, browser: requests.Session) -> None:
    browser.get(f"{nginx.address}/r/a-private-page", timeout=20)
    written = "".join(Path(file).read_text() for file in nginx.folder.glob("*.log"))

    assert "private-page" not in written
    assert "127.0.0.1" not in written
