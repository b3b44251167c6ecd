"""The recap of a meeting at the desk: a moderator picks and orders what it tells, and publishes it."""
