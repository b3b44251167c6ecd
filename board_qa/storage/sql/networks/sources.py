"""Cursors, charges and the state of each channel, in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from board_qa.domain.networks.posts import Charge, Source, UnreadablePost
from board_qa.domain.networks.sweeps import Swept
from board_qa.domain.questions.history import Actor
from board_qa.storage.sql.database import Database, delete_due, marks
from board_qa.storage.sql.digest import digest
from board_qa.storage.sql.times import moment, moment_or_none, stored, stored_or_none

# A charge booked before a call at the most it can cost, and replaced by the true ones after it.
_RESERVED = "reserved"
# What stands in the place of the name of a post or a person, before a number.
UNNAMED = "unnamed "
_RESERVATION = f"WHERE kind = '{_RESERVED}' AND channel = ? AND resource = ?"


class SqlSources:
    def __init__(self, database: Database) -> None:
        self._db = database

    def get(self, channel: str) -> Source:
        row = self._db.row("SELECT * FROM source WHERE channel = ?", channel)
        return Source(channel) if row is None else _source(row)

    def parts(self, channel: str) -> list[Source]:
        return [_source(row) for row in self._db.rows("SELECT * FROM source WHERE channel LIKE ?", f"{channel}/%")]

    def save(self, source: Source) -> None:
        """Store how the channel is doing. Whether it is paused is a person's business: see `pause`."""
        row = {
            "channel": source.channel,
            "problem": source.problem,
            "problem_kind": source.problem_kind,
            "failures": source.failures,
            "resting_until": stored_or_none(source.resting_until),
            "last_read_at": stored_or_none(source.last_read_at),
            "next_read_at": stored_or_none(source.next_read_at),
        }
        with self._db.write():
            self._ensure(source.channel)
            self._db.update("source", {"channel": source.channel}, row)

    def pause(self, channel: str, paused: bool) -> None:
        with self._db.write():
            self._ensure(channel)
            self._db.update("source", {"channel": channel}, {"paused": int(paused)})

    def _ensure(self, channel: str) -> None:
        self._db.execute("INSERT INTO source (channel) VALUES (?) ON CONFLICT (channel) DO NOTHING", channel)

    def cursor(self, channel: str, stream: str) -> str:
        row = self._db.row("SELECT since FROM cursor WHERE channel = ? AND stream = ?", channel, stream)
        return str(row["since"]) if row else ""

    def move_cursor(self, channel: str, stream: str, since: str) -> None:
        with self._db.write():
            self._db.execute(
                """INSERT INTO cursor (channel, stream, since) VALUES (?, ?, ?)
                   ON CONFLICT (channel, stream) DO UPDATE SET since = excluded.since""",
                channel,
                stream,
                since,
            )

    def swept(self, channel: str, stream: str) -> Swept:
        row = self._db.row("SELECT day, week FROM sweep WHERE channel = ? AND stream = ?", channel, stream)
        return Swept(moment_or_none(row["day"]), moment_or_none(row["week"])) if row else Swept()

    def save_swept(self, channel: str, stream: str, swept: Swept) -> None:
        with self._db.write():
            self._db.execute(
                """INSERT INTO sweep (channel, stream, day, week) VALUES (?, ?, ?, ?)
                   ON CONFLICT (channel, stream) DO UPDATE SET day = excluded.day, week = excluded.week""",
                channel,
                stream,
                stored_or_none(swept.day),
                stored_or_none(swept.week),
            )

    def forget_swept_weeks(self, channel: str) -> None:
        with self._db.write():
            self._db.execute("UPDATE sweep SET week = NULL WHERE channel = ?", channel)

    def add_unreadable(self, channel: str, post: UnreadablePost, now: datetime) -> bool:
        with self._db.write():
            return bool(
                self._db.execute(
                    """INSERT INTO unreadable_post (channel, native_id, url, found_at) VALUES (?, ?, ?, ?)
                       ON CONFLICT (channel, native_id) DO NOTHING""",
                    channel,
                    post.native_id,
                    post.url,
                    stored(now),
                )
            )

    def remove_unreadable(self, channel: str, native_id: str) -> None:
        with self._db.write():
            self._db.execute("DELETE FROM unreadable_post WHERE channel = ? AND native_id = ?", channel, native_id)

    def unreadable(self, channel: str) -> list[UnreadablePost]:
        sql = "SELECT * FROM unreadable_post WHERE channel = ? AND dealt_with_at IS NULL ORDER BY found_at"
        return [UnreadablePost(row["native_id"], row["url"]) for row in self._db.rows(sql, channel)]

    def settle_unreadable(self, channel: str, native_id: str, actor: Actor, now: datetime) -> None:
        with self._db.write():
            self._db.execute(
                "UPDATE unreadable_post SET dealt_with_at = ?, dealt_with_by = ? WHERE channel = ? AND native_id = ?",
                stored(now),
                actor.name,
                channel,
                native_id,
            )

    def forget_unreadable(self, before: datetime) -> None:
        delete_due(self._db, "unreadable_post", "found_at <= ?", stored(before))

    def metadata(self, channel: str, name: str) -> str:
        row = self._db.row("SELECT value FROM channel_metadata WHERE channel = ? AND name = ?", channel, name)
        return str(row["value"]) if row else ""

    def set_metadata(self, channel: str, name: str, value: str) -> None:
        with self._db.write():
            self._db.execute(
                """INSERT INTO channel_metadata (channel, name, value) VALUES (?, ?, ?)
                   ON CONFLICT (channel, name) DO UPDATE SET value = excluded.value""",
                channel,
                name,
                value,
            )

    def session(self, channel: str) -> str:
        row = self._db.row("SELECT session FROM network_session WHERE channel = ?", channel)
        return str(row["session"]) if row else ""

    def keep_session(self, channel: str, session: str) -> None:
        with self._db.write():
            self._db.execute(
                """INSERT INTO network_session (channel, session) VALUES (?, ?)
                   ON CONFLICT (channel) DO UPDATE SET session = excluded.session""",
                channel,
                session,
            )

    def spend(self, channel: str, charges: Sequence[Charge], now: datetime, meeting_id: int | None = None) -> None:
        with self._db.write():
            for charge in charges:
                self._db.execute(
                    """INSERT INTO charge (channel, day, kind, resource, amount, at, meeting_id)
                       VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (channel, day, kind, resource) DO NOTHING""",
                    channel,
                    _day(now),
                    charge.kind,
                    _mark(channel, charge, now),
                    charge.amount,
                    stored(now),
                    meeting_id,
                )

    def reserve(self, channel: str, what: str, amount: int, now: datetime) -> int:
        with self._db.write():
            row = self._db.row(f"SELECT amount FROM charge {_RESERVATION} AND day = ?", channel, what, _day(now))
            self._db.execute(
                """INSERT INTO charge (channel, day, kind, resource, amount, at) VALUES (?, ?, ?, ?, ?, ?)
                   ON CONFLICT (channel, day, kind, resource) DO UPDATE SET amount = excluded.amount
                   WHERE excluded.amount > charge.amount""",
                channel,
                _day(now),
                _RESERVED,
                what,
                amount,
                stored(now),
            )
        return int(row["amount"]) if row else 0

    def reserve_again(self, channel: str, what: str, amount: int, now: datetime) -> None:
        with self._db.write():
            self._db.execute(
                f"UPDATE charge SET amount = ? {_RESERVATION} AND day = ?", amount, channel, what, _day(now)
            )
            self._db.execute(f"DELETE FROM charge {_RESERVATION} AND amount = 0", channel, what)

    def settle(self, channel: str, what: str) -> list[datetime]:
        with self._db.write():
            rows = self._db.rows(f"SELECT at FROM charge {_RESERVATION} ORDER BY at", channel, what)
            self._db.execute(f"DELETE FROM charge {_RESERVATION}", channel, what)
        return [moment(row["at"]) for row in rows]

    def unname(self, before: date, limit: int) -> int:
        marked = f"kind != '{_RESERVED}' AND resource NOT LIKE '{UNNAMED}%'"
        rows = self._db.rows(f"SELECT id FROM charge WHERE day < ? AND {marked} LIMIT ?", before.isoformat(), limit)
        ids = [row["id"] for row in rows]
        if ids:
            unnamed = f"UPDATE charge SET resource = '{UNNAMED}' || CAST(id AS TEXT) WHERE id IN ({marks(ids)})"
            self._db.execute(unnamed, *ids)
        return len(ids)

    def spent_since(self, channel: str, since: datetime) -> int:
        sql = "SELECT COALESCE(SUM(amount), 0) AS total FROM charge WHERE channel = ? AND at >= ?"
        return int(self._db.rows(sql, channel, stored(since))[0]["total"])

    def spent_on(self, meeting_id: int) -> int:
        sql = "SELECT COALESCE(SUM(amount), 0) AS total FROM charge WHERE meeting_id = ?"
        return int(self._db.rows(sql, meeting_id)[0]["total"])


def _mark(channel: str, charge: Charge, now: datetime) -> str:
    """By which it is known on its day that this was paid for, and which names no post and no person: an erasure has
    nothing to take away, and what is read again after it is not booked again."""
    return digest(f"charge {_day(now)} {channel} {charge.resource}")


def _day(now: datetime) -> str:
    """The day that networks bill by."""
    return now.astimezone(UTC).date().isoformat()


def _source(row: dict[str, Any]) -> Source:
    return Source(
        channel=row["channel"],
        problem=row["problem"],
        problem_kind=row["problem_kind"],
        failures=row["failures"],
        resting_until=moment_or_none(row["resting_until"]),
        last_read_at=moment_or_none(row["last_read_at"]),
        next_read_at=moment_or_none(row["next_read_at"]),
        paused=bool(row["paused"]),
    )
