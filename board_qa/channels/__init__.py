"""A folder for each network. To add one: see "Add a network" in CONTRIBUTING.md."""
