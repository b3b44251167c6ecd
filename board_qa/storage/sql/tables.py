"""The tables that both databases have, each after those that it points to, with the columns its rows are known by."""

from __future__ import annotations

TABLES = {
    "meeting": ("id",),
    "moderator": ("id",),
    "agenda_item": ("id",),
    "key_message": ("meeting_id", "language", "position"),
    "recap": ("meeting_id",),
    "partner": ("id",),
    "post": ("id",),
    "question": ("id",),
    "question_count": ("meeting_id", "state"),
    "change": ("id",),
    "asker_key": ("key", "asker"),
    "support": ("question_id", "supporter"),
    "support_newcomer": ("question_id", "supporter"),
    "support_secret": ("day",),
    "question_vector": ("id",),
    "question_vector_due": ("question_id",),
    "outbox": ("id",),
    "letter": ("id",),
    "import_run": ("id",),
    "setting_change": ("id",),
    "account_change": ("id",),
    "presence": ("moderator_id",),
    "session": ("token_hash",),
    "sign_in_link": ("token_hash",),
    "sign_in_try": ("id",),
    "known_device": ("device_hash", "moderator_id"),
    "lease": ("name",),
    "source": ("channel",),
    "cursor": ("channel", "stream"),
    "sweep": ("channel", "stream"),
    "channel_metadata": ("channel", "name"),
    "network_session": ("channel",),
    "unreadable_post": ("channel", "native_id"),
    "charge": ("id",),
    "about_board": ("id",),
}
# What is true for a moment only. In a backup it would outlive what the page about privacy says of it, and in a
# restored board it would come to life again: sessions that were ended, links that were used, a lease nobody has.
OF_THE_MOMENT = (
    "session",
    "network_session",
    "sign_in_link",
    "sign_in_try",
    "known_device",
    "support_newcomer",
    "support_secret",
    "presence",
    "lease",
)
