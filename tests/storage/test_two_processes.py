"""The worker beside the web server, two processes on one database: looking a text through is slow, and keeps nobody."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.posts import Post
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import State
from board_qa.domain.questions.transitions import decide
from board_qa.domain.telling.letters import PRIVATE_PAGE, MailMode
from board_qa.domain.text.flags import Flag, Kind
from board_qa.domain.text.saying import ENGLISH
from board_qa.ports import Ports
from board_qa.ports.questions import Conflict
from board_qa.screening.screener import Screener
from board_qa.services.meetings import meetings
from board_qa.services.networks.collecting import collect
from board_qa.services.networks.sighting import take_edit
from board_qa.services.questions.moderating import act
from board_qa.services.questions.screening import screen_waiting
from board_qa.services.telling import telling
from board_qa.services.telling.asked import askers
from board_qa.services.telling.telling import Pressed, Telling
from board_qa.storage.sql.store import SqlStore
from board_qa.system.bank_holidays import BankHolidays
from board_qa.system.ids import RandomIds
from tests.conftest import RunningNetwork
from tests.services.test_telling import came
from tests.support.deciding import asked, do, now
from tests.support.doubles import ABUSIVE, NOON, CountingIds, RecordingAnnouncer, StoppedClock, details


class WhileChoosing(CountingIds):
    """Names in order; before the first of them the other process has a second to come in between."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.other_is_done = threading.Event(), threading.Event()

    def token(self) -> str:
        if not self.begun.is_set():
            self.begun.set()
            self.other_is_done.wait(1)
        return super().token()


EDIT = Post("n", "2", "Why really?", "9", "Jo", "jo", NOON)


class WhileReading(Screener):
    """Finds nothing; something else happens while it looks, once."""

    def __init__(self) -> None:
        super().__init__()
        self.something: Callable[[], object] = list

    def flags(self, text: str, language: str = "en") -> tuple[Flag, ...]:
        something, self.something = self.something, list
        something()
        return ()


@pytest.fixture
def screening() -> WhileReading:
    return WhileReading()


@pytest.fixture
def web(process: Callable[[], SqlStore], clock: StoppedClock) -> Ports:
    return Ports(process(), clock, CountingIds(), RecordingAnnouncer(), Screener(), BankHolidays())


@pytest.fixture
def worker(web: Ports, process: Callable[[], SqlStore], clock: StoppedClock, screening: WhileReading) -> Ports:
    return Ports(process(), clock, CountingIds(), RecordingAnnouncer(), screening, BankHolidays())


@pytest.fixture
def meeting(web: Ports) -> Meeting:
    return meetings.create(web, details())


@pytest.fixture
def alex(web: Ports) -> Actor:
    return _moderator(web, "alex", "Alex")


@pytest.fixture
def sam(web: Ports) -> Actor:
    return _moderator(web, "sam", "Sam")


def _moderator(web: Ports, username: str, name: str) -> Actor:
    person = web.store.accounts.add(username, name, "", web.clock())
    assert person is not None
    return Actor(person.name, person.id)


def test_a_name_withheld_while_a_text_is_looked_through_stays_withheld(
    web: Ports, worker: Ports, screening: WhileReading, meeting: Meeting, alex: Actor
) -> None:
    question = asked(web, meeting)
    assert take_edit(worker, question, EDIT)
    screening.something = lambda: do(web, Action.WITHHOLD_NAME, now(web, question), alex, update={"name_hidden": True})
    screen_waiting(worker)

    assert now(web, question).source.flags == ()
    assert now(web, question).name_withheld


def test_what_was_found_in_old_words_is_not_said_of_new_ones(
    web: Ports, worker: Ports, screening: WhileReading, meeting: Meeting
) -> None:
    question = asked(web, meeting)
    assert take_edit(worker, question, EDIT)
    newer = replace(EDIT, version="3", text="Why did 07700 900123 never ring?")
    screening.something = lambda: take_edit(web, question, newer)
    screen_waiting(worker)

    assert [flag.kind for flag in now(web, question).flags] == [Kind.UNREAD]


def test_a_question_declined_while_its_words_are_looked_through_for_an_approval_stays_declined(
    web: Ports, worker: Ports, screening: WhileReading, meeting: Meeting, alex: Actor, sam: Actor
) -> None:
    question = asked(web, meeting)
    screening.something = lambda: do(web, Action.DECLINE, question, sam, ABUSIVE)

    with pytest.raises(Conflict):
        act(worker, Action.ACCEPT, question, question.revision, alex)
    assert now(web, question).state is State.DECLINED


def test_the_public_can_ask_while_a_post_is_looked_through(
    web: Ports, worker: Ports, screening: WhileReading, meeting: Meeting, practice: RunningNetwork
) -> None:
    practice.says("jo", "How long? #AnytownBoard")
    screening.something = lambda: asked(web, meeting, "How much?")  # would wait for an open transaction, and fail
    collect(worker, practice.channel)
    screen_waiting(worker)

    assert {q.source.text for q in web.store.questions.of_meeting(meeting.id)} == {
        "How long? #AnytownBoard",
        "How much?",
    }


def test_new_words_are_not_stored_over_a_question_that_changed_since_it_was_read(
    web: Ports, meeting: Meeting, alex: Actor
) -> None:
    read = asked(web, meeting)
    do(web, Action.WITHHOLD_NAME, read, alex, update={"name_hidden": True})

    with pytest.raises(Conflict):
        web.store.questions.replace_text(read, EDIT, decide(Action.EDIT_AT_SOURCE, read), NOON)
    assert now(web, read).name_withheld


def test_of_two_who_press_send_at_once_only_one_tells_each_person(web: Ports, process: Callable[[], SqlStore]) -> None:
    """Alex presses here, and Sam at the same moment in another process."""
    meeting = meetings.create(web, details())
    alex, sam = Actor("Alex"), Actor("Sam")
    do(web, Action.DECLINE, came(web, meeting), alex, ABUSIVE)
    telling_it = Telling(meeting, {}, MailMode.ON, "Anytown Board", lambda code: f"{code}{PRIVATE_PAGE}", ENGLISH)
    before = {one.question.number: one.rests_on for one in askers(web, meeting, {}, MailMode.ON)}
    other, ids = process(), WhileChoosing()
    pressed: list[Pressed] = []

    def sam_presses() -> None:
        ids.begun.wait()
        theirs = replace(web, store=other, announcer=RecordingAnnouncer(), ids=RandomIds())
        pressed.append(telling.send_ready(theirs, telling_it, before, sam))
        ids.other_is_done.set()

    second = threading.Thread(target=sam_presses)
    second.start()
    pressed.append(telling.send_ready(replace(web, ids=ids), telling_it, before, alex))
    second.join()

    assert sorted(one.done for one in pressed) == [0, 1]
    assert len(web.store.letters.of_meeting(meeting.id)) == 1
