"""Every table there is, in the order it came to be. A migration that has run anywhere is never edited."""

from __future__ import annotations

import json
from typing import Any

import sqlite_utils
from sqlite_utils.migrations import Migrations

from board_qa.domain.questions.copies import linked
from board_qa.storage.sql.askers import asker_columns, asker_keys
from board_qa.storage.sql.copy_marks import link_column, named_column, words_column
from board_qa.storage.sql.history import details_column
from board_qa.storage.sqlite.database import SqliteDatabase
from board_qa.storage.sqlite.schema.said_reasons import as_details
from board_qa.storage.sqlite.schema.said_rules import rules_with_ids
from board_qa.storage.sqlite.schema.said_settings import as_values

migrations = Migrations("board_qa")


def migrate(database: SqliteDatabase) -> None:
    """Bring the tables up to date. Safe for several processes at once: the first one does the work.

    Where there is nothing to do nothing is written: a restart does not fail because another program has the lock.
    """
    if database.patiently(lambda: migrations.pending(database.tables)):
        with database.write():
            migrations.apply(database.tables)


@migrations()
def m001_meetings(db: sqlite_utils.Database) -> None:
    db.table("meeting").create(
        {
            "id": int, "code": str, "screen_token": str, "title": str, "starts_at": str, "timezone": str,
            "venue": str, "hashtag": str, "opens_at": str, "closes_at": str, "section_minutes": int,
            "idle_view": str, "revision": int, "created_at": str,
        },
        pk="id", strict=True, defaults={"idle_view": "joining", "revision": 0},
        not_null={"code", "screen_token", "title", "starts_at", "timezone", "hashtag", "opens_at", "closes_at",
                  "section_minutes", "idle_view", "revision"},
    )  # fmt: skip
    db.table("meeting").create_index(["code"], unique=True)
    db.table("meeting").create_index(["screen_token"], unique=True)
    db.table("agenda_item").create(
        {"id": int, "meeting_id": int, "position": int, "title": str},
        pk="id", strict=True, not_null={"meeting_id", "position", "title"},
        foreign_keys=[("meeting_id", "meeting", "id")],
    )  # fmt: skip


@migrations()
def m002_questions(db: sqlite_utils.Database) -> None:
    db.table("question").create(
        {
            "id": int, "meeting_id": int, "number": int, "token": str, "channel": str, "native_id": str,
            "version": str, "text": str, "author_name": str, "author_handle": str, "email": str, "url": str,
            "lang": str, "asked_at": str, "received_at": str, "checked_at": str, "state": str, "reason": str,
            "revision": int,
        },
        pk="id", strict=True,
        not_null={"meeting_id", "number", "token", "channel", "native_id", "version", "text", "author_name",
                  "author_handle", "email", "url", "lang", "asked_at", "received_at", "state", "reason",
                  "revision"},
        foreign_keys=[("meeting_id", "meeting", "id")],
    )  # fmt: skip
    # The idempotency key of every channel, the form included: the same question twice is one row.
    db.table("question").create_index(["channel", "native_id"], unique=True)
    db.table("question").create_index(["token"], unique=True)
    db.table("question").create_index(["meeting_id", "number"], unique=True)
    db.table("question").create_index(["meeting_id", "revision"])
    # At most one question is on a meeting's screen, whatever any code does.
    db.execute("CREATE UNIQUE INDEX one_on_screen ON question(meeting_id) WHERE state = 'on_screen'")
    db.table("change").create(
        {
            "id": int, "meeting_id": int, "revision": int, "question_id": int, "action": str, "actor": str,
            "actor_id": int, "at": str, "from_state": str, "to_state": str, "reason": str, "text_before": str,
            "undoes": int,
        },
        pk="id", strict=True,
        not_null={"meeting_id", "revision", "action", "actor", "at", "from_state", "to_state", "reason",
                  "text_before"},
        foreign_keys=[("meeting_id", "meeting", "id"), ("question_id", "question", "id")],
    )  # fmt: skip
    db.table("change").create_index(["meeting_id", "revision"])
    db.table("change").create_index(["question_id"])


@migrations()
def m003_channels(db: sqlite_utils.Database) -> None:
    db.table("outbox").create(
        {
            "id": int, "meeting_id": int, "channel": str, "text": str, "state": str, "approved_by": str,
            "approved_at": str, "attempts": int, "attempted_at": str, "looked_up": int, "next_step_at": str,
            "sent_at": str, "native_id": str, "problem": str,
        },
        pk="id", strict=True, defaults={"attempts": 0, "looked_up": 0, "native_id": "", "problem": ""},
        not_null={"meeting_id", "channel", "text", "state", "approved_by", "approved_at", "attempts",
                  "looked_up", "native_id", "problem"},
        foreign_keys=[("meeting_id", "meeting", "id")],
    )  # fmt: skip
    db.table("source").create(
        {"channel": str, "problem": str, "problem_kind": str, "failures": int, "resting_until": str,
         "last_read_at": str, "next_read_at": str, "paused": int},
        pk="channel", strict=True,
        defaults={"problem": "", "problem_kind": "", "failures": 0, "paused": 0},
        not_null={"problem", "problem_kind", "failures", "paused"},
    )  # fmt: skip
    db.table("cursor").create({"channel": str, "stream": str, "since": str}, pk=("channel", "stream"), strict=True)
    db.table("channel_fact").create({"channel": str, "name": str, "value": str}, pk=("channel", "name"), strict=True)
    db.table("charge").create(
        {"id": int, "channel": str, "day": str, "kind": str, "resource": str, "amount": int, "at": str,
         "meeting_id": int},
        pk="id", strict=True, not_null={"channel", "day", "kind", "resource", "amount", "at"},
    )  # fmt: skip
    # Networks bill a resource once per UTC day (docs/networks/x.md).
    db.table("charge").create_index(["channel", "day", "kind", "resource"], unique=True)
    db.table("lease").create({"name": str, "holder": str, "expires_at": str}, pk="name", strict=True)


@migrations()
def m004_accounts(db: sqlite_utils.Database) -> None:
    db.table("moderator").create(
        {"id": int, "username": str, "name": str, "password_hash": str, "created_at": str},
        pk="id", strict=True, not_null={"username", "name", "password_hash", "created_at"},
    )  # fmt: skip
    db.table("moderator").create_index(["username"], unique=True)
    db.table("session").create(
        {"token_hash": str, "moderator_id": int, "started_at": str, "expires_at": str},
        pk="token_hash", strict=True, not_null={"moderator_id", "started_at", "expires_at"},
        foreign_keys=[("moderator_id", "moderator", "id")],
    )  # fmt: skip
    db.table("sign_in_link").create(
        {"token_hash": str, "moderator_id": int, "expires_at": str},
        pk="token_hash", strict=True, not_null={"moderator_id", "expires_at"},
        foreign_keys=[("moderator_id", "moderator", "id")],
    )  # fmt: skip
    db.table("sign_in_try").create({"id": int, "username": str, "at": str}, pk="id", strict=True)
    db.table("sign_in_try").create_index(["username", "at"])


@migrations()
def m005_decisions(db: sqlite_utils.Database) -> None:
    """Everything a person at the desk can decide about a question, and what each decision changed."""
    for column, kind in {"wording": str, "agenda_item": str, "proposal": str, "owner": str, "due_on": str}.items():
        db.table("question").add_column(column, kind, not_null_default="")
    db.execute("ALTER TABLE question ADD COLUMN grouped_into INTEGER REFERENCES question(id)")
    db.execute("ALTER TABLE question ADD COLUMN assignee INTEGER REFERENCES moderator(id)")
    # What the asker said of themselves beside their name; `flags` is NULL until the text was screened.
    for column in ("organisation", "attending"):
        db.table("question").add_column(column, str, not_null_default="")
    db.table("question").add_column("name_withheld", int, not_null_default=0)
    db.table("question").add_column("flags", str)
    db.table("question").create_index(["grouped_into"])
    for column in ("before", "after"):
        db.table("change").add_column(column, str, not_null_default="{}")
    db.execute(
        """UPDATE change SET before = json_object('state', from_state, 'reason', ''),
           after = json_object('state', to_state, 'reason', reason) WHERE question_id IS NOT NULL"""
    )
    db.table("meeting").add_column("rules", str, not_null_default="")
    db.table("meeting").add_column("deadline_reason", str, not_null_default="")


@migrations()
def m006_people(db: sqlite_utils.Database) -> None:
    """Roles, and who is looking at what. Accounts made before there were roles could do everything."""
    db.table("moderator").add_column("role", str, not_null_default="administrator")
    db.table("moderator").add_column("closed_at", str)
    db.table("looking").create(
        {"moderator_id": int, "meeting_id": int, "question_id": int, "at": str},
        pk="moderator_id", strict=True, not_null={"moderator_id", "meeting_id", "at"},
        foreign_keys=[("moderator_id", "moderator", "id"), ("meeting_id", "meeting", "id")],
    )  # fmt: skip


@migrations()
def m007_search(db: sqlite_utils.Database) -> None:
    """What search looks in. The triggers keep it in step whoever writes; the questions there are go in now.

    Diacritics go ("2": also where two are on one letter), so that "cafe" finds "café", and so do the ends of words.
    """
    db.table("question").enable_fts(
        ["text", "wording", "author_name", "author_handle"],
        tokenize="porter unicode61 remove_diacritics 2",
        create_triggers=True,
    )


@migrations()
def m008_people_changes(db: sqlite_utils.Database) -> None:
    """Who did what to whose account, when somebody last signed in, and which sessions began with a one-time link."""
    db.table("account_change").create(
        {"id": int, "account_id": int, "action": str, "role": str, "by": str, "by_id": int, "at": str},
        pk="id", strict=True, not_null={"account_id", "action", "role", "by", "at"},
        foreign_keys=[("account_id", "moderator", "id"), ("by_id", "moderator", "id")],
    )  # fmt: skip
    db.table("account_change").create_index(["account_id"])
    db.table("moderator").add_column("last_sign_in_at", str)
    db.table("session").add_column("by_link", int, not_null_default=0)


@migrations()
def m009_running_order(db: sqlite_utils.Database) -> None:
    """Where somebody put a question in the running order; 0 where it is put in the order it came."""
    db.table("question").add_column("place", int, not_null_default=0)


@migrations()
def m010_section(db: sqlite_utils.Database) -> None:
    """When the public section was started and when its time is up; NULL while it is not timed."""
    for column in ("section_started_at", "section_ends_at"):
        db.table("meeting").add_column(column, str)


@migrations()
def m011_support(db: sqlite_utils.Database) -> None:
    """Who would like to know the same. Nobody is in it by name, cookie or address: only by hashes of those."""
    db.table("support").create(
        {"question_id": int, "supporter": str, "at": str},
        pk=("question_id", "supporter"), strict=True, not_null={"question_id", "supporter", "at"},
        foreign_keys=[("question_id", "question", "id")],
    )  # fmt: skip
    # Who came from which network within the hour, and what makes those hashes: neither outlives its use.
    db.table("support_newcomer").create(
        {"question_id": int, "supporter": str, "network": str, "at": str},
        pk=("question_id", "supporter"), strict=True, not_null={"question_id", "supporter", "network", "at"},
        foreign_keys=[("question_id", "question", "id")],
    )  # fmt: skip
    db.table("support_newcomer").create_index(["at"])
    db.table("support_secret").create({"day": str, "secret": str}, pk="day", strict=True, not_null={"secret"})


@migrations()
def m012_answers(db: sqlite_utils.Database) -> None:
    """What the board answered, as somebody at the desk typed it for everyone who asked."""
    db.table("question").add_column("answer", str, not_null_default="")


@migrations()
def m013_names(db: sqlite_utils.Database) -> None:
    """Names that somebody at the desk keeps off every screen."""
    db.table("question").add_column("name_hidden", int, not_null_default=0)


@migrations()
def m014_about_board(db: sqlite_utils.Database) -> None:
    """What the pages about the service say of the board: one row, none before somebody has filled it in."""
    db.table("about_board").create({"id": int, "details": str}, pk="id", strict=True, not_null={"details"})


@migrations()
def m015_briefs(db: sqlite_utils.Database) -> None:
    """What the chair's run sheet says beside a question: who answers it, and a word from the moderator."""
    for column in ("speaker", "brief"):
        db.table("question").add_column(column, str, not_null_default="")


@migrations()
def m016_settings(db: sqlite_utils.Database) -> None:
    """Who set what for a meeting, or for the board where no meeting is named."""
    db.table("setting_change").create(
        {"id": int, "meeting_id": int, "setting": str, "before": str, "after": str, "by": str, "by_id": int,
         "at": str},
        pk="id", strict=True, not_null={"setting", "before", "after", "by", "at"},
        foreign_keys=[("meeting_id", "meeting", "id")],
    )  # fmt: skip
    db.table("setting_change").create_index(["meeting_id"])


@migrations()
def m017_look_ups(db: sqlite_utils.Database) -> None:
    """When a post's network was last asked about it. `checked_at` is when the post was last seen there."""
    db.table("question").add_column("looked_up_at", str)


@migrations()
def m018_tries(db: sqlite_utils.Database) -> None:
    """Tries to sign in are forgotten by when they were made, whatever name was typed."""
    db.table("sign_in_try").create_index(["at"])


@migrations()
def m019_unreadable_posts(db: sqlite_utils.Database) -> None:
    """Posts that were found and could not be taken, for a person to look at."""
    db.table("unreadable_post").create(
        {"channel": str, "native_id": str, "url": str, "found_at": str, "dealt_with_at": str, "dealt_with_by": str},
        pk=("channel", "native_id"), strict=True, not_null={"url", "found_at"},
    )  # fmt: skip
    # Most questions were looked through: the few that were not are found without reading the others.
    db.execute("CREATE INDEX idx_question_unscreened ON question(id) WHERE flags IS NULL")


@migrations()
def m020_names(db: sqlite_utils.Database) -> None:
    """Two tables by the words that the code and the addresses have for them."""
    db.execute("ALTER TABLE looking RENAME TO presence")
    db.execute("ALTER TABLE channel_fact RENAME TO channel_metadata")


@migrations()
def m021_pages(db: sqlite_utils.Database) -> None:
    """What lists are read along, a page at a time: nothing that a page does not show is looked at."""
    # By state, and there those to check that speak of distress before the others.
    db.execute(
        """CREATE INDEX question_list ON question(meeting_id, state,
           (state != 'received' OR flags IS NULL OR instr(flags, '"distress"') = 0), number)"""
    )
    db.execute(
        "CREATE INDEX question_order ON question(meeting_id, state, (COALESCE(NULLIF(place, 0), number)), number)"
    )
    db.execute("CREATE INDEX question_group ON question(grouped_into, number)")
    db.execute("DROP INDEX idx_question_grouped_into")
    db.execute("CREATE INDEX question_assigned ON question(meeting_id, assignee) WHERE assignee IS NOT NULL")
    db.execute("CREATE INDEX question_proposed ON question(meeting_id, number) WHERE proposal != ''")
    db.execute("CREATE INDEX question_channel ON question(meeting_id, channel)")
    # What somebody did last, what was taken back, and what happened to the screen and the clock.
    db.execute("CREATE INDEX change_actor ON change(meeting_id, actor_id, revision) WHERE actor_id IS NOT NULL")
    db.execute("CREATE INDEX change_undoes ON change(meeting_id, undoes) WHERE undoes IS NOT NULL")
    db.execute(
        "CREATE INDEX change_answered ON change(meeting_id) WHERE action = 'answer' AND from_state = 'on_screen'"
    )
    db.execute("CREATE INDEX change_screen ON change(meeting_id, revision) WHERE question_id IS NULL")


@migrations()
def m022_askers(db: sqlite_utils.Database) -> None:
    """Who asked, as digests of what identifies them, so that their other questions are found without reading all."""
    for column in ("asker", "organisation_key"):
        db.table("question").add_column(column, str, not_null_default="")
    db.execute("CREATE TABLE asker_key (key TEXT NOT NULL, asker TEXT NOT NULL, PRIMARY KEY (key, asker)) STRICT, "
               "WITHOUT ROWID")  # fmt: skip
    db.execute("CREATE INDEX asker_keys ON asker_key(asker, key)")
    for row in list(db.query("SELECT id, author_name, author_handle, email, channel, organisation FROM question")):
        _remember_asker(db, row)
    db.execute("CREATE INDEX question_asker ON question(meeting_id, asker, number) WHERE state != 'withdrawn'")
    db.execute("CREATE INDEX question_organisation ON question(meeting_id, organisation_key, number) "
               "WHERE state != 'withdrawn'")  # fmt: skip
    db.execute("CREATE INDEX question_counted ON question(meeting_id, number) WHERE state != 'withdrawn'")


def _remember_asker(db: sqlite_utils.Database, row: dict[str, Any]) -> None:
    keys = asker_keys(row["author_name"], row["author_handle"], row["email"], row["channel"])
    found = asker_columns(keys, row["organisation"])
    db.execute(
        "UPDATE question SET asker = ?, organisation_key = ? WHERE id = ?",
        [found["asker"], found["organisation_key"], row["id"]],
    )
    for key in keys:
        db.execute("INSERT OR IGNORE INTO asker_key (key, asker) VALUES (?, ?)", [key, found["asker"]])


@migrations()
def m023_copies(db: sqlite_utils.Database) -> None:
    """What copies of a question are looked up by: how its words begin, its asker's name, and what it is linked to."""
    for column in ("words", "named", "link"):
        db.table("question").add_column(column, str, not_null_default="")
    for row in list(db.query("SELECT id, text, author_name, url FROM question")):
        link = linked(row["url"])
        db.execute(
            "UPDATE question SET words = ?, named = ?, link = ? WHERE id = ?",
            [
                words_column(row["text"]),
                named_column(row["author_name"]),
                link_column(*link) if link else "",
                row["id"],
            ],
        )
    db.execute("CREATE INDEX question_words ON question(meeting_id, words, named, number)")
    db.execute(
        "CREATE INDEX question_words_handle ON question(meeting_id, words, author_handle COLLATE NOCASE, number)"
    )
    db.execute("CREATE INDEX question_link ON question(meeting_id, link) WHERE link != ''")


@migrations()
def m024_imports(db: sqlite_utils.Database) -> None:
    """How far an import of a file is. Nothing of the file is kept but the questions that come of it."""
    db.table("import_run").create(
        {
            "id": int, "meeting_id": int, "file": str, "total": int, "done": int, "stored": int, "first": int,
            "last": int, "by": str, "by_id": int, "started_at": str, "moved_at": str, "ended_at": str,
        },
        pk="id", strict=True, defaults={"done": 0, "stored": 0, "first": 0, "last": 0},
        not_null={"meeting_id", "file", "total", "done", "stored", "first", "last", "by", "started_at", "moved_at"},
        foreign_keys=[("meeting_id", "meeting", "id")],
    )  # fmt: skip
    db.table("import_run").create_index(["meeting_id", "file"])


@migrations()
def m025_neighbours(db: sqlite_utils.Database) -> None:
    """What every page of the desk adds up, and what each round of screening looks for, without reading what is past."""
    db.execute("CREATE INDEX charge_meeting ON charge(meeting_id, amount)")
    db.execute("CREATE INDEX charge_time ON charge(channel, at, amount)")
    db.execute("CREATE INDEX question_unscreened ON question(id) WHERE flags IS NULL")


@migrations()
def m026_settings_as_values(db: sqlite_utils.Database) -> None:
    """History keeps which setting was changed and both values, as JSON, and no longer the words of a form."""
    for row in list(db.query("SELECT id, setting, before, after FROM setting_change")):
        setting, before, after = as_values(row["setting"], row["before"], row["after"])
        db.table("setting_change").update(row["id"], {"setting": setting, "before": before, "after": after})


@migrations()
def m027_vectors(db: sqlite_utils.Database) -> None:
    """What each question is about, to be compared; and of which questions that is still to be worked out.

    The triggers keep the list in step whoever writes; the questions there are go on it now. A vector that is made anew
    gets a new id, so that whoever has read the others reads no more than what is new. Who changes how vectors are made
    puts every question on the list again, in a migration.
    """
    db.execute(
        """CREATE TABLE question_vector (id INTEGER PRIMARY KEY AUTOINCREMENT,
           question_id INTEGER NOT NULL UNIQUE REFERENCES question(id), vector BLOB NOT NULL) STRICT"""
    )
    db.execute("CREATE TABLE question_vector_due (question_id INTEGER PRIMARY KEY REFERENCES question(id)) STRICT")
    due = "INSERT OR IGNORE INTO question_vector_due VALUES (new.id)"
    changed = "old.text IS NOT new.text OR old.wording IS NOT new.wording"
    db.execute(f"CREATE TRIGGER question_vector_new AFTER INSERT ON question BEGIN {due}; END")
    db.execute(
        f"CREATE TRIGGER question_vector_again AFTER UPDATE OF text, wording ON question WHEN {changed} "
        f"BEGIN {due}; END"
    )
    db.execute("INSERT INTO question_vector_due SELECT id FROM question")


@migrations()
def m028_changes_of_the_screen(db: sqlite_utils.Database) -> None:
    """What changed the screen last is found without reading all that was received since."""
    db.execute(
        "CREATE INDEX change_of_the_screen ON change(meeting_id, revision) WHERE (from_state = 'on_screen' "
        "OR to_state = 'on_screen' OR action IN ('take_off_screen', 'blank', 'show_joining', 'show_closed'))"
    )


@migrations()
def m029_crowds(db: sqlite_utils.Database) -> None:
    """Whether a supporter came after many others from one network; of the network itself nothing is kept."""
    db.table("support").add_column("in_a_crowd", int, not_null_default=0)
    db.table("support_newcomer").create_index(["question_id", "network", "at"])


@migrations()
def m030_posts_as_they_are(db: sqlite_utils.Database) -> None:
    """What a network shows of a post where that is not all of it, whether it shows the post at all, and when each of
    its streams was last read without its cursor: as far back as a day, and as the whole week.

    Of what we post: whose it is (a fingerprint of the keys, '' where nobody kept it), and that its words were there.
    What was withdrawn because its post seemed to be deleted is asked about again: it may have been hidden for a moment.
    """
    db.table("question").add_column("shown", str)
    db.table("question").add_column("source_state", str, not_null_default="visible")
    db.execute("UPDATE question SET source_state = 'gone' WHERE state = 'withdrawn' AND version != ''")
    db.table("sweep").create(
        {"channel": str, "stream": str, "day": str, "week": str}, pk=("channel", "stream"), strict=True
    )
    db.table("outbox").add_column("account", str, not_null_default="")
    db.table("outbox").add_column("refused_as_duplicate", int, not_null_default=0)


@migrations()
def m031_moves_between_meetings(db: sqlite_utils.Database) -> None:
    """The number a question had in the meeting when it changed there, and the other half of a move to another one."""
    for column in ("question_number", "other_meeting_id", "other_revision"):
        db.table("change").add_column(column, int)
    db.execute("UPDATE change SET question_number = (SELECT number FROM question q WHERE q.id = change.question_id)")
    db.table("change").create_index(["meeting_id", "question_number"])


@migrations()
def m032_details(db: sqlite_utils.Database) -> None:
    """History keeps what belongs to an action as data, and no longer as words; a withdrawal, whose wish it was."""
    db.table("question").add_column("withdrawn_by_asker", int, not_null_default=0)
    db.execute(
        """UPDATE question SET withdrawn_by_asker = 1
           WHERE state = 'withdrawn' AND reason = 'Whoever asked it withdrew it'"""
    )
    db.table("change").add_column("details", str, not_null_default="{}")
    names = [row["name"] for row in db.query("SELECT name FROM moderator")]
    for row in list(db.query("SELECT id, action, reason, after FROM change WHERE reason != ''")):
        details = as_details(row["action"], row["reason"], json.loads(row["after"]), names)
        db.table("change").update(row["id"], {"details": details_column(details)})
    db.execute("ALTER TABLE change DROP COLUMN reason")


@migrations()
def m033_ids_of_reasons(db: sqlite_utils.Database) -> None:
    """Reasons for declining and places to redirect have ids, and are no longer known by their words alone."""
    for row in list(db.query("SELECT id, rules FROM meeting WHERE rules != ''")):
        db.table("meeting").update(row["id"], {"rules": json.dumps(rules_with_ids(json.loads(row["rules"])))})


@migrations()
def m034_order_of_versions(db: sqlite_utils.Database) -> None:
    """Which of two versions of a post is the later one: each network tells it in its own way, and not by ids."""
    db.table("question").add_column("version_order", str, not_null_default="")


@migrations()
def m035_keys_of_posts(db: sqlite_utils.Database) -> None:
    """What we post has a key of its own, for networks that send one key once; and the post that it answers."""
    for column in ("key", "reply_to"):
        db.table("outbox").add_column(column, str, not_null_default="")


@migrations()
def m036_network_sessions(db: sqlite_utils.Database) -> None:
    """With which session we are signed in to a network. It is for the moment: no backup has it."""
    db.table("network_session").create(
        {"channel": str, "session": str}, pk="channel", not_null={"session"}, strict=True
    )


@migrations()
def m037_every_kind_of_post(db: sqlite_utils.Database) -> None:
    """The outbox holds every post of ours, from its draft on: what it is for, which question it is about, who pressed
    for it together with which others, when it is due and on what its words rest, what it cost, and who took it back.

    All that was posted before were calls. `stopped`: somebody pressed Stop while it was being sent.
    """
    outbox = db.table("outbox")
    for column, default in (("kind", "call"), ("press", ""), ("promises", ""), ("taken_back_by", "")):
        outbox.add_column(column, str, not_null_default=default)
    outbox.add_column("taken_back_why", str, not_null_default="")
    for column in ("in_thread", "price", "stopped"):
        outbox.add_column(column, int, not_null_default=0)
    outbox.add_column("question_id", int)
    for column in ("due_at", "taken_back_at"):
        outbox.add_column(column, str)
    db.execute("CREATE INDEX outbox_state ON outbox(channel, state)")
    db.execute("CREATE INDEX outbox_meeting ON outbox(meeting_id)")


@migrations()
def m038_posts(db: sqlite_utils.Database) -> None:
    """Every post that is read, with what was measured of it, and which of them a question is.

    A question points at its post for as long as that is kept. Of the posts that are questions now we have what the
    question has, and of those that are gone at their source no words. A count that no network told is NULL.
    """
    db.table("post").create(
        {
            "id": int, "channel": str, "native_id": str, "version": str, "version_order": str, "text": str,
            "shown": str, "lang": str, "url": str, "author_id": str, "author_name": str, "author_handle": str,
            "conversation_id": str, "refers_to": str, "answers": str, "answers_author": str, "is_repost": int,
            "is_ours": int, "made_at": str, "posted_at": str, "stream": str, "meeting_id": int,
            "first_seen_at": str, "last_seen_at": str, "checked_at": str, "source_state": str, "likes": int,
            "reposts": int, "replies": int, "quotes": int, "impressions": int,
        },
        pk="id", strict=True,
        defaults={"author_id": "", "conversation_id": "", "refers_to": "[]", "answers": "", "answers_author": "",
                  "is_repost": 0, "is_ours": 0, "stream": "", "source_state": "visible"},
        not_null={"channel", "native_id", "version", "version_order", "text", "lang", "url", "author_id",
                  "author_name", "author_handle", "conversation_id", "refers_to", "answers", "answers_author",
                  "is_repost", "is_ours", "posted_at", "stream", "first_seen_at", "last_seen_at", "checked_at",
                  "source_state"},
        foreign_keys=[("meeting_id", "meeting", "id")],
    )  # fmt: skip
    db.table("post").create_index(["channel", "native_id"], unique=True)
    db.execute("CREATE INDEX post_meeting ON post(meeting_id, posted_at)")
    db.execute("CREATE INDEX post_last_seen ON post(last_seen_at)")
    db.execute("CREATE INDEX post_checked ON post(channel, checked_at) WHERE source_state != 'gone'")
    db.execute("ALTER TABLE question ADD COLUMN post_id INTEGER REFERENCES post(id) ON DELETE SET NULL")
    db.execute("CREATE INDEX question_post ON question(post_id) WHERE post_id IS NOT NULL")
    db.execute(
        """INSERT INTO post (channel, native_id, version, version_order, text, shown, lang, url, author_name,
               author_handle, posted_at, meeting_id, first_seen_at, last_seen_at, checked_at, source_state)
           SELECT channel, native_id, version, version_order, text, shown, lang, url, author_name, author_handle,
               asked_at, meeting_id, received_at, received_at, COALESCE(looked_up_at, checked_at, received_at),
               source_state
           FROM question WHERE version != ''"""
    )
    db.execute(
        """UPDATE post SET text = '', shown = NULL, lang = '', url = '', author_name = '', author_handle = ''
           WHERE source_state = 'gone'"""
    )
    db.execute(
        """UPDATE question SET post_id = (SELECT id FROM post p WHERE p.channel = question.channel
           AND p.native_id = question.native_id) WHERE version != ''"""
    )


@migrations()
def m039_partners(db: sqlite_utils.Database) -> None:
    """Links for those who pass a meeting on, and through which of them a question came. Visits are a number alone."""
    db.table("partner").create(
        {"id": int, "meeting_id": int, "key": str, "name": str, "visits": int, "removed": int, "made_at": str},
        pk="id", strict=True, defaults={"visits": 0, "removed": 0},
        not_null={"meeting_id", "key", "name", "visits", "removed", "made_at"},
        foreign_keys=[("meeting_id", "meeting", "id")],
    )  # fmt: skip
    db.table("partner").create_index(["meeting_id", "key"], unique=True)
    db.execute("ALTER TABLE question ADD COLUMN partner_id INTEGER REFERENCES partner(id)")
    db.execute("CREATE INDEX question_partner ON question(partner_id) WHERE partner_id IS NOT NULL")


@migrations()
def m041_who_posted(db: sqlite_utils.Database) -> None:
    """Whether somebody asked us not to reply is looked for before each reply, in what they posted."""
    db.execute("CREATE INDEX post_author ON post(channel, author_id)")


@migrations()
def m042_cancelled_meetings(db: sqlite_utils.Database) -> None:
    """A meeting that does not take place keeps its pages, which say so."""
    db.table("meeting").add_column("cancelled", int, not_null_default=0)


@migrations()
def m043_further_hashtags(db: sqlite_utils.Database) -> None:
    """Hashtags of its area or sector that are read beside a meeting's own, with a space between them."""
    db.table("meeting").add_column("more_hashtags", str, not_null_default="")


@migrations()
def m044_what_the_record_says(db: sqlite_utils.Database) -> None:
    """Who gave an answer, whether the asker's own words stand beside an edited wording, and when a meeting's public
    record was published; none where it was not."""
    db.table("question").add_column("answered_by", str, not_null_default="")
    db.table("question").add_column("shows_original", int, not_null_default=0)
    db.table("meeting").add_column("record_published_at", str)


@migrations()
def m049_answers_owed(db: sqlite_utils.Database) -> None:
    """Written answers are looked for across meetings, by when they are due; answers to note within one."""
    db.execute(
        """CREATE INDEX question_owed ON question(due_on, meeting_id, number)
           WHERE (state = 'written' OR (due_on != '' AND state IN ('received', 'held', 'accepted', 'on_screen')))"""
    )
    db.execute(
        """CREATE INDEX question_unnoted ON question(meeting_id, number)
           WHERE state IN ('answered', 'on_screen') AND answer = ''"""
    )


@migrations()
def m051_addresses_of_posts(db: sqlite_utils.Database) -> None:
    """A post is known by its address where a network gave it another id."""
    db.execute("CREATE INDEX question_url ON question(channel, url) WHERE url != ''")


@migrations()
def m046_supplementary_questions(db: sqlite_utils.Database) -> None:
    """What a supplementary question is called ("4a"), '' for any other, and the question it was asked after: it stands
    between that one and the next of the running order, at a place of its own."""
    db.execute("DROP INDEX question_order")
    db.execute("ALTER TABLE question RENAME COLUMN place TO whole_place")
    db.execute("ALTER TABLE question ADD COLUMN place REAL NOT NULL DEFAULT 0")
    db.execute("UPDATE question SET place = whole_place WHERE whole_place != 0")
    db.execute("ALTER TABLE question DROP COLUMN whole_place")
    db.execute(
        "CREATE INDEX question_order ON question(meeting_id, state, (COALESCE(NULLIF(place, 0), number)), number)"
    )
    db.execute("ALTER TABLE question ADD COLUMN parent_id INTEGER REFERENCES question(id)")
    db.table("question").add_column("supplementary", str, not_null_default="")
    db.table("change").add_column("supplementary", str, not_null_default="")
    db.execute("CREATE INDEX question_parent ON question(parent_id) WHERE parent_id IS NOT NULL")
    db.execute(
        "CREATE UNIQUE INDEX question_supplementary ON question(meeting_id, supplementary) WHERE supplementary != ''"
    )


@migrations()
def m054_letters(db: sqlite_utils.Database) -> None:
    """What somebody was told by email or by a person, and of which state of their question a reply told them."""
    db.table("letter").create(
        {
            "id": int, "meeting_id": int, "question_id": int, "kind": str, "told_of": str, "subject": str, "text": str,
            "state": str, "told_by": str, "told_at": str, "key": str, "practised": int, "attempts": int,
            "next_step_at": str, "sent_at": str, "reference": str, "problem": str,
        },
        pk="id", strict=True,
        not_null={"meeting_id", "question_id", "kind", "told_of", "subject", "text", "state", "told_by", "told_at",
                  "key", "practised", "attempts", "reference", "problem"},
        foreign_keys=[("meeting_id", "meeting", "id"), ("question_id", "question", "id")],
    )  # fmt: skip
    db.table("letter").create_index(["key"], unique=True)
    db.table("letter").create_index(["question_id"])
    db.table("letter").create_index(["state", "next_step_at"])
    db.table("outbox").add_column("told_of", str, not_null_default="")


@migrations()
def m053_recaps(db: sqlite_utils.Database) -> None:
    """What a moderator picked to tell a meeting by, and since when everyone may read it; NULL where nobody may."""
    db.table("meeting").add_column("recap_published_at", str)
    db.table("recap").create(
        {
            "meeting_id": int, "introduction": str, "picks": str, "revision": int, "saved_by": str, "saved_at": str,
        },
        pk="meeting_id", foreign_keys=[("meeting_id", "meeting", "id")],
        not_null={"introduction", "picks", "revision", "saved_by", "saved_at"},
    )  # fmt: skip


@migrations()
def m052_key_messages(db: sqlite_utils.Database) -> None:
    """What a board wants remembered of a meeting's questions, a row for each sentence."""
    db.execute(
        """CREATE TABLE key_message (
               meeting_id INTEGER NOT NULL REFERENCES meeting(id),
               language TEXT NOT NULL,
               position INTEGER NOT NULL,
               words TEXT NOT NULL,
               PRIMARY KEY (meeting_id, language, position)
           ) WITHOUT ROWID"""
    )


@migrations()
def m055_known_devices(db: sqlite_utils.Database) -> None:
    """Where people sign in. Tries of the last minutes, and sessions that go on, came from nowhere that is known."""
    db.table("session").add_column("browser", str, not_null_default="")
    db.table("session").add_column("used_at", str, not_null_default="")
    db.execute("UPDATE session SET used_at = started_at")
    db.table("session").create_index(["moderator_id"])
    for column in ("network", "device"):
        db.table("sign_in_try").add_column(column, str, not_null_default="")
    db.table("sign_in_try").create_index(["network", "at"])
    db.execute(
        """CREATE TABLE known_device (
               device_hash TEXT NOT NULL,
               moderator_id INTEGER NOT NULL REFERENCES moderator(id),
               browser TEXT NOT NULL,
               first_at TEXT NOT NULL,
               last_at TEXT NOT NULL,
               seen INTEGER NOT NULL,
               PRIMARY KEY (device_hash, moderator_id)
           ) STRICT, WITHOUT ROWID"""
    )
    db.table("known_device").create_index(["last_at"])
    db.table("known_device").create_index(["moderator_id"])


@migrations()
def m056_question_counts(db: sqlite_utils.Database) -> None:
    """How many questions of a meeting are in each state, which every change tells the screens.

    The triggers keep the counts in step whoever writes, in the transaction that writes; the questions there are counted
    now. Where there are none any more the row stays, at nought.
    """
    db.execute(
        """CREATE TABLE question_count (
               meeting_id INTEGER NOT NULL REFERENCES meeting(id),
               state TEXT NOT NULL,
               questions INTEGER NOT NULL,
               PRIMARY KEY (meeting_id, state)
           ) STRICT, WITHOUT ROWID"""
    )
    one_more = """INSERT INTO question_count VALUES (new.meeting_id, new.state, 1)
                  ON CONFLICT (meeting_id, state) DO UPDATE SET questions = questions + 1"""
    one_less = """UPDATE question_count SET questions = questions - 1
                  WHERE meeting_id = old.meeting_id AND state = old.state"""
    moved = "old.meeting_id != new.meeting_id OR old.state != new.state"
    db.execute(f"CREATE TRIGGER question_counted_new AFTER INSERT ON question BEGIN {one_more}; END")
    db.execute(f"CREATE TRIGGER question_counted_gone AFTER DELETE ON question BEGIN {one_less}; END")
    db.execute(
        f"CREATE TRIGGER question_counted_again AFTER UPDATE OF meeting_id, state ON question WHEN {moved} "
        f"BEGIN {one_less}; {one_more}; END"
    )
    db.execute("INSERT INTO question_count SELECT meeting_id, state, COUNT(*) FROM question GROUP BY meeting_id, state")


@migrations()
def m057_question_arrivals(db: sqlite_utils.Database) -> None:
    """Which page and which network a question came from, as hashes and for a day: enough to hold a flood off."""
    db.execute(
        """CREATE TABLE question_arrival (
               question_id INTEGER PRIMARY KEY REFERENCES question(id) ON DELETE CASCADE,
               page TEXT NOT NULL,
               network TEXT NOT NULL,
               hasty INTEGER NOT NULL,
               at TEXT NOT NULL
           ) STRICT"""
    )
    db.table("question_arrival").create_index(["page", "at"])
    db.table("question_arrival").create_index(["network", "at", "hasty"])
    db.table("question_arrival").create_index(["at"])


@migrations()
def m058_erasures(db: sqlite_utils.Database) -> None:
    """What was erased, as digests: no reading of a network and no restored backup brings it back. `scrubbed` says that
    nothing of it is left in the file either."""
    db.execute("ALTER TABLE question ADD COLUMN erased_at TEXT")
    db.execute(
        """CREATE TABLE erasure (
               digest TEXT NOT NULL PRIMARY KEY,
               at TEXT NOT NULL,
               scrubbed INTEGER NOT NULL DEFAULT 0
           ) STRICT, WITHOUT ROWID"""
    )


@migrations()
def m059_second_step(db: sqlite_utils.Database) -> None:
    """The second step of signing in. Nobody has one yet."""
    db.execute(
        """CREATE TABLE second_step (
               moderator_id INTEGER PRIMARY KEY REFERENCES moderator(id),
               sealed TEXT NOT NULL,
               last_used INTEGER NOT NULL,
               is_on INTEGER NOT NULL
           ) STRICT"""
    )
    db.execute(
        """CREATE TABLE recovery_code (
               moderator_id INTEGER NOT NULL REFERENCES moderator(id),
               code_hash TEXT NOT NULL,
               PRIMARY KEY (moderator_id, code_hash)
           ) STRICT, WITHOUT ROWID"""
    )
    db.execute(
        """CREATE TABLE code_wait (
               token_hash TEXT NOT NULL PRIMARY KEY,
               moderator_id INTEGER NOT NULL REFERENCES moderator(id),
               by_link INTEGER NOT NULL,
               expires_at TEXT NOT NULL
           ) STRICT, WITHOUT ROWID"""
    )
    # Who an account is at the organisation's provider of OpenID Connect.
    db.execute(
        """CREATE TABLE sign_on (
               moderator_id INTEGER PRIMARY KEY REFERENCES moderator(id),
               issuer TEXT NOT NULL,
               subject TEXT NOT NULL
           ) STRICT"""
    )
    db.table("sign_on").create_index(["issuer", "subject"], unique=True)
    db.table("code_wait").create_index(["moderator_id"])
    db.table("code_wait").create_index(["expires_at"])


@migrations()
def m060_followers(db: sqlite_utils.Database) -> None:
    """How many follow whoever wrote a post, as its network told with it. Of the posts so far nobody knows."""
    db.execute("ALTER TABLE post ADD COLUMN followers INTEGER")


@migrations()
def m061_tone(db: sqlite_utils.Database) -> None:
    """The tone of posts as moderators tagged it: each tag with who and when, those that were taken back too; the last
    that stands counts. Of posts that lost their words a count by day stays, and the post says that it is in it."""
    db.execute("ALTER TABLE post ADD COLUMN tone_counted INTEGER NOT NULL DEFAULT 0")
    db.execute(
        """CREATE TABLE post_tone (
               id INTEGER PRIMARY KEY,
               post_id INTEGER NOT NULL REFERENCES post(id),
               meeting_id INTEGER NOT NULL REFERENCES meeting(id),
               day TEXT NOT NULL,
               tone TEXT NOT NULL,
               by TEXT NOT NULL,
               by_id INTEGER,
               at TEXT NOT NULL,
               undone_at TEXT
           ) STRICT"""
    )
    db.table("post_tone").create_index(["post_id"])
    db.table("post_tone").create_index(["meeting_id", "by_id"])
    db.execute(
        """CREATE TABLE tone_count (
               meeting_id INTEGER NOT NULL REFERENCES meeting(id),
               day TEXT NOT NULL,
               tone TEXT NOT NULL,
               posts INTEGER NOT NULL,
               PRIMARY KEY (meeting_id, day, tone)
           ) STRICT, WITHOUT ROWID"""
    )


@migrations()
def m062_poll(db: sqlite_utils.Database) -> None:
    """What people use most, one answer a device and meeting: the device is a mark that says nothing of another meeting,
    and where it came from is known for an hour, to hold a flood off."""
    db.execute("ALTER TABLE meeting ADD COLUMN poll INTEGER NOT NULL DEFAULT 0")
    db.execute(
        """CREATE TABLE poll_answer (
               meeting_id INTEGER NOT NULL REFERENCES meeting(id),
               device TEXT NOT NULL,
               choice TEXT NOT NULL,
               in_a_crowd INTEGER NOT NULL,
               PRIMARY KEY (meeting_id, device)
           ) STRICT, WITHOUT ROWID"""
    )
    db.execute(
        """CREATE TABLE poll_newcomer (
               meeting_id INTEGER NOT NULL REFERENCES meeting(id),
               device TEXT NOT NULL,
               network TEXT NOT NULL,
               at TEXT NOT NULL,
               PRIMARY KEY (meeting_id, device)
           ) STRICT, WITHOUT ROWID"""
    )
    db.table("poll_newcomer").create_index(["meeting_id", "network", "at"])
    db.table("poll_newcomer").create_index(["at"])


@migrations()
def m063_growth(db: sqlite_utils.Database) -> None:
    """How many follow the board's own accounts, at moments; what the board aims at; and of which posts it was asked how
    many follow their authors. Nobody is asked about authors of earlier posts that are for no meeting."""
    db.execute(
        """CREATE TABLE follower_count (
               channel TEXT NOT NULL,
               account TEXT NOT NULL,
               at TEXT NOT NULL,
               followers INTEGER NOT NULL,
               PRIMARY KEY (channel, account, at)
           ) STRICT, WITHOUT ROWID"""
    )
    db.execute(
        """CREATE TABLE target (
               figure TEXT NOT NULL PRIMARY KEY,
               number INTEGER NOT NULL
           ) STRICT, WITHOUT ROWID"""
    )
    db.execute("ALTER TABLE post ADD COLUMN followers_asked INTEGER NOT NULL DEFAULT 0")
    db.execute("UPDATE post SET followers_asked = 1 WHERE meeting_id IS NULL")
    db.execute(
        """CREATE INDEX post_followers_unasked ON post(channel, meeting_id)
           WHERE followers IS NULL AND followers_asked = 0"""
    )


@migrations()
def m064_chats(db: sqlite_utils.Database) -> None:
    """A chat is a meeting of another kind, with questions of its own. All meetings so far are the board's."""
    db.execute("ALTER TABLE meeting ADD COLUMN kind TEXT NOT NULL DEFAULT 'board'")
    db.execute("ALTER TABLE partner ADD COLUMN handles TEXT NOT NULL DEFAULT '{}'")
    db.execute(
        """CREATE TABLE chat_question (
               id INTEGER PRIMARY KEY,
               meeting_id INTEGER NOT NULL REFERENCES meeting(id),
               place INTEGER NOT NULL,
               minute INTEGER,
               text TEXT NOT NULL
           ) STRICT"""
    )
    db.table("chat_question").create_index(["meeting_id", "place"])
    db.execute("ALTER TABLE outbox ADD COLUMN chat_question_id INTEGER REFERENCES chat_question(id) ON DELETE SET NULL")


@migrations()
def m065_flags_of_posts(db: sqlite_utils.Database) -> None:
    """What was found in a post of a chat, and whether somebody read it and lets the recap show it as it is. No post was
    looked through yet."""
    db.execute("ALTER TABLE post ADD COLUMN flags TEXT")
    db.execute("ALTER TABLE post ADD COLUMN as_it_is INTEGER NOT NULL DEFAULT 0")
    db.execute(
        """CREATE INDEX post_unscreened ON post(meeting_id)
           WHERE flags IS NULL AND is_ours = 0 AND is_repost = 0 AND source_state = 'visible'"""
    )


@migrations()
def m066_vouched_only(db: sqlite_utils.Database) -> None:
    """Sessions of people for whom their organisation vouched without saying that it had just asked who they are."""
    db.execute("ALTER TABLE session ADD COLUMN vouched_only INTEGER NOT NULL DEFAULT 0")


@migrations()
def m067_no_number_twice(db: sqlite_utils.Database) -> None:
    """What takes the place of a post, a question of a chat or a draft that was deleted has a number that none had: by
    its number a recap names a post that somebody picked, and an open form what it is about. PostgreSQL never gave one
    twice. Picks of posts that are no more are let go.

    As SQLite says how to change a table that stays as it is on the disk (https://sqlite.org/lang_altertable.html, 7).
    """
    (version,) = db.execute("PRAGMA schema_version").fetchone()
    db.execute("PRAGMA writable_schema=ON")
    db.execute(
        """UPDATE sqlite_master SET sql = replace(sql, 'INTEGER PRIMARY KEY', 'INTEGER PRIMARY KEY AUTOINCREMENT')
           WHERE type = 'table' AND name IN ('post', 'chat_question', 'outbox')"""
    )
    db.execute(f"PRAGMA schema_version={version + 1}")
    db.execute("PRAGMA writable_schema=OFF")
    for table in ("post", "chat_question", "outbox"):
        last = f"SELECT '{table}', COALESCE(MAX(id), 0) FROM {table}"
        db.execute(f"INSERT INTO sqlite_sequence (name, seq) {last}")
    known = {f"heard-{id}" for (id,) in db.execute("SELECT id FROM post")}
    for meeting_id, picks in db.execute("SELECT meeting_id, picks FROM recap").fetchall():
        kept = [pick for pick in json.loads(picks) if pick["key"] in known or not pick["key"].startswith("heard-")]
        db.execute("UPDATE recap SET picks = ? WHERE meeting_id = ?", [json.dumps(kept), meeting_id])


@migrations()
def m068_private_pages_unnamed(db: sqlite_utils.Database) -> None:
    """The words of a letter, which the desk reads, name nobody's private page: the end of its address is put in when
    the letter is sent."""
    db.execute(
        """UPDATE letter SET text =
               replace(text, '/r/' || (SELECT token FROM question WHERE id = letter.question_id), '/r/…')"""
    )


@migrations()
def m069_reposts_without_words(db: sqlite_utils.Database) -> None:
    """What somebody passed on has another person's words: they are kept, and erased, as that person's alone."""
    db.execute("UPDATE post SET text = '', shown = NULL WHERE is_repost = 1")


@migrations()
def m070_promises_of_questions(db: sqlite_utils.Database) -> None:
    """What a post of a question or an answer rests on is the question, and not when its meeting is. Of older ones
    nobody knows what that was."""
    db.execute("UPDATE outbox SET promises = '' WHERE kind IN ('question', 'answer')")


@migrations()
def m071_known_channels(db: sqlite_utils.Database) -> None:
    """Where a question came from is a network or a way that has a name here: what a list or a link said else may name
    somebody. Of a question that was erased no reason stays that was typed."""
    known = """('web', 'email', 'phone', 'letter', 'room', 'other', 'X', 'Facebook', 'Instagram', 'Bluesky', 'Mastodon',
               'LinkedIn', 'Nextdoor', 'Reddit', 'Threads', 'TikTok', 'WhatsApp', 'YouTube')"""
    db.execute(
        f"""UPDATE question SET native_id = native_id || '-' || id WHERE channel NOT IN {known} AND EXISTS (
                SELECT 1 FROM question o WHERE o.native_id = question.native_id AND o.id != question.id
                AND (o.channel = 'other' OR o.channel NOT IN {known}))"""
    )
    db.execute(f"UPDATE question SET channel = 'other' WHERE channel NOT IN {known}")
    db.execute(
        """UPDATE question SET reason = '' WHERE erased_at IS NOT NULL
           AND reason != 'Erased at the request of the person who asked'"""
    )


@migrations()
def m072_what_letters_rest_on(db: sqlite_utils.Database) -> None:
    """A letter knows all that its words rest on, the day of the meeting as well. Of older ones nobody knows."""
    db.execute("ALTER TABLE letter ADD COLUMN rests_on TEXT NOT NULL DEFAULT ''")


@migrations()
def m073_own_posts_without_words(db: sqlite_utils.Database) -> None:
    """What we wrote is in the outbox. Read back from a network it was kept once more, where no erasure reached it. And
    why something was published as it is stays with its own question alone."""
    db.execute("UPDATE post SET text = '', shown = NULL WHERE is_ours = 1")
    db.execute("UPDATE change SET details = '{}' WHERE action = 'take_off_screen'")


@migrations()
def m074_read_up_to_a_moment(db: sqlite_utils.Database) -> None:
    """How far X and Mastodon were read was the id of a post, which somebody may have erased. It is the end of that id's
    millisecond."""
    db.execute(
        f"""UPDATE cursor SET since = CAST(since AS INTEGER) | {(1 << 22) - 1}
            WHERE channel = 'X' AND since != '' AND since NOT GLOB '*[^0-9]*' AND CAST(since AS INTEGER) >= {1 << 22}"""
    )
    id_ = "substr(since, instr(since, ' ') + 1)"
    db.execute(
        f"""UPDATE cursor SET since = substr(since, 1, instr(since, ' ')) || (CAST({id_} AS INTEGER) | {(1 << 16) - 1})
            WHERE channel = 'Mastodon' AND {id_} NOT GLOB '*[^0-9]*' AND CAST({id_} AS INTEGER) >= {1 << 56}"""
    )


@migrations()
def m075_charges_by_marks(db: sqlite_utils.Database) -> None:
    """What a network billed says by a mark for what it was. Of what was booked before nobody can tell any more."""
    db.execute(
        "UPDATE charge SET resource = 'unnamed ' || id WHERE kind != 'reserved' AND resource NOT LIKE 'unnamed %'"
    )
