"""A network on this computer that speaks Mastodon's API."""
