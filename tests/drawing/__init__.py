"""What is found in texts, and what that may cost."""
