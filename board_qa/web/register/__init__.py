"""The public register: the record of each meeting and of all, as pages and as files."""
