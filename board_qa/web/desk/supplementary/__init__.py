"""Supplementary questions at the desk, which calls them follow-up questions."""
