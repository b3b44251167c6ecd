"""Whose data each column holds: a new one has no place here until somebody decides, and erasing follows (docs)."""

from __future__ import annotations

import re

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Actor
from board_qa.ports import Ports
from board_qa.services.privacy.erasing import erase
from board_qa.storage.sql.store import SqlStore
from board_qa.storage.sql.tables import TABLES
from board_qa.storage.sqlite.store import SqliteStore
from tests.support.deciding import now
from tests.support.doubles import NOON
from tests.support.places import ROOT

# Of whoever asked, posted or supported, or what somebody wrote about them. Erasing empties it.
ASKERS = {
    "question": "native_id text author_name author_handle email url lang reason wording organisation attending flags "
    "answer brief proposal asker organisation_key words named link shown version version_order post_id answered_by",
    "change": "text_before before after details",
    "post": "native_id version version_order text shown lang url author_id author_name author_handle conversation_id "
    "refers_to answers answers_author made_at posted_at stream flags",
    "post_tone": "day tone",
    "asker_key": "key asker",
    "support": "supporter at in_a_crowd",
    "support_newcomer": "supporter network at",
    "poll_newcomer": "device network at",
    "question_arrival": "page network hasty at",
    "question_vector": "vector",
    "outbox": "text problem reply_to taken_back_why",
    "letter": "subject text reference problem rests_on",
    "unreadable_post": "native_id url",
}
# Of those who work at the desk, or of the board: it stays when somebody else's question is erased.
TEAMS = {
    "moderator": "username name password_hash role closed_at last_sign_in_at",
    "recap": "introduction saved_by saved_at",
    "key_message": "words",
    "question": "owner assignee speaker",
    "change": "actor actor_id",
    "outbox": "approved_by approved_at taken_back_by taken_back_at",
    "letter": "told_by told_at",
    "post_tone": "by by_id at undone_at",
    "import_run": "file by by_id",
    "setting_change": "before after by by_id at",
    "account_change": "account_id action role by by_id at",
    "presence": "moderator_id at",
    "session": "token_hash moderator_id browser started_at used_at",
    "sign_in_link": "token_hash moderator_id",
    "sign_in_try": "username at network device",
    "known_device": "device_hash moderator_id browser first_at last_at seen",
    "second_step": "moderator_id sealed last_used is_on",
    "recovery_code": "moderator_id code_hash",
    "code_wait": "token_hash moderator_id",
    "sign_on": "moderator_id issuer subject",
    "unreadable_post": "dealt_with_by",
    "about_board": "details",
    "follower_count": "account followers",
    "target": "figure number",
}
# Of nobody, or what is left of an erased question: its number, where it stood, and when.
NOBODYS = {
    "meeting": "id code screen_token title starts_at timezone venue hashtag opens_at closes_at section_minutes "
    "idle_view revision created_at rules deadline_reason section_started_at section_ends_at cancelled more_hashtags "
    "record_published_at recap_published_at poll kind",
    "moderator": "id created_at",
    "agenda_item": "id meeting_id position title",
    "key_message": "meeting_id language position",
    "recap": "meeting_id picks revision",
    "partner": "id meeting_id key name visits removed made_at handles",
    "chat_question": "id meeting_id place minute text",
    "post": "id channel is_repost is_ours meeting_id first_seen_at last_seen_at checked_at source_state likes reposts "
    "replies quotes impressions followers tone_counted followers_asked as_it_is",
    "post_tone": "id post_id meeting_id",
    "tone_count": "meeting_id day tone posts",
    "question": "id meeting_id number token channel asked_at received_at checked_at state revision agenda_item due_on "
    "grouped_into name_withheld name_hidden looked_up_at source_state withdrawn_by_asker partner_id shows_original "
    "place parent_id supplementary erased_at",
    "question_count": "meeting_id state questions",
    "change": "id meeting_id revision question_id action at from_state to_state undoes question_number "
    "other_meeting_id other_revision supplementary",
    "support": "question_id",
    "support_newcomer": "question_id",
    "question_arrival": "question_id",
    "support_secret": "day secret",
    # A mark that nobody, its own person included, can be found by: what is erased of a person never touches it.
    "poll_answer": "meeting_id device choice in_a_crowd",
    "poll_newcomer": "meeting_id",
    "question_vector": "id question_id",
    "question_vector_due": "question_id",
    "outbox": "id meeting_id channel state attempts attempted_at looked_up next_step_at sent_at native_id account "
    "refused_as_duplicate key kind press promises in_thread price stopped question_id due_at told_of "
    "chat_question_id",
    "letter": "id meeting_id question_id kind told_of state key practised attempts next_step_at sent_at",
    "import_run": "id meeting_id total done stored first last started_at moved_at ended_at",
    "setting_change": "id meeting_id setting",
    "account_change": "id",
    "presence": "meeting_id question_id",
    "session": "expires_at by_link vouched_only",
    "sign_in_link": "expires_at",
    "sign_in_try": "id",
    "code_wait": "by_link expires_at",
    "lease": "name holder expires_at",
    "source": "channel problem problem_kind failures resting_until last_read_at next_read_at paused",
    "cursor": "channel stream since",
    "sweep": "channel stream day week",
    "channel_metadata": "channel name value",
    "network_session": "channel session",
    "unreadable_post": "channel found_at dealt_with_at",
    # What was paid for is a mark of that day, and after the next one nothing.
    "charge": "id channel day kind resource amount at meeting_id",
    "erasure": "digest at scrubbed",
    "about_board": "id",
    "follower_count": "channel at",
}


def columns_of(sqlite: SqliteStore, table: str) -> list[str]:
    rows = sqlite.database.rows("SELECT name FROM pragma_table_info(?)", table)
    return sorted(str(row["name"]) for row in rows)


@pytest.mark.parametrize("table", TABLES)
def test_whose_each_column_is_was_decided_once(sqlite: SqliteStore, table: str) -> None:
    classed = [name for kind in (ASKERS, TEAMS, NOBODYS) for name in kind.get(table, "").split()]

    assert sorted(classed) == columns_of(sqlite, table)


@pytest.mark.parametrize("table", TABLES)
def test_each_table_has_its_level_of_protection_in_the_document(table: str) -> None:
    levels = (ROOT / "docs/data-protection.md").read_text().split("## 5.")[1]
    kinds = [line for line in levels.splitlines() if re.search(rf"`{table}(?:\.\w+)?`", line)]

    assert kinds
    assert all(re.search(r"\| (?:public|for the team|personal|secret)\b", line) for line in kinds)


def test_nothing_is_classed_that_is_not_there() -> None:
    assert {*ASKERS, *TEAMS, *NOBODYS} <= set(TABLES)


def test_erasing_leaves_no_askers_column_of_a_question_as_it_was(
    store: SqlStore, ports: Ports, meeting: Meeting
) -> None:
    names = ASKERS["question"].split()
    row = {
        "meeting_id": meeting.id, "number": 1, "token": "t", "channel": "X", "state": "received", "revision": 1,
        "asked_at": "2026-11-23T12:00:00.000000Z", "received_at": "2026-11-23T12:00:00.000000Z",
        **{name: f"xylophone {name}" for name in names}, "flags": "[]", "post_id": None,
    }  # fmt: skip
    question_id = store.database.insert("question", row)
    (question,) = store.questions.several([question_id])
    erase(ports, [question], [], Actor("Robin"))

    (left,) = store.database.rows("SELECT * FROM question")
    assert [name for name in names if "xylophone" in str(left[name])] == []
    assert now(ports, question).erased_at == NOON
