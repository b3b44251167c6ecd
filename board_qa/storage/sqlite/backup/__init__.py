"""A whole copy of the board, made while it runs, and the way back from one."""
