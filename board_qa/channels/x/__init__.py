"""X, by its API v2 through tweepy. docs/networks/x.md has what the network does."""
