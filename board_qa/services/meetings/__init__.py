"""Meetings: made, changed, led through, and who the board says it is."""
