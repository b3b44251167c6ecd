"""What goes into the minutes and the report, read from what is kept; and what does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from board_qa.domain.meetings.key_messages import KeyMessages
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.admission import AskForm
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import DispositionUpdate, NewQuestion
from board_qa.exports.minutes.document import Kind
from board_qa.ports import Ports
from board_qa.services.meetings import meetings
from board_qa.services.meetings.meetings import fingerprint
from board_qa.services.meetings.minutes import ChosenMeanwhile, choose, digest, pack, revision
from board_qa.services.questions.asking import ask
from board_qa.services.questions.moderating import group
from board_qa.services.questions.withdrawing import deleted_at_source
from tests.support.deciding import asked, do, now
from tests.support.doubles import NOON, POLITICAL
from tests.support.packs import described, read_in_all

APPROVE, ANSWER, NOTE = Action.ACCEPT, Action.ANSWER, Action.NOTE_ANSWER
NONE, TWO = KeyMessages(), KeyMessages(("One.", "Two."), ("Un.",))
# A word of each text, and of each detail, that no file may have.
SECRETS = (
    "apricot",
    "bramble",
    "cherry",
    "damson",
    "elder",
    "fennel",
    "ginger",
    "hazel",
    "nadia",
    "example.org",
    "@len",
)


def fresh(ports: Ports, meeting: Meeting) -> Meeting:
    found = ports.store.meetings.get(meeting.id)
    assert found is not None
    return found


def everything(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    """A question in every state that a record keeps something of to itself."""
    asked(ports, meeting, "Apricot?")
    do(ports, Action.HOLD, asked(ports, meeting, "Bramble?"), alex)
    do(ports, Action.DECLINE, asked(ports, meeting, "Cherry?"), alex, POLITICAL)
    do(ports, Action.REDIRECT, asked(ports, meeting, "Damson?"), alex, "Ring PALS.")
    do(ports, Action.WITHDRAW, asked(ports, meeting, "Elder?"), alex, "gone")
    open_one = do(ports, APPROVE, asked(ports, meeting, "Why is the car park full?"), alex)
    do(ports, Action.NOTE, open_one, alex, "Fennel")
    receipt = ask(ports, meeting, AskForm("key", "Why is it cold?", "Nadia", "nadia@example.org", name_withheld=True))
    do(ports, APPROVE, now(ports, ports.store.questions.by_token(receipt.token)), alex)
    post = NewQuestion("X", "77", "Ginger?", "Len", NOON, "len", version="1", url="https://x.example.org/77")
    posted = ports.store.questions.receive(meeting.id, post, ports.ids.token(), NOON)
    question = now(ports, ports.store.questions.by_token(posted.token))
    question = do(ports, ANSWER, do(ports, APPROVE, question, alex), alex)
    do(ports, NOTE, question, alex, update=DispositionUpdate(answer="It was not.", answered_by="The chair"))
    deleted_at_source(ports, now(ports, question), "X")
    same = asked(ports, meeting, "Hazel?")
    group(ports, same, same.revision, now(ports, open_one), alex)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("publishes", [True, False])
def test_what_the_record_keeps_to_itself_is_in_no_file(
    ports: Ports, meeting: Meeting, alex: Actor, kind: Kind, publishes: bool
) -> None:
    rules = replace(meeting.details.rules, publish_declined=publishes)
    meetings.change(ports, meeting, replace(meeting.details, rules=rules))
    everything(ports, fresh(ports, meeting), alex)
    ports.store.meetings.set_key_messages(meeting.id, TWO)
    for read in read_in_all(described(pack(ports, fresh(ports, meeting)), kind)).values():
        words = read.lower()
        assert [secret for secret in SECRETS if secret in words] == []
        for said in (
            "why is the car park full?",
            "why is it cold?",
            "asked by: name withheld",
            "it was not. answered by the chair",
            "the post was deleted where it was made",
            "put together with question 6",
        ):
            assert said in words
        assert (POLITICAL.lower() in words, "ring pals" in words) == (publishes, publishes)


def test_it_is_told_apart_by_what_the_files_say_and_by_nothing_else(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    question = do(ports, APPROVE, asked(ports, meeting, "Why?"), alex)
    seen, before = digest(pack(ports, fresh(ports, meeting))), revision(ports, fresh(ports, meeting))
    assert (digest(pack(ports, fresh(ports, meeting))), revision(ports, fresh(ports, meeting))) == (seen, before)
    do(ports, Action.NOTE, question, alex, "for colleagues only")
    assert revision(ports, fresh(ports, meeting)) != before
    assert digest(pack(ports, fresh(ports, meeting))) == seen
    do(ports, Action.WITHDRAW, now(ports, question), alex, "gone")
    without = digest(pack(ports, fresh(ports, meeting)))
    choose(ports, meeting, TWO, fingerprint(NONE), alex)

    assert len({seen, without, digest(pack(ports, fresh(ports, meeting)))}) == 3
    assert revision(ports, fresh(ports, meeting)) != before


def test_key_messages_are_kept_in_their_order_and_who_chose_them_is_on_the_record(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    choose(ports, meeting, TWO, fingerprint(NONE), alex)
    again = KeyMessages(("Two.", "One."))
    choose(ports, meeting, again, fingerprint(TWO), alex)
    history = ports.store.settings.history(meeting.id, 9)

    assert ports.store.meetings.key_messages(meeting.id) == again
    assert [(one.what.setting, one.what.after, one.by) for one in history][-2:] == [
        ("key_messages_welsh", ("Un.",), alex.name),
        ("key_messages", ("One.", "Two."), alex.name),
    ]
    assert pack(ports, meeting).messages == again


def test_key_messages_of_one_meeting_are_not_those_of_another(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    other = meetings.create(ports, meeting.details)
    choose(ports, meeting, TWO, fingerprint(NONE), alex)

    assert ports.store.meetings.key_messages(other.id) == NONE


def test_nobody_replaces_key_messages_that_they_have_not_seen(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    choose(ports, meeting, TWO, fingerprint(NONE), alex)
    with pytest.raises(ChosenMeanwhile) as theirs:
        choose(ports, meeting, KeyMessages(("Mine.",)), fingerprint(NONE), alex)

    assert theirs.value.messages == TWO
    assert ports.store.meetings.key_messages(meeting.id) == TWO
