"""What only an adapter of a network can get wrong."""
