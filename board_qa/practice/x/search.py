"""X's search operators, as far as boards use them: #tag, conversation_id:, from:, is:, words, OR, brackets, -."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any

Match = Callable[[dict[str, Any]], bool]
_TOKEN = re.compile(r"\(|\)|-|\"[^\"]*\"|[^\s()]+")


class BadQuery(ValueError):
    """The query does not parse, as X answers with a 400."""


def compile_query(query: str, handle_of: Callable[[str], str]) -> Match:
    """Turn a query into a test on a post. Raises BadQuery."""
    tokens = _TOKEN.findall(query)
    match, rest = _either(tokens, handle_of)
    if rest or not tokens:
        raise BadQuery(query)
    return match


def _either(tokens: list[str], handle_of: Callable[[str], str]) -> tuple[Match, list[str]]:
    options = []
    while True:
        match, tokens = _all(tokens, handle_of)
        options.append(match)
        if not tokens or tokens[0] != "OR":
            return (lambda post: any(option(post) for option in options)), tokens
        tokens = tokens[1:]


def _all(tokens: list[str], handle_of: Callable[[str], str]) -> tuple[Match, list[str]]:
    parts = []
    while tokens and tokens[0] not in (")", "OR"):
        match, tokens = _one(tokens, handle_of)
        parts.append(match)
    if not parts:
        raise BadQuery("empty group")
    return (lambda post: all(part(post) for part in parts)), tokens


def _one(tokens: list[str], handle_of: Callable[[str], str]) -> tuple[Match, list[str]]:
    first, rest = tokens[0], tokens[1:]
    if first == "-":
        match, rest = _one(rest, handle_of)
        return (lambda post: not match(post)), rest
    if first == "(":
        match, rest = _either(rest, handle_of)
        if not rest or rest[0] != ")":
            raise BadQuery("unbalanced brackets")
        return match, rest[1:]
    if first.startswith("-"):
        match, _ = _one([first[1:]], handle_of)
        return (lambda post: not match(post)), rest
    return _term(first, handle_of), rest


def _term(term: str, handle_of: Callable[[str], str]) -> Match:
    name, colon, value = term.partition(":")
    tests: dict[str, Match] = {
        "conversation_id": lambda post: bool(post["conversation_id"] == value),
        "from": lambda post: handle_of(post["author_id"]).casefold() == value.casefold(),
        "is": lambda post: value == "retweet" and bool(post["repost_of"]),
    }
    if colon and name in tests:
        return tests[name]
    if colon:
        raise BadQuery(f"unknown operator {name}")
    word = _alike(term.strip('"'))
    if word.startswith("#"):
        pattern = re.compile(rf"{re.escape(word)}(?!\w)")
        return lambda post: bool(pattern.search(_alike(post["text"])))
    return lambda post: word in _alike(post["text"])


def _alike(text: str) -> str:
    """A text as it is compared: without case, accents or the width of its letters."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(character for character in apart if not unicodedata.combining(character)).casefold()
