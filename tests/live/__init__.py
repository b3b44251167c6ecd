"""Real servers and real sockets."""
