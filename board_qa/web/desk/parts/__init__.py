"""What the desk shows, a part a file: each is a frozen view of what was read, and changes nothing."""
