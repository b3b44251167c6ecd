"""What the practice network knows: users, posts in all their versions, and the bill."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from board_qa.practice.state import BoardPost, NetworkState
from board_qa.practice.x.windows import Windows

BOARD_HANDLE, BOARD_NAME = "PracticeBoard", "Practice Board"

_LATER: dict[str, dict[str, type]] = {
    "user": {"protected": int, "left_out": int, "followers": int},
    "post": {
        "visible_at": str,
        "quotes": str,
        "picture": int,
        "visibility": str,
        "key": str,
        "likes": int,
        "shown": int,
    },
}
_VISIBLE = """SELECT p.* FROM post p JOIN user u ON u.id = p.author_id
              WHERE p.deleted = 0 AND NOT u.protected AND p.visible_at <= ?"""

_COUNTED = """SELECT COUNT(DISTINCT first_id) FROM post
              WHERE deleted = 0 AND {} IN (SELECT id FROM post WHERE first_id = ?1)"""
_LIKED = "UPDATE post SET likes = ?, shown = ? WHERE first_id = (SELECT first_id FROM post WHERE id = ?)"


class PracticeNetwork(NetworkState):
    """Users, posts in all their versions, and the bill."""

    # X's own epoch, and the bits that tell the posts of one millisecond apart.
    ids_since, id_bits = 1_288_834_974_657, 22

    def __init__(self, clock: Callable[[], datetime], path: str = ":memory:") -> None:
        super().__init__(clock, path)
        self.field_names = "tweet"
        self.windows = Windows(clock)
        self.prices = {"post": 5_000, "mention": 1_000, "user": 10_000, "create": 15_000, "create_link": 200_000}
        self._make_tables()
        self._add_columns()
        self.board_id = self.user(BOARD_HANDLE, BOARD_NAME)

    def _make_tables(self) -> None:
        self.db.table("user").create({"id": str, "username": str, "name": str}, pk="id", if_not_exists=True)
        self.db.table("post").create(
            {
                "id": str,
                "first_id": str,
                "author_id": str,
                "text": str,
                "created_at": str,
                "conversation_id": str,
                "in_reply_to": str,
                "repost_of": str,
                "deleted": int,
                "number": int,
            },
            pk="id",
            if_not_exists=True,
        )
        self.db.table("bill").create(
            {"day": str, "kind": str, "resource": str, "amount": int},
            pk=("day", "kind", "resource"),
            if_not_exists=True,
        )

    def _add_columns(self) -> None:
        """What this network learned to do later: its file may be older than that."""
        for table, columns in _LATER.items():
            there = self.db.table(table).columns_dict
            for name, kind in columns.items():
                if name not in there:
                    self.db.table(table).add_column(name, kind, not_null_default=kind())
        for column in ("first_id", "in_reply_to", "repost_of", "quotes"):
            self.db.table("post").create_index([column], if_not_exists=True)

    # What people do.

    def user(self, handle: str, name: str) -> str:
        """The id of the user with this handle, who joins if they are new."""
        with self.lock:
            for row in self.rows("SELECT id FROM user WHERE username = ?", [handle]):
                return str(row["id"])
            others = self.db.table("user").count
            user_id = str(9_000_000 + others)
            joins = {"id": user_id, "username": handle, "name": name, "followers": 20 * others}
            self.db.table("user").insert(joins)
            return user_id

    def post(
        self,
        author_id: str,
        text: str,
        reply_to: str = "",
        repost_of: str = "",
        quotes: str = "",
        picture: bool = False,
        late: float = 0,
        visibility: str = "",
        key: str = "",
    ) -> str:
        """Post as a user; a reply joins the conversation of what it replies to.

        `late` is how many seconds pass before anybody sees the post, which is dated now all the same. Where a network
        lets people choose who sees a post, `visibility` is their choice; `key` is its poster's own name for it.
        """
        with self.lock:
            post_id = self._new_id()
            parent = self._stored(reply_to)
            conversation = parent["conversation_id"] if parent else post_id
            seen_from = _stamp(self.clock() + timedelta(seconds=late))
            self._insert(
                post_id,
                author_id=author_id,
                text=text,
                conversation_id=conversation,
                in_reply_to=reply_to,
                repost_of=repost_of,
                quotes=quotes,
                picture=int(picture),
                visible_at=seen_from,
                visibility=visibility,
                key=key,
            )
            return post_id

    def edit(self, post_id: str, text: str) -> str:
        """A new version under a new id, as X does it."""
        with self.lock:
            old = self.latest(post_id)
            if old is None:
                raise LookupError(post_id)
            new_id = self._new_id()
            self._insert(new_id, **{**old, "text": text})
            return new_id

    def delete(self, post_id: str) -> None:
        """Delete a post in all its versions."""
        with self.lock:
            post = self._stored(post_id)
            if post:
                self.db.execute("UPDATE post SET deleted = 1 WHERE first_id = ?", [post["first_id"]])

    def like(self, post_id: str, times: int, shown: int = 0) -> None:
        """So many people like a post, of all those to whom it was shown."""
        with self.lock:
            self.db.execute(_LIKED, [times, shown, post_id])

    def follow(self, user_id: str, followers: int) -> None:
        """So many people follow this account from now on."""
        with self.lock:
            self.db.execute("UPDATE user SET followers = ? WHERE id = ?", [followers, user_id])

    def protect(self, handle: str, protected: bool = True) -> None:
        """Show the posts of this account to nobody, or to everybody again."""
        with self.lock:
            self.db.execute("UPDATE user SET protected = ? WHERE username = ?", [int(protected), handle])

    def leave_out(self, handle: str, left_out: bool = True) -> None:
        """Leave this user out of every answer, as X does now and then: who wrote a post is not said."""
        with self.lock:
            self.db.execute("UPDATE user SET left_out = ? WHERE username = ?", [int(left_out), handle])

    # What the server asks.

    def find(self, post_id: str) -> dict[str, Any] | None:
        """A post that everybody can see."""
        return next(iter(self.rows(f"{_VISIBLE} AND p.id = ?", [self._now(), post_id])), None)

    def is_hidden(self, post_id: str) -> bool:
        """Whether the post is there, and its author shows it to nobody."""
        sql = """SELECT p.id FROM post p JOIN user u ON u.id = p.author_id
                 WHERE p.id = ? AND p.deleted = 0 AND u.protected"""
        return bool(self.rows(sql, [post_id]))

    def is_gone(self, post_id: str) -> bool:
        """Whether the post was here and was deleted. Of posts that never were here this network says nothing:
        somebody who practises with a link to a real post must not be told that its author deleted it."""
        return bool(self.rows("SELECT id FROM post WHERE id = ? AND deleted = 1", [post_id]))

    def latest(self, post_id: str) -> dict[str, Any] | None:
        sql = f"{_VISIBLE} AND p.first_id = (SELECT first_id FROM post WHERE id = ?) ORDER BY p.number DESC LIMIT 1"
        return next(iter(self.rows(sql, [self._now(), post_id])), None)

    def current(self) -> list[dict[str, Any]]:
        """The latest version of every post that everybody can see, newest first."""
        sql = f"""{_VISIBLE} AND p.number = (SELECT MAX(number) FROM post v WHERE v.first_id = p.first_id)
                  ORDER BY p.number DESC"""
        return self.rows(sql, [self._now()])

    def published(self) -> list[BoardPost]:
        """What the board has posted, answers apart, newest first."""
        posts = [post for post in self.current() if post["author_id"] == self.board_id and not post["in_reply_to"]]
        board = self.username(self.board_id)
        return [BoardPost(one["id"], one["text"], datetime.fromisoformat(one["created_at"]), board) for one in posts]

    def texts(self, of_the_board: bool) -> list[str]:
        """What the board, or everybody else, has posted as it stands now, reposts apart."""
        posts = [post for post in self.current() if not post["repost_of"]]
        return [post["text"] for post in posts if (post["author_id"] == self.board_id) is of_the_board]

    def answers(self) -> list[tuple[str, str]]:
        """Each answer of the board as it stands now, after the text that it answers."""
        ours = [post for post in self.current() if post["author_id"] == self.board_id and post["in_reply_to"]]
        return [((self.latest(post["in_reply_to"]) or {}).get("text", ""), post["text"]) for post in ours]

    def counts(self, post: dict[str, Any]) -> dict[str, int]:
        """How often a post was answered, passed on and quoted, in any of its versions."""
        kinds = {"replies": "in_reply_to", "reposts": "repost_of", "quotes": "quotes"}
        counted = ", ".join(f"({_COUNTED.format(column)}) AS {kind}" for kind, column in kinds.items())
        (row,) = self.rows(f"SELECT {counted}", [post["first_id"]])
        return {**row, "likes": post["likes"], "shown": post["shown"]}

    def history(self, post: dict[str, Any]) -> list[str]:
        """Every id this post has had, oldest first."""
        sql = "SELECT id FROM post WHERE first_id = ? ORDER BY number"
        return [row["id"] for row in self.rows(sql, [post["first_id"]])]

    def account(self, user_id: str) -> dict[str, Any]:
        """Somebody's account as it is stored."""
        with self.lock:
            return dict(self.db.table("user").get(user_id))

    def followers_of_the_board(self) -> int:
        return int(self.account(self.board_id)["followers"])

    def username(self, user_id: str) -> str:
        return str(self.account(user_id)["username"])

    def mentions(self, text: str, user_id: str) -> bool:
        return bool(re.search(rf"@{re.escape(self.username(user_id))}\b", text, re.IGNORECASE))

    def may_reply(self, author_id: str, reply_to: str) -> bool:
        """The reply gate: only under our own posts, or where the author mentioned us, as whoever answers us does
        (docs/networks/x.md)."""
        parent = self.find(reply_to)
        if parent is None:
            return False
        above = self.find(parent["in_reply_to"])
        whose = {parent["author_id"], above["author_id"] if above else ""}
        return author_id in whose or self.mentions(parent["text"], author_id)

    def bill(self, kind: str, resource: str, amount: int) -> None:
        """Charge once per resource and UTC day."""
        day = self.clock().astimezone(UTC).date().isoformat()
        with self.lock:
            self.db.execute("INSERT OR IGNORE INTO bill VALUES (?, ?, ?, ?)", [day, kind, resource, amount])

    def billed(self) -> int:
        """Everything charged so far, in millionths of a US dollar."""
        return int(self.rows("SELECT COALESCE(SUM(amount), 0) AS total FROM bill")[0]["total"])

    def _stored(self, post_id: str) -> dict[str, Any] | None:
        """A post that was not deleted, whoever can see it."""
        return next(iter(self.rows("SELECT * FROM post WHERE id = ? AND deleted = 0", [post_id])), None)

    def _insert(self, post_id: str, **values: Any) -> None:
        row = {
            "first_id": post_id,
            **values,
            "id": post_id,
            "created_at": _stamp(self.clock()),
            "deleted": 0,
            "number": int(post_id),
        }
        self.db.table("post").insert(row)

    def _now(self) -> str:
        return _stamp(self.clock())

    def _new_id(self) -> str:
        """It begins with the milliseconds since then, and goes always upwards."""
        now = int(self.clock().timestamp() * 1000) - self.ids_since
        newest = self.rows("SELECT COALESCE(MAX(number), 0) AS n FROM post")[0]["n"]
        return str(max(now << self.id_bits, newest + 1))


def _stamp(moment: datetime) -> str:
    """A moment as X writes it."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
