"""The networks whose posts come to boards as questions, read or pasted, by the names that people know them by."""

from __future__ import annotations

NETWORKS = ("X", "Facebook", "Instagram", "Bluesky", "Mastodon")
