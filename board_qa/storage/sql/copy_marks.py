"""What a question's row says to find its copies by: digests, and '' where there is nothing of it."""

from __future__ import annotations

from board_qa.domain.questions.copies import first_words, linked
from board_qa.domain.questions.question import NewQuestion
from board_qa.domain.text import wording
from board_qa.storage.sql.digest import digest


def copy_columns(question: NewQuestion) -> dict[str, str]:
    link = linked(question.url)
    return {
        "words": words_column(question.text),
        "named": named_column(question.author_name),
        "link": link_column(*link) if link else "",
    }


def words_column(text: str) -> str:
    words = first_words(text)
    return digest(words) if words else ""


def named_column(name: str) -> str:
    name = wording.one_line(name).casefold()
    return digest(name) if name else ""


def link_column(network: str, native_id: str) -> str:
    return digest(f"{network} {native_id}")
