"""A network that nobody is on, made by the steps of CONTRIBUTING.md, "Add a network"."""
