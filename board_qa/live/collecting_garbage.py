"""Python's search for circles of things that nobody uses, held so that it does not fall into a broadcast."""

from __future__ import annotations

import gc


def rarely() -> None:
    """What is there at the start stays for ever and is not searched again; the rest, less often.

    One search of all that the product begins with (160,000 things) took 0.1 s, in which every screen and page waited.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 1000)
