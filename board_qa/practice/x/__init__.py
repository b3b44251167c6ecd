"""A stand-in for the X API v2 over real HTTP, with its bills, gates and faults."""
