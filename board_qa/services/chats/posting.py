"""Post what the plan of a chat says, by a person's press: each step once, whoever else presses."""

from __future__ import annotations

from collections.abc import Sequence

from board_qa.domain.chats.plan import Standing, Step, standings, steps
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.partners import Partner
from board_qa.domain.networks.outbox import OutgoingPost, PostKind
from board_qa.domain.questions.history import Actor
from board_qa.phrases.chats import draft_question, draft_thanks, draft_welcome
from board_qa.ports import Ports
from board_qa.ports.channels import Channel, Channels
from board_qa.services.networks import approving
from board_qa.services.networks.approving import Purpose


class NotInThePlan(Exception):
    """There is no such step: its question was removed, or another one has its number now."""


class AlreadyPressed(Exception):
    """Somebody posted this step first; `by` is who."""

    def __init__(self, by: str) -> None:
        super().__init__(by)
        self.by = by


def plan(ports: Ports, meeting: Meeting) -> list[Step]:
    return steps(meeting.details, ports.store.chats.questions(meeting.id))


def drafted(step: Step, meeting: Meeting, with_us: Sequence[Partner], channels: Channels) -> dict[str, str]:
    """The words of a step for each network by its name, fitted to its length."""
    return {name: _draft(step, meeting, with_us, channel) for name, channel in channels.items()}


def press(
    ports: Ports,
    meeting: Meeting,
    step: Step,
    words: Sequence[tuple[Channel, str]],
    actor: Actor,
    seen: str | None = None,
) -> list[OutgoingPost]:
    """Approve these words for these networks; the worker sends them. Raises NotInThePlan, AlreadyPressed, and
    NotPublishable and ChangedSince as `approving` does: `seen` is what `rests_on` said where there is a page.

    Two people who press at once, perhaps with words of their own, make one post of it: the second one is told.
    """
    purpose = Purpose(step.kind, chat_question_id=step.question_id, seen=seen)
    with ports.store.transaction():
        if step not in plan(ports, meeting):
            raise NotInThePlan
        posts = [one for one in ports.store.outbox.of_meeting(meeting.id) if step.has(one)]
        (standing,) = standings([step], posts, ports.clock())
        if standing in (Standing.ON_ITS_WAY, Standing.OUT):
            raise AlreadyPressed(posts[-1].approved_by)
        return approving.approve_on_all(ports, meeting, words, actor, purpose)


def rests_on(ports: Ports, meeting: Meeting, step: Step) -> str:
    """The mark of what the words of a step rest on now."""
    return approving.rests_on(ports, meeting, Purpose(step.kind, chat_question_id=step.question_id))


def _draft(step: Step, meeting: Meeting, with_us: Sequence[Partner], channel: Channel) -> str:
    details = meeting.details
    named = [(one.name, one.handles.get(channel.name, "")) for one in with_us]
    if step.kind is PostKind.CHAT_WELCOME:
        return draft_welcome(details, named, channel.measure)
    if step.kind is PostKind.CHAT_THANKS:
        return draft_thanks(details, named, channel.measure)
    text = step.question.text if step.question else ""
    return draft_question(step.number, text, details.hashtag, channel.measure)
