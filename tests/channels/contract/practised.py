"""A network whose stand-in keeps users and posts in `PracticeNetwork`: its people, and how it fails."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import ClassVar

from board_qa.ports.channels import Channel
from board_qa.practice.network import PracticeNetwork
from board_qa.practice.serving import Serving
from board_qa.practice.state import Fault, NetworkState
from tests.channels.contract.harness import Asked, Failure

_STATUS = {
    Failure.LOST_ANSWER: 503,
    Failure.SERVER_ERROR: 503,
    Failure.KEYS_REFUSED: 401,
    Failure.NOT_ALLOWED: 403,
    Failure.TOO_OFTEN: 429,
    Failure.TOO_OFTEN_SOMEHOW: 429,
    Failure.OUT_OF_CREDIT: 402,
}


class Kept:
    """Where a channel keeps what it is to know again, in memory."""

    def __init__(self, kept: str = "") -> None:
        self.kept = kept

    def get(self) -> str:
        return self.kept

    def set(self, kept: str) -> None:
        self.kept = kept


def fail(network: NetworkState, endpoints: Sequence[str], how: Failure, headers: Mapping[str, str], after: int) -> None:
    """The next call of each of these endpoints fails in this way, but for the first `after`."""
    for endpoint in endpoints:
        commit = how is Failure.LOST_ANSWER
        network.faults.append(Fault(endpoint, _STATUS[how], dict(headers), commit=commit, skip=after))


class Practised:
    cannot: frozenset[str] = frozenset()
    endpoints: ClassVar[Mapping[Asked, Sequence[str]]]

    def __init__(self, network: PracticeNetwork, server: Serving, channel: Channel) -> None:
        self.network, self._server, self.channel = network, server, channel

    def stop(self) -> None:
        self._server.stop()

    def says(self, handle: str, text: str, reply_to: str = "", late: float = 0) -> str:
        author = self.network.user(handle, handle.title())
        return self.network.post(author, text, reply_to=reply_to, late=late)

    def is_followed(self, handle: str, followers: int) -> str:
        account = self.network.user(handle, handle.title())
        self.network.follow(account, followers)
        return account

    def we_are_followed(self, followers: int) -> None:
        self.network.follow(self.network.board_id, followers)

    def edits(self, post_id: str, text: str) -> None:
        self.network.edit(post_id, text)

    def edits_in_silence(self, post_id: str, text: str) -> None:
        self.network.db.execute("UPDATE post SET text = ? WHERE id = ?", [text, post_id])

    def deletes(self, post_id: str) -> None:
        self.network.delete(post_id)

    def hides(self, handle: str, hidden: bool = True) -> None:
        self.network.protect(handle, hidden)

    def leaves_out_the_name(self, handle: str, left_out: bool = True) -> None:
        self.network.user(handle, handle.title())
        self.network.leave_out(handle, left_out)

    def fails(self, asked: Asked, how: Failure, until: datetime | None = None, after: int = 0) -> None:
        fail(self.network, self.endpoints[asked], how, self.reset(until) if until else {}, after)

    def reset(self, until: datetime) -> dict[str, str]:
        """The headers that say until when we are to wait."""
        raise NotImplementedError

    def published(self) -> list[tuple[str, str]]:
        posts = [post for post in self.network.current() if post["author_id"] == self.network.board_id]
        return [(post["text"], post["in_reply_to"]) for post in reversed(posts)]
