"""Everyone who asked is told what became of their question."""
