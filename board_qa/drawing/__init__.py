"""Pictures of the listening report, and what is worked out of who talks to whom: drawn in a process of its own."""
