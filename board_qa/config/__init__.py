"""The settings: what can be set in the environment, and the only reader of it."""
