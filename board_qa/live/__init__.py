"""News for every screen: small messages over sockets, to rooms that only the server fills."""

# The path of sockets and of polls for the news, which is flask-socketio's own.
NEWS = "/socket.io/"
