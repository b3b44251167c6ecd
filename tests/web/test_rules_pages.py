"""Every rule is set at the desk once: the public page and what happens to a question change together."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from board_qa.bootstrap.web_process import WebProcess
from board_qa.domain.questions.question import State
from tests.support.page_forms import form_on
from tests.support.rules_board import RuledBoard, text_of


@pytest.fixture
def board(tmp_path: Path, web_process: WebProcess) -> RuledBoard:
    return RuledBoard(tmp_path, web_process)


@pytest.mark.parametrize(
    ("changes", "rule", "closes"),
    [
        ({"kind": "hours", "count": "24"}, "24 hours before the meeting.", "Monday 30 November at 10am"),
        ({"kind": "working_days", "count": "1", "at": "09:00"}, "9am, 1 working day", "Monday 30 November at 9am"),
        # Clear are Monday 30, Friday 27 and Thursday 26 November.
        ({"kind": "clear_working_days", "count": "3"}, "midday, 3 clear", "Wednesday 25 November at midday"),
        ({"kind": "weekday", "weekday": "friday", "at": "14:00"}, "2pm on the Friday", "Friday 27 November at 2pm"),
        ({"nation": "scotland"}, "except bank holidays in Scotland.", "Friday 27 November at midday"),
        ({"nation": "wales"}, "except bank holidays in Wales.", "Monday 30 November at midday"),
    ],
)
def test_the_deadline_as_a_rule(board: RuledBoard, changes: dict[str, str], rule: str, closes: str) -> None:
    board.save(**changes)
    assert rule in board.rules_page()
    assert f"You can ask until {closes}." in board.rules_page()

    board.clock.now = board.meeting.details.closes_at
    assert f"You can ask until {closes}." in text_of(board.ask_page())
    board.clock.advance(seconds=1)
    assert f"Questions closed on {closes}. You can still send yours." in text_of(board.ask_page())


def test_an_override_of_the_deadline_needs_a_reason_that_everybody_can_read(board: RuledBoard) -> None:
    path, browser = f"{board.path}/edit", board.signed_in()
    form = form_on(browser.get(path).text, "before")
    other = {**form, "deadline": "other", "closes_at": "2026-11-24T17:00", "deadline_reason": ""}
    assert "Enter why, in a few words" in browser.post(path, data=other).text
    assert "Our rule is" in board.rules_page()

    assert browser.post(path, data={**other, "deadline_reason": "The papers are late"}).status_code == 303
    assert "You can ask until Tuesday 24 November at 5pm. Our usual rule is midday, 1" in board.rules_page()
    assert "We set a different time for this meeting. The reason: The papers are late." in board.rules_page()
    board.clock.advance(days=2)
    assert "Questions closed on Tuesday 24 November at 5pm." in text_of(board.ask_page())

    browser = board.signed_in()
    browser.post(path, data={**form_on(browser.get(path).text, "before"), "deadline": "rule"})
    assert "You can ask until Monday 30 November at midday. Our rule is" in board.rules_page()


@pytest.mark.parametrize(
    ("late", "public", "asker", "moderator"),
    [
        ("refused", "We do not take late questions for this meeting.",
         "Our rules say that we do not take late questions for this meeting. We keep yours, and a person reads it.",
         "The rules say that late questions are not taken."),
        ("written", "We answer late questions in writing, not at the meeting.",
         "Our rules say that late questions get a written answer.",
         "The rules say that late questions get a written answer."),
        ("next_meeting", "We keep late questions for the next meeting.",
         "Our rules say that late questions go to the next meeting.",
         "The rules say that late questions go to the next meeting."),
    ],
)  # fmt: skip
def test_late_ones_are_always_kept_and_always_told_before_they_write_and_after_they_send(
    board: RuledBoard, late: str, public: str, asker: str, moderator: str
) -> None:
    board.save(late=late)
    assert public in board.rules_page()
    assert asker not in text_of(board.ask_page()) + board.receipt_of("In time?")

    board.clock.now = board.meeting.details.closes_at + timedelta(minutes=5)
    assert asker in text_of(board.ask_page())
    assert asker in board.receipt_of("Too late?")
    assert asker not in board.receipt(1)
    assert f"It came 5 minutes after questions closed. {moderator}" in text_of(board.desk(2))
    assert (board.tags(1), board.tags(2)) == ([], ["Late"])


def test_a_late_one_that_was_decided_reads_the_decision_and_no_longer_the_rule(board: RuledBoard) -> None:
    board.save(late="refused")
    board.clock.now = board.meeting.details.closes_at + timedelta(minutes=5)
    board.receipt_of("Too late?")
    board.decide(1, "approve")

    assert "Your question was approved" in board.receipt(1)
    assert "late questions" not in board.receipt(1)


@pytest.mark.parametrize(
    ("setting", "none", "one", "label"),
    [
        ("per_person", "You can ask more than 1 question.", "You can ask 1 question.", "2 from one person"),
        ("per_organisation", "", "Each organisation can ask 1 question.", "2 from one organisation"),
        ("per_meeting", "We take as many questions as time allows.", "We take 1 question at this meeting.",
         "Over the limit of 1"),
    ],
)  # fmt: skip
def test_per_person_per_organisation_and_per_meeting(
    board: RuledBoard, setting: str, none: str, one: str, label: str
) -> None:
    for text in ("One?", "Two?"):
        board.receipt_of(text, name="Dina Smith", organisation="Carers")
    assert none in board.rules_page()
    assert one not in board.rules_page()
    assert board.tags(2) == []

    board.save(**{setting: "1"})
    assert one in board.rules_page()
    assert (board.tags(1), board.tags(2)) == ([], [label])


@pytest.mark.parametrize(
    ("length", "unit", "public", "form", "label"),
    [
        ("50", "words", "up to 50 words long.", "You can use up to 50 words and 500 characters", ["51 words"]),
        ("150", "words", "up to 150 words long.", "You can use up to 150 words and 500 characters", []),
        ("100", "characters", "up to 100 characters long.", "You can use up to 100 characters", ["101 characters"]),
        ("0", "words", "We set no limit, but our form has room for 500 characters.",
         "You can use up to 500 characters", []),
        ("900", "characters", "up to 900 characters long. Our form has room for 500 characters.",
         "You can use up to 500 characters", []),
    ],
)  # fmt: skip
def test_length_in_words_or_characters_is_said_on_the_form_and_flagged_when_it_is_over(
    board: RuledBoard, length: str, unit: str, public: str, form: str, label: list[str]
) -> None:
    board.save(length=length, length_unit=unit)
    assert public in board.rules_page()
    assert re.findall(r'id="question-left"[^>]*>([^<]*)<', board.ask_page()) == [form]

    board.receipt_of("a " * 50 + "b")  # 51 words in 101 characters
    assert board.tags(1) == label


@pytest.mark.parametrize(
    ("identity", "public", "asked_for"),
    [
        ("optional", "You do not have to give your name.", []),
        ("name", "Give your full name.", ["Enter your full name."]),
        ("name_and_organisation", "Give your full name and your organisation.",
         ["Enter your full name.", "Enter your organisation, or “member of the public”."]),
    ],
)  # fmt: skip
def test_identity_is_asked_for_once_and_missing_it_is_a_flag(
    board: RuledBoard, identity: str, public: str, asked_for: list[str]
) -> None:
    board.save(identity=identity)
    assert public in board.rules_page()
    assert ('name="organisation"' in board.ask_page()) == (identity == "name_and_organisation")

    answer = board.send("Why?")
    assert all(sentence in answer.text for sentence in asked_for)
    assert (answer.status_code == 422) == bool(asked_for)
    board.receipt_of("Why?")
    assert board.tags(1) == (["No name"] if asked_for else [])


def test_a_name_withheld_on_request_appears_nowhere_but_on_the_desk(board: RuledBoard) -> None:
    board.save(identity="name_and_organisation")
    assert "You can ask us not to show your name." in board.rules_page()
    who = {"name": "Dina Quillfeather", "organisation": "Quillfeather Carers", "email": "quillfeather@example.org"}
    board.receipt_of("Why?", name_withheld="1", **who)
    code, screen = board.meeting.code, board.meeting.screen_token
    paths = [
        "/",
        f"/{code}",
        f"/{code}/questions.json",
        f"/{code}/ask",
        f"/{code}/rules",
        f"/screen/{screen}",
        f"/screen/{screen}/view.json",
        f"/r/{board.question(1).token}",
    ]

    for what in ("approve", "put-on-screen", "answered"):
        board.decide(1, what)
        for path in paths:
            assert "quillfeather" not in board.browser().get(path).text.casefold(), (what, path)
    assert "Name withheld" in board.browser().get(f"/{code}").text
    assert "Dina Quillfeather" in board.desk(1)


def test_a_name_withheld_by_sending_the_form_again_is_gone_from_everywhere_and_the_receipt_says_so(
    board: RuledBoard,
) -> None:
    who = {"name": "Dina Quillfeather", "email": "dina@example.org"}
    assert "already sent" not in board.receipt_of("Why?", **who)
    board.decide(1, "approve")
    board.decide(1, "put-on-screen")
    paths = [
        path
        for code in (board.meeting.code, f"cy/{board.meeting.code}")
        for path in (f"/{code}", f"/{code}/questions.json")
    ]
    paths += [f"/screen/{board.meeting.screen_token}", f"/screen/{board.meeting.screen_token}/view.json"]
    assert all("Quillfeather" in board.browser().get(path).text for path in paths)

    said = board.receipt_of("Why?", **who, name_withheld="1")
    assert "You had already sent this question. We do not show your name. Nothing else was changed." in said
    assert not any("Quillfeather" in board.browser().get(path).text for path in paths)
    desk = board.desk(1)
    assert "name withheld from every other screen" in desk
    assert "shown without the name by whoever asked question 1" in desk
    assert "Show the name" not in desk


def test_a_receipt_says_that_what_else_was_changed_when_sending_again_was_not_taken(board: RuledBoard) -> None:
    board.receipt_of("Why?", name="Dina Quillfeather", email="dina@example.org")

    assert "already sent" not in board.receipt_of("Why?", name="Dina Quillfeather", email="dina@example.org")
    said = board.receipt_of("Why?", name="Dina Quillfeather", email="dina@example.net")
    assert "You had already sent this question. Nothing was changed." in said
    assert board.question(1).source.email == "dina@example.org"
    assert "already sent" not in board.receipt(1)


def test_where_names_are_not_withheld_nobody_is_offered_it_but_whoever_was_keeps_it(board: RuledBoard) -> None:
    board.receipt_of("Why?", name="Dina Quillfeather", name_withheld="1")
    board.decide(1, "approve")
    assert 'name="name_withheld"' in board.ask_page()

    board.save(names_may_be_withheld="")
    assert "We show your name if you give it." in board.rules_page()
    assert 'name="name_withheld"' not in board.ask_page()
    assert "Quillfeather" not in board.browser().get(f"/{board.meeting.code}").text


def test_each_breach_is_on_the_desk_and_the_question_in_the_queue_even_when_it_breaks_every_rule(
    board: RuledBoard,
) -> None:
    board.save(
        late="refused",
        per_person="1",
        per_organisation="1",
        per_meeting="1",
        length="3",
        identity="name",
        scope="agenda",
        attending="read_out",
    )
    one = {"email": "dina@example.org", "organisation": "Carers", "attending": "in_person"}
    board.receipt_of("Why?", name="Dina Smith", **one)
    board.clock.now = board.meeting.details.closes_at + timedelta(hours=3)
    receipt = board.receipt_of("And why so late?", **one)

    assert "We have your question" in receipt
    assert board.question(2).state is State.RECEIVED
    assert board.tags(2) == [
        "Late",
        "2 from one person",
        "2 from one organisation",
        "Over the limit of 1",
        "4 words",
        "No name",
        "No agenda item",
        "In person",
    ]
    assert "And why so late?" in text_of(board.signed_in().get(f"{board.path}?flag=late"))
    board.decide(2, "approve")
    assert board.question(2).state is State.ACCEPTED


def test_reasons_and_places_to_turn_to_are_lists_and_other_sentences_are_not(board: RuledBoard) -> None:
    page = board.browser().get(f"/{board.meeting.code}/rules").text
    listed = re.findall(r"<li>(.+?)</li>", page.split("<h1")[1].split("</main>")[0])

    assert "It is a statement rather than a question." in listed
    assert any(one.startswith("PALS or complaints: ") for one in listed)
    assert any("111" in one for one in listed)
    assert "If we decline your question, we tell you the reason." not in listed
    assert "<p>If we decline your question, we tell you the reason.</p>" in page
