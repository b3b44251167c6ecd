"""What all channels ask of a connection."""

from __future__ import annotations

import requests
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError

# Seconds to connect and to wait for an answer. Well under the worker's lease, so that a slow network never
# makes two workers out of one.
TIMEOUT = (3.05, 10.0)


def never_connected(error: requests.RequestException) -> bool:
    """Whether the request cannot have reached the network, so that a write certainly did not happen."""
    reason = error.args[0] if error.args else None
    if isinstance(reason, MaxRetryError):
        reason = reason.reason
    return isinstance(reason, NewConnectionError | ConnectTimeoutError)
