"""What older versions stored, and what is made of it."""
