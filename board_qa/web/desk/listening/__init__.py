"""What came of listening: the report of one meeting."""
