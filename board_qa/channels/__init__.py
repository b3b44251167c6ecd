"""One file a network. To add one: see "Add a network" in CONTRIBUTING.md."""
