"""What was erased and must not come back, and everything of one person."""
