"""What the board posts: the call, the meeting as it goes, replies, and what became of each."""
