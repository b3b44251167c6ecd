"""Meetings: their rules, deadlines, codes and calls, and what a board says of itself."""
