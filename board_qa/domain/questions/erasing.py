"""What is said of a question that was erased."""

from __future__ import annotations

# The reason as it is stored, and as the desk and the receipt say it.
AT_THEIR_REQUEST = "Erased at the request of the person who asked"
