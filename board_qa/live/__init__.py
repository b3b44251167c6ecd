"""News for every screen: small messages over sockets, to rooms that only the server fills."""
