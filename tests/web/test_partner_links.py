"""Links for partners: how many came through each is counted, and of who came nothing is kept."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO

import pytest
import zxingcpp
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from board_qa.domain.meetings.partners import Partner, is_visit
from board_qa.domain.questions.history import Action
from board_qa.services.meetings import meetings, partners
from board_qa.services.questions.moderating import act
from tests.support.board import Board, post
from tests.support.deciding import told
from tests.support.page_forms import form_on

BROWSER = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1"
ADDRESS = "http://127.0.0.1:8000"
HOSTILE = "</textarea><script>alert(1)</script>{x}%(y)s"


@pytest.fixture
def leeds(board: Board) -> Partner:
    return partners.add(board.ports, board.meeting, "Healthwatch Leeds", board.alex)


def now(board: Board, partner: Partner) -> Partner:
    found = board.ports.store.partners.get(partner.id)
    assert found is not None
    return found


def opened(board: Board, partner: Partner, mount: str = "", agent: str = BROWSER, **headers: str) -> TestResponse:
    address = f"{mount}/{board.meeting.code}/{partner.key}"
    return board.browser().get(address, headers={"User-Agent": agent, **headers})


def sent(browser: FlaskClient, page: str, text: str = "Why?") -> TestResponse:
    """Fill in the form as it stands on the page that leads to it."""
    action = re.search(r'<form\s+method="post"\s+action="([^"]+questions[^"]*)"', page)
    assert action, page
    return browser.post(unescape(action.group(1)), data={**form_on(page, "key"), "question": text})


@pytest.mark.parametrize("mount", ["", "/cy"])
def test_a_link_leads_to_the_meeting_in_its_language_and_is_counted(board: Board, leeds: Partner, mount: str) -> None:
    answer = opened(board, leeds, mount)
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{mount}/{board.meeting.code}?p={leeds.key}"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    lower = f"{mount}/{board.meeting.code}/{leeds.key}".lower()
    assert board.browser().get(lower, headers={"User-Agent": BROWSER}).headers["Location"].endswith(f"?p={leeds.key}")
    assert now(board, leeds).visits == 2


def test_from_the_link_to_the_receipt_nothing_sets_a_cookie_and_the_question_is_counted(
    board: Board, leeds: Partner
) -> None:
    browser = board.browser()
    meeting = browser.get(f"/{board.meeting.code}/{leeds.key}", follow_redirects=True, headers={"User-Agent": BROWSER})
    way = re.search(rf'href="(/{board.meeting.code}/ask[^"]*)"', meeting.text)
    assert way
    form = browser.get(unescape(way.group(1)))
    answer = sent(browser, form.text)
    assert answer.status_code == 303
    assert "p=" not in answer.headers["Location"]
    assert [one.headers.get("Set-Cookie") for one in (meeting, form, answer)] == [None] * 3
    assert (now(board, leeds).visits, now(board, leeds).questions) == (1, 1)


def test_the_way_is_kept_by_the_rules_the_tabs_the_other_language_and_a_form_that_was_refused(
    board: Board, leeds: Partner
) -> None:
    browser, code, p = board.browser(), board.meeting.code, f"?p={leeds.key}"
    meeting = browser.get(f"/{code}{p}").text
    assert f'href="/{code}/rules{p}"' in meeting
    assert f'href="/cy/{code}{p}"' in meeting
    assert f'href="/{code}/ask{p}"' in browser.get(f"/{code}/rules{p}").text
    refused = sent(browser, browser.get(f"/cy/{code}/ask{p}").text, text="")
    assert refused.status_code == 422
    assert sent(browser, refused.text).status_code == 303
    assert now(board, leeds).questions == 1


def test_the_question_keeps_the_link_alone_and_sent_twice_it_counts_once(board: Board, leeds: Partner) -> None:
    browser = board.browser()
    page = browser.get(f"/{board.meeting.code}/ask?p={leeds.key}").text
    for _ in range(2):
        sent(browser, page)
    (question,) = board.ports.store.questions.of_meeting(board.meeting.id)
    assert question.source.partner_id == leeds.id
    assert now(board, leeds).questions == 1
    act(board.ports, Action.WITHDRAW, question, question.revision, board.alex, told(Action.WITHDRAW, ""))
    assert now(board, leeds).questions == 1  # it was asked


@pytest.mark.parametrize("key", ["", "ZZZ", "zz", "'--", "A" * 4, "ŴŴŴ"])
def test_a_key_that_is_nobodys_is_no_hindrance_and_counts_nothing(board: Board, leeds: Partner, key: str) -> None:
    browser = board.browser()
    page = browser.get(f"/{board.meeting.code}/ask", query_string={"p": key}).text
    assert sent(browser, page).status_code == 303
    assert now(board, leeds).questions == 0
    assert board.browser().get(f"/{board.meeting.code}/ZZZ").headers["Location"] == f"/{board.meeting.code}"
    assert board.browser().get(f"/ZZZZ/{leeds.key}").status_code == 404


def test_a_link_of_another_meeting_counts_nothing_here(board: Board, leeds: Partner) -> None:
    other = meetings.create(board.ports, board.meeting.details)
    browser = board.browser()
    sent(browser, browser.get(f"/{other.code}/ask?p={leeds.key}").text)
    browser.get(f"/{other.code}/{leeds.key}", headers={"User-Agent": BROWSER})
    assert (now(board, leeds).visits, now(board, leeds).questions) == (0, 0)


AGENTS = [
    "Twitterbot/1.0",
    "facebookexternalhit/1.1",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Slackbot-LinkExpanding 1.0",
    "WhatsApp/2.24",
    "TelegramBot (like TwitterBot)",
    "LinkedInBot/1.0",
    "Mastodon/4.3.0 (http.rb/5.2.0; +https://mastodon.example/)",
    "Bluesky Cardyb/1.1",
    "Mozilla/5.0 (Windows NT 6.1) SkypeUriPreview Preview/0.5",
    "curl/8.0",
    "python-requests/2.34",
    "",
]


@pytest.mark.parametrize("agent", AGENTS)
def test_what_fetches_a_link_without_a_person_is_led_on_and_not_counted(
    board: Board, leeds: Partner, agent: str
) -> None:
    assert opened(board, leeds, agent=agent).status_code == 302
    assert now(board, leeds).visits == 0


def test_a_look_at_the_headers_and_a_page_fetched_ahead_are_no_visits(board: Board, leeds: Partner) -> None:
    address = f"/{board.meeting.code}/{leeds.key}"
    assert board.browser().head(address, headers={"User-Agent": BROWSER}).status_code == 302
    opened(board, leeds, **{"Sec-Purpose": "prefetch;prerender"})
    opened(board, leeds, **{"X-Moz": "prefetch"})
    assert now(board, leeds).visits == 0


@pytest.mark.parametrize(
    "agent",
    [
        BROWSER,
        "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36 Edg/142.0",
        "Mozilla/5.0 (Linux; Android 15; SM-S921B) AppleWebKit/537.36 SamsungBrowser/28.0 Chrome/130.0 Safari/537.36",
        "Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 Mobile/15E148 [FBAN/FBIOS;FBAV/500.0]",
    ],
)
def test_a_browser_is_a_visit(agent: str) -> None:
    assert is_visit("GET", agent, "")


def test_the_desk_makes_renames_removes_and_brings_back_a_link_on_the_record(board: Board) -> None:
    desk, path = board.signed_in(), f"{board.path}/partners"
    assert "No partner has a link yet." in desk.get(path).text
    assert post(desk, path, path, name="  Healthwatch   Leeds ").status_code == 303
    (leeds,) = board.ports.store.partners.of_meeting(board.meeting.id)
    assert leeds.name == "Healthwatch Leeds"
    assert f"{ADDRESS}/{board.meeting.code}/{leeds.key}<" in desk.get(path).text

    before = partners.as_it_stands(leeds)
    assert post(desk, path, f"{path}/{leeds.id}", name="Healthwatch York", before=before).status_code == 303
    assert post(desk, path, f"{path}/{leeds.id}/remove").status_code == 303
    assert opened(board, leeds).headers["Location"] == f"/{board.meeting.code}"
    assert "Removed links" in desk.get(path).text
    assert (now(board, leeds).removed, now(board, leeds).visits) == (True, 0)

    assert post(desk, path, f"{path}/{leeds.id}/restore").status_code == 303
    opened(board, leeds)
    assert (now(board, leeds).removed, now(board, leeds).visits) == (False, 1)
    recorded = [
        (change.what.before, change.what.after, change.by)
        for change in board.ports.store.settings.history(board.meeting.id, 10)
    ]
    assert recorded == [
        ("", "Healthwatch York", "Alex Morgan"),
        ("Healthwatch York", "", "Alex Morgan"),
        ("Healthwatch Leeds", "Healthwatch York", "Alex Morgan"),
        ("", "Healthwatch Leeds", "Alex Morgan"),
    ]


def test_a_page_of_before_writes_over_nobodys_change(board: Board, leeds: Partner) -> None:
    desk, path = board.signed_in(), f"{board.path}/partners/{leeds.id}"
    (before,) = re.findall(r'name="before"[^>]* value="([^"]+)"', desk.get(path).text)
    partners.rename(board.ports, leeds, "Healthwatch York", before, board.alex)
    answer = post(desk, path, path, name="Healthwatch Hull", before=before)

    assert answer.status_code == 422
    assert "It is now: Healthwatch York. Save again to replace that" in answer.text
    assert 'value="Healthwatch Hull"' in answer.text
    assert now(board, leeds).name == "Healthwatch York"
    (meant,) = re.findall(r'name="before"[^>]* value="([^"]+)"', answer.text)
    assert post(desk, path, path, name="Healthwatch Hull", before=meant).status_code == 303
    assert now(board, leeds).name == "Healthwatch Hull"


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        (" ", "Enter the name"),
        ("x" * 81, "Leave out 1"),
        ("HEALTHWATCH leeds", "There is a link for this"),
    ],
)
def test_a_name_that_will_not_do_is_told_and_nothing_is_stored(
    board: Board, leeds: Partner, name: str, problem: str
) -> None:
    answer = post(board.signed_in(), f"{board.path}/partners", f"{board.path}/partners", name=name)
    assert answer.status_code == 422
    assert problem in answer.text
    assert board.ports.store.partners.of_meeting(board.meeting.id) == [leeds]


def test_a_link_is_changed_only_by_a_form_of_the_desk_and_under_its_own_meeting(board: Board, leeds: Partner) -> None:
    desk, path = board.signed_in(), f"{board.path}/partners"
    assert desk.post(path, data={"name": "No token"}).status_code == 400
    assert board.browser().post(path, data={"name": "Nobody"}).status_code in (302, 400, 401)
    assert desk.get(f"/desk/meetings/{board.meeting.id + 1}/partners/{leeds.id}").status_code == 404
    assert post(desk, path, f"{path}/999/remove").status_code == 404
    assert board.ports.store.partners.of_meeting(board.meeting.id) == [leeds]


@pytest.mark.parametrize("mount", ["", "/cy"])
def test_the_kit_of_a_partner_has_their_link_in_every_text_and_picture(
    board: Board, leeds: Partner, mount: str
) -> None:
    browser, link = board.browser(), f"{ADDRESS}{mount}/{board.meeting.code}/{leeds.key}"
    page = browser.get(f"{mount}/{board.meeting.code}/share?p={leeds.key.lower()}").text
    found = re.findall(r"<textarea[^>]*>\n(.+?)</textarea>", page, re.DOTALL)
    assert len(found) == 6
    assert all(link.removeprefix("http://") in text for text in found)
    assert "Healthwatch Leeds" in page
    for shape in ("a4", "square"):
        address = f"{mount}/{board.meeting.code}/share/{shape}.png?p={leeds.key}"
        assert f'src="{address}"' in page
        (code,) = zxingcpp.read_barcodes(Image.open(BytesIO(browser.get(address).data)).convert("L"))
        assert code.text == link
    assert now(board, leeds).visits == 0


def test_a_removed_link_is_in_no_kit(board: Board, leeds: Partner) -> None:
    partners.remove(board.ports, leeds, board.alex)
    page = board.browser().get(f"/{board.meeting.code}/share?p={leeds.key}").text
    assert "Healthwatch" not in page
    assert f"{board.meeting.code}/{leeds.key}" not in page


def test_a_hostile_name_stays_text_at_the_desk_and_in_the_kit(board: Board) -> None:
    hostile = partners.add(board.ports, board.meeting, HOSTILE, board.alex)
    desk = board.signed_in()
    pages = [f"{board.path}/partners", f"{board.path}/partners/{hostile.id}", f"{board.path}/edit"]
    for path in (*pages, f"/{board.meeting.code}/share?p={hostile.key}"):
        page = desk.get(path).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_the_figures_stand_at_the_desk_and_nowhere_in_public(board: Board, leeds: Partner) -> None:
    for _ in range(3):
        opened(board, leeds)
    browser = board.browser()
    sent(browser, browser.get(f"/{board.meeting.code}/ask?p={leeds.key}").text)
    table = board.signed_in().get(f"{board.path}/partners").text
    row = re.search(r"Healthwatch Leeds\s*<.+?<td>(\d+)</td>\s*<td>(\d+)</td>", table, re.DOTALL)
    assert row
    assert row.groups() == ("3", "1")
    assert "Visits, not people" in table
    assert "Healthwatch" not in browser.get(f"/{board.meeting.code}?p={leeds.key}").text


@pytest.mark.parametrize("page", ["/privacy", "/cookies"])
def test_the_pages_about_the_service_say_what_is_counted(board: Board, page: str) -> None:
    assert "link of an organisation" in board.browser().get(page).text
    assert "ddolen sefydliad" in board.browser().get(f"/cy{page}").text or "dolen sefydliad" in (
        board.browser().get(f"/cy{page}").text
    )
