"""A practice network as its people use it, and as it fails, whatever it is called."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Protocol

from board_qa.ports.channels import Channel


class Asked(Enum):
    """What the network is asked for when it fails."""

    PUBLISH = "publish"
    DELETE = "delete"
    READ = "read"
    LOOK_UP = "look_up"
    FOLLOWERS = "followers"  # of our own account
    FOLLOWERS_OF = "followers_of"  # of others


class Failure(Enum):
    """How it fails, once."""

    LOST_ANSWER = "it does what it was asked, and its answer is lost"
    SERVER_ERROR = "an error of its own, and nothing was done"
    KEYS_REFUSED = "it does not know us"
    NOT_ALLOWED = "it does not allow this"
    TOO_OFTEN = "we ask too often, and it says until when"
    TOO_OFTEN_SOMEHOW = "we ask too often, and it does not say until when"
    OUT_OF_CREDIT = "the account is out of credit"


class Network(Protocol):
    """One practice network with a channel to it. Ids are the network's own."""

    channel: Channel
    # What this network cannot do: a test of it is left out.
    cannot: frozenset[str]

    def stop(self) -> None: ...
    def says(self, handle: str, text: str, reply_to: str = "", late: float = 0) -> str:
        """Somebody posts, to be seen `late` seconds from now; the post's id."""

    def is_followed(self, handle: str, followers: int) -> str:
        """So many people follow somebody from now on; their id."""

    def we_are_followed(self, followers: int) -> None:
        """The same of the board's own account."""

    def edits(self, post_id: str, text: str) -> None:
        """Its author edits a post, as this network lets them."""

    def edits_in_silence(self, post_id: str, text: str) -> None:
        """The words change, and nothing else tells of it."""

    def deletes(self, post_id: str) -> None: ...
    def hides(self, handle: str, hidden: bool = True) -> None:
        """What this person posts is shown to nobody, or to everybody again."""

    def leaves_out_the_name(self, handle: str, left_out: bool = True) -> None: ...
    def fails(self, asked: Asked, how: Failure, until: datetime | None = None, after: int = 0) -> None:
        """The next time it is asked for this, but for `after` times that it answers."""

    def published(self) -> list[tuple[str, str]]:
        """The words of each post of ours there is, oldest first, and the id of what it answers."""
