"""What the practice network knows: people, their posts as records that may be replaced, and who blocked or hid whom."""

from __future__ import annotations

import json
import re
from base64 import b32encode
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from board_qa.practice.state import BoardPost, NetworkState

BOARD_HANDLE, BOARD_NAME = "practice-board.test", "Practice Board"
COLLECTION = "app.bsky.feed.post"

_VISIBLE = """SELECT p.*, a.handle, a.name FROM post p JOIN actor a ON a.did = p.did
              WHERE p.deleted = 0 AND NOT a.blocked AND p.visible_at <= ?"""


class BlueskyNetwork(NetworkState):
    """People and their records, who blocked the board, and which replies a thread hides."""

    def __init__(self, clock: Callable[[], datetime], path: str = ":memory:") -> None:
        super().__init__(clock, path)
        self._make_tables()
        self.board_did = self.user(BOARD_HANDLE, BOARD_NAME)

    def _make_tables(self) -> None:
        actor = {"did": str, "handle": str, "name": str, "blocked": int}
        self.db.table("actor").create(actor, pk="did", if_not_exists=True)
        if "followers" not in self.db.table("actor").columns_dict:  # its file may be older than that
            self.db.table("actor").add_column("followers", int, not_null_default=0)
        post = {
            "uri": str,
            "did": str,
            "cid": str,
            "record": str,
            "sort_at": str,
            "indexed_at": str,
            "visible_at": str,
            "deleted": int,
            "number": int,
        }
        self.db.table("post").create(post, pk="uri", if_not_exists=True)
        self.db.table("hidden_reply").create({"uri": str, "root": str}, pk="uri", if_not_exists=True)

    # What people do.

    def user(self, handle: str, name: str) -> str:
        """The id of the person with this handle, who joins if they are new."""
        with self.lock:
            for row in self.rows("SELECT did FROM actor WHERE handle = ?", [handle]):
                return str(row["did"])
            did = f"did:plc:{_hash(handle)[:24]}"
            joins = {"did": did, "handle": handle, "name": name, "blocked": 0}
            self.db.table("actor").insert({**joins, "followers": 20 * self.db.table("actor").count})
            return did

    def post(self, did: str, text: str, reply_to: str = "", quotes: str = "", late: float = 0) -> str:
        """Post as somebody; a reply joins the thread of what it replies to.

        `late` is how many seconds pass before the network has the post, which is dated now all the same.
        """
        with self.lock:
            record: dict[str, Any] = {"$type": COLLECTION, "text": text, "createdAt": self.now(), "langs": ["en"]}
            if facets := self._mention_facets(text):
                record["facets"] = facets
            if reply_to:
                record["reply"] = self._reply(reply_to)
            if quotes:
                record["embed"] = {"$type": "app.bsky.embed.record", "record": self._reference(quotes)}
            number = self.db.table("post").count
            return self.put(did, f"3practice{number:04}"[:13], record, late)[0]

    def put(self, did: str, key: str, record: dict[str, Any], late: float = 0) -> tuple[str, str]:
        """Keep a record under a key, in place of what was there; its address and its hash."""
        with self.lock:
            uri, text = f"at://{did}/{COLLECTION}/{key}", json.dumps(record, sort_keys=True)
            cid = f"bafyrei{_hash(text)}"
            held = self.stored(uri)
            if held and held["cid"] == cid:
                return uri, cid
            # The real one gives edited words another hash, and leaves the time at which it first saw the post.
            indexed_at = held["indexed_at"] if held else stamp(self.clock() + timedelta(seconds=late))
            row = {
                "uri": uri,
                "did": did,
                "cid": cid,
                "record": text,
                "sort_at": held["sort_at"] if held else self.now(),
                "indexed_at": indexed_at,
                "visible_at": indexed_at,
                "deleted": 0,
                "number": held["number"] if held else self.db.table("post").count,
            }
            self.db.table("post").upsert(row, pk="uri")
            return uri, cid

    def edit(self, uri: str, text: str) -> str:
        """Put other words in the place of somebody's post, as some apps let them; the same address."""
        with self.lock:
            post = self.stored(uri)
            if post is None:
                raise LookupError(uri)
            return self.put(post["did"], uri.rpartition("/")[2], {**json.loads(post["record"]), "text": text})[0]

    def delete(self, uri: str) -> None:
        with self.lock:
            self.db.execute("UPDATE post SET deleted = 1 WHERE uri = ?", [uri])

    def block(self, handle: str, blocked: bool = True) -> None:
        """Have this person block the board, or let it see their posts again."""
        with self.lock:
            self.db.execute("UPDATE actor SET blocked = ? WHERE handle = ?", [int(blocked), handle])

    def follow(self, did: str, followers: int) -> None:
        """So many people follow this account from now on."""
        with self.lock:
            self.db.execute("UPDATE actor SET followers = ? WHERE did = ?", [followers, did])

    def hide_reply(self, uri: str) -> None:
        """The author of a thread hides a reply in it."""
        with self.lock:
            post = self.stored(uri)
            root = json.loads(post["record"])["reply"]["root"]["uri"] if post else ""
            self.db.table("hidden_reply").upsert({"uri": uri, "root": root}, pk="uri")

    # What the server asks.

    def now(self) -> str:
        return stamp(self.clock())

    def find(self, uri: str) -> dict[str, Any] | None:
        """A post that the board can see."""
        return next(iter(self.rows(f"{_VISIBLE} AND p.uri = ?", [self.now(), uri])), None)

    def current(self) -> list[dict[str, Any]]:
        """Every post that the board can see, newest first."""
        return self.rows(f"{_VISIBLE} ORDER BY p.sort_at DESC, p.number DESC", [self.now()])

    def published(self) -> list[BoardPost]:
        """What the board has posted, answers apart, newest first."""
        ours = [(post, json.loads(post["record"])) for post in self.current() if post["did"] == self.board_did]
        return [
            BoardPost(post["uri"], record["text"], datetime.fromisoformat(post["sort_at"]), BOARD_HANDLE)
            for post, record in ours
            if "reply" not in record
        ]

    def texts(self, of_the_board: bool) -> list[str]:
        """What the board, or everybody else, has posted as it stands now."""
        posts = [post for post in self.current() if (post["did"] == self.board_did) is of_the_board]
        return [json.loads(post["record"])["text"] for post in posts]

    def answers(self) -> list[tuple[str, str]]:
        """Each answer of the board as it stands now, after the text that it answers."""
        ours = [json.loads(post["record"]) for post in self.current() if post["did"] == self.board_did]
        answered = [(self.stored(one["reply"]["parent"]["uri"]), one["text"]) for one in ours if "reply" in one]
        return [(json.loads(to["record"])["text"] if to else "", text) for to, text in answered]

    def stored(self, uri: str) -> dict[str, Any] | None:
        """A post that was not deleted, whoever can see it."""
        return next(iter(self.rows("SELECT * FROM post WHERE uri = ? AND deleted = 0", [uri])), None)

    def is_blocked(self, uri: str) -> bool:
        """Whether the post is there, and its author does not let the board see it."""
        sql = "SELECT p.uri FROM post p JOIN actor a ON a.did = p.did WHERE p.uri = ? AND p.deleted = 0 AND a.blocked"
        return bool(self.rows(sql, [uri]))

    def counts(self, uri: str) -> dict[str, int]:
        """How often a post was answered and quoted. Nobody likes or passes on anything here."""
        (row,) = self.rows(
            """SELECT COALESCE(SUM(record ->> '$.reply.parent.uri' = ?1), 0) AS replyCount,
                      COALESCE(SUM(record ->> '$.embed.record.uri' = ?1), 0) AS quoteCount
               FROM post WHERE deleted = 0""",
            [uri],
        )
        return {**row, "likeCount": 0, "repostCount": 0}

    def hidden_replies(self, root: str) -> list[str]:
        return [row["uri"] for row in self.rows("SELECT uri FROM hidden_reply WHERE root = ? ORDER BY uri", [root])]

    def profiles(self, dids: Sequence[str]) -> list[dict[str, Any]]:
        """Those of these people who are there, also those who blocked the board."""
        found = [self.rows("SELECT * FROM actor WHERE did = ?", [did]) for did in dids]
        return [row for rows in found for row in rows]

    def followers_of_the_board(self) -> int:
        return int(self.profiles([self.board_did])[0]["followers"])

    def did_of(self, handle: str) -> str:
        """The id of whoever has this handle; '' where nobody has."""
        return next((str(row["did"]) for row in self.rows("SELECT did FROM actor WHERE handle = ?", [handle])), "")

    def _mention_facets(self, text: str) -> list[dict[str, Any]]:
        """Apps mark whom a post mentions; who is only named is not told of it."""
        found = []
        for match in re.finditer(r"@([\w.-]+\w)", text, re.ASCII):
            start = len(text[: match.start()].encode())
            if did := self.did_of(match[1].lower()):
                index = {"byteStart": start, "byteEnd": start + len(match[0])}
                found.append({"index": index, "features": [{"$type": "app.bsky.richtext.facet#mention", "did": did}]})
        return found

    def _reply(self, parent: str) -> dict[str, Any]:
        post = self.stored(parent)
        reply = json.loads(post["record"]).get("reply") if post else None
        return {"root": reply["root"] if reply else self._reference(parent), "parent": self._reference(parent)}

    def _reference(self, uri: str) -> dict[str, str]:
        post = self.stored(uri)
        return {"uri": uri, "cid": post["cid"] if post else ""}


def stamp(moment: datetime) -> str:
    """A moment as Bluesky writes it."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _hash(text: str) -> str:
    return b32encode(sha256(text.encode("utf-8", "replace")).digest()).decode().lower().rstrip("=")
