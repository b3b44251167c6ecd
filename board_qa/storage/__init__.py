"""Where things are kept: a folder for each kind of database."""
