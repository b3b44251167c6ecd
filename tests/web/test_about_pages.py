"""The pages about the service: true of the product, filled in by the board, in both languages, without a meeting."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from board_qa import catalogue
from board_qa.domain.accounts.guessing import DEVICE_IS_KNOWN
from board_qa.domain.accounts.sessions import SESSION_LASTS
from board_qa.domain.meetings.about import LABELS, AboutBoard, missing
from board_qa.domain.meetings.rules import SIGNPOSTS
from board_qa.domain.questions.history import Action
from board_qa.services.meetings import meetings
from board_qa.storage.sqlite.store import SqliteStore
from board_qa.web.public.counted_once import DAYS
from board_qa.web.shell import cookies
from tests.support.board import Board
from tests.support.placed import placed
from tests.support.places import ROOT
from tests.support.rules_board import text_of

PAGES = ("/help", "/social-media", "/privacy", "/cookies", "/accessibility")
FILLED = AboutBoard(
    controller="Anytown Teaching Hospitals NHS Trust",
    email="questions@anytown.example",
    phone="01632 960001",
    data_protection="Jo Bloggs, Data Protection Officer\ndpo@anytown.example",
    kept="Eight years, then the archive decides.",
    complaints="PALS at the main entrance\n01632 960002",
    foi="foi@anytown.example",
    prepared_on="2026-11-23",
    signposts=("Ring the crisis line on 01632 960003.", "Read https://111.nhs.uk/ first."),
    hours="Monday to Friday, 9am to 5pm",
    outside_hours="Ring the switchboard on 01632 960004.",
    not_answered=("letters to the editor", "party politics"),
    accounts_run_by="The communications team, for the company secretary",
)
HOSTILE = "<script>alert(1)</script> javascript:alert(2) \"'><img src=x onerror=alert(3)>"


def page(board: Board, path: str) -> str:
    answer = board.browser().get(path)
    assert answer.status_code == 200, path
    return text_of(answer)


def main(board: Board, path: str) -> str:
    return board.browser().get(path).text.split("<main")[1].split("</main>")[0]


@pytest.fixture
def filled(board: Board) -> Board:
    board.ports.store.about.save(FILLED)
    return board


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("welsh", ["", "/cy"])
def test_each_page_is_there_in_both_languages_without_a_cookie(board: Board, path: str, welsh: str) -> None:
    answer = board.browser().get(welsh + path)

    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1
    assert f'<html lang="{"cy" if welsh else "en"}"' in re.sub(r" class=\S+", "", answer.text)
    assert "Set-Cookie" not in answer.headers


def test_no_meeting_is_needed(board: Board) -> None:
    past = board.ports.clock() - timedelta(days=300)
    meetings.change(board.ports, board.meeting, replace(board.meeting.details, starts_at=past))

    for path in PAGES:
        assert board.browser().get(path).status_code == 200


@pytest.mark.parametrize("welsh", ["", "/cy"])
def test_every_public_page_leads_to_all_of_them_in_its_own_language(board: Board, welsh: str) -> None:
    question = board.asked("Why?", Action.ACCEPT)
    code = board.meeting.code
    receipt = f"/r/{question.token}"
    for path in ("/", f"/{code}", f"/{code}/ask", f"/{code}/rules", receipt, f"{receipt}/withdraw", "/nowhere", *PAGES):
        foot = board.browser().get(welsh + path).text.split("<footer")[1]
        for about in PAGES:
            assert f'href="{welsh}{about}"' in foot, path


def test_what_the_board_typed_is_where_it_belongs(filled: Board) -> None:
    for path, said in {
        "/help": (
            "PALS at the main entrance 01632 960002",
            "foi@anytown.example",
            "questions@anytown.example",
            "01632 960001",
            "Ring the crisis line",
        ),
        "/privacy": (
            "Anytown Teaching Hospitals NHS Trust is responsible",
            "Jo Bloggs",
            "Eight years, then",
            "questions@anytown.example",
        ),
        "/accessibility": (
            "This statement was prepared on Monday 23 November 2026.",
            "questions@anytown.example",
            "Anytown Board is committed",
        ),
        "/social-media": (
            "Monday to Friday, 9am to 5pm",
            "At other times: Ring the switchboard on 01632 960004.",
            "letters to the editor",
            "The communications team, for the company secretary",
            "Ring the crisis line",
        ),
    }.items():
        text = page(filled, path)
        for words in said:
            assert words in text, path


def test_what_nobody_filled_in_is_left_out_or_is_asked_of_the_board(board: Board) -> None:
    assert "Anytown Board is responsible" in page(board, "/privacy")
    assert "Ask the board how long it keeps questions." in page(board, "/privacy")
    assert "Contact the board in the way you usually would" in page(board, "/privacy")
    assert "Contact the board and ask for that team." in page(board, "/help")
    assert "was prepared on" not in page(board, "/accessibility")
    for path in PAGES:
        assert not re.search(r"mailto:|>\s*None|href=\"\"", main(board, path))


def test_what_is_filled_in_is_no_longer_said_in_general(filled: Board) -> None:
    for path in PAGES:
        assert "Contact the board" not in page(filled, path)
    assert "Ask the board how long" not in page(filled, "/privacy")
    assert "ask the board for its data protection officer" not in page(filled, "/privacy")


def test_on_welsh_pages_what_the_board_typed_says_that_it_is_english(filled: Board) -> None:
    for path, typed in {
        "/help": (FILLED.complaints, FILLED.foi, FILLED.signposts[0]),
        "/privacy": (FILLED.controller, FILLED.kept, FILLED.data_protection),
        "/social-media": (FILLED.hours, FILLED.outside_hours, FILLED.not_answered[0], FILLED.accounts_run_by),
    }.items():
        welsh, english = main(filled, f"/cy{path}"), main(filled, path)
        for text in typed:
            first = re.escape(text.split("\n")[0].split("@")[0])
            unlinked = re.sub(r"<a[^>]*>|</a>", "", welsh)
            assert re.search(rf'lang="en"[^>]*>{first}', unlinked), text
        assert 'lang="en"' not in english
    assert "Paratowyd y datganiad hwn ddydd Llun 23 Tachwedd 2026." in page(filled, "/cy/accessibility")


def test_the_help_that_the_product_knows_is_said_in_welsh(board: Board) -> None:
    welsh = page(board, "/cy/help")

    for signpost in SIGNPOSTS:
        assert signpost not in welsh
        assert catalogue.welsh().gettext(signpost) in welsh


def test_the_foot_has_the_boards_help_where_no_meeting_has_its_own(filled: Board) -> None:
    details = filled.meeting.details

    def foot(path: str) -> str:
        return filled.browser().get(path).text.split("<footer")[1]

    assert "Ring the crisis line on 01632 960003." in text_of(foot("/"))
    assert 'href="https://111.nhs.uk/"' in foot("/privacy")
    assert SIGNPOSTS[0] in text_of(foot(f"/{filled.meeting.code}/rules"))
    meetings.change(filled.ports, filled.meeting, replace(details, rules=replace(details.rules, signposts=())))
    assert "Ring the crisis line on 01632 960003." in text_of(foot(f"/{filled.meeting.code}/rules"))


def test_a_page_that_a_browser_kept_is_news_when_its_foot_is(board: Board) -> None:
    path, browser = f"/{board.meeting.code}/rules", board.browser()
    tag = browser.get(path).headers["ETag"]
    assert browser.get(path, headers={"If-None-Match": tag}).status_code == 304

    board.ports.store.about.save(FILLED)
    assert browser.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_hostile_words_are_inert_on_every_page(board: Board) -> None:
    typed: dict[str, Any] = {field.name: HOSTILE for field in fields(AboutBoard) if field.default == ""}
    typed |= {"signposts": (HOSTILE,), "not_answered": (HOSTILE,), "prepared_on": ""}
    board.ports.store.about.save(AboutBoard(**typed))

    for path in (*PAGES, "/", "/desk/board", "/desk/"):
        for welsh in ("", "/cy") if not path.startswith("/desk") else ("",):
            text = board.signed_in().get(welsh + path).text
            assert "<script>alert" not in text, path
            assert "<img" not in text, path
            assert not re.search(r'href="\s*javascript:', text), path


def test_every_cookie_and_everything_that_a_script_keeps_is_on_the_page_about_cookies(board: Board) -> None:
    """What is new on a device must be said there: this fails until somebody has."""
    listed = set(re.findall(r"<code>(.+?)</code>", main(board, "/cookies")))
    code = "".join(path.read_text() for path in (ROOT / "board_qa").rglob("*.py"))
    scripts = "".join(path.read_text() for path in (ROOT / "static" / "js").rglob("*.js"))
    constants = dict(re.findall(r'(?:const|let|,)\s+(\w+)\s*=\s*["`]([\w-]+:?)', scripts))
    constants |= {"name": constants["PREFIX"]}  # of drafts.js
    kept = {constants.get(name.strip("\"'"), name) for name in re.findall(r"localStorage\.setItem\(([^,]+),", scripts)}

    assert board.process.app.config["SESSION_COOKIE_NAME"] == "desk"
    assert re.findall(r"set_cookie\(\s*(\w+)", code) == ["name_here"]  # in `keep`, and nowhere else
    assert set(re.findall(r"cookies\.keep\(\w+, cookies\.(\w+)", code)) == {
        n.upper() for n in (*cookies.OF_THE_PUBLIC, cookies.DEVICE)
    }
    assert "sessionStorage" not in scripts
    assert "document.cookie" not in scripts
    assert kept == {"keys", "draft:", "yours:", "screen"}
    states = re.findall(r"history\.(?:push|replace)State\((.+?), \"\"", scripts)
    with_the_tab = {name for state in states if state != "null" for name in re.findall(r"(\w+):", state)}
    assert with_the_tab == {"formKey"}
    assert listed == {*cookies.OF_THE_PUBLIC, cookies.DEVICE, "desk"} | kept | with_the_tab


def test_the_page_about_cookies_has_the_names_that_browsers_show(tmp_path: Path) -> None:
    secure = placed(tmp_path, PUBLIC_URL="https://board.example")
    for path in ("/cookies", "/cy/cookies"):
        listed = set(re.findall(r"<code>(.+?)</code>", secure.browser().get(path).text))
        assert {f"__Host-{one}" for one in (*cookies.OF_THE_PUBLIC, cookies.DEVICE, cookies.DESK)} <= listed
        assert not listed & {*cookies.OF_THE_PUBLIC, cookies.DEVICE, cookies.DESK}


def test_how_long_cookies_stay_is_what_the_product_does(board: Board) -> None:
    text = page(board, "/cookies")

    assert f"{DAYS} days" in text
    assert f"signed out after {SESSION_LASTS // timedelta(hours=1)} hours" in text
    assert f"{DEVICE_IS_KNOWN.days} days after they last signed in" in text
    assert f"{DAYS} diwrnod" in page(board, "/cy/cookies")


def test_the_statement_says_what_the_regulations_ask_for(board: Board) -> None:
    text = page(board, "/accessibility")

    for words in (
        "partially compliant with the Web Content Accessibility Guidelines version 2.2 AA standard",
        "Non-compliance with the accessibility regulations",
        "Feedback and contact information",
        "Enforcement procedure",
        "Equality and Human Rights Commission (EHRC)",
        "(No. 2) Accessibility Regulations 2018",
        "Advisory and Support Service (EASS)",
    ):
        assert words in text


def test_the_pages_hold_nothing_of_what_anybody_asked(board: Board) -> None:
    board.asked("words nobody approved", name="Somebody Secret")

    for path in PAGES:
        assert "words nobody approved" not in board.browser().get(path).text
        assert "asker@example.org" not in board.browser().get(path).text


def test_a_failing_store_still_gets_its_page_with_the_usual_help(tmp_path: Path) -> None:
    board = Board(tmp_path)
    store = board.ports.store
    assert isinstance(store, SqliteStore)
    board.process.app.config["PROPAGATE_EXCEPTIONS"] = False
    store.close()
    answer = board.browser().get("/privacy")

    assert answer.status_code == 500
    assert "Sorry, there is a problem with this service" in answer.text
    assert SIGNPOSTS[0] in text_of(answer)


def test_what_is_missing_is_called_by_its_name_and_one_way_to_reach_the_board_will_do() -> None:
    assert set(LABELS) == {field.name for field in fields(AboutBoard)}
    assert missing(FILLED, on_networks=True) == []
    assert missing(replace(FILLED, phone=""), on_networks=True) == []
    assert missing(replace(FILLED, email=""), on_networks=True) == []
    assert missing(replace(FILLED, phone="", email=""), on_networks=True) == [LABELS["email"], LABELS["phone"]]


def test_what_there_is_no_need_to_say_is_never_called_missing() -> None:
    said = {"signposts", "outside_hours", "not_answered", "social_media_linked", "listening_public", "poll_answers"}
    assert missing(AboutBoard(), on_networks=True) == [label for name, label in LABELS.items() if name not in said]

    nothing = replace(AboutBoard(), not_answered=(), social_media_linked=False)
    assert missing(nothing, on_networks=True) == missing(AboutBoard(), on_networks=True)


def test_a_board_that_is_on_no_network_is_not_asked_about_its_accounts() -> None:
    bare = replace(FILLED, hours="", accounts_run_by="")
    assert missing(bare, on_networks=False) == []
    assert missing(bare, on_networks=True) == [LABELS["hours"], LABELS["accounts_run_by"]]


@pytest.mark.parametrize(("path", "said"), [("/privacy", "{} days after"), ("/cy/privacy", "{} diwrnod ar ôl")])
def test_the_page_about_privacy_says_for_how_long_everything_is_kept(board: Board, path: str, said: str) -> None:
    for days in (365, 730):
        assert said.format(days) in page(board, path)
    installation, shorter = board.process.installation, [timedelta(days=days) for days in (90, 60, 120)]
    ports = replace(board.ports, keep_posts=shorter[0], keep_contacts=shorter[1], keep_unpublished=shorter[2])
    board.process.app.extensions["board_qa"] = replace(installation, ports=ports)

    for days in (90, 60, 120):
        assert said.format(days) in page(board, path)
    assert said.format(365) not in page(board, path)
