"""What came of listening on the networks: counted by definitions that people know, and beside them honestly."""
