"""Rules about running the service."""
