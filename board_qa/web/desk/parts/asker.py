"""Who asked the question and how they can be reached: seen at the desk and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from board_qa.domain.questions.audience import ANONYMOUS
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import Question
from board_qa.domain.text.wording import shown
from board_qa.services.networks.routing import further_hashtag_alone
from board_qa.web.desk.parts.buttons import Button, decision
from board_qa.web.desk.parts.frame import Frame
from board_qa.web.shell import words
from board_qa.web.shell.installation import installation, ports


@dataclass(frozen=True)
class Asker:
    """`items` are the agenda items that the question can be linked to; none where this role may not, or not now.

    `further_hashtag` is all that brought a post here; '' where anything else did as well.
    """

    name: str
    withholding: Button | None
    asked_at: str
    attending: str
    further_hashtag: str
    items: Sequence[str]


def asker(frame: Frame, question: Question, can: frozenset[Action]) -> Asker:
    source, zone = question.source, frame.zone
    return Asker(
        _name(question),
        _withholding(frame, question, can),
        f"{words.long_date(source.asked_at, zone)}, {words.exact_time(source.asked_at, zone)}",
        words.ATTENDING[source.attending] if source.attending else "",
        _further_hashtag(frame, question),
        _items(frame, question) if frame.moderates and Action.LINK in can else (),
    )


def _name(question: Question) -> str:
    source = question.source
    name = shown(source.author_name) or ("Not known yet" if source.lacks_author else ANONYMOUS)
    return f"{name} @{source.author_handle}" if source.author_handle else name


def _withholding(frame: Frame, question: Question, can: frozenset[Action]) -> Button | None:
    """What asked to be withheld stays so: only what somebody here decided is for them to change."""
    source = question.source
    named = bool(source.author_name or source.author_handle)
    if not (frame.moderates and Action.WITHHOLD_NAME in can and named) or source.name_withheld:
        return None
    if question.disposition.name_hidden:
        return decision(frame, question, "show-name", "Show the name", "m-btn--s", stays=True)
    return decision(frame, question, "withhold-name", "Withhold the name", "m-btn--s", stays=True)


def _further_hashtag(frame: Frame, question: Question) -> str:
    channel = installation().channels.get(question.source.channel)
    return further_hashtag_alone(ports(), channel, frame.meeting, question) if channel else ""


def _items(frame: Frame, question: Question) -> Sequence[str]:
    """The agenda's, and the question's own where that was taken off the agenda since."""
    agenda, own = frame.meeting.details.agenda, question.disposition.agenda_item
    return (*agenda, own) if agenda and own and own not in agenda else agenda
