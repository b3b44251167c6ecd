"""Many boards on one installation: each by its host name, with a whole web process of its own."""
