"""A chat: an hour on a hashtag with questions of the board's own, and the answers gathered below each."""
