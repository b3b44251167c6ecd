"""The machine: settings, commands, passwords."""
