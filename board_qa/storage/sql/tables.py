"""The tables that both databases have, each after those that it points to."""

from __future__ import annotations

TABLES = (
    "meeting", "moderator", "agenda_item", "key_message", "recap", "partner", "post", "question", "change", "asker_key",
    "support", "support_newcomer", "support_secret", "question_vector", "question_vector_due", "outbox", "letter",
    "import_run", "setting_change", "account_change", "presence", "session", "sign_in_link", "sign_in_try", "lease",
    "source", "cursor", "sweep", "channel_metadata", "network_session", "unreadable_post", "charge", "about_board",
)  # fmt: skip
