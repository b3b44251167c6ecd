"""The tables there are, and what becomes of what older versions stored."""
