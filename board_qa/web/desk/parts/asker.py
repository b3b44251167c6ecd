"""Who asked the question and how they can be reached: seen at the desk and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from board_qa.domain.networks.hashtags import has_hashtag
from board_qa.domain.questions.audience import ANONYMOUS
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import Question
from board_qa.domain.text.wording import shown
from board_qa.web.desk.parts.buttons import Button, decision
from board_qa.web.desk.parts.frame import Frame
from board_qa.web.shell import words
from board_qa.web.shell.installation import installation, ports


@dataclass(frozen=True)
class Asker:
    """`items` are the agenda items that the question can be linked to; none where this role may not, or not now.

    `further_hashtag` is the only reason why a post came; '' where there is another one, or it has none.
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
    details, text = frame.meeting.details, question.source.text
    if not question.source.version or has_hashtag(text, details.hashtag):
        return ""
    further = next((one for one in details.more_hashtags if has_hashtag(text, one)), "")
    return "" if further and _is_to_us(frame, question) else further


def _is_to_us(frame: Frame, question: Question) -> bool:
    """Whether its post mentions us, or answers what we posted: then nobody need wonder whom it is meant for."""
    came_as = ports().store.posts.of_question(question.id)
    channel = installation().channels.get(question.source.channel)
    if came_as is None or channel is None:
        return False
    told = {kind.name for kind in channel.streams if not kind.for_each_meeting}
    ours = {post.native_id for post in ports().store.outbox.of_meeting(frame.meeting.id) if post.native_id}
    return came_as.stream in told or not ours.isdisjoint({came_as.post.conversation_id, came_as.post.answers})


def _items(frame: Frame, question: Question) -> Sequence[str]:
    """The agenda's, and the question's own where that was taken off the agenda since."""
    agenda, own = frame.meeting.details.agenda, question.disposition.agenda_item
    return (*agenda, own) if agenda and own and own not in agenda else agenda
