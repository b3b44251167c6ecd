"""What Welsh grammar does to the beginning of a word: "Mawrth" is "Fawrth" after "o", "claf" is "glaf" and "chlaf"."""

from __future__ import annotations

# How a word may begin: as in the dictionary, then with soft, nasal and aspirate mutation where it has them.
_MUTATIONS = {
    "rh": ("r",), "ll": ("l",), "m": ("f",), "g": ("", "ng"), "t": ("d", "nh", "th"), "d": ("dd", "n"),
    "b": ("f", "m"), "c": ("g", "ngh", "ch"), "p": ("b", "mh", "ph"),
}  # fmt: skip


def mutated(word: str) -> set[str]:
    """A word in lower case with all its beginnings."""
    for beginning, others in _MUTATIONS.items():
        if word.startswith(beginning):
            return {word, *(other + word.removeprefix(beginning) for other in others)}
    return {word}
