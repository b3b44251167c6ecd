"""The people of the desk: who they are, how they get in, and what each has before them."""
