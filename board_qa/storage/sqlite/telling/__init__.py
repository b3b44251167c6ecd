"""Who was told what became of their question, in SQLite."""
