"""Text: what people typed, how it may be shown, and what in it a person should look at."""
