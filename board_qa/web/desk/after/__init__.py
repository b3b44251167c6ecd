"""After a meeting: what is left to do, and the answers that are owed in writing."""
