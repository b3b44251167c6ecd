"""What can be done, one verb one function: decide, write, announce."""
