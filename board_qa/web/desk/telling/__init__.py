"""Tell everyone who asked what became of their question."""
