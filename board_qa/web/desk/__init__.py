"""The desk: everything that people with an account do."""
