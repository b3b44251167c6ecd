"""The minutes' appendix and the report of a meeting: one description, and a file of each kind made from it."""
