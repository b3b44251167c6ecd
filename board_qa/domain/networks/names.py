"""The networks whose posts come to boards as questions, read or pasted, by the names that people know them by."""

from __future__ import annotations

NETWORKS = ("X", "Facebook", "Instagram", "Bluesky", "Mastodon")
# Where else people ask. What is none of these has no name here: it is what somebody typed, or the host of a link.
OTHERS = ("LinkedIn", "Nextdoor", "Reddit", "Threads", "TikTok", "WhatsApp", "YouTube")
