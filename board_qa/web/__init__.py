"""Pages and commands over HTTP. A view parses, calls one service, and answers."""
