"""The worker sends letters by a real mail server: each once, and what nobody knows of is said to be so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import DispositionUpdate, Question
from board_qa.domain.telling.letters import PRIVATE_PAGE, Letter, LetterState, MailMode
from board_qa.domain.text.saying import ENGLISH
from board_qa.mail.notify import NotifyMailer
from board_qa.mail.practice import PracticeMailer
from board_qa.mail.smtp import SmtpMailer, SmtpServer
from board_qa.ports import Ports
from board_qa.ports.telling import Mailer
from board_qa.rehearsal.mail_server import MailServer, mail_server
from board_qa.services.meetings import meetings
from board_qa.services.telling import telling
from board_qa.services.telling.asked import Means, Standing
from board_qa.services.telling.telling import Telling
from board_qa.worker import Worker
from tests.services.test_telling import answered, came, letters, seen, standings
from tests.support.deciding import do
from tests.support.doubles import StoppedClock
from tests.support.notify import KEY, TEMPLATE, NotifyStandIn, id_of, notify

NOTE = Action.NOTE_ANSWER


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def mailer(server: MailServer, clock: StoppedClock) -> SmtpMailer:
    return SmtpMailer(
        SmtpServer("127.0.0.1", server.port, tls=False), "questions@board.example", "Anytown Board", clock
    )


@pytest.fixture
def service() -> Iterator[NotifyStandIn]:
    with notify() as service:
        yield service


@pytest.fixture
def to_tell(meeting: Meeting) -> Telling:
    return Telling(meeting, {}, MailMode.ON, "Anytown Board", lambda code: f"https://x/{code}{PRIVATE_PAGE}", ENGLISH)


def pressed(ports: Ports, to_tell: Telling, alex: Actor, *addresses: str) -> list[Question]:
    """A question from each address is answered, and its asker is to be told."""
    questions = [
        answered(ports, came(ports, to_tell.meeting, f"A question from {address.partition('@')[0]}?", address), alex)
        for address in addresses
    ]
    telling.send_ready(ports, to_tell, seen(ports, to_tell), alex)
    return questions


def works(ports: Ports, mailer: Mailer, clock: StoppedClock, *waits: timedelta) -> None:
    """A worker does its round, and again after each of these times."""
    worker = Worker(ports, [], "a", mailer)
    worker.tick()
    for wait in waits:
        clock.now += wait
        worker.tick()
    worker.stop()


def states(ports: Ports, meeting: Meeting) -> list[tuple[LetterState, str]]:
    return [(one.state, one.problem) for one in letters(ports, meeting)]


def test_everyone_gets_the_words_that_were_approved_and_gets_them_once(
    ports: Ports, meeting: Meeting, alex: Actor, to_tell: Telling, server: MailServer, mailer: SmtpMailer,
    clock: StoppedClock,
) -> None:  # fmt: skip
    addresses = [f"asker{number}@example.org" for number in range(45)]  # more than one round takes
    pressed(ports, to_tell, alex, *addresses)
    works(ports, mailer, clock, *[timedelta(seconds=1)] * 4)

    assert sorted(to for to, _ in server.letters) == sorted(addresses)
    assert set(states(ports, meeting)) == {(LetterState.SENT, "")}
    approved = {one.key: one for one in letters(ports, meeting)}
    tokens = {one.id: one.token for one in ports.store.questions.of_meeting(meeting.id)}
    for _, letter in server.letters:
        words = approved[str(letter["Message-ID"]).strip("<>").split("@")[0]]
        said = letter.get_content().replace("\r\n", "\n")
        assert said == words.text.replace("https://x/en/r/…", f"https://x/en/r/{tokens[words.question_id]}")
        assert said != words.text
    assert server.lines == 3  # one for each round


def test_what_was_cut_off_is_never_taken_for_unsent_and_never_sent_twice(
    ports: Ports, meeting: Meeting, alex: Actor, to_tell: Telling, server: MailServer, mailer: SmtpMailer,
    clock: StoppedClock,
) -> None:  # fmt: skip
    server.loses = 1
    pressed(ports, to_tell, alex, "maria@example.org")
    works(ports, mailer, clock, timedelta(hours=1), timedelta(days=3))

    assert len(server.letters) == 1
    ((state, problem),) = states(ports, meeting)
    assert state is LetterState.UNKNOWN
    assert "Nobody can say whether it was sent" in problem


def test_after_a_worker_died_in_the_middle_a_person_decides(
    ports: Ports, meeting: Meeting, alex: Actor, to_tell: Telling, server: MailServer, mailer: SmtpMailer,
    clock: StoppedClock,
) -> None:  # fmt: skip
    pressed(ports, to_tell, alex, "maria@example.org")
    (letter,) = letters(ports, meeting)
    ports.store.letters.move(letter, replace(letter, state=LetterState.SENDING, attempts=1))
    works(ports, mailer, clock, timedelta(hours=1))

    assert (server.letters, states(ports, meeting)[0][0]) == ([], LetterState.UNKNOWN)


def test_a_refused_address_is_told_to_a_person_and_the_others_get_theirs(
    ports: Ports, meeting: Meeting, alex: Actor, to_tell: Telling, server: MailServer, mailer: SmtpMailer,
    clock: StoppedClock,
) -> None:  # fmt: skip
    server.refuses["gone@example.org"] = "550 5.1.1 No such user"
    pressed(ports, to_tell, alex, "gone@example.org", "siân@example.org", "maria@example.org")
    works(ports, mailer, clock, timedelta(hours=1))

    assert [to for to, _ in server.letters] == ["maria@example.org"]
    assert [state for state, _ in states(ports, meeting)] == [LetterState.FAILED, LetterState.FAILED, LetterState.SENT]
    assert "does not know this address" in states(ports, meeting)[0][1]
    assert "letters that not every mail server takes" in states(ports, meeting)[1][1]


def test_a_server_that_asks_to_wait_gets_it_later_and_at_last_a_person_hears_of_it(
    ports: Ports, meeting: Meeting, alex: Actor, to_tell: Telling, server: MailServer, mailer: SmtpMailer,
    clock: StoppedClock,
) -> None:  # fmt: skip
    server.refuses["slow@example.org"] = "450 4.7.1 Greylisted"
    pressed(ports, to_tell, alex, "slow@example.org")
    works(ports, mailer, clock, timedelta(seconds=30))
    ((state, problem),) = states(ports, meeting)
    assert (state, problem) == (LetterState.QUEUED, "The mail server asks us to try later (450)")
    del server.refuses["slow@example.org"]
    works(ports, mailer, clock, timedelta(minutes=1))
    assert states(ports, meeting) == [(LetterState.SENT, "")]

    server.refuses["never@example.org"] = "450 4.7.1 Greylisted"
    pressed(ports, to_tell, alex, "never@example.org")
    works(ports, mailer, clock, *[timedelta(hours=5)] * 8)
    assert states(ports, meeting)[1] == (LetterState.FAILED, "The mail server asks us to try later (450)")


def test_while_the_server_is_down_everything_waits_and_goes_out_when_it_is_back(
    ports: Ports, meeting: Meeting, alex: Actor, to_tell: Telling, server: MailServer, mailer: SmtpMailer,
    clock: StoppedClock, caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    pressed(ports, to_tell, alex, "a@example.org", "b@example.org")
    nowhere = SmtpMailer(SmtpServer("127.0.0.1", 1, tls=False), "questions@board.example", "Anytown Board", clock)
    works(ports, nowhere, clock)
    assert {state for state, _ in states(ports, meeting)} == {LetterState.QUEUED}
    assert {problem for _, problem in states(ports, meeting)} == {
        "The mail server 127.0.0.1:1 does not answer as it should"
    }
    assert "letters wait: The mail server 127.0.0.1:1 does not answer as it should" in caplog.text
    works(ports, mailer, clock, timedelta(minutes=2))

    assert [to for to, _ in server.letters] == ["a@example.org", "b@example.org"]


def test_a_letter_is_not_sent_once_something_else_became_of_the_question(
    ports: Ports, meeting: Meeting, alex: Actor, to_tell: Telling, server: MailServer, mailer: SmtpMailer,
    clock: StoppedClock,
) -> None:  # fmt: skip
    (question,) = pressed(ports, to_tell, alex, "maria@example.org")
    do(ports, NOTE, question, alex, update=DispositionUpdate(answer="No, in June."))
    works(ports, mailer, clock)

    assert server.letters == []
    assert states(ports, meeting) == [
        (LetterState.CANCELLED, "Something else became of the question before it was sent")
    ]


def test_a_letter_that_waits_is_not_sent_once_its_meeting_was_on_another_day(
    ports: Ports, meeting: Meeting, alex: Actor, to_tell: Telling, server: MailServer, mailer: SmtpMailer,
    clock: StoppedClock,
) -> None:  # fmt: skip
    pressed(ports, to_tell, alex, "maria@example.org")
    later = replace(meeting.details, starts_at=meeting.details.starts_at + timedelta(days=9))
    meetings.change(ports, meeting, later, actor=alex)
    works(ports, mailer, clock)

    assert server.letters == []
    assert [state for state, _ in states(ports, meeting)] == [LetterState.CANCELLED]


def test_who_was_told_by_a_person_while_nobody_knew_gets_no_letter_as_well(
    ports: Ports, meeting: Meeting, alex: Actor, to_tell: Telling, service: NotifyStandIn, clock: StoppedClock
) -> None:
    mailer = NotifyMailer(service.url, TEMPLATE, KEY)
    service.answers = [500]  # it never took it, and the worker will find that out
    pressed(ports, to_tell, alex, "maria@example.org")
    works(ports, mailer, clock)
    assert telling.tick(ports, to_tell, seen(ports, to_tell), alex).done == 1
    works(ports, mailer, clock, timedelta(minutes=2), timedelta(minutes=2))

    assert service.taken == []
    assert states(ports, meeting)[0] == (LetterState.CANCELLED, "They were told otherwise meanwhile")


def answers(ports: Ports, question: Question, alex: Actor, words: str) -> Question:
    return do(ports, NOTE, question, alex, update=DispositionUpdate(answer=words))


def test_where_the_first_answer_holds_again_its_letter_that_still_waits_goes_out_once(
    ports: Ports, meeting: Meeting, alex: Actor, to_tell: Telling, server: MailServer, mailer: SmtpMailer,
    clock: StoppedClock,
) -> None:  # fmt: skip
    (question,) = pressed(ports, to_tell, alex, "maria@example.org")
    first = question.disposition.answer
    question = answers(ports, question, alex, "No, never.")
    telling.send_ready(ports, to_tell, seen(ports, to_tell), alex)
    answers(ports, question, alex, first)
    assert standings(ports, to_tell) == [(Means.EMAIL, Standing.UNDER_WAY)]
    telling.send_ready(ports, to_tell, seen(ports, to_tell), alex)
    works(ports, mailer, clock, timedelta(minutes=2))

    assert len(server.to("maria@example.org")) == 1
    assert [state for state, _ in states(ports, meeting)] == [LetterState.SENT, LetterState.CANCELLED]


def test_who_was_told_something_else_by_a_person_between_two_letters_of_the_same_gets_one_of_them(
    ports: Ports, meeting: Meeting, alex: Actor, to_tell: Telling, server: MailServer, mailer: SmtpMailer,
    clock: StoppedClock,
) -> None:  # fmt: skip
    (question,) = pressed(ports, to_tell, alex, "maria@example.org")
    first = question.disposition.answer
    question = answers(ports, question, alex, "No, never.")
    clock.now += timedelta(minutes=1)
    assert telling.tick(ports, to_tell, seen(ports, to_tell), alex).done == 1
    clock.now += timedelta(minutes=1)
    answers(ports, question, alex, first)
    telling.send_ready(ports, to_tell, seen(ports, to_tell), alex)
    works(ports, mailer, clock, timedelta(minutes=2))

    assert len(server.to("maria@example.org")) == 1
    assert states(ports, meeting)[2] == (LetterState.CANCELLED, "They were told otherwise meanwhile")


def test_who_may_have_been_told_something_else_is_told_of_the_first_again_where_that_holds(
    ports: Ports, meeting: Meeting, alex: Actor, to_tell: Telling, server: MailServer, mailer: SmtpMailer,
    clock: StoppedClock,
) -> None:  # fmt: skip
    (question,) = pressed(ports, to_tell, alex, "maria@example.org")
    first = question.disposition.answer
    works(ports, mailer, clock)
    question = answers(ports, question, alex, "No, never.")
    clock.now += timedelta(minutes=1)
    telling.send_ready(ports, to_tell, seen(ports, to_tell), alex)
    server.loses = 1
    works(ports, mailer, clock)
    clock.now += timedelta(minutes=1)
    answers(ports, question, alex, first)

    assert [state for state, _ in states(ports, meeting)] == [LetterState.SENT, LetterState.UNKNOWN]
    assert standings(ports, to_tell) == [(Means.EMAIL, Standing.READY)]
    telling.send_ready(ports, to_tell, seen(ports, to_tell), alex)
    works(ports, mailer, clock)
    assert states(ports, meeting)[2] == (LetterState.SENT, "")
    assert standings(ports, to_tell) == [(Means.EMAIL, Standing.TOLD)]


def test_a_letter_that_failed_is_sent_again_where_what_came_after_it_told_of_something_else(
    ports: Ports, meeting: Meeting, alex: Actor, to_tell: Telling, server: MailServer, mailer: SmtpMailer,
    clock: StoppedClock,
) -> None:  # fmt: skip
    server.refuses["maria@example.org"] = "550 no such mailbox"
    (question,) = pressed(ports, to_tell, alex, "maria@example.org")
    first = question.disposition.answer
    works(ports, mailer, clock)
    question = answers(ports, question, alex, "No, never.")
    clock.now += timedelta(minutes=1)
    telling.send_ready(ports, to_tell, seen(ports, to_tell), alex)
    works(ports, mailer, clock)
    assert [state for state, _ in states(ports, meeting)] == [LetterState.FAILED] * 2
    answers(ports, question, alex, first)
    server.refuses.clear()
    (letter, _) = letters(ports, meeting)
    assert telling.send_again(ports, letter)
    works(ports, mailer, clock)

    assert len(server.to("maria@example.org")) == 1
    assert standings(ports, to_tell) == [(Means.EMAIL, Standing.TOLD)]


def test_a_letter_that_waits_is_not_sent_where_another_of_the_same_may_have_arrived(
    ports: Ports, meeting: Meeting, alex: Actor, to_tell: Telling, server: MailServer, mailer: SmtpMailer,
    clock: StoppedClock,
) -> None:  # fmt: skip
    server.refuses["maria@example.org"] = "451 later"
    (question,) = pressed(ports, to_tell, alex, "maria@example.org")
    first = question.disposition.answer
    works(ports, mailer, clock)
    clock.now += timedelta(seconds=1)
    question = answers(ports, question, alex, "No, never.")
    assert telling.tick(ports, to_tell, seen(ports, to_tell), alex).done == 1
    clock.now += timedelta(seconds=1)
    answers(ports, question, alex, first)
    telling.send_ready(ports, to_tell, seen(ports, to_tell), alex)
    server.refuses.clear()
    server.loses = 1
    works(ports, mailer, clock, *[timedelta(minutes=2)] * 3)

    assert len(server.to("maria@example.org")) == 1
    assert [state for state, _ in states(ports, meeting)] == [
        LetterState.CANCELLED, LetterState.SENT, LetterState.UNKNOWN
    ]  # fmt: skip


def test_a_letter_that_was_sent_again_and_may_have_arrived_is_for_a_person_to_see_to(
    ports: Ports, meeting: Meeting, alex: Actor, to_tell: Telling, server: MailServer, mailer: SmtpMailer,
    clock: StoppedClock,
) -> None:  # fmt: skip
    server.refuses["maria@example.org"] = "550 no such mailbox"
    (question,) = pressed(ports, to_tell, alex, "maria@example.org")
    first = question.disposition.answer
    works(ports, mailer, clock)
    server.refuses.clear()
    question = answers(ports, question, alex, "No, never.")
    clock.now += timedelta(minutes=1)
    telling.send_ready(ports, to_tell, seen(ports, to_tell), alex)
    works(ports, mailer, clock)
    clock.now += timedelta(minutes=1)
    answers(ports, question, alex, first)
    server.loses = 1
    assert telling.send_again(ports, letters(ports, meeting)[0])
    works(ports, mailer, clock)

    assert states(ports, meeting)[0][0] is LetterState.UNKNOWN
    assert standings(ports, to_tell) == [(Means.EMAIL, Standing.TROUBLE)]


def test_what_was_practised_keeps_no_letter_from_going_out(
    ports: Ports, meeting: Meeting, alex: Actor, to_tell: Telling, server: MailServer, mailer: SmtpMailer,
    clock: StoppedClock,
) -> None:  # fmt: skip
    pressed(ports, replace(to_tell, mail=MailMode.PRACTICE), alex, "maria@example.org")
    works(ports, PracticeMailer(), clock)
    telling.send_ready(ports, to_tell, seen(ports, to_tell), alex)
    works(ports, mailer, clock, timedelta(minutes=2))

    assert len(server.to("maria@example.org")) == 1


def test_what_a_round_left_in_the_middle_is_unknown_by_the_next(
    ports: Ports, meeting: Meeting, alex: Actor, to_tell: Telling, server: MailServer, mailer: SmtpMailer,
    clock: StoppedClock,
) -> None:  # fmt: skip
    worker = Worker(ports, [], "a", mailer)
    worker.tick()
    pressed(ports, to_tell, alex, "maria@example.org")
    (letter,) = letters(ports, meeting)
    ports.store.letters.move(letter, replace(letter, state=LetterState.SENDING, attempts=1))
    clock.now += timedelta(minutes=1)
    worker.tick()
    worker.stop()

    assert (server.letters, states(ports, meeting)[0][0]) == ([], LetterState.UNKNOWN)


def test_what_is_practised_leaves_no_computer(
    ports: Ports, meeting: Meeting, alex: Actor, to_tell: Telling, server: MailServer, mailer: SmtpMailer,
    clock: StoppedClock,
) -> None:  # fmt: skip
    pressed(ports, replace(to_tell, mail=MailMode.PRACTICE), alex, "maria@example.org", "gone@board.invalid")
    works(ports, mailer, clock)  # a board that has gone live meanwhile
    assert server.letters == []
    works(ports, PracticeMailer(), clock)

    assert server.letters == []
    assert [state for state, _ in states(ports, meeting)] == [LetterState.SENT, LetterState.FAILED]


def test_notify_is_asked_what_became_of_a_letter_until_it_says(
    ports: Ports, meeting: Meeting, alex: Actor, to_tell: Telling, service: NotifyStandIn, clock: StoppedClock
) -> None:
    mailer = NotifyMailer(service.url, TEMPLATE, KEY)
    pressed(ports, to_tell, alex, "gone@example.org", "maria@example.org")
    works(ports, mailer, clock, timedelta(minutes=2))
    assert {state for state, _ in states(ports, meeting)} == {LetterState.SENT}
    service.status |= {id_of(1): "permanent-failure", id_of(2): "delivered"}
    works(ports, mailer, clock, timedelta(minutes=10), timedelta(days=4))

    assert states(ports, meeting) == [
        (LetterState.FAILED, "There is no such email address"),
        (LetterState.SENT, ""),
    ]
    assert _waiting(ports, meeting) == []


def test_what_notify_took_without_saying_so_is_found_and_not_sent_twice(
    ports: Ports, meeting: Meeting, alex: Actor, to_tell: Telling, service: NotifyStandIn, clock: StoppedClock
) -> None:
    mailer = NotifyMailer(service.url, TEMPLATE, KEY)
    service.loses = 1
    pressed(ports, to_tell, alex, "maria@example.org")
    works(ports, mailer, clock)
    assert states(ports, meeting)[0][0] is LetterState.UNKNOWN
    works(ports, mailer, clock, timedelta(minutes=2))
    assert states(ports, meeting)[0][0] is LetterState.SENT
    assert len(service.taken) == 1

    service.answers = [500]  # and this one it never took
    pressed(ports, to_tell, alex, "other@example.org")
    works(ports, mailer, clock, timedelta(minutes=2), timedelta(minutes=2))
    assert [one["email_address"] for one in service.taken] == ["maria@example.org", "other@example.org"]
    assert states(ports, meeting)[1][0] is LetterState.SENT


def _waiting(ports: Ports, meeting: Meeting) -> list[Letter]:
    return [one for one in letters(ports, meeting) if one.next_step_at is not None]
