"""The recap of a meeting: its public page, and the same as a folder."""
