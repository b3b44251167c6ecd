"""Accounts, and who tries to come in."""
