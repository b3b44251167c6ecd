"""Which language a text is in, if it is not the meeting's.

Why py3langid (BSD, a release in 2026, works offline and calls no one): tried on 32 short English texts and 35 in 28
other languages it named every other language, in 0.05 ms a text, with a model of 4.5 MB. lingua 2.1 was as good, but
96 MB on disk and 660 MB in memory; simplemma has no model of Bengali or Urdu and took minutes to load its word lists.
All three stumble over one or two words ("GP access" as Italian) and over Welsh names in English questions, hence the
rules below.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from board_qa.domain.text.languages import NAMES
from board_qa.screening.patterns import one_of

# What comes before an @ or a digit has an end: without one, thousands of letters in a row are read again from each.
_NOT_WORDS = re.compile(r"(?<!\w)[#@]\w+|https?://\S+|www\.\S+|\S{1,64}@\S+|[^\W\d_]{0,64}\d\w*|<[^<>]*>")
_NAME = re.compile(r"(?<=[\w,;:'] )[A-ZÀ-ÖØ-Þ][\w'’-]*")  # a capital inside a sentence
# The commonest words of English that are not words of Welsh or another language here ("a", "in" and "on" are).
_ENGLISH = re.compile(
    one_of(
        "the of to and is are was what when why how who which will for with you your we it its this that there be been "
        "have has do does not can from by any at about many much"
    )
)
_FEWEST_WORDS = 3  # below, a text in Latin letters is a topic or a name in any language
_SURE = 0.8  # of 1; "GP access" is Italian with 0.28, "Kiedy będzie otwarta przychodnia?" Polish with 1.00


class Languages:
    """The model is loaded when made (under a second), is read only after that and starts no thread."""

    def __init__(self) -> None:
        self._model = _model()

    def other_than(self, expected: str, shown: str) -> str:
        """The language of the text as ISO 639-1; '' where it is the expected one or cannot be told."""
        text = _NAME.sub("", _NOT_WORDS.sub(" ", shown))
        words = re.findall(r"[^\W\d_][\w'’\u0900-\u0dff-]*", text.lower())
        latin = all("LATIN" in unicodedata.name(letter, "LATIN") for letter in "".join(words) if letter.isalpha())
        if not words or (latin and (len(words) < _FEWEST_WORDS or _is_english(expected, words))):
            return ""
        code, sure = self._model.classify(" ".join(text.split()))
        return str(code) if code != expected and (sure >= _SURE or not latin) else ""


@cache
def _model() -> LanguageIdentifier:
    """Read from the disk once, however many screeners there are: it never changes."""
    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    model.set_languages(set(NAMES) & set(model.labels))
    return model


def _is_english(expected: str, words: list[str]) -> bool:
    """At an English meeting one common English word in six settles it, whatever names stand around them."""
    return expected == "en" and sum(bool(_ENGLISH.fullmatch(word)) for word in words) * 6 >= len(words)
