"""What came of listening in a few lines, by the names that the listening report gives each figure."""

from __future__ import annotations

from gettext import NullTranslations

from board_qa.domain.text.saying import ENGLISH
from board_qa.services.listening.summary import Summary


def summary_said(heard: Summary, translations: NullTranslations = ENGLISH) -> list[tuple[str, int]]:
    """Each figure with what it is called."""
    return [
        (translations.gettext("People who asked"), heard.askers),
        (translations.gettext("Asked for the first time"), heard.first_time),
        (translations.gettext("Supports"), heard.supports),
        (translations.gettext("Posts"), heard.posts),
        (translations.gettext("Participants"), heard.participants),
    ]
