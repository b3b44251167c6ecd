"""Emails to those who asked: by the board's own mail server, or by GOV.UK Notify."""
