"""The rules of the board room, as pure functions on plain data. Standard library only."""
