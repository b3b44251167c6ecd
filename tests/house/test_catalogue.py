"""The Welsh catalogue: complete, of one shape with the English, and with the mutations that a number asks for."""

from __future__ import annotations

import re
from gettext import c2py

import pytest
from babel import Locale
from babel.messages.catalog import Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from board_qa import catalogue
from board_qa.domain.text.saying import language
from tests.support.places import ROOT

# What Welsh does to the first letter of a word: after 2 and after "o" softly, after 3 and 6 with a breath.
SOFT = {"ll": "l", "rh": "r", "c": "g", "p": "b", "t": "d", "b": "f", "d": "dd", "g": "", "m": "f"}
ASPIRATE = {"c": "ch", "p": "ph", "t": "th"}
PLURALS = ("zero", "one", "two", "few", "many", "other")


def words() -> list[Message]:
    with catalogue.WORDS.open("rb") as file:
        return [message for message in read_po(file, locale="cy") if message.id]


def english(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def welsh(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


WITH_NUMBERS = [message for message in words() if message.pluralizable]


def in_the_code() -> set[tuple[str, ...]]:
    """Every sentence that `make translations` finds."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    keywords = {**DEFAULT_KEYWORDS, "gettext_noop": None, "forms": (1, 2)}
    found = extract_from_dir(ROOT, methods, options, keywords)
    return {(said,) if isinstance(said, str) else tuple(said) for _, _, said, _, _ in found}


def test_every_sentence_of_the_public_pages_is_in_the_catalogue_and_nothing_else_is() -> None:
    assert {english(message) for message in words()} == in_the_code(), "run `make translations`"


def test_every_sentence_has_its_welsh_and_none_is_a_guess() -> None:
    assert [m.id for m in words() if m.fuzzy or not all(form.strip() for form in welsh(m))] == []
    assert [m.id for m in WITH_NUMBERS if len(welsh(m)) != len(PLURALS)] == []


def test_what_is_filled_in_is_the_same_in_both_languages() -> None:
    parts = r"\{\w+\}|%\(\w+\)s|<[^>]+>"
    for message in words():
        for form in welsh(message):
            assert sorted(re.findall(parts, form)) == sorted(re.findall(parts, english(message)[-1])), form


def test_a_sentence_ends_as_the_english_one_does() -> None:
    for message in words():
        for form in welsh(message):
            assert (form[-1] in ".?:") == (english(message)[-1][-1] in ".?:"), form
            assert "'" not in form, form


def test_the_catalogue_counts_as_unicode_says_welsh_does() -> None:
    with catalogue.WORDS.open("rb") as file:
        expression = str(read_po(file, locale="cy").plural_expr)
    index, named = c2py(expression), Locale.parse("cy").plural_form

    assert [PLURALS[index(number)] for number in range(1001)] == [named(number) for number in range(1001)]


def after_the_number(form: str) -> str:
    found = re.search(r"\{count\} (\w+ ?\w*)", form)
    assert found, form
    return found.group(1)


def mutated(word: str, mutation: dict[str, str]) -> str:
    begins = next((start for start in (word[:2], word[:1]) if start in mutation), "")
    return mutation.get(begins, "") + word[len(begins) :]


@pytest.mark.parametrize("message", WITH_NUMBERS, ids=lambda message: message.id[0])
def test_a_number_changes_the_word_after_it_as_welsh_has_it(message: Message) -> None:
    """1 cwestiwn, 2 gwestiwn, 3 chwestiwn, 4 cwestiwn, 6 chwestiwn; where it is many of them, "150 o eiriau"."""
    zero, one, two, few, many, other = (after_the_number(form).split(" ")[0] for form in welsh(message))

    assert two == mutated(one, SOFT)
    assert few == many == mutated(one, ASPIRATE)
    assert zero == other
    assert other in (one, "o")


def test_where_it_is_many_of_them_the_plural_is_softened() -> None:
    plurals = {after_the_number(welsh(m)[-1]) for m in WITH_NUMBERS if after_the_number(welsh(m)[-1]).startswith("o ")}

    assert plurals == {f"o {mutated(word, SOFT)}" for word in ("geiriau", "nodau", "pobl", "cefnogwyr", "postiadau")}


def test_the_catalogue_is_compiled_where_it_is_not_yet() -> None:
    before = catalogue.welsh()
    catalogue.COMPILED.unlink()
    again = catalogue.welsh()

    assert language(before) == language(again) == "cy"
    assert again.gettext("Ask a question") == "Gofyn cwestiwn"
    assert again.ngettext("{count} word", "{count} words", 2).format(count=2) == "2 air"
