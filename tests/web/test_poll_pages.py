"""The poll as the public's browsers answer it: without a script, once a device, and closed with the meeting."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from board_qa.domain.listening.poll import NONE_OF_THESE
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.support import AT_ONCE
from board_qa.services.listening import polling
from board_qa.storage.sqlite.store import SqliteStore
from tests.support.board import Board
from tests.support.page_forms import form_on
from tests.support.page_text import bare
from tests.support.placed import placed

HOSTILE = "<script>alert(1)</script>"
CLOSED = "This poll has closed."
NOT_ALL = "These are the people who answered here, not all people."
TOO_FEW = "Fewer than 5 people have answered."


def switched(board: Board, on: bool = True) -> Board:
    now = board.ports.store.meetings.get(board.meeting.id)
    assert now is not None
    board.ports.store.meetings.update(now.id, replace(now.details, poll=on))
    return board


@pytest.fixture
def asking(board: Board) -> Board:
    return switched(board)


def send(
    board: Board, browser: FlaskClient, choice: str = "Facebook", headers: dict[str, str] | None = None, at: str = ""
) -> TestResponse:
    return browser.post(f"/{board.meeting.code}/poll{at}", data={"choice": choice} if choice else {}, headers=headers)


def page(board: Board, browser: FlaskClient | None = None, before: str = "") -> str:
    return bare((browser or board.browser()).get(f"{before}/{board.meeting.code}").text)


def answers(board: Board) -> dict[str, int]:
    return board.ports.store.poll.counts(board.meeting.id)


def answered(board: Board, *choices: str) -> None:
    for choice in choices:
        assert send(board, board.browser(), choice).status_code == 303


def full(board: Board) -> None:
    """As many devices as are counted at once from there."""
    meeting = board.ports.store.meetings.get(board.meeting.id)
    assert meeting is not None
    with board.ports.store.transaction():
        for device in range(AT_ONCE):
            polling.answer(board.ports, meeting, "Email", f"device {device}", "127.0.0.1")


def test_nothing_is_asked_until_the_board_switches_it_on(board: Board) -> None:
    assert "What do you use most?" not in page(board)
    late = send(board, board.browser())

    assert (late.status_code, "Set-Cookie" in late.headers, answers(board)) == (409, False, {})
    assert "What do you use most?" in page(switched(board))


def test_a_plain_form_is_answered_once_and_the_page_says_what_was_answered(asking: Board) -> None:
    browser = asking.browser()
    assert "Your answer:" not in page(asking, browser)
    answer = send(asking, browser)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/{asking.meeting.code}#poll")

    said = page(asking, browser)
    assert "Your answer: <strong>Facebook</strong>" in said
    assert TOO_FEW in said
    assert answers(asking) == {"Facebook": 1}


def test_an_answer_is_changed_and_counts_once(asking: Board) -> None:
    browser = asking.browser()
    for choice in ("Facebook", NONE_OF_THESE):
        send(asking, browser, choice)

    assert answers(asking) == {NONE_OF_THESE: 1}
    assert form_on(browser.get(f"/{asking.meeting.code}").text, "choice")["choice"] == NONE_OF_THESE


def test_no_cookie_is_set_before_somebody_answers_and_one_only_then(asking: Board) -> None:
    browser = asking.browser()
    for answer in (browser.get(f"/{asking.meeting.code}"), send(asking, browser, ""), send(asking, browser, "Fax")):
        assert "Set-Cookie" not in answer.headers
    cookie = send(asking, browser).headers["Set-Cookie"]
    for part in ("supporter=", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=7776000"):
        assert part in cookie
    assert "Set-Cookie" not in send(asking, browser, "Email").headers


def test_who_supported_a_question_gets_no_other_cookie(asking: Board) -> None:
    asking.asked("Why?", Action.ACCEPT)
    browser = asking.browser()
    browser.post(f"/{asking.meeting.code}/questions/1/support", data={"support": "1"})

    assert "Set-Cookie" not in send(asking, browser).headers
    store = asking.ports.store
    assert isinstance(store, SqliteStore)
    supporters = {row["supporter"] for row in store.database.rows("SELECT supporter FROM support")}
    assert supporters.isdisjoint(row["device"] for row in store.database.rows("SELECT device FROM poll_answer"))


@pytest.mark.parametrize("choice", ["", "Fax", HOSTILE, "facebook"])
def test_nothing_chosen_is_explained_where_it_was_left_out(asking: Board, choice: str) -> None:
    asking.asked("Why?", Action.ACCEPT, Action.PUT_ON_SCREEN, Action.ANSWER)
    refused = send(asking, asking.browser(), choice, at="?show=answered")

    assert refused.status_code == 422
    assert "<title>Error: Answered questions to the board" in bare(refused.text)
    assert refused.text.count("Choose one answer") == 2  # above the form, which has the focus, and in it
    assert f'action="/{asking.meeting.code}/poll?show=answered"' in refused.text  # the tab stays open
    assert HOSTILE not in refused.text
    assert answers(asking) == {}


def test_what_a_refused_answer_was_sent_to_leads_back_to_the_poll(asking: Board) -> None:
    reloaded = asking.browser().get(f"/{asking.meeting.code}/poll?show=answered")

    assert (reloaded.status_code, reloaded.headers["Location"]) == (303, f"/{asking.meeting.code}?show=answered#poll")


def test_fewer_than_five_answers_are_not_shown_and_five_are_with_whose_they_are(asking: Board) -> None:
    browser = asking.browser()
    send(asking, browser)
    answered(asking, "Facebook", "Email", "Email")
    assert "25%" not in page(asking, browser)
    assert NOT_ALL not in page(asking, browser)
    answered(asking, "Facebook")
    said = page(asking, browser)

    assert re.search(r"<bdi>Facebook</bdi>.*?</th> <td>3</td> <td>60%</td>", said)
    assert re.search(r"<bdi>TikTok</bdi>.*?</th> <td>0</td> <td>0%</td>", said)
    assert f"5 people answered. {NOT_ALL}" in said


def test_who_has_not_answered_is_asked_and_told_nothing_of_the_others(asking: Board) -> None:
    answered(asking, *["Facebook"] * 6)

    assert NOT_ALL not in page(asking)
    assert "Send my answer" in page(asking)


def test_once_it_is_switched_off_only_what_came_of_it_is_shown(asking: Board) -> None:
    mine = asking.browser()
    send(asking, mine)
    answered(asking, *["Email"] * 4)
    late = asking.browser()
    late.get(f"/{asking.meeting.code}")
    switched(asking, on=False)
    refused = send(asking, late)

    assert (refused.status_code, "Set-Cookie" in refused.headers) == (409, False)
    assert "Your answer was not counted" in refused.text
    for said in (page(asking), page(asking, mine), bare(refused.text)):
        assert CLOSED in said
        assert "5 people answered." in said
        assert "Send my answer" not in said
        assert "Change my answer" not in said
    assert "Your answer: <strong>Facebook</strong>" in page(asking, mine)
    assert answers(asking) == {"Email": 4, "Facebook": 1}


def test_it_closes_with_the_public_part_and_few_answers_stay_unshown(asking: Board) -> None:
    answered(asking, "Facebook", "Email")
    asking.clock.now = asking.meeting.details.starts_at + timedelta(days=1)

    assert send(asking, asking.browser()).status_code == 409
    assert CLOSED in page(asking)
    assert TOO_FEW in page(asking)


def test_where_nobody_answered_nothing_is_left_of_it(asking: Board) -> None:
    asking.clock.now = asking.meeting.details.starts_at + timedelta(days=1)

    assert "What do you use most?" not in page(asking)


def test_a_form_from_another_site_counts_nothing(asking: Board) -> None:
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        assert send(asking, asking.browser(), headers=headers).status_code == 403

    assert answers(asking) == {}


def test_where_the_public_uses_https_no_answer_is_taken_that_would_count_again(tmp_path: Path) -> None:
    secure = switched(placed(tmp_path, PUBLIC_URL="https://board.example"))
    by_http = {
        "Origin": "null",
        "Sec-Fetch-Site": "same-origin",
        "Referer": f"http://board.example/{secure.meeting.code}",
    }
    assert send(secure, secure.browser(), headers=by_http).status_code == 400

    cookie = send(secure, secure.browser()).headers["Set-Cookie"]
    assert cookie.startswith("__Host-supporter=")
    assert "Secure" in cookie


@pytest.mark.parametrize("made_up", ["x", "' OR 1=1 --", "a" * 5000, "é" * 22])
def test_a_cookie_that_we_cannot_have_given_is_replaced(asking: Board, made_up: str) -> None:
    browser = asking.browser()
    browser.set_cookie("supporter", made_up)

    assert "Set-Cookie" in send(asking, browser).headers
    assert answers(asking) == {"Facebook": 1}


def test_a_script_without_a_cookie_is_stopped_for_a_minute_and_what_it_chose_stays(asking: Board) -> None:
    full(asking)
    refused = send(asking, asking.browser())

    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    assert "we now count only 30 more people a minute" in refused.text
    assert form_on(refused.text, "choice")["choice"] == "Facebook"
    assert "Set-Cookie" not in refused.headers
    assert answers(asking) == {"Email": AT_ONCE}


def test_what_one_browser_answered_is_in_no_page_that_is_kept_for_others(asking: Board) -> None:
    path = f"/{asking.meeting.code}"
    browser, other = asking.browser(), asking.browser()
    before = other.get(path)
    send(asking, browser)
    after = browser.get(path)

    assert (before.headers["Cache-Control"], after.headers["Cache-Control"]) == ("no-cache", "private, no-cache")
    assert after.headers["Vary"] == "Cookie"
    for _ in range(2):  # by whoever asks first, and from memory
        for one in (other, asking.browser()):
            assert "Your answer:" not in one.get(path).text
        assert "Your answer:" in browser.get(path).text
        assert "Your answer:" in browser.get(path, headers={"If-None-Match": before.headers["ETag"]}).text


def test_answers_are_news_to_a_page_that_was_kept(asking: Board) -> None:
    mine = asking.browser()
    send(asking, mine)
    answered(asking, *["Facebook"] * 4)
    tag = mine.get(f"/{asking.meeting.code}").headers["ETag"]
    assert mine.get(f"/{asking.meeting.code}", headers={"If-None-Match": tag}).status_code == 304
    answered(asking, "Email")

    assert "6 people answered." in mine.get(f"/{asking.meeting.code}", headers={"If-None-Match": tag}).text


def test_a_version_of_the_page_tells_nobody_what_too_few_answered(asking: Board) -> None:
    tags = set()
    for choice in ("Facebook", "Email", "TikTok"):
        answered(asking, choice)
        tags.add(asking.browser().get(f"/{asking.meeting.code}").headers["ETag"])

    assert len(tags) == 1


def test_on_a_shared_device_the_answer_goes_with_whoever_finishes(asking: Board) -> None:
    tablet = asking.browser()
    tablet.post("/shared-device")
    cookie = send(asking, tablet).headers["Set-Cookie"]
    assert "Max-Age=600" in cookie
    assert "Your answer:" in page(asking, tablet)
    tablet.post("/shared-device/finish")
    assert "Your answer:" not in page(asking, tablet)
    send(asking, tablet, "Email")

    assert answers(asking) == {"Facebook": 1, "Email": 1}


def test_it_is_asked_in_welsh_and_what_the_board_wrote_is_marked_as_its_own(asking: Board) -> None:
    about = replace(asking.ports.store.about.get(), poll_answers=("Email", f"The {HOSTILE} Post"))
    asking.ports.store.about.save(about)
    said = page(asking, before="/cy")

    assert "Beth ydych chi’n ei ddefnyddio fwyaf?" in said
    assert "E-bost" in said
    assert '<span lang="en">The &lt;script&gt;' in said
    assert HOSTILE not in said
    assert asking.browser().post(f"/cy/{asking.meeting.code}/poll", data={"choice": "Email"}).status_code == 303


def test_a_moderator_switches_it_on_and_off_and_that_is_on_the_record(board: Board) -> None:
    browser = board.signed_in()
    edit = f"{board.path}/edit"
    form = form_on(browser.get(edit).text, "before")
    assert browser.post(edit, data={**form, "poll": "y"}).status_code in (302, 303)
    assert "What do you use most?" in page(board)
    assert "Ask on the public page what people use most" in browser.get(edit).text
    form = form_on(browser.get(edit).text, "before")
    assert form.pop("poll") == "y"
    browser.post(edit, data=form)

    assert "What do you use most?" not in page(board)


def test_an_administrator_writes_the_answers_and_no_list_is_empty(board: Board) -> None:
    switched(board)
    browser = board.signed_in()
    form = form_on(browser.get("/desk/board").text, "before")
    assert "Facebook" in form["poll_answers"]
    browser.post("/desk/board", data={**form, "poll_answers": "Radio\r\nPost"})
    assert "Facebook" not in page(board)
    assert "Radio" in page(board)
    form = form_on(browser.get("/desk/board").text, "before")
    refused = browser.post("/desk/board", data={**form, "poll_answers": NONE_OF_THESE})
    assert (refused.status_code, "We add it as the last answer" in refused.text) == (422, True)
    browser.post("/desk/board", data={**form, "poll_answers": ""})

    assert "Facebook" in page(board)
