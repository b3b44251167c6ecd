"""What those who run the service need to know of it: whether it works, and in figures how much it does."""
