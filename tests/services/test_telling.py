"""Everyone who asked is told: by which way, in which words, once, and again where something else became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from board_qa import catalogue
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.admission import AskForm
from board_qa.domain.questions.entries import Logged
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import DispositionUpdate, Question, State
from board_qa.domain.telling.letters import PRIVATE_PAGE, Letter, LetterKind, LetterState, MailMode
from board_qa.domain.text.saying import ENGLISH
from board_qa.ports import Ports
from board_qa.services.meetings import meetings
from board_qa.services.questions import moving
from board_qa.services.questions.asking import ask
from board_qa.services.questions.entering import log
from board_qa.services.telling import telling
from board_qa.services.telling.asked import Asker, Means, Standing, askers, told_progress
from board_qa.services.telling.telling import NothingToSend, Telling
from tests.support.deciding import do, now, together
from tests.support.doubles import ABUSIVE, StoppedClock, details

APPROVE, SHOW, ANSWER, NOTE, WRITE, DECLINE = (
    Action.ACCEPT, Action.PUT_ON_SCREEN, Action.ANSWER, Action.NOTE_ANSWER, Action.WRITE, Action.DECLINE)  # fmt: skip
PROMISE = DispositionUpdate(due_on="2026-12-24")


@pytest.fixture
def to_tell(meeting: Meeting) -> Telling:
    return Telling(meeting, {}, MailMode.ON, "Anytown Board", lambda code: f"https://x/{code}{PRIVATE_PAGE}", ENGLISH)


def came(ports: Ports, meeting: Meeting, text: str = "Why?", email: str = "asker@example.org") -> Question:
    receipt = ask(ports, meeting, AskForm(text, text, email=email))
    return now(ports, ports.store.questions.by_token(receipt.token))


def answered(ports: Ports, question: Question, alex: Actor, answer: str = "Yes, by April.") -> Question:
    for action in (APPROVE, SHOW, ANSWER):
        question = do(ports, action, question, alex)
    return do(ports, NOTE, question, alex, update=DispositionUpdate(answer=answer)) if answer else question


def everybody(ports: Ports, to_tell: Telling) -> list[Asker]:
    return list(askers(ports, to_tell.meeting, to_tell.channels, to_tell.mail))


def standings(ports: Ports, to_tell: Telling) -> list[tuple[Means, Standing]]:
    return [(one.means, one.standing) for one in everybody(ports, to_tell)]


def seen(ports: Ports, to_tell: Telling) -> dict[int, str]:
    return {one.question.number: one.rests_on for one in everybody(ports, to_tell) if one.told_of}


def letters(ports: Ports, meeting: Meeting) -> list[Letter]:
    return list(ports.store.letters.of_meeting(meeting.id))


def is_sent(ports: Ports, letter: Letter) -> Letter:
    ports.store.letters.move(letter, replace(letter, state=LetterState.SENT, sent_at=ports.clock()))
    found = ports.store.letters.get(letter.id)
    assert found
    return found


def test_each_is_told_by_the_way_they_left(ports: Ports, meeting: Meeting, alex: Actor, to_tell: Telling) -> None:
    answered(ports, came(ports, meeting, "By email?"), alex)
    answered(ports, came(ports, meeting, "On my page?", email=""), alex)
    receipt = log(ports, meeting, Logged(ports.ids.token(), "By letter?", came_by="letter"), alex)
    answered(ports, now(ports, ports.store.questions.by_token(receipt.token)), alex)
    came(ports, meeting, "Not decided?")
    do(ports, Action.WITHDRAW, came(ports, meeting, "Never mind?"), alex, "gone")

    assert standings(ports, to_tell) == [
        (Means.EMAIL, Standing.READY),
        (Means.PAGE, Standing.TOLD),
        (Means.BY_HAND, Standing.BY_HAND),
        (Means.EMAIL, Standing.UNDECIDED),
    ]
    far = told_progress(ports, meeting, {}, MailMode.ON)
    assert (far.done, far.total) == (1, 4)


def test_without_a_mail_server_who_left_an_address_is_told_by_a_person(
    ports: Ports, meeting: Meeting, alex: Actor, to_tell: Telling
) -> None:
    answered(ports, came(ports, meeting), alex)

    assert standings(ports, replace(to_tell, mail=MailMode.OFF)) == [(Means.BY_HAND, Standing.BY_HAND)]


def test_one_press_sends_to_all_that_is_ready_and_each_gets_one_letter(
    ports: Ports, meeting: Meeting, alex: Actor, to_tell: Telling
) -> None:
    for number in range(3):
        answered(ports, came(ports, meeting, f"Question {number}?", f"asker{number}@example.org"), alex)
    before = seen(ports, to_tell)
    pressed = telling.send_ready(ports, to_tell, before, alex)
    again = telling.send_ready(ports, to_tell, before, alex)

    assert (pressed.done, pressed.refused) == (3, [])
    assert (again.done, again.refused) == (0, ["1", "2", "3"])
    assert [one.question_id for one in letters(ports, meeting)] == [1, 2, 3]
    assert {one.state for one in letters(ports, meeting)} == {LetterState.QUEUED}
    assert {one.told_by for one in letters(ports, meeting)} == {"Alex"}
    assert len({one.key for one in letters(ports, meeting)}) == 3


def test_a_letter_says_what_became_of_the_question_and_where_to_read_it(
    ports: Ports, meeting: Meeting, alex: Actor, to_tell: Telling
) -> None:
    answered(ports, came(ports, meeting, "When will it open?"), alex)
    (asker,) = everybody(ports, to_tell)
    draft = telling.draft(to_tell, asker)

    assert draft.subject == "What became of your question to Anytown Board"
    assert "Your question:\nWhen will it open?" in draft.text
    assert "The board’s answer:\nYes, by April." in draft.text
    assert "https://x/en/r/…" in draft.text
    assert draft.text.endswith("Anytown Board\n")


def test_who_asked_in_welsh_reads_it_in_welsh_first_and_each_language_leads_to_its_own_page(
    ports: Ports, meeting: Meeting, alex: Actor, to_tell: Telling
) -> None:
    answered(ports, came(ports, meeting, "Pryd fydd papurau'r bwrdd ar gael yn Gymraeg?"), alex)
    to_tell = replace(to_tell, welsh=catalogue.welsh())
    (asker,) = everybody(ports, to_tell)
    draft = telling.draft(to_tell, asker)
    welsh, _, english = draft.text.partition("\n- - -\n")

    assert draft.subject.startswith("Anytown Board: beth ddigwyddodd i’ch cwestiwn / What became of")
    assert "Ateb y bwrdd:\nYes, by April." in welsh
    assert ("https://x/cy/r/…" in welsh, "https://x/en/r/…" in english) == (True, True)
    assert "The board’s answer:\nYes, by April." in english


@pytest.mark.parametrize("action", [DECLINE, Action.REDIRECT])
def test_words_that_nobody_approved_are_in_no_letter(
    ports: Ports, meeting: Meeting, alex: Actor, to_tell: Telling, action: Action
) -> None:
    do(ports, action, came(ports, meeting, "Buy at shop.example now?"), alex, ABUSIVE)
    (asker,) = everybody(ports, to_tell)
    text = telling.draft(to_tell, asker).text

    assert "shop.example" not in text
    assert ABUSIVE in text


def test_somebody_put_together_with_another_is_told_what_that_one_is(
    ports: Ports, meeting: Meeting, alex: Actor, to_tell: Telling
) -> None:
    first = came(ports, meeting, "When does it open?")
    second = came(ports, meeting, "When will it open?", "other@example.org")
    together(ports, second, first, alex)
    answered(ports, now(ports, first), alex)
    one, other = everybody(ports, to_tell)

    assert (one.told_of, one.standing) == (other.told_of, other.standing)
    assert other.standing is Standing.READY
    text = telling.draft(to_tell, other).text
    assert "We put it together with a similar one, question 1." in text
    assert "Yes, by April." in text
    assert "When will it open?" not in text  # nobody approved those words


def test_who_was_promised_an_answer_is_told_again_when_it_is_given(
    ports: Ports, meeting: Meeting, alex: Actor, to_tell: Telling
) -> None:
    question = do(ports, WRITE, came(ports, meeting), alex, update=PROMISE)
    (asker,) = everybody(ports, to_tell)
    assert "in writing by Thursday 24 December. We will write to you again" in telling.draft(to_tell, asker).text
    telling.send_ready(ports, to_tell, seen(ports, to_tell), alex)
    (letter,) = letters(ports, meeting)
    is_sent(ports, letter)
    assert standings(ports, to_tell) == [(Means.EMAIL, Standing.TOLD)]
    question = do(ports, NOTE, question, alex, update=DispositionUpdate(answer="In May."))
    assert standings(ports, to_tell) == [(Means.EMAIL, Standing.TOLD)]  # a note of somebody here, and no answer yet
    do(ports, ANSWER, question, alex)

    (asker,) = everybody(ports, to_tell)
    assert (asker.standing, asker.again) == (Standing.READY, True)
    assert "In May." in telling.draft(to_tell, asker).text


def test_who_was_told_something_else_meanwhile_is_told_the_first_again(
    ports: Ports, meeting: Meeting, alex: Actor, to_tell: Telling
) -> None:
    question = answered(ports, came(ports, meeting), alex, "Yes.")
    for answer in ("No.", "Yes."):
        telling.send_ready(ports, to_tell, seen(ports, to_tell), alex)
        is_sent(ports, letters(ports, meeting)[-1])
        assert standings(ports, to_tell) == [(Means.EMAIL, Standing.TOLD)]
        question = do(ports, NOTE, question, alex, update=DispositionUpdate(answer=answer))

    (asker,) = everybody(ports, to_tell)
    assert (asker.standing, asker.again) == (Standing.READY, True)


def test_who_was_told_by_a_person_meanwhile_is_not_sent_the_letter_again(
    ports: Ports, meeting: Meeting, alex: Actor, to_tell: Telling
) -> None:
    answered(ports, came(ports, meeting), alex)
    telling.send_ready(ports, to_tell, seen(ports, to_tell), alex)
    (letter,) = letters(ports, meeting)
    telling.came_back(ports, is_sent(ports, letter), "Alex said it came back")
    assert telling.tick(ports, to_tell, seen(ports, to_tell), alex).done == 1
    came_back = ports.store.letters.get(letter.id)
    assert came_back

    assert not telling.send_again(ports, came_back)
    assert standings(ports, to_tell) == [(Means.EMAIL, Standing.TOLD)]


def test_what_changed_since_somebody_looked_is_not_sent(
    ports: Ports, meeting: Meeting, alex: Actor, to_tell: Telling
) -> None:
    question = answered(ports, came(ports, meeting), alex)
    before = seen(ports, to_tell)
    do(ports, NOTE, question, alex, update=DispositionUpdate(answer="No, in June."))
    pressed = telling.send_ready(ports, to_tell, before, alex)

    assert (pressed.done, pressed.refused) == (0, ["1"])
    assert letters(ports, meeting) == []
    assert not telling.send_one(ports, to_tell, 1, before[1], "Hello", alex)


def moved_on(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    later = replace(meeting.details, starts_at=meeting.details.starts_at + timedelta(days=9))
    meetings.change(ports, meeting, later, actor=alex)


def corrected(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    (question,) = ports.store.questions.of_meeting(meeting.id)
    do(ports, NOTE, question, alex, update=DispositionUpdate(answer="Yes, by April.", answered_by="Mr Right"))


@pytest.mark.parametrize("change", [moved_on, corrected])
def test_nobody_is_sent_an_email_that_says_something_else_than_it_said_on_the_page(
    ports: Ports, meeting: Meeting, alex: Actor, to_tell: Telling, change: Callable[[Ports, Meeting, Actor], None]
) -> None:
    answered(ports, came(ports, meeting), alex)
    before = seen(ports, to_tell)
    change(ports, meeting, alex)

    assert telling.send_ready(ports, to_tell, before, alex).done == 0
    assert not telling.send_one(ports, to_tell, 1, before[1], "Answered by Ms Old", alex)
    assert letters(ports, meeting) == []


@pytest.mark.parametrize("change", [moved_on, corrected])
def test_an_email_that_failed_is_not_sent_again_with_what_is_not_so_any_more_and_is_drafted_anew(
    ports: Ports, meeting: Meeting, alex: Actor, to_tell: Telling, change: Callable[[Ports, Meeting, Actor], None]
) -> None:
    answered(ports, came(ports, meeting), alex)
    telling.send_ready(ports, to_tell, seen(ports, to_tell), alex)
    (letter,) = letters(ports, meeting)
    ports.store.letters.move(letter, replace(letter, state=LetterState.FAILED))
    change(ports, meeting, alex)
    (failed,) = letters(ports, meeting)

    assert not telling.send_again(ports, failed)
    assert [one.state for one in letters(ports, meeting)] == [LetterState.CANCELLED]
    assert standings(ports, replace(to_tell, meeting=ports.store.meetings.get(meeting.id) or meeting)) == [
        (Means.EMAIL, Standing.READY)
    ]


def test_somebody_in_distress_is_never_in_the_batch_and_nothing_is_drafted(
    ports: Ports, meeting: Meeting, alex: Actor, to_tell: Telling
) -> None:
    do(ports, DECLINE, came(ports, meeting, "I do not want to be here any more. Why?"), alex, ABUSIVE)
    (asker,) = everybody(ports, to_tell)
    assert (asker.standing, telling.draft(to_tell, asker).text) == (Standing.ALONE, "")
    pressed = telling.send_ready(ports, to_tell, seen(ports, to_tell), alex)
    assert (pressed.done, letters(ports, meeting)) == (0, [])
    with pytest.raises(NothingToSend):
        telling.send_one(ports, to_tell, 1, asker.rests_on, " \n", alex)

    assert telling.send_one(ports, to_tell, 1, asker.rests_on, "Dear Sam, we rang you.", alex)
    assert [one.text for one in letters(ports, meeting)] == ["Dear Sam, we rang you."]


def test_a_person_ticks_whom_they_told_and_takes_it_back(
    ports: Ports, meeting: Meeting, alex: Actor, to_tell: Telling, clock: StoppedClock
) -> None:
    receipt = log(ports, meeting, Logged(ports.ids.token(), "By phone?", came_by="phone"), alex)
    answered(ports, now(ports, ports.store.questions.by_token(receipt.token)), alex)
    pressed = telling.tick(ports, to_tell, seen(ports, to_tell), alex)
    (letter,) = letters(ports, meeting)

    assert (pressed.done, letter.kind, letter.told_by) == (1, LetterKind.BY_HAND, "Alex")
    assert letter.sent_at == clock.now
    assert standings(ports, to_tell) == [(Means.BY_HAND, Standing.TOLD)]
    assert telling.tick(ports, to_tell, seen(ports, to_tell), alex).done == 0
    assert telling.call_off(ports, letter, alex)
    assert standings(ports, to_tell) == [(Means.BY_HAND, Standing.BY_HAND)]


def test_what_came_back_is_on_the_list_again_and_is_sent_again_once(
    ports: Ports, meeting: Meeting, alex: Actor, to_tell: Telling
) -> None:
    answered(ports, came(ports, meeting), alex)
    telling.send_ready(ports, to_tell, seen(ports, to_tell), alex)
    (letter,) = letters(ports, meeting)
    assert not telling.came_back(ports, letter, "Alex said it came back")  # it is not sent yet
    letter = is_sent(ports, letter)
    assert telling.came_back(ports, letter, "Alex said it came back")
    (asker,) = everybody(ports, to_tell)
    assert asker.standing is Standing.TROUBLE
    assert asker.letter
    assert asker.letter.problem == "Alex said it came back"
    assert telling.send_again(ports, asker.letter)
    assert not telling.send_again(ports, asker.letter)

    (again,) = letters(ports, meeting)
    assert (again.state, again.problem) == (LetterState.QUEUED, "")
    assert again.key != letter.key


def test_what_is_not_sent_yet_is_taken_back_at_once(
    ports: Ports, meeting: Meeting, alex: Actor, to_tell: Telling
) -> None:
    for number in range(2):
        answered(ports, came(ports, meeting, f"Question {number}?", f"asker{number}@example.org"), alex)
    telling.send_ready(ports, to_tell, seen(ports, to_tell), alex)
    first, _ = letters(ports, meeting)
    is_sent(ports, first)

    assert telling.call_off_all(ports, to_tell, alex) == 1
    assert [standing for _, standing in standings(ports, to_tell)] == [Standing.TOLD, Standing.READY]
    assert [one.again for one in everybody(ports, to_tell)] == [False, False]


def test_what_was_practised_told_nobody_once_it_is_for_real(
    ports: Ports, meeting: Meeting, alex: Actor, to_tell: Telling
) -> None:
    answered(ports, came(ports, meeting), alex)
    practising = replace(to_tell, mail=MailMode.PRACTICE)
    telling.send_ready(ports, practising, seen(ports, practising), alex)
    (letter,) = letters(ports, meeting)
    is_sent(ports, letter)

    assert letter.practised
    assert standings(ports, practising) == [(Means.EMAIL, Standing.TOLD)]
    assert standings(ports, to_tell) == [(Means.EMAIL, Standing.READY)]


def test_a_question_that_is_moved_takes_with_it_what_its_asker_was_told(
    ports: Ports, meeting: Meeting, alex: Actor, to_tell: Telling
) -> None:
    question = do(ports, WRITE, came(ports, meeting), alex, update=PROMISE)
    telling.send_ready(ports, to_tell, seen(ports, to_tell), alex)
    other = meetings.create(ports, details(title="January board"))
    moving.move_to_meeting(ports, meeting, question, question.revision, other, alex)

    assert letters(ports, meeting) == []
    assert [one.question_id for one in letters(ports, other)] == [question.id]
    moved = now(ports, question)
    assert moved.state is State.RECEIVED
    assert [one.standing for one in everybody(ports, replace(to_tell, meeting=other))] == [Standing.UNDECIDED]
