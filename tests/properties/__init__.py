"""What holds for any text, file, address, form and packet, tried on hundreds that nobody thought of."""
