"""What is kept of what a board makes of a meeting when it is over."""
