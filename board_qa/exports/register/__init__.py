"""The public register as files: one row a question, the same in each of them and on the page."""
