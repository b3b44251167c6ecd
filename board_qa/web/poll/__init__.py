"""What people use most, asked on the public page of a meeting."""
