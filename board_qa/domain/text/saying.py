"""In which language a sentence is said.

A function that makes sentences takes the catalogue it says them with, `say`, as the standard library's gettext has it;
English needs none. Words that a board typed itself are in no catalogue: they come back as they were typed.
"""

from __future__ import annotations

from gettext import NullTranslations

ENGLISH = NullTranslations()


def gettext_noop(text: str) -> str:
    """Puts a text into the catalogue that is translated later, where it is shown."""
    return text


def language(translations: NullTranslations) -> str:
    """The language of a catalogue, as HTML has it."""
    return translations.info().get("language", "en")


def offered(text: str, translations: NullTranslations) -> str:
    """One of the texts a board's rules start with, translated; another one as the board typed it."""
    # The catalogue answers '' with its own header.
    return translations.gettext(text) if text else ""


def only_typed(text: str, translations: NullTranslations) -> bool:
    """Whether these words are not in the language of the page, because a board typed them in its own."""
    return translations is not ENGLISH and bool(text) and offered(text, translations) == text
