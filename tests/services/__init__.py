"""What can be done, on a real store and a practice network over HTTP."""
