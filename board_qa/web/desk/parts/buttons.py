"""Every action of the desk is a plain form of one button; the live client posts it without leaving the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from flask import url_for

from board_qa.domain.questions.question import Question
from board_qa.web.desk.deciding import endpoint
from board_qa.web.desk.parts.frame import Frame

# How a key is written on a button, where that is not its letter.
_KEYS = {"ctrl+enter": "Ctrl Enter", "esc": "Esc"}


@dataclass(frozen=True)
class Button:
    """`hidden` is what a screen reader hears after the label; `stays`: the question stays before the moderator.

    `fields` are sent with it. One that is not `able` is there all the same, so that the focus stays where it is.
    """

    label: str
    action: str
    fields: Mapping[str, object]
    hidden: str = ""
    style: str = ""
    key: str = ""
    stays: bool = False
    able: bool = True
    opens_panel: ClassVar[bool] = False

    @property
    def cap(self) -> str:
        return key_cap(self.key)


@dataclass(frozen=True)
class Opener:
    """A button that opens a panel under the actions; without JavaScript it is a link that does the same."""

    label: str
    panel: str
    address: str
    is_open: bool
    hidden: str
    style: str = ""
    key: str = ""
    opens_panel: ClassVar[bool] = True

    @property
    def cap(self) -> str:
        return key_cap(self.key)


def key_cap(key: str) -> str:
    """What stands on a key."""
    first = key.split(" ", maxsplit=1)[0]
    return _KEYS.get(first, first.upper())


def decision(
    frame: Frame,
    question: Question,
    what: str,
    label: str,
    style: str = "",
    key: str = "",
    *,
    stays: bool = False,
    hidden: str = "",
    able: bool = True,
    **fields: object,
) -> Button:
    """One button that does one thing to one question."""
    return Button(
        label,
        url_for(endpoint(what), meeting_id=frame.meeting.id, number=question.number, what=what),
        sent_with(frame, question, stays=stays) | fields,
        hidden or f"question {question.called}",
        style,
        key,
        stays,
        able,
    )


def sent_with(frame: Frame, question: Question, *, stays: bool) -> dict[str, object]:
    """What every form about a question sends: the revision that was seen, and where to come back to."""
    return {"expected": question.revision, "back": frame.back_with(question) if stays else frame.back}


def command(
    frame: Frame,
    view: str,
    label: str,
    what: str | None = None,
    *,
    hidden: str = "",
    style: str = "m-btn--s",
    key: str = "",
    expected: object = "",
    network: str | None = None,
) -> Button:
    """One button about the screen, the sources or the last action; `network` is the source it is about, if one."""
    fields = {"back": frame.back} | ({"expected": expected} if expected else {})
    action = url_for(view, meeting_id=frame.meeting.id, what=what, network=network)
    return Button(label, action, fields, hidden, style, key, stays=True)


def opener(frame: Frame, question: Question, panel: str, label: str, style: str = "", key: str = "") -> Opener:
    return Opener(
        label,
        panel,
        frame.address(q=question.number, panel=panel),
        frame.open_panel == panel,
        f"question {question.called}",
        style,
        key,
    )
