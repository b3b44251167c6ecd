"""Python's search for circles of things that nobody uses, held so that it does not fall into a broadcast."""

from __future__ import annotations

import gc


def rarely() -> None:
    """What is there at the start stays for ever and is not searched again; the rest, less often.

    With Python's own thresholds one search of everything took 5 ms, in which every screen waited.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 1000)
