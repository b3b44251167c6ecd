"""What is kept of one person: found, handed out and erased, by an administrator."""
