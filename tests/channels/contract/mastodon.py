"""Mastodon, as its practice network stands in for it."""

from __future__ import annotations

from datetime import datetime

from board_qa.channels.mastodon.channel import MastodonChannel
from board_qa.ports.channels import Channel
from board_qa.practice.mastodon.server import MastodonServer
from board_qa.practice.network import Fault, PracticeNetwork
from tests.channels.contract.harness import Asked, Failure
from tests.support.doubles import StoppedClock

_ENDPOINTS = {
    Asked.PUBLISH: ("create",),
    Asked.READ: ("context", "hashtag", "mentions"),
    Asked.LOOK_UP: ("lookup", "lookup_several"),
}
_STATUS = {
    Failure.LOST_ANSWER: 503,
    Failure.SERVER_ERROR: 503,
    Failure.KEYS_REFUSED: 401,
    Failure.NOT_ALLOWED: 403,
    Failure.TOO_OFTEN: 429,
    Failure.TOO_OFTEN_SOMEHOW: 429,
}


class Mastodon:
    cannot = frozenset({"OUT_OF_CREDIT", "leave_out"})  # it is free, and a status always says who wrote it
    does_more = True

    def __init__(self, clock: StoppedClock) -> None:
        self._network = PracticeNetwork(clock)
        self._server = MastodonServer(self._network, "token").start()
        self._server.api.heeds_keys = self._server.api.tells_several = self.does_more
        self.channel: Channel = MastodonChannel(self._server.base_url, "token", clock)

    def stop(self) -> None:
        self._server.stop()

    def says(self, handle: str, text: str, reply_to: str = "", late: float = 0) -> str:
        author = self._network.user(handle, handle.title())
        return self._network.post(author, text, reply_to=reply_to, late=late)

    def edits(self, post_id: str, text: str) -> None:
        self._network.edit(post_id, text)

    def edits_in_silence(self, post_id: str, text: str) -> None:
        self._network.db.execute("UPDATE post SET text = ? WHERE id = ?", [text, post_id])

    def deletes(self, post_id: str) -> None:
        self._network.delete(post_id)

    def hides(self, handle: str, hidden: bool = True) -> None:
        self._network.protect(handle, hidden)

    def leaves_out_the_name(self, handle: str, left_out: bool = True) -> None:
        raise NotImplementedError

    def fails(self, asked: Asked, how: Failure, until: datetime | None = None, after: int = 0) -> None:
        headers = {"X-RateLimit-Reset": until.isoformat()} if until else {}
        for endpoint in _ENDPOINTS[asked]:
            fault = Fault(endpoint, _STATUS[how], headers, commit=how is Failure.LOST_ANSWER, skip=after)
            self._network.faults.append(fault)

    def published(self) -> list[tuple[str, str]]:
        posts = [post for post in self._network.current() if post["author_id"] == self._network.board_id]
        return [(post["text"], post["in_reply_to"]) for post in reversed(posts)]


class OlderMastodon(Mastodon):
    """A server that pays no heed to our keys, so that what is sent twice is two posts, and tells of one post a call."""

    does_more = False
