"""Sizes of files, as a person says them."""

from __future__ import annotations


def size_in_words(size: int) -> str:
    """A size in bytes: the larger, the rounder."""
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{size / 1000:.0f} kB"
