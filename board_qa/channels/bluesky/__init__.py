"""Bluesky, by the AT Protocol through atproto. docs/networks/bluesky.md has what the network does."""
