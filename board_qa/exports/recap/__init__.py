"""The recap of a meeting as it is told on its page, and as a folder that needs nobody."""
