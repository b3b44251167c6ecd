"""Addresses for those who run the service: its health, and its figures. None of them is for the public."""
