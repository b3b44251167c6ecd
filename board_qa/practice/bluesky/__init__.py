"""A stand-in for an account's server on Bluesky over real HTTP, with its sessions, gates and faults."""
