"""What a text is about, as a vector: texts on the same matter have vectors that point the same way.

A vector is the sum of those of the words that say what the text is about (domain/text/content_words.py), each as its
plain word (domain/text/health_words.py). The words' vectors and how words are cut into pieces come from the files of
the package wordllama; nothing of its code runs, because it looks for them elsewhere and then asks a network for them.
Rare words weigh more than common ones by themselves: they are made of more pieces, and longer.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from board_qa.domain.text.content_words import content_words
from board_qa.domain.text.health_words import in_plain_words

_PACKAGE = "wordllama"
_TOKENIZER = "tokenizers/l2_supercat_tokenizer_config.json"
_WEIGHTS, _KEY = "weights/l2_supercat_256.safetensors", "embedding.weight"
# Another word for what was named already says more of it, but not as much again.
_AGAIN = 0.5


class Meanings:
    """The vectors of words, loaded when made (0.2 s, 20 MB); read only after that, and no thread is started."""

    def __init__(self) -> None:
        folder = _folder()
        self._tokenizer = Tokenizer.from_file(str(folder / _TOKENIZER))
        self._pieces = load_file(folder / _WEIGHTS)[_KEY]

    def vector(self, text: str) -> bytes:
        """The vector of a text, of length 1, as 256 half-precision numbers; b"" for a text about nothing."""
        words = Counter(in_plain_words(content_words(text)))
        total = sum((self._of_word(word) * (1 + (times - 1) * _AGAIN) for word, times in words.items()), np.zeros(1))
        length = float(np.linalg.norm(total))
        return (total / length).astype("<f2").tobytes() if length else b""

    def _of_word(self, word: str) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        pieces = self._tokenizer.encode(word, add_special_tokens=False).ids
        return self._pieces[pieces].astype(np.float32).sum(axis=0)  # type: ignore[no-any-return]


@cache
def meanings() -> Meanings:
    """Read from the disk once, and not before somebody asks."""
    return Meanings()


def _folder() -> Path:
    """Where the package is, without importing it. Raises FileNotFoundError."""
    spec = find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(_PACKAGE)
    return Path(spec.submodule_search_locations[0])
