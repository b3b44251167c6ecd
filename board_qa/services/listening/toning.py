"""Tag a post of others by the tone of its words, and take a tag back. Only a person does: nothing is ever guessed."""

from __future__ import annotations

from board_qa.domain.listening.tagging import PostToTag, Tag
from board_qa.domain.listening.tone import Tone, local_day
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Actor
from board_qa.ports import Ports
from board_qa.services.listening.window import window_of


class NothingToTag(Exception):
    """The post is not of this meeting's time, or its words are gone."""


class NothingToTakeBack(Exception):
    """This person tagged nothing here that stands, or something else than was seen."""


class TaggedMeanwhile(Exception):
    """Somebody tagged the post after it was seen, or took a tag back; `tag` is what stands now."""

    def __init__(self, tag: Tag | None) -> None:
        super().__init__("the post was tagged meanwhile")
        self.tag = tag


def tag(ports: Ports, meeting: Meeting, post_id: int, tone: Tone, expected: int, actor: Actor) -> None:
    """`expected` is the revision of the post as the moderator saw it. Raises NothingToTag, TaggedMeanwhile."""
    window = window_of(ports, meeting)
    with ports.store.transaction():
        post = ports.store.tones.get(meeting.id, window, post_id)
        if post is None:
            raise NothingToTag
        if post.tag and post.tag.tone is tone:
            return
        if post.revision != expected:
            raise TaggedMeanwhile(post.tag)
        day = local_day(post.posted_at, meeting.details.timezone)
        ports.store.tones.add(meeting.id, post_id, day, tone, actor, ports.clock())


def take_back(ports: Ports, meeting: Meeting, expected: int, actor: Actor) -> PostToTag | None:
    """Take back one's last tag, where that is the one that was `expected`; the post as it stands then, where its words
    can be seen. Raises NothingToTakeBack."""
    store = ports.store.tones
    with ports.store.transaction():
        last = store.last_of(meeting.id, actor)
        if last is None or last.id != expected:
            raise NothingToTakeBack
        store.take_back(last, ports.clock())
        return store.get(meeting.id, window_of(ports, meeting), last.post_id)
