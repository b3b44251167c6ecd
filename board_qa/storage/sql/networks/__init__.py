"""What is kept of the networks: what was read there, what we post, and how they are read."""
