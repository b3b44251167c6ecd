"""Tags of posts by their tone, in SQL. What is asked here never has who wrote a post."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from board_qa.domain.listening.figures import Window
from board_qa.domain.listening.tagging import PostToTag, Tag, TaggingProgress
from board_qa.domain.listening.tone import Tone, Toned, ToneDay, Tones
from board_qa.domain.questions.history import Actor
from board_qa.storage.sql.database import Database, marks
from board_qa.storage.sql.times import moment, stored

_STANDS = "(SELECT MAX(t.id) FROM post_tone t WHERE t.post_id = p.id AND t.undone_at IS NULL)"
# Posts of others in a window, each with the tag that stands; along an index (meeting_id, posted_at). A post counts when
# it was first posted, as in the listening report.
_POSTS = f"""FROM post p LEFT JOIN post_tone tag ON tag.id = {_STANDS}
             WHERE (p.meeting_id = ?1 OR p.meeting_id IS NULL) AND p.posted_at >= ?2 AND p.posted_at < ?3
             AND COALESCE(p.made_at, p.posted_at) >= ?2 AND p.is_ours = 0 AND p.is_repost = 0"""
_ITS_TIME = "COALESCE(p.made_at, p.posted_at)"
# One whose tone is only counted has lost its words once, and with them which tone it had: it is tagged no more.
_SEEN = "p.source_state = 'visible' AND p.tone_counted = 0"
_ONE = f"""SELECT p.id, p.channel, p.text, p.shown, p.lang, {_ITS_TIME} AS moment, tag.id AS tag_id, tag.tone,
           tag.by AS tagged_by, tag.at AS tagged_at {_POSTS} AND {_SEEN}"""
_PROGRESS = f"""SELECT COUNT(CASE WHEN tag.id IS NULL AND {_SEEN} THEN 1 END) AS to_tag, COUNT(tag.id) AS tagged,
                COUNT(CASE WHEN tag.id IS NOT NULL AND {_SEEN} THEN 1 END) AS listed,
                COUNT(CASE WHEN tag.id IS NULL AND p.tone_counted = 0 AND p.source_state != 'visible' THEN 1 END)
                AS unseen {_POSTS}"""
# A post that was moved to another meeting since counts there.
_COUNT = f"""INSERT INTO tone_count (meeting_id, day, tone, posts)
             SELECT COALESCE(p.meeting_id, tag.meeting_id), tag.day, tag.tone, COUNT(*)
             FROM post p JOIN post_tone tag ON tag.id = {_STANDS} WHERE p.id IN ({{ids}})
             GROUP BY COALESCE(p.meeting_id, tag.meeting_id), tag.day, tag.tone
             ON CONFLICT (meeting_id, day, tone) DO UPDATE SET posts = tone_count.posts + excluded.posts"""
_LAST = """SELECT t.id, t.post_id, t.tone, t.by, t.at FROM post_tone t WHERE t.id =
           (SELECT MAX(mine.id) FROM post_tone mine
            WHERE mine.meeting_id = ? AND mine.by_id = ? AND mine.undone_at IS NULL)
           AND NOT EXISTS (SELECT 1 FROM post_tone later
                           WHERE later.post_id = t.post_id AND later.id > t.id AND later.undone_at IS NULL)"""


class SqlTones:
    """Answers `ports.tones.ToneStore`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def tones(self, meeting_id: int, window: Window) -> list[Toned]:
        sql = f"SELECT {_ITS_TIME} AS moment, tag.tone {_POSTS} AND p.tone_counted = 0"
        rows = self._db.rows(sql, meeting_id, *_within(window))
        return [Toned(moment(row["moment"]), Tone(row["tone"]) if row["tone"] else None) for row in rows]

    def kept(self, meeting_id: int) -> list[ToneDay]:
        rows = self._db.rows("SELECT day, tone, posts FROM tone_count WHERE meeting_id = ? ORDER BY day", meeting_id)
        return [ToneDay(date.fromisoformat(row["day"]), Tones(**{row["tone"]: row["posts"]})) for row in rows]

    def progress(self, meeting_id: int, window: Window) -> TaggingProgress:
        (row,) = self._db.rows(_PROGRESS, meeting_id, *_within(window))
        kept = sum(one.tones.tagged for one in self.kept(meeting_id))
        return TaggingProgress(row["to_tag"], row["tagged"] + kept, row["listed"], row["unseen"])

    def listed(self, meeting_id: int, window: Window, tagged: bool, limit: int, skip: int) -> list[PostToTag]:
        sql = f"{_ONE} AND {_which(tagged)} ORDER BY {_ITS_TIME}, p.id LIMIT ?4 OFFSET ?5"
        return [_post(row) for row in self._db.rows(sql, meeting_id, *_within(window), limit, skip)]

    def place(self, meeting_id: int, window: Window, tagged: bool, post_id: int) -> int:
        sql = f"""SELECT COUNT(*) AS number {_POSTS} AND {_SEEN} AND {_which(tagged)} AND ({_ITS_TIME}, p.id) <
                  (SELECT COALESCE(made_at, posted_at), id FROM post WHERE id = ?4)"""
        (row,) = self._db.rows(sql, meeting_id, *_within(window), post_id)
        return int(row["number"])

    def get(self, meeting_id: int, window: Window, post_id: int) -> PostToTag | None:
        row = self._db.row(f"{_ONE} AND p.id = ?4", meeting_id, *_within(window), post_id)
        return None if row is None else _post(row)

    def add(self, meeting_id: int, post_id: int, day: date, tone: Tone, actor: Actor, now: datetime) -> None:
        row = {
            "post_id": post_id, "meeting_id": meeting_id, "day": day.isoformat(), "tone": tone.value,
            "by": actor.name, "by_id": actor.id, "at": stored(now),
        }  # fmt: skip
        with self._db.write():
            self._db.insert("post_tone", row)

    def last_of(self, meeting_id: int, actor: Actor) -> Tag | None:
        row = self._db.row(_LAST, meeting_id, actor.id)
        return Tag(row["id"], row["post_id"], Tone(row["tone"]), row["by"], moment(row["at"])) if row else None

    def take_back(self, tag: Tag, now: datetime) -> None:
        with self._db.write():
            self._db.update("post_tone", {"id": tag.id}, {"undone_at": stored(now)})

    def only_count(self, channel: str, native_ids: Collection[str]) -> None:
        sql = f"SELECT id FROM post WHERE channel = ? AND native_id IN ({marks(native_ids)})"
        with self._db.write():
            only_count(self._db, [row["id"] for row in self._db.rows(sql, channel, *native_ids)])


def only_count(db: Database, post_ids: Collection[int]) -> None:
    """Add the tones of posts to the counts, and forget which post had which; inside `write`."""
    tagged = f"FROM post_tone t WHERE t.post_id IN ({marks(post_ids)})"
    db.execute(_COUNT.format(ids=marks(post_ids)), *post_ids)
    counted = f"SELECT t.post_id {tagged} AND t.undone_at IS NULL"
    db.execute(f"UPDATE post SET tone_counted = 1 WHERE id IN ({counted})", *post_ids)
    db.execute(f"DELETE FROM post_tone WHERE post_id IN ({marks(post_ids)})", *post_ids)


def _within(window: Window) -> tuple[str, str]:
    return stored(window.begins), stored(window.ends)


def _which(tagged: bool) -> str:
    return "tag.id IS NOT NULL" if tagged else "tag.id IS NULL"


def _post(row: dict[str, Any]) -> PostToTag:
    tag = (
        Tag(row["tag_id"], row["id"], Tone(row["tone"]), row["tagged_by"], moment(row["tagged_at"]))
        if row["tag_id"]
        else None
    )
    words = row["text"] if row["shown"] is None else row["shown"]
    return PostToTag(row["id"], row["channel"], words, row["lang"], moment(row["moment"]), tag)
