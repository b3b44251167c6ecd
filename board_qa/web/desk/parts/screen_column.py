"""The right side of the desk: what the room sees, how the time goes, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from board_qa.domain.questions.audience import asked_by, follow_up
from board_qa.domain.questions.question import Question
from board_qa.domain.text.excerpt import excerpt
from board_qa.services.questions import moderating
from board_qa.web.desk.order_page import OrderPage
from board_qa.web.desk.parts.buttons import Button, command, decision
from board_qa.web.desk.parts.frame import Frame
from board_qa.web.desk.parts.pages import Pages, pages


@dataclass(frozen=True)
class OrderLine:
    """A question of the running order, with its place there, from 1. `is_apart`: others come between it and the line
    above it."""

    question: Question
    place: int
    is_apart: bool
    address: str
    asked_by: str
    more: str
    put: Button | None
    arrows: Sequence[Button]

    @property
    def text(self) -> str:
        return excerpt(self.question.words)


@dataclass(frozen=True)
class ScreenColumn:
    on_screen: Question | None
    put_at: datetime | None
    buttons: Sequence[Button]
    section_buttons: Sequence[Button]
    lines: Sequence[OrderLine]
    pages: Pages

    @property
    def waiting(self) -> int:
        """How many questions wait to be put."""
        return self.pages.paging.total


def screen_column(frame: Frame, order: OrderPage, chosen: Question | None) -> ScreenColumn:
    """`chosen` is the question before the moderator: the keys [ and ] move it."""
    return ScreenColumn(
        order.on_screen,
        order.put_at,
        list(_buttons(frame, order)) if frame.drives else (),
        list(_section_buttons(frame)) if frame.drives else (),
        list(_lines(frame, order, chosen)),
        pages(frame, order.paging, "order", "the running order", chosen),
    )


def _buttons(frame: Frame, order: OrderPage) -> Iterator[Button]:
    following = "Answered, next" if order.on_screen else "Next"
    yield command(frame, "desk.screen", following, "next", expected=order.expected_next, key="n")
    yield command(frame, "desk.screen", "Blank", "blank", key="b")
    yield command(frame, "desk.screen", "Joining code", "joining", key="q")
    yield command(frame, "desk.screen", "Closed", "closed", key="z")


def _section_buttons(frame: Frame) -> Iterator[Button]:
    expected = moderating.expected_section(frame.meeting.section)
    if not expected:
        yield command(frame, "desk.section", "Start the clock", "start", hidden="of the public section", key="s")
        return
    yield command(frame, "desk.section", "5 more minutes", "extend", expected=expected, key="o")
    yield command(frame, "desk.section", "Stop", "stop", hidden="timing the public section", expected=expected)


def _lines(frame: Frame, order: OrderPage, chosen: Question | None) -> Iterator[OrderLine]:
    before = None
    for row in order.rows:
        question = row.question
        yield OrderLine(
            question,
            row.place,
            before is not None and row.place != before + 1,
            frame.address_of(question),
            asked_by(question),
            _more(frame, question),
            decision(frame, question, "put-on-screen", "Put on screen", "m-btn--s") if frame.drives else None,
            _arrows(frame, order, row.question, row.place, chosen) if frame.drives else (),
        )
        before = row.place


def _more(frame: Frame, question: Question) -> str:
    """What follows the asker's name: how many others asked it, which question it follows up, its agenda item, and who
    would like to know as well."""
    others = f" and {question.together} more" if question.together else ""
    parts = [follow_up(question), question.disposition.agenda_item, frame.supporters(question)]
    return others + "".join(f". {part}" for part in parts if part)


def _arrows(
    frame: Frame, order: OrderPage, question: Question, place: int, chosen: Question | None
) -> Sequence[Button]:
    """One place up or down the running order. At its end the button stays, so that the focus does."""
    here = chosen is not None and question.id == chosen.id

    def arrow(what: str, label: str, key: str, able: bool) -> Button:
        hidden = f"Move question {question.called} {what}"
        return decision(frame, question, what, label, key=key if here else "", stays=True, hidden=hidden, able=able)

    return arrow("earlier", "↑", "[", place > 1), arrow("later", "↓", "]", place < order.paging.total)
