"""The same form comes once more while what came first is still being looked through."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.admission import AskForm
from board_qa.domain.questions.entries import Logged
from board_qa.domain.questions.flooding import Sender
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import Receipt
from board_qa.domain.text.flags import Flag
from board_qa.ports import Ports
from board_qa.screening.screener import Screener
from board_qa.services.questions.asking import AlreadySent, ask
from board_qa.services.questions.supplementary import Becomes, add
from tests.support.deciding import asked, do, now
from tests.support.follow_ups import allowing

PAGE = Sender("page", "203.0.113.9", hasty=False)
DAN = AskForm("key", "Why?", "Dan Smith", "dan@example.org")


class Meanwhile(Screener):
    """Looks a text through, or names, and the first time, before it answers, something else comes to its end."""

    def __init__(self, text: Callable[[], object] | None = None, names: Callable[[], object] | None = None) -> None:
        super().__init__()
        self._comes = {"text": text, "names": names}

    def flags(self, text: str, language: str = "en") -> tuple[Flag, ...]:
        self._let_come("text")
        return super().flags(text, language)

    def flags_of_names(self, names: Sequence[str]) -> tuple[Flag, ...]:
        self._let_come("names")
        return super().flags_of_names(names)

    def _let_come(self, what: str) -> None:
        if comes := self._comes.pop(what, None):
            comes()


def test_a_double_click_is_one_question_and_both_get_its_receipt(ports: Ports, meeting: Meeting) -> None:
    first: list[Receipt] = []
    slow = replace(ports, screening=Meanwhile(lambda: first.append(ask(ports, meeting, DAN, sender=PAGE))))

    second = ask(slow, meeting, DAN, sender=PAGE)

    assert (first[0].token, first[0].new, second.new) == (second.token, True, False)
    assert len(ports.store.questions.of_meeting(meeting.id)) == 1


def test_somebody_else_on_the_same_page_at_once_gets_nobodys_receipt_but_their_own(
    ports: Ports, meeting: Meeting
) -> None:
    ann = replace(DAN, name="Ann Jones", email="ann@example.org")
    slow = replace(ports, screening=Meanwhile(lambda: ask(ports, meeting, DAN, sender=PAGE)))

    with pytest.raises(AlreadySent):
        ask(slow, meeting, ann, sender=PAGE)

    theirs = ask(ports, meeting, replace(ann, key="another"), sender=PAGE)
    questions = ports.store.questions.of_meeting(meeting.id)
    assert [one.source.author_name for one in questions] == ["Dan Smith", "Ann Jones"]
    assert theirs.token == questions[1].token


@pytest.mark.parametrize("becomes", [Becomes.ACCEPTED, Becomes.ON_SCREEN])
def test_a_supplementary_question_that_is_sent_twice_at_once_is_one(
    ports: Ports, meeting: Meeting, alex: Actor, becomes: Becomes
) -> None:
    meeting = allowing(ports, meeting)
    parent = do(ports, Action.PUT_ON_SCREEN, do(ports, Action.ACCEPT, asked(ports, meeting, "Why?"), alex), alex)
    seen, typed = now(ports, parent).revision, Logged("key", "And when?", name="Ann Jones")

    slow = replace(ports, screening=Meanwhile(names=lambda: add(ports, meeting, parent, seen, typed, becomes, alex)))
    child = add(slow, meeting, parent, seen, typed, becomes, alex)

    assert [one.called for one in ports.store.questions.of_meeting(meeting.id)] == ["1", "1a"]
    assert now(ports, child) == child
