"""Find what is kept of one person, and erase it."""
