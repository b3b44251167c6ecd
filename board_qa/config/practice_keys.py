"""The keys to the networks on this computer that are there to practise on."""

from __future__ import annotations

PRACTICE_KEYS = ("practice-key", "practice-secret", "practice-token", "practice-token-secret")
PRACTICE_APP_PASSWORD = "prac-tice-pass-word"  # noqa: S105
PRACTICE_TOKEN = "practice-token"  # noqa: S105
