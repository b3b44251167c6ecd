"""Rounds of reading the practice network, and what they left in the queue."""

from __future__ import annotations

from collections.abc import Callable

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.posts import Post
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import Question
from board_qa.ports import Ports
from board_qa.services.networks.collecting import collect
from board_qa.services.networks.reading import Found, Haul
from board_qa.services.networks.receiving import Receiver
from board_qa.services.networks.routing import Routes
from board_qa.services.questions.moderating import act
from tests.conftest import RunningNetwork
from tests.support.doubles import StoppedClock


def read(ports: Ports, practice: RunningNetwork, clock: StoppedClock, rounds: int = 1) -> None:
    """Some rounds of reading, each when the next one is due."""
    for _ in range(rounds):
        clock.advance(minutes=1)
        collect(ports, practice.channel)


def _nowhere(post_id: str, handle: str) -> str:
    return ""


def receives(
    ports: Ports,
    clock: StoppedClock,
    meeting: Meeting,
    network: str,
    post: Post,
    post_address: Callable[[str, str], str] = _nowhere,
) -> None:
    """A round of reading has found this post by the hashtag of a meeting; the next one is a minute later."""
    haul = Haul({post.native_id: Found(post, "hashtag", meeting, is_to_us=False)})
    routes = Routes([meeting], frozenset({meeting.id}), {}, lambda _: None, clock())
    Receiver(ports, network, "board", routes, post_address).receive(haul)
    clock.advance(minutes=1)


def queue(ports: Ports, meeting: Meeting) -> list[Question]:
    return ports.store.questions.of_meeting(meeting.id)


def texts(ports: Ports, meeting: Meeting) -> list[str]:
    return [question.source.text for question in queue(ports, meeting)]


def put_on_screen(ports: Ports, meeting: Meeting, actor: Actor) -> None:
    """Accept the only question there is and put it on screen."""
    for action in (Action.ACCEPT, Action.PUT_ON_SCREEN):
        (question,) = queue(ports, meeting)
        act(ports, action, question, question.revision, actor)
