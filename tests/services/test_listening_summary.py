"""What came of listening in a few figures: the same as in the whole report."""

from __future__ import annotations

from board_qa.domain.listening.asked_about import Word
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.telling.letters import MailMode
from board_qa.ports import Ports
from board_qa.services.listening.report import read, report
from board_qa.services.listening.summary import Summary, summary
from board_qa.storage.sql.store import SqlStore
from tests.services.test_listening_report import kept
from tests.support.deciding import asked, do


def test_each_figure_is_that_of_the_report(ports: Ports, store: SqlStore, meeting: Meeting, alex: Actor) -> None:
    kept(store, "1", "maria", meeting.id, text="@jo why?")
    kept(store, "2", "maria", meeting.id)
    kept(store, "3", "jo", meeting.id, is_repost=True)
    for text in ("Why is parking costly?", "Is parking costly?"):
        do(ports, Action.ACCEPT, asked(ports, meeting, text), alex)
    told, whole = summary(ports, meeting), report(read(ports, {}, meeting, MailMode.PRACTICE))

    assert told.words == [Word("costly", 2), Word("parking", 2)] == whole.asked_about
    assert (told.posts, told.participants) == (whole.figures.posts, whole.figures.participants) == (2, 1)
    assert (told.askers, told.first_time) == (whole.questions.people.askers, whole.questions.people.first_time)
    assert told.supports == whole.questions.supports


def test_of_a_meeting_of_which_nobody_spoke_all_is_nothing(ports: Ports, meeting: Meeting) -> None:
    assert summary(ports, meeting) == Summary(0, 0, 0, 0, 0, [])
