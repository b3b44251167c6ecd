"""The listening report as files: its figures, and its pictures."""
