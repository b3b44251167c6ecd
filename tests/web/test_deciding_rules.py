"""What may be decided follows the rules: reasons, redirects, who decides, the order, written answers, what is said."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from board_qa.bootstrap.web_process import WebProcess
from board_qa.domain.meetings.rules import OFF_AGENDA, REASONS, REDIRECTS
from board_qa.domain.questions.history import NO_DETAILS, Action, Details
from board_qa.domain.questions.question import State
from board_qa.services.meetings import meetings
from board_qa.services.questions.moderating import act
from tests.support.board import marks_on, post
from tests.support.doubles import NOT_OURS
from tests.support.page_forms import form_on
from tests.support.rules_board import RuledBoard, text_of


@pytest.fixture
def board(tmp_path: Path, web_process: WebProcess) -> RuledBoard:
    return RuledBoard(tmp_path, web_process)


def offered(board: RuledBoard, number: int, panel: str, name: str) -> dict[str, str]:
    """What this panel of the desk has a button for, with its words."""
    page = board.desk(number, panel).split(f'id="panel-{panel}"')[1].split("</section>")[0]
    buttons = re.findall(rf'name="{name}"\s+value="([^"]*)".*?</kbd>(.*?)</button>', page, re.DOTALL)
    return {id_: text_of(words) for id_, words in buttons}


def test_every_reason_for_declining_is_offered_and_its_asker_reads_it(board: RuledBoard) -> None:
    board.save(scope="agenda")
    for number, reason in enumerate(REASONS, start=1):
        board.receipt_of(f"Question {number}?")
        assert offered(board, number, "decline", "reason") == {one.id: one.sentence for one in REASONS}
        board.decide(number, "decline", reason=reason.id)

        assert board.question(number).state is State.DECLINED
        assert f"The reason: {reason.sentence}." in board.receipt(number)


def test_reasons_of_the_boards_own_are_on_the_page_and_the_only_ones_that_count(board: RuledBoard) -> None:
    board.save(decline_reasons="It is about the car park\nIt came in verse\n\nIt is about the car park")
    assert "It is about the car park. It came in verse. If we decline" in board.rules_page()
    board.receipt_of("Why?")
    ids = {words: id_ for id_, words in offered(board, 1, "decline", "reason").items()}
    assert list(ids) == ["It is about the car park", "It came in verse"]

    board.decide(1, "decline", reason="abusive")
    assert board.question(1).state is State.RECEIVED
    board.decide(1, "decline", reason=ids["It came in verse"])
    assert "The reason: It came in verse." in board.receipt(1)


@pytest.mark.parametrize(
    ("scope", "public", "tags"),
    [("agenda", "anything on the agenda of this meeting.", ["No agenda item"]),
     ("powers", "anything this board is responsible for.", [])],
)  # fmt: skip
def test_scope_is_on_the_agenda_or_anything_within_the_boards_powers(
    board: RuledBoard, scope: str, public: str, tags: list[str]
) -> None:
    board.save(scope=scope)
    assert public in board.rules_page()
    board.receipt_of("Why?")
    assert board.tags(1) == tags
    # Not to be on the agenda is a reason only where it has to be.
    assert (OFF_AGENDA.id in offered(board, 1, "decline", "reason")) == (scope == "agenda")
    assert (f"{OFF_AGENDA.sentence}." in board.rules_page()) == (scope == "agenda")

    board.decide(1, "item", item="Performance")
    assert board.tags(1) == []


def test_an_item_that_is_on_the_agenda_no_more_stays_until_another_one_is_chosen(board: RuledBoard) -> None:
    board.receipt_of("Why?")
    board.decide(1, "item", item="Performance")
    meeting = board.ports.store.meetings.get(board.meeting.id)
    assert meeting
    meetings.change(board.ports, meeting, replace(meeting.details, agenda=("Finance",)))
    for item, kept in (("Performance", "Performance"), ("Made up", "Performance"), ("Finance", "Finance")):
        board.decide(1, "item", item=item)
        assert board.question(1).disposition.agenda_item == kept
    board.decide(1, "item", item="Performance")
    assert board.question(1).disposition.agenda_item == "Finance"


@pytest.mark.parametrize(
    ("attending", "public", "choice", "tags"),
    [("either", "You can come and ask your question yourself, or we can read it out for you.", True, []),
     ("in_person", "You need to come to the meeting and ask your question yourself.", False, ["Not attending"]),
     ("read_out", "We read your question out at the meeting. You do not have to come.", False, [])],
)  # fmt: skip
def test_attending_to_ask_it_or_read_on_their_behalf(
    board: RuledBoard, attending: str, public: str, choice: bool, tags: list[str]
) -> None:
    board.save(attending=attending)
    assert public in board.rules_page()
    assert ("Will you come to the meeting?" in board.ask_page()) == choice

    board.receipt_of("Why?", attending="read_out")
    assert board.tags(1) == tags


def test_every_redirect_is_offered_and_is_no_rejection(board: RuledBoard) -> None:
    for number, redirect in enumerate(REDIRECTS, start=1):
        board.receipt_of(f"Question {number}?")
        assert offered(board, number, "redirect", "to") == {one.id: f"{one.name}. {one.advice}" for one in REDIRECTS}
        board.decide(number, "redirect", to=redirect.id)

        receipt = board.receipt(number)
        assert board.question(number).state is State.REDIRECTED
        assert "We have not rejected it" in receipt
        assert f"{redirect.name}. {redirect.advice}" in receipt
        assert "declined" not in receipt.casefold()


def test_a_redirect_of_the_boards_own_is_on_the_page_and_offered(board: RuledBoard) -> None:
    board.save(**{"redirects-0-name": "The mayor", "redirects-0-advice": "Ask them on Friday."})
    board.receipt_of("Why?")

    assert "The mayor: Ask them on Friday." in board.rules_page()
    assert "PALS or complaints" not in board.rules_page()
    assert next(iter(offered(board, 1, "redirect", "to").values())) == "The mayor. Ask them on Friday."
    board.decide(1, "redirect", to="pals")
    assert board.question(1).state is State.RECEIVED


@pytest.mark.parametrize(
    ("what", "chosen", "changed"),
    [
        ("decline", {"reason": "abusive"}, {"decider": "chair"}),
        ("decline", {"reason": REASONS[0].id}, {"decline_reasons": f"{REASONS[0].sentence[:-1]} at all."}),
        ("redirect", {"to": "pals"}, {"redirects-0-name": REDIRECTS[0].name, "redirects-0-advice": "Call 101."}),
        ("redirect", {"to": "pals"}, {"redirects-0-name": "The police", "redirects-0-advice": REDIRECTS[0].advice}),
    ],
)
def test_the_asker_is_told_nothing_that_whoever_pressed_had_not_before_them(
    board: RuledBoard, what: str, chosen: dict[str, str], changed: dict[str, str]
) -> None:
    board.receipt_of("Why?")
    path = f"{board.path}/questions/1/{what}"
    seen = {"expected": str(board.question(1).revision), **marks_on(board.desk(1), path)}
    board.save(**changed)
    browser = board.signed_in()
    answer = post(browser, board.path, path, **seen, **chosen)

    assert board.question(1).state is State.RECEIVED
    assert "changed since you opened this page. Nothing was done." in browser.get(answer.headers["Location"]).text
    board.decide(1, what, **chosen)  # having read it, they may
    assert board.question(1).state is not State.RECEIVED


def test_the_askers_own_words_are_used_again_where_somebody_says_why(board: RuledBoard) -> None:
    board.receipt_of("Why is 01632 960 123 never answered?")
    board.decide(1, "wording", wording="Why does nobody answer the telephone?")
    board.decide(1, "approve")
    board.decide(1, "own-words")
    assert board.question(1).words == "Why does nobody answer the telephone?"
    board.decide(1, "own-words", override_reason="It is our switchboard")

    assert board.question(1).words == "Why is 01632 960 123 never answered?"


def test_a_name_that_may_identify_somebody_is_shown_by_no_press_and_the_page_offers_no_reason_for_it(
    board: RuledBoard,
) -> None:
    board.receipt_of("Why?", name="Rita of 01632 960 123")
    board.decide(1, "withhold-name")
    board.decide(1, "approve")
    browser, seen = board.signed_in(), str(board.question(1).revision)
    answer = post(browser, board.path, f"{board.path}/questions/1/show-name", expected=seen)
    page = browser.get(answer.headers["Location"]).text

    assert "is signed with details that may identify a person. The name stays withheld." in page
    assert "or say why" not in page
    assert board.question(1).disposition.name_hidden


@pytest.mark.parametrize("what", ["hold", "claim", "withhold-name", "put-on-screen", "answered"])
def test_why_something_is_published_as_it_is_is_taken_by_no_form_that_does_not_ask_for_it(
    board: RuledBoard, what: str
) -> None:
    board.receipt_of("Why?")
    if what in ("put-on-screen", "answered"):
        board.decide(1, "approve")
    if what == "answered":
        board.decide(1, "put-on-screen")
    board.decide(1, what, override_reason="Mrs Quill of 4 Elm Road")

    changes = board.ports.store.questions.history(board.question(1).id)
    assert len(changes) > 1
    assert {change.details.override_reason for change in changes} == {""}


def test_what_is_said_of_one_question_stands_in_the_history_of_no_other(board: RuledBoard) -> None:
    for words in ("Why?", "When?"):
        board.receipt_of(words)
    for number in (1, 2):
        board.decide(number, "approve")
    board.decide(1, "put-on-screen")
    details, second = Details(override_reason="Mrs Quill of 4 Elm Road"), board.question(2)
    act(board.ports, Action.PUT_ON_SCREEN, second, second.revision, board.alex, details)

    said = [change.details for change in board.ports.store.questions.history(board.question(1).id)]
    assert set(said) == {NO_DETAILS}


def test_the_moderator_decides(board: RuledBoard) -> None:
    assert "A moderator reads every question and decides what happens to it." in board.rules_page()
    board.receipt_of("Why?")
    board.decide(1, "decline", reason="not_ours")

    assert board.question(1).state is State.DECLINED


def test_the_moderator_proposes_and_the_chair_confirms(board: RuledBoard) -> None:
    """What the chair says to it, and that nobody else can, is in the tests of the roles."""
    board.save(decider="chair")
    assert "A question is declined only after the chair of the meeting has agreed to it." in board.rules_page()
    board.receipt_of("Why?")
    assert "Propose to decline" in board.desk(1)
    board.decide(1, "decline", reason="not_ours")

    question = board.question(1)
    assert (question.state, question.disposition.proposal, question.reason) == (State.HELD, NOT_OURS, "")
    assert NOT_OURS not in board.receipt(1)


def test_the_order_is_receipt_order_and_a_change_by_the_moderator_is_on_the_record(board: RuledBoard) -> None:
    assert "We take questions in the order we get them." in board.rules_page()
    for number in (1, 2, 3):
        board.receipt_of(f"Question {number}?")
    for number in (3, 1, 2):  # the order of approving is not the order of putting
        board.decide(number, "approve")
    public = board.browser().get(f"/{board.meeting.code}").text
    assert public.index("Question 1?") < public.index("Question 2?") < public.index("Question 3?")

    board.decide(3, "put-on-screen")
    change = board.ports.store.questions.history(board.question(3).id)[-1]
    assert (change.action, change.actor, change.at) == (Action.PUT_ON_SCREEN, "Alex Morgan", board.clock())
    order = re.findall(r'name="expected" value="([^"]*/[^"]*)"', board.desk(3))
    assert order == [f"3@{board.question(3).revision}/1@{board.question(1).revision}"]


@pytest.mark.parametrize("minutes", ["15", "30"])
def test_the_section_is_15_or_30_minutes_with_minutes_for_each_question_and_a_follow_up_or_none(
    board: RuledBoard, minutes: str
) -> None:
    browser, path = board.signed_in(), f"{board.path}/edit"
    form = form_on(browser.get(path).text, "before")
    assert browser.post(path, data={**form, "section_minutes": minutes}).status_code == 303
    page = board.rules_page()
    assert f"We keep {minutes} minutes of the meeting for questions. There is no time for follow-up questions." in page

    board.save(minutes_per_question="4", supplementary="y")
    page = board.rules_page()
    assert "can take up to 4 minutes. After you hear the answer, you can ask a follow-up question." in page


@pytest.mark.parametrize(
    ("count", "unit", "public", "due"),
    [
        # After Tuesday 1 December 2026. Friday 25 and Monday 28 December and Friday 1 January are bank holidays.
        ("1", "working_days", "within 1 working day of the meeting.", "Wednesday 2 December"),
        ("5", "working_days", "within 5 working days of the meeting.", "Tuesday 8 December"),
        ("7", "working_days", "within 7 working days of the meeting.", "Thursday 10 December"),
        ("10", "working_days", "within 10 working days of the meeting.", "Tuesday 15 December"),
        ("20", "working_days", "within 20 working days of the meeting.", "Thursday 31 December"),
        # Friday 1 January is a bank holiday.
        ("1", "months", "within 1 month of the meeting.", "Thursday 31 December"),
    ],
)
def test_written_answers_are_due_when_the_page_says(
    board: RuledBoard, count: str, unit: str, public: str, due: str
) -> None:
    board.save(written_count=count, written_unit=unit)
    assert public in board.rules_page()
    board.receipt_of("Why?")
    board.decide(1, "written")

    assert f"The answer is due by {due}." in board.receipt(1)
    assert f"To be answered in writing by {due}" in text_of(board.browser().get(f"/{board.meeting.code}"))


def test_what_is_published_and_within_how_many_days_is_what_the_settings_say(board: RuledBoard) -> None:
    board.save(publish_within_days="10", publish_declined="")
    page = board.rules_page()
    assert "We do this within 10 days of the meeting. We do not publish questions that we declined." in page

    board.save(publish_within_days="0", publish_declined="y")
    page = board.rules_page()
    assert "We also publish questions that we declined, with the reason." in page
    assert "We do this within" not in page


def test_where_to_get_help_is_at_the_foot_of_every_public_page_of_the_meeting(board: RuledBoard) -> None:
    board.save(signposts="Ring the crisis line on 01632 960001.\nRead https://111.nhs.uk/ <now>.")
    board.receipt_of("Why?")
    code = board.meeting.code
    for path in (f"/{code}", f"/{code}/ask", f"/{code}/rules", f"/r/{board.question(1).token}"):
        foot = board.browser().get(path).text.split("<footer")[1]
        assert "Ring the crisis line on 01632 960001." in text_of(foot)
        assert 'href="https://111.nhs.uk/"' in foot
        assert "&lt;now&gt;" in foot
        assert "Samaritans" not in foot


def test_where_a_board_names_no_help_the_usual_numbers_stay(board: RuledBoard) -> None:
    board.save(signposts="")
    for page in (board.ask_page(), board.browser().get("/").text):
        assert "call 111" in text_of(page.split("<footer")[1])
