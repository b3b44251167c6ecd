"""A chat at the desk: planned, posted question by question, and followed."""
