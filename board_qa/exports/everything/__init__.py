"""Everything that is kept of one meeting, as files for an administrator."""
