"""Pictures that people save, print and post."""
