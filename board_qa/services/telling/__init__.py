"""Tell everyone who asked what became of their question, and say who was told."""
