"""What a board wants remembered of a meeting's questions: a few sentences on the first page of a report."""

from __future__ import annotations

from dataclasses import dataclass

# They fill one page, and no more (tests/exports/test_minutes_pdf.py).
MOST = 10
LONGEST = 300


@dataclass(frozen=True)
class KeyMessages:
    """In the order in which they stand, in English and in Welsh; somebody at the desk typed them."""

    english: tuple[str, ...] = ()
    welsh: tuple[str, ...] = ()

    @property
    def either(self) -> tuple[str, ...]:
        return self.english or self.welsh

    def for_page(self, language: str) -> tuple[tuple[str, ...], str]:
        """Those of a page in this language, and the language they are in: English ones where there are no Welsh ones,
        and the other way round."""
        own, others, other = (self.welsh, self.english, "en") if language == "cy" else (self.english, self.welsh, "cy")
        return (own, language) if own or not others else (others, other)
