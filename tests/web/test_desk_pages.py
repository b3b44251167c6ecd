from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from board_qa.config.practice_keys import PRACTICE_KEYS
from board_qa.domain.meetings.rules import Rules
from board_qa.domain.networks.outbox import OutboxState
from board_qa.domain.networks.posts import Source
from board_qa.domain.questions.history import Action, Details
from board_qa.domain.questions.question import DispositionUpdate, State
from board_qa.domain.rests_on import of_reasons
from board_qa.practice.network import PracticeNetwork
from board_qa.practice.x.server import PracticeServer
from board_qa.services.accounts import signing_in
from board_qa.services.accounts.guesses import TooManyTries
from board_qa.services.meetings import meetings
from board_qa.services.questions import moderating
from board_qa.services.questions.moderating import act
from board_qa.web.desk.choice import LISTS
from tests.support.board import PASSWORD, Board, post, token_on
from tests.support.doubles import DOOR, PlainPasswords, StoppedClock
from tests.support.placed import placed

PATHS = ["/desk/", "/desk/meetings/new", "/desk/meetings/1", "/desk/meetings/1/edit", "/desk/meetings/1/call",
         "/desk/people", "/desk/people/1", "/desk/password", "/desk/meetings/1/log", "/desk/meetings/1/paste",
         "/desk/meetings/1/import", "/desk/meetings/1/import/example.csv", "/desk/meetings/1/import/1",
         "/desk/account/", "/desk/account/code", "/desk/account/code/off",
         "/desk/account/code/recovery-codes", "/desk/meetings/1/questions",
         "/desk/meetings/1/posts",
         "/desk/meetings/1/floods",
         "/desk/meetings/1/rules", "/desk/meetings/1/run-sheet", "/desk/board", "/desk/meetings/1/live",
         "/desk/meetings/1/partners", "/desk/meetings/1/partners/1", "/desk/meetings/1/replies",
         "/desk/meetings/1/after", "/desk/written", "/desk/written/answers.ics", "/desk/meetings/1/recap",
         "/desk/meetings/1/recap/preview", "/desk/meetings/1/recap/folder.zip",
         "/desk/meetings/1/questions/1/follow-up",
         "/desk/meetings/1/full-record", "/desk/meetings/1/minutes",
         "/desk/meetings/1/minutes/minutes-en.docx", "/desk/meetings/1/tell", "/desk/person-data",
         "/desk/meetings/1/listening", "/desk/meetings/1/listening/figures.csv",
         "/desk/meetings/1/listening/figures.json",
         "/desk/meetings/1/listening/pictures/timeline.svg", "/desk/meetings/1/listening/conversation",
         "/desk/meetings/1/listening/conversation/graph.graphml", "/desk/meetings/1/listening/conversation/graph.gexf",
         "/desk/meetings/1/listening/conversation/measures.csv",
         "/desk/meetings/1/listening/conversation/measures.json",
         "/desk/listening", "/desk/listening/meetings.csv", "/desk/listening/growth.svg",
         "/desk/meetings/1/tone",
         "/desk/listening/targets", "/desk/listening/targets/asked", "/desk/chats/new",
         "/desk/meetings/1/chat", "/desk/meetings/1/chat/edit", "/desk/meetings/1/chat/answers/1"]  # fmt: skip
POSTS = ["/desk/meetings/new", "/desk/meetings/1/edit", "/desk/meetings/1/call", "/desk/meetings/1/outbox/measure",
         "/desk/meetings/1/outbox/1/cancel", "/desk/meetings/1/outbox/1/take-back", "/desk/meetings/1/outbox/stop",
         "/desk/meetings/1/outbox/drafts/remove", "/desk/meetings/1/live/question/1", "/desk/meetings/1/live/post",
         "/desk/meetings/1/replies/1", "/desk/meetings/1/floods/put-aside",
         "/desk/meetings/1/questions/1/approve", "/desk/meetings/1/screen/blank",
         "/desk/meetings/1/undo", "/desk/meetings/1/practice/X/wait", "/desk/meetings/1/sources/X/pause",
         "/desk/meetings/1/sources/web-form/pause",
         "/desk/meetings/1/sources/X/unreadable", "/desk/meetings/1/presence",
         "/desk/meetings/1/questions/1/put-on-screen",
         "/desk/meetings/1/questions/1/earlier", "/desk/meetings/1/section/start",
         "/desk/meetings/1/questions/1/confirm", "/desk/meetings/1/questions/1/another-meeting",
         "/desk/meetings/1/questions/1/answer", "/desk/people", "/desk/people/1/role", "/desk/people/1/link",
         "/desk/people/1/close", "/desk/people/1/reopen", "/desk/password", "/sign-out",
         "/desk/person-data", "/desk/person-data/file", "/desk/person-data/check", "/desk/person-data/erase",
         "/desk/account/sign-out-elsewhere", "/desk/account/devices-seen",
         "/desk/account/code", "/desk/account/code/set-up", "/desk/account/code/off",
         "/desk/account/code/recovery-codes", "/desk/people/1/code-off",
         "/desk/people/1/sign-out", "/desk/people/1/unlink",
         "/desk/meetings/1/questions", "/desk/meetings/1/posts", "/desk/meetings/1/import",
         "/desk/meetings/1/import/questions", "/desk/meetings/1/rules", "/desk/board", "/desk/meetings/1/partners",
         "/desk/meetings/1/partners/1", "/desk/meetings/1/partners/1/remove",
         "/desk/meetings/1/partners/1/restore", "/desk/meetings/1/after/written", "/desk/meetings/1/after/move",
         "/desk/meetings/1/after/bring-back", "/desk/meetings/1/after/record/publish",
         "/desk/written/1/who", "/desk/meetings/1/recap", "/desk/meetings/1/recap/take-down",
         "/desk/meetings/1/questions/1/follow-up",
         "/desk/meetings/1/full-record", "/desk/meetings/1/minutes",
         "/desk/meetings/1/minutes/key-messages", "/desk/meetings/1/tell/send", "/desk/meetings/1/tell/tick",
         "/desk/meetings/1/tell/1/0123456789abcdef", "/desk/meetings/1/tell/stop",
         "/desk/meetings/1/tell/letters/1/off", "/desk/meetings/1/tone/1", "/desk/meetings/1/tone/undo",
         "/desk/listening/targets", "/desk/listening/targets/asked",
         "/desk/listening/targets/asked/remove", "/desk/chats/new", "/desk/meetings/1/chat/edit",
         "/desk/meetings/1/chat/questions", "/desk/meetings/1/chat/questions/1",
         "/desk/meetings/1/chat/questions/1/post", "/desk/meetings/1/chat/welcome"]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_the_desk_asks_strangers_to_sign_in(board: Board, path: str) -> None:
    answer = board.browser().get(path)

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in?next=")


def test_every_desk_address_is_on_the_lists_of_these_tests(board: Board) -> None:
    rules = [rule for rule in board.process.app.url_map.iter_rules() if rule.rule.startswith("/desk")]
    adapter = board.process.app.url_map.bind("localhost")
    covered = {
        adapter.match(path, method=method)[0] for method, paths in (("GET", PATHS), ("POST", POSTS)) for path in paths
    }

    assert {rule.endpoint for rule in rules} <= covered


@pytest.mark.parametrize("path", POSTS)
def test_strangers_change_nothing_even_with_a_token_of_their_own(board: Board, path: str) -> None:
    board.asked("Why?")
    stranger = board.browser()
    token = token_on(stranger.get("/sign-in").text)
    answer = stranger.post(path, data={"csrf_token": token, "expected": "1"})

    assert answer.headers.get("Location", "").startswith("/sign-in")
    assert board.ports.store.questions.of_meeting(1)[0].state is State.RECEIVED


@pytest.mark.parametrize("path", POSTS)
def test_a_moderators_browser_changes_nothing_without_the_token(board: Board, path: str) -> None:
    board.asked("Why?")
    answer = board.signed_in().post(path, data={"expected": "1"})

    assert answer.status_code == 400
    assert "open for too long" in answer.text
    assert board.ports.store.questions.of_meeting(1)[0].state is State.RECEIVED


def test_nothing_is_changed_by_a_get(board: Board) -> None:
    browser = board.signed_in()
    answers = [browser.get(path).status_code for path in POSTS if path not in PATHS]

    assert set(answers) == {405}


def test_a_wrong_password_is_refused_without_saying_which_part_was_wrong(board: Board) -> None:
    answers = [
        post(board.browser(), "/sign-in", "/sign-in", username=name, password="wrong") for name in ("alex", "nobody")
    ]

    assert [a.status_code for a in answers] == [422, 422]
    assert all("The user name or password is not right" in a.text for a in answers)


def test_guessing_is_stopped_even_for_the_right_password(board: Board) -> None:
    for _ in range(10):
        post(board.browser(), "/sign-in", "/sign-in", username="alex", password="wrong")
    answer = post(board.browser(), "/sign-in", "/sign-in", username="alex", password=PASSWORD)

    assert answer.status_code == 429
    assert "Wait 15 minutes" in answer.text
    assert 'value="alex"' in answer.text


def test_the_browser_in_which_a_moderator_was_signed_in_gets_in_whatever_others_try(board: Board) -> None:
    known = board.signed_in()
    post(known, "/desk/", "/sign-out")
    for _ in range(10):
        post(board.browser(), "/sign-in", "/sign-in", username="alex", password="wrong")
    answer = post(known, "/sign-in", "/sign-in", username="alex", password=PASSWORD)

    assert answer.status_code == 302


def test_the_secret_of_a_device_is_for_no_script_and_comes_only_with_a_session(board: Board) -> None:
    wrong = post(board.browser(), "/sign-in", "/sign-in", username="alex", password="wrong")
    right = post(board.browser(), "/sign-in", "/sign-in", username="alex", password=PASSWORD)
    (cookie,) = [line for line in right.headers.getlist("Set-Cookie") if line.startswith("device=")]

    assert "device=" not in "".join(wrong.headers.getlist("Set-Cookie"))
    assert {"HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "//[x", "/\r\nX: y"]
)
def test_signing_in_never_leads_to_another_site(board: Board, target: str) -> None:
    browser = board.browser()
    token = token_on(browser.get("/sign-in").text)
    answer = browser.post(
        "/sign-in", query_string={"next": target}, data={"username": "alex", "password": PASSWORD, "csrf_token": token}
    )

    assert answer.headers["Location"] == "/desk/"


def test_where_the_public_uses_https_no_other_site_of_the_domain_can_set_the_desks_cookies(tmp_path: Path) -> None:
    secure = placed(tmp_path, PUBLIC_URL="https://board.example")
    browser = secure.process.app.test_client()
    page = {"base_url": "https://board.example"}
    token = token_on(browser.get("/sign-in", **page).text)
    form = {"username": "alex", "password": PASSWORD, "csrf_token": token}
    answer = browser.post("/sign-in", data=form, headers={"Origin": "https://board.example"}, **page)
    set_by_it = {line.split("=")[0]: line.split("; ")[1:] for line in answer.headers.getlist("Set-Cookie")}

    assert set(set_by_it) == {"__Host-desk", "__Host-device"}
    for attributes in set_by_it.values():
        assert {"Secure", "Path=/", "HttpOnly", "SameSite=Lax"} <= set(attributes)
        assert not [one for one in attributes if one.startswith("Domain")]
    assert browser.get("/desk/", **page).status_code == 200
    there = browser.get_cookie("__Host-desk", domain="board.example")
    assert there is not None
    put_in_place = secure.process.app.test_client()
    put_in_place.set_cookie("desk", there.value, domain="board.example")
    assert put_in_place.get("/desk/", **page).status_code == 302


def test_signing_out_clears_the_pages_that_a_browser_keeps_and_no_draft(board: Board) -> None:
    assert post(board.signed_in(), "/desk/", "/sign-out").headers["Clear-Site-Data"] == '"cache"'


def test_signing_out_ends_the_session_for_copies_of_the_cookie_too(board: Board) -> None:
    browser, copy = board.signed_in(), board.browser()
    cookie = browser.get_cookie("desk")
    assert cookie is not None
    copy.set_cookie("desk", cookie.value)
    assert copy.get("/desk/").status_code == 200
    post(browser, "/desk/", "/sign-out")

    assert copy.get("/desk/").status_code == 302


def test_signing_in_again_ends_the_session_before_it(board: Board) -> None:
    browser = board.signed_in()
    first = browser.get_cookie("desk")
    assert first is not None
    post(browser, "/sign-in", "/sign-in", username="alex", password=PASSWORD)
    copy = board.browser()
    copy.set_cookie("desk", first.value)

    assert browser.get("/desk/").status_code == 200
    assert copy.get("/desk/").status_code == 302


def test_a_new_password_signs_everyone_out(board: Board) -> None:
    browser = board.signed_in()
    board.ports.store.accounts.set_password("alex", "hashed:other")

    assert browser.get("/desk/").status_code == 302


def test_the_practice_link_signs_in_once_and_is_not_used_up_by_being_looked_at(board: Board) -> None:
    person = board.ports.store.accounts.by_username("alex")
    assert person is not None
    link = f"/sign-in/link/{signing_in.make_link(board.ports, person)}"
    board.browser().get(link)

    browser = board.browser()
    assert post(browser, link, link).headers["Location"] == "/desk/"
    assert browser.get("/desk/").status_code == 200
    again = post(board.browser(), link, link)
    assert again.status_code == 410
    assert "has been used" in again.text


def test_the_cookie_is_signed_with_sha_256(board: Board) -> None:
    cookie = board.signed_in().get_cookie("desk")
    assert cookie is not None
    signature = cookie.value.rpartition(".")[2]

    assert len(urlsafe_b64decode(f"{signature}=")) == sha256().digest_size


def test_the_cookie_is_for_this_site_and_not_for_scripts(board: Board) -> None:
    browser = board.browser()
    answer = post(browser, "/sign-in", "/sign-in", username="alex", password=PASSWORD)

    assert "HttpOnly" in answer.headers["Set-Cookie"]
    assert "SameSite=Lax" in answer.headers["Set-Cookie"]


def meeting_form(**changes: str) -> dict[str, str]:
    return {
        "title": "Board meeting",
        "starts_at": "2027-01-28T10:00",
        "timezone": "Europe/London",
        "venue": "Hall",
        "hashtag": "#AnytownBoard",
        "opens_at": "2027-01-14T09:00",
        "deadline": "other",
        "closes_at": "2027-01-26T12:00",
        "deadline_reason": "The board papers are late",
        "section_minutes": "30",
        "agenda": "Minutes\n\nPerformance",
        **changes,
    }


def test_a_meeting_that_is_sent_twice_is_made_once(board: Board) -> None:
    browser, before = board.signed_in(), len(board.ports.store.meetings.all())
    answers = [post(browser, "/desk/meetings/new", "/desk/meetings/new", **meeting_form()) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert len(board.ports.store.meetings.all()) == before + 1


def test_a_meeting_is_made_in_the_browser(board: Board) -> None:
    form = meeting_form(cancelled="y")  # which is no part of the form for a new one
    answer = post(board.signed_in(), "/desk/meetings/new", "/desk/meetings/new", **form)
    assert answer.status_code == 303

    made = board.ports.store.meetings.all()[-1]
    assert not made.details.cancelled
    assert (made.details.hashtag, made.details.agenda) == ("AnytownBoard", ("Minutes", "Performance"))
    assert made.details.starts_at.isoformat() == "2027-01-28T10:00:00+00:00"
    assert made.code != board.meeting.code


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [("title", "", "Enter a title"), ("hashtag", "two words", "Use letters"), ("hashtag", "2026", "Use letters"),
     ("closes_at", "2027-01-01T12:00", "must close after they open"), ("starts_at", "soon", "Enter a date and time"),
     ("timezone", "Mars/Base", "Not a valid choice"), ("starts_at", "0026-01-01T10:00", "Enter a year in full"),
     ("title", "\u200b\u200b", "Enter a title"), ("hashtag", "___", "Use letters"),
     ("section_minutes", "0", "“Length of the public section, in minutes” must be a whole number from 1 to 480")],
)  # fmt: skip
def test_a_meeting_that_cannot_be_is_explained_and_what_was_typed_is_kept(
    board: Board, field: str, value: str, said: str
) -> None:
    answer = post(board.signed_in(), "/desk/meetings/new", "/desk/meetings/new", **meeting_form(**{field: value}))

    assert answer.status_code == 422
    assert said in answer.text
    assert "Hall" in answer.text
    assert len(board.ports.store.meetings.all()) == 1


def test_editing_a_meeting_keeps_its_code_and_addresses(board: Board) -> None:
    path = f"{board.path}/edit"
    browser = board.signed_in()
    before = re.search(r'name="before"[^>]*value="([^"]+)"', browser.get(path).text)
    assert before
    post(browser, path, path, **meeting_form(title="New title", before=before.group(1)))

    changed = board.ports.store.meetings.get(board.meeting.id)
    assert changed is not None
    assert (changed.code, changed.screen_token) == (board.meeting.code, board.meeting.screen_token)
    assert changed.details.title == "New title"


def zones_on(page: str) -> list[str]:
    select = page.split("<select", 1)[1].split("</select>", maxsplit=1)[0]
    return re.findall(r'value="([^"]+)"', select)


def test_a_new_meeting_is_offered_each_zone_once_by_its_city(board: Board) -> None:
    zones = zones_on(board.signed_in().get("/desk/meetings/new").text)

    assert zones[0] == "Europe/London"
    assert {"Europe/Dublin", "America/New_York", "UTC"} <= set(zones)
    assert not [zone for zone in zones if "/" not in zone and zone != "UTC"]
    assert not {"Etc/UTC", "US/Eastern", "Canada/Pacific"} & set(zones)
    assert len(zones) == len(set(zones))


def test_a_meeting_keeps_a_zone_that_is_no_longer_offered(board: Board) -> None:
    meetings.change(board.ports, board.meeting, replace(board.meeting.details, timezone="GB-Eire"))
    path, browser = f"{board.path}/edit", board.signed_in()
    page = browser.get(path).text
    before = re.search(r'name="before"[^>]*value="([^"]+)"', page)
    assert re.search(r'<option value="GB-Eire" selected\s*>', page)
    assert before
    post(browser, path, path, **meeting_form(title="New title", timezone="GB-Eire", before=before.group(1)))

    changed = board.ports.store.meetings.get(board.meeting.id)
    assert changed is not None
    assert (changed.details.title, changed.details.timezone) == ("New title", "GB-Eire")


def test_the_second_of_two_who_edit_a_meeting_is_told_and_overwrites_nothing(board: Board) -> None:
    path = f"{board.path}/edit"
    browser = board.signed_in()
    before = re.search(r'name="before"[^>]*value="([^"]+)"', browser.get(path).text)
    assert before
    post(browser, path, path, **meeting_form(title="First", before=before.group(1)))
    answer = post(browser, path, path, **meeting_form(title="Second", before=before.group(1)))

    changed = board.ports.store.meetings.get(board.meeting.id)
    assert answer.status_code == 409
    assert "Somebody else changed this meeting" in answer.text
    assert "Second" in answer.text
    assert changed is not None
    assert changed.details.title == "First"


def test_the_deadline_follows_from_the_boards_rule_and_the_rules_page_says_so(board: Board) -> None:
    browser = board.signed_in()
    form = meeting_form(deadline="rule", closes_at="", deadline_reason="")
    post(browser, "/desk/meetings/new", "/desk/meetings/new", **form)

    made = board.ports.store.meetings.all()[-1]
    # One working day before Thursday 28 January 2027, at midday.
    assert made.details.closes_at == datetime(2027, 1, 27, 12, tzinfo=UTC)
    assert "You can ask until Wednesday 27 January at midday." in browser.get(f"/{made.code}/rules").text
    assert browser.get(f"/desk/meetings/{made.id}/rules").status_code == 200


def test_a_question_goes_all_the_way_by_plain_forms(board: Board) -> None:
    board.asked("Why?")
    browser = board.signed_in()
    for what in ("approve", "put-on-screen", "answered"):
        question = board.ports.store.questions.of_meeting(1)[0]
        path = f"{board.path}/questions/{question.number}/{what}"
        assert post(browser, board.path, path, expected=str(question.revision)).status_code == 303

    assert board.ports.store.questions.of_meeting(1)[0].state is State.ANSWERED


def test_the_second_moderator_is_told_what_the_first_did_on_a_page_and_in_json(board: Board) -> None:
    stale = board.asked("Why?").revision
    board.asked("Why?")
    question = board.ports.store.questions.of_meeting(1)[0]
    act(board.ports, Action.ACCEPT, question, question.revision, board.alex)
    browser = board.signed_in()
    path = f"{board.path}/questions/1/decline"
    token = token_on(browser.get(board.path).text)
    form = {"expected": str(stale), "rests_on": of_reasons(Rules()), "reason": "abusive", "csrf_token": token}

    page = browser.post(path, data=form)
    assert page.status_code == 409
    assert "already approved by Alex Morgan" in page.text
    answer = browser.post(path, data=form, headers={"Accept": "application/json"})
    assert answer.status_code == 409
    assert set(answer.get_json()) == {"error", "advice"}
    assert "already approved by Alex Morgan" in answer.get_json()["advice"]


def test_declining_needs_a_reason(board: Board) -> None:
    question = board.asked("Why?")
    browser = board.signed_in()
    answer = post(browser, board.path, f"{board.path}/questions/1/decline", expected=str(question.revision), reason="")

    assert answer.status_code == 303
    assert board.ports.store.questions.of_meeting(1)[0].state is State.RECEIVED
    assert "Choose a reason" in browser.get(board.path).text


def test_undo_is_still_there_after_a_reload(board: Board) -> None:
    question = board.asked("Why?")
    browser = board.signed_in()
    post(browser, board.path, f"{board.path}/questions/1/approve", expected=str(question.revision))
    assert "Question 1 approved" in browser.get(board.path).text
    accepted = board.ports.store.questions.of_meeting(1)[0].revision
    post(browser, board.path, f"{board.path}/undo", expected=str(accepted))

    assert board.ports.store.questions.of_meeting(1)[0].state is State.RECEIVED


def test_a_script_whose_session_ended_gets_a_401_it_can_read(board: Board) -> None:
    answer = board.browser().get(board.path, headers={"Accept": "application/json"})

    assert answer.status_code == 401
    assert set(answer.get_json()) == {"error", "advice"}


def test_the_call_is_drafted_measured_and_approved_word_for_word(board: Board) -> None:
    browser, path = board.signed_in(), f"{board.path}/call"
    assert "#AnytownBoard" in browser.get(path).text
    checked = post(browser, path, path, text="Ask at board.nhs.uk", check="1")
    assert "19 of 280" not in checked.text
    assert "30 of 280 characters" in checked.text
    assert "$0.20" in checked.text
    assert board.ports.store.outbox.of_meeting(1) == []

    post(browser, path, path, text="Ask us! #AnytownBoard")
    (row,) = board.ports.store.outbox.of_meeting(1)
    assert (row.text, row.approved_by) == ("Ask us! #AnytownBoard", "Alex Morgan")


def test_a_call_that_is_out_is_not_said_to_be_published_now(board: Board) -> None:
    browser, path = board.signed_in(), f"{board.path}/call"
    post(browser, path, path, text="Ask us!")
    first = browser.get(path)
    outbox = board.ports.store.outbox
    (row,) = outbox.of_meeting(1)
    outbox.move(row, replace(row, state=OutboxState.SENT, native_id="5", sent_at=row.approved_at))
    post(browser, path, path, text="Ask us!")
    again = browser.get(path)

    assert "It is being published now" in first.text
    assert "It is being published now" not in again.text
    assert "published already" in again.text
    assert len(outbox.of_meeting(1)) == 1


def test_a_board_on_no_network_is_told_so_and_has_its_public_page(tmp_path: Path) -> None:
    board = placed(tmp_path, PRACTICE="0", SECRET_KEY="s" * 32, CODES_FOR="nobody")
    browser, path = board.signed_in(), f"{board.path}/call"
    token = token_on(browser.get(board.path).text)
    published = browser.post(path, data={"text": "Ask us!", "csrf_token": token})

    assert "No network is set up" in browser.get(path).text
    assert "Sources" in browser.get(board.path).text
    assert "This is practice" not in board.browser().get("/").text
    assert published.status_code == 422
    assert board.ports.store.outbox.of_meeting(1) == []


@pytest.mark.parametrize(("field", "check"), [("kind", ""), ("kind", "1"), ("when", "")])
def test_a_call_of_no_kind_that_we_know_is_never_published_and_keeps_its_words(
    board: Board, field: str, check: str
) -> None:
    path = f"{board.path}/call"
    answer = post(board.signed_in(), path, path, **{field: "<script>", "text": "Ask us!", "check": check})

    assert answer.status_code == (200 if check else 422)
    assert "Ask us!" in answer.text
    assert check or "Choose one of these" in answer.text
    assert board.ports.store.outbox.of_meeting(1) == []


@pytest.mark.parametrize("into", ["9" * 5_000, "0", "-1", "٣", "²", "a" * 5_000])
def test_a_question_is_grouped_with_none_that_is_not_there(board: Board, into: str) -> None:
    question = board.asked("Why?")
    path = f"{board.path}/questions/{question.number}/group"
    answer = post(board.signed_in(), board.path, path, into=into, expected=str(question.revision))

    assert answer.status_code < 500
    fresh = board.ports.store.questions.get(question.id)
    assert fresh
    assert fresh.state is State.RECEIVED


def test_a_call_that_is_too_long_is_kept_and_explained(board: Board) -> None:
    path = f"{board.path}/call"
    answer = post(board.signed_in(), path, path, text="x" * 300)

    assert answer.status_code == 422
    assert "too long by 20 characters" in answer.text
    assert "x" * 300 in answer.text


def test_hidden_characters_are_pointed_out_to_the_moderator(board: Board) -> None:
    board.asked("pay\u202eroll?")

    assert "hidden characters" in board.signed_in().get(board.path).text


def test_practice_is_said_plainly_on_the_desk_and_to_the_public(board: Board) -> None:
    assert "Nothing leaves this computer" in board.signed_in().get(board.path).text
    assert "This is practice" in board.browser().get("/").text


@pytest.mark.parametrize("path", ["meetings/99", "meetings/99/edit", "nowhere"])
def test_a_page_that_is_not_at_the_desk_leads_back_to_the_meetings_for_who_is_signed_in(
    board: Board, path: str
) -> None:
    signed_in, stranger = (browser.get(f"/desk/{path}") for browser in (board.signed_in(), board.browser()))

    assert signed_in.status_code == 404
    assert '<a href="/desk/">Go to the meetings</a>' in signed_in.text
    assert "Alex Morgan" in signed_in.text
    assert "Go to the meetings" not in stranger.text


def test_addresses_with_absurd_numbers_are_not_found(board: Board) -> None:
    browser = board.signed_in()
    for path in ("", "/edit", "/call", "/questions/1/approve", "/undo"):
        for number in ("9" * 23, "4294967296"):
            assert browser.get(f"/desk/meetings/{number}{path}").status_code in (404, 405)


@pytest.mark.parametrize("origin", ["http://[", "nonsense", "http://localhost.evil.example"])
def test_an_origin_that_is_no_address_is_refused_and_not_an_error(board: Board, origin: str) -> None:
    answer = board.browser().post(f"/{board.meeting.code}/questions", headers={"Origin": origin})

    assert answer.status_code == 403


def test_guesses_made_at_the_same_time_count_as_well(board: Board) -> None:
    """The try is counted before the slow hashing: here it never ends, as if all were under way at once."""
    ports = board.ports

    class Hanging(PlainPasswords):
        def matches(self, password_hash: str, password: str) -> bool:
            raise KeyboardInterrupt

    for _ in range(10):
        with pytest.raises(KeyboardInterrupt):
            signing_in.sign_in(ports, Hanging(), "alex", "wrong", DOOR)
    with pytest.raises(TooManyTries):
        signing_in.sign_in(ports, PlainPasswords(), "alex", PASSWORD, DOOR)


def test_a_text_that_would_keep_the_parser_busy_for_minutes_is_answered_at_once(board: Board) -> None:
    browser, path = board.signed_in(), f"{board.path}/call"

    assert "too long by" in post(browser, path, path, text="a." * 50_000).text


@pytest.mark.parametrize(
    ("network", "problem", "fault"),
    [
        ("X", "wait", ("any", 429)),
        ("Bluesky", "unclear", ("put_record", 503)),
        ("Mastodon", "refused", ("create", 403)),
    ],
)
def test_a_team_can_practise_a_problem_of_each_network(
    board: Board, network: str, problem: str, fault: tuple[str, int]
) -> None:
    practised = PracticeNetwork(board.ports.clock)
    server = PracticeServer(practised, PRACTICE_KEYS).start()
    board.ports.store.sources.set_metadata(network, "practice_address", server.base_url)
    answer = post(board.signed_in(), board.path, f"{board.path}/practice/{network}/{problem}")
    server.stop()

    assert answer.status_code == 303
    assert [(one.on, one.status) for one in practised.faults] == [fault]


def test_only_the_network_that_costs_money_can_run_out_of_credit(board: Board) -> None:
    x = board.process.installation.channels["X"]
    installation = replace(board.process.installation, channels={"X": x, "Mastodon": x})
    board.process.app.extensions["board_qa"] = installation
    board.ports.store.sources.set_metadata("Mastodon", "practice_address", "http://127.0.0.1:9")
    browser = board.signed_in()
    page = browser.get(board.path).text

    assert "Mastodon is down" in page
    assert "X is out of credit" in page
    assert "Mastodon is out of credit" not in page
    assert post(browser, board.path, f"{board.path}/practice/Mastodon/credit").status_code == 404


def test_a_network_that_nobody_practises_on_has_no_problem_to_play(board: Board) -> None:
    assert post(board.signed_in(), board.path, f"{board.path}/practice/Elsewhere/down").status_code == 404


def test_without_a_practice_network_the_desk_says_so(board: Board) -> None:
    board.ports.store.sources.set_metadata("X", "practice_address", "http://127.0.0.1:9")
    browser = board.signed_in()
    post(browser, board.path, f"{board.path}/practice/X/down")

    assert "does not answer" in browser.get(board.path).text


def test_trouble_with_a_source_is_said_beside_the_queue_in_one_plain_sentence(board: Board) -> None:
    now = board.ports.clock()
    board.ports.store.leases.take("worker", "somebody", now, 60)
    board.ports.store.sources.save(Source("X", problem_kind="rate_limited", failures=1, resting_until=now))
    page = board.signed_in().get(board.path).text

    assert page.count("it asked us to wait") == 2  # above the list, and among the sources
    assert "You still get questions from the web form" in page


def test_a_form_that_is_paused_is_said_above_the_list_and_not_counted_on(board: Board) -> None:
    now = board.ports.clock()
    board.ports.store.leases.take("worker", "somebody", now, 60)
    board.ports.store.sources.pause("web", True)
    browser = board.signed_in()
    assert "The web form is paused: nobody can send a question" in browser.get(board.path).text
    board.ports.store.sources.save(Source("X", problem_kind="rate_limited", failures=1, resting_until=now))
    page = browser.get(board.path).text

    assert page.index("it asked us to wait") < page.index("The web form is paused") < page.index('id="h-s"')
    assert "You still get questions" not in page


def test_the_action_named_for_undo_is_what_was_done_and_not_what_made_room_for_it(board: Board) -> None:
    board.asked("One?", Action.ACCEPT, Action.PUT_ON_SCREEN)
    board.asked("Two?", Action.ACCEPT, Action.PUT_ON_SCREEN)

    assert "Question 2 put on screen" in board.signed_in().get(board.path).text


def test_a_number_that_fits_no_database_is_no_question(board: Board) -> None:
    browser = board.signed_in()
    huge = "9" * 30

    assert browser.get(f"{board.path}?q={huge}&limit={huge}").status_code == 200
    answer = post(browser, board.path, f"{board.path}/presence", q=huge)
    assert answer.status_code == 200


def test_every_list_of_the_desk_can_be_looked_at_with_every_kind_of_question_in_it(board: Board) -> None:
    browser = board.signed_in()
    leader = board.asked("One?", Action.ACCEPT)
    member = board.asked("Two?")
    moderating.group(board.ports, member, member.revision, leader, board.alex)
    for show in LISTS:
        assert browser.get(f"{board.path}?show={show}").status_code == 200

    assert "2 together" in browser.get(f"{board.path}?show=running-order").text


def test_a_letter_too_long_for_the_screen_opens_its_wording_instead_of_being_approved(board: Board) -> None:
    browser = board.signed_in()
    post(browser, f"{board.path}/log", f"{board.path}/questions", key="k", text="Why? " * 200, came_by="letter")
    answer = post(browser, board.path, f"{board.path}/questions/1/approve", expected="1")
    page = browser.get(answer.headers["Location"]).text

    assert "has 999 characters, and a screen has room for 500" in page
    assert re.search(r'id="panel-wording"[^>]*aria-label="[^"]*"\s*>', page)
    assert board.ports.store.questions.counts(board.meeting.id) == {State.RECEIVED: 1}


def test_a_long_letter_that_is_similar_is_shown_by_its_beginning(board: Board) -> None:
    letter = "Why has the memory clinic been closed since June? " * 9
    board.asked("Why has the memory clinic been closed since June?")
    board.asked(letter.strip())
    page = board.signed_in().get(f"{board.path}?show=all&q=1").text
    similar = page.split("Similar questions")[1].split("</section>")[0]

    assert letter[:150] in similar
    assert letter[:300] not in similar


def test_a_reason_that_ends_in_a_full_stop_gets_no_second_one(board: Board) -> None:
    board.asked("Why was I not rung back?", Action.DECLINE, reason="It is about your own care.")
    page = board.signed_in().get(f"{board.path}?show=all&q=1").text

    assert "Declined: It is about your own care.</p>" in page


def test_what_happened_on_another_day_says_so_in_the_history_and_beside_the_notes(board: Board) -> None:
    question = board.asked("Why?")
    act(board.ports, Action.NOTE, question, question.revision, board.alex, Details(note="Rang back"))
    clock = StoppedClock()
    clock.now = board.ports.clock() + timedelta(days=3)
    browser = board.signed_in()
    of_today = browser.get(f"{board.path}?show=all&q=1").text
    board.process.installation = replace(board.process.installation, ports=replace(board.ports, clock=clock))
    board.process.app.extensions["board_qa"] = board.process.installation
    later = board.signed_in().get(f"{board.path}?show=all&q=1").text
    day = f"{board.ports.clock():%B}, "

    assert day not in of_today.split("History")[1]
    assert day in later.split("History")[1]
    assert day in later.split('aria-labelledby="h-n"')[1].split("</section>")[0]


def test_the_answer_that_was_noted_can_be_read_at_the_desk_with_the_ones_before_it(board: Board) -> None:
    question = board.asked("When?", Action.ACCEPT, Action.PUT_ON_SCREEN)
    for answer in ("In May.", "In June."):
        act(
            board.ports,
            Action.NOTE_ANSWER,
            question,
            question.revision,
            board.alex,
            update=DispositionUpdate(answer=answer),
        )
        question = board.ports.store.questions.get(question.id) or question
    page = board.signed_in().get(f"{board.path}?show=all&q=1").text

    assert '<p class="m-answer" dir="auto">In June.</p>' in page
    assert '<q dir="auto">In May.</q>' in page.split("History")[1]


def test_a_question_to_a_colleague_reads_as_a_sentence(board: Board) -> None:
    question = board.asked("When?")
    act(
        board.ports,
        Action.ASSIGN,
        question,
        question.revision,
        board.alex,
        Details(colleague="Sam", note="Is this right?"),
        DispositionUpdate(assignee=board.alex.id),
    )

    assert 'asked <span dir="auto">Sam: Is this right?</span>' in board.signed_in().get(f"{board.path}?q=1").text
