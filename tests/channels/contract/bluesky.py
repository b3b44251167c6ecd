"""Bluesky, as its practice network stands in for it."""

from __future__ import annotations

import json
from datetime import datetime

from board_qa.channels.bluesky.channel import BlueskyChannel
from board_qa.ports.channels import Channel
from board_qa.practice.bluesky.network import BOARD_HANDLE, BlueskyNetwork
from board_qa.practice.bluesky.server import BlueskyServer
from board_qa.practice.state import Fault
from tests.channels.contract.harness import Asked, Failure
from tests.channels.contract.practised import Kept, fail
from tests.support.doubles import StoppedClock

APP_PASSWORD = "prac-tice-pass-word"

_ENDPOINTS = {
    Asked.PUBLISH: ("put_record",),
    Asked.DELETE: ("delete_record",),
    Asked.READ: ("list_notifications", "get_post_thread", "search_posts"),
    Asked.LOOK_UP: ("get_posts",),
    Asked.FOLLOWERS: ("get_profile",),
    Asked.FOLLOWERS_OF: ("get_profiles",),
}


class Bluesky:
    # It is free, and every answer names who posted.
    cannot: frozenset[str] = frozenset({"OUT_OF_CREDIT", "leave_out"})

    def __init__(self, clock: StoppedClock) -> None:
        self.network = BlueskyNetwork(clock)
        self.server = BlueskyServer(self.network, BOARD_HANDLE, APP_PASSWORD).start()
        self.channel: Channel = BlueskyChannel(self.server.base_url, BOARD_HANDLE, APP_PASSWORD, clock, Kept())

    def stop(self) -> None:
        self.server.stop()

    def says(self, handle: str, text: str, reply_to: str = "", late: float = 0) -> str:
        author = self.network.user(f"{handle}.test", handle.title())
        return self.network.post(author, text, reply_to=reply_to, late=late)

    def is_followed(self, handle: str, followers: int) -> str:
        account = self.network.user(f"{handle}.test", handle.title())
        self.network.follow(account, followers)
        return account

    def we_are_followed(self, followers: int) -> None:
        self.network.follow(self.network.board_did, followers)

    def edits(self, post_id: str, text: str) -> None:
        self.network.edit(post_id, text)

    def edits_in_silence(self, post_id: str, text: str) -> None:
        """Bluesky's hash would tell: a server that keeps the old one is the worst there can be."""
        post = self.network.stored(post_id)
        record = json.dumps({**json.loads(post["record"]), "text": text}) if post else ""
        self.network.db.execute("UPDATE post SET record = ? WHERE uri = ?", [record, post_id])

    def deletes(self, post_id: str) -> None:
        self.network.delete(post_id)

    def hides(self, handle: str, hidden: bool = True) -> None:
        self.network.block(f"{handle}.test", hidden)

    def leaves_out_the_name(self, handle: str, left_out: bool = True) -> None:
        raise NotImplementedError

    def fails(self, asked: Asked, how: Failure, until: datetime | None = None, after: int = 0) -> None:
        if how is Failure.KEYS_REFUSED:
            # A session that is refused is begun anew: only who is refused there as well is not known.
            self.server.sessions.forget()
            self.network.faults.append(Fault("create_session", 401))
            return
        headers = {"ratelimit-reset": str(int(until.timestamp()))} if until else {}
        fail(self.network, _ENDPOINTS[asked], how, headers, after)

    def published(self) -> list[tuple[str, str]]:
        posts = [post for post in self.network.current() if post["did"] == self.network.board_did]
        records = [json.loads(post["record"]) for post in reversed(posts)]
        return [(record["text"], record.get("reply", {}).get("parent", {}).get("uri", "")) for record in records]
