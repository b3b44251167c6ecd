"""Suggest questions that may ask the same. A person decides: no lexical score tells "fire station" from
"police station", so nothing is ever put together from here."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler, Levenshtein

from board_qa.domain.questions.question import Question, State
from board_qa.domain.text.content_words import content_words, plain_words
from board_qa.ports import Ports

# The full-text index ranks thousands; the finer comparison is worth it for these few.
_CANDIDATES = 20
# Of 100. Below this two questions are on different matters: README, "How similar questions are found".
_ALIKE = 55
# One word in common is a coincidence ("centre"); two make a subject ("memory clinic").
_IN_COMMON = 2
# Of 1: "waiting" and "wait" are one word, "ward" and "words" are two.
_SAME_WORD = 0.9
# What another meeting never answered helps less than what it did, unless it is closer by a tenth.
_UNANSWERED = 10


@dataclass(frozen=True)
class Similar:
    """A question that may ask the same; `near_exact` where the words are the same but for slips of the pen."""

    question: Question
    near_exact: bool


def similar(ports: Ports, question: Question, limit: int = 5) -> list[Similar]:
    """Questions of this and other meetings that may ask the same, closest first; not those already together."""
    asked = content_words(question.words)
    ids = ports.store.search.alike(asked, _together(question), _CANDIDATES)
    candidates = ports.store.questions.several(ids)
    scored = [(likeness(asked, content_words(other.words)), other) for other in candidates]
    ranked = sorted((one for one in scored if one[0] >= _ALIKE), key=lambda one: _rank(question, *one), reverse=True)
    return [Similar(other, near_exact(question.words, other.words)) for _, other in ranked[:limit]]


def likeness(these: list[str], those: list[str]) -> float:
    """How alike two lists of content words are, from 0 to 100."""
    shorter, longer = sorted((these, those), key=len)
    in_common = sum(any(_same(word, other) for other in longer) for word in shorter)
    if in_common < min(_IN_COMMON, len(shorter)):
        return 0
    return fuzz.token_set_ratio(" ".join(these), " ".join(those))


def near_exact(text: str, other: str) -> bool:
    """Whether one is a copy of the other: the same words in the same order, long ones within two letters."""
    these, those = plain_words(text), plain_words(other)
    return 0 < len(these) == len(those) and all(map(_slip, these, those))


def _slip(word: str, other: str) -> bool:
    """The same word, or a long one misspelt.

    Numbers and short words must be the same. So must first letters, which people rarely miss: without that,
    "Eastbrook" would be "Westbrook" and "increase" would be "decrease".
    """
    if word == other:
        return True
    long = min(len(word), len(other)) >= 6 and word.isalpha() and other.isalpha()
    return long and word[0] == other[0] and Levenshtein.distance(word, other, score_cutoff=2) <= 2


def _same(word: str, other: str) -> bool:
    return word == other or JaroWinkler.similarity(word, other) >= _SAME_WORD


def _together(question: Question) -> set[int]:
    """The question and its leader: the desk shows them, and what is grouped into either, elsewhere."""
    return {question.id, question.disposition.grouped_into or question.id}


def _rank(question: Question, score: float, other: Question) -> float:
    here = other.meeting_id == question.meeting_id
    return score if here or other.state is State.ANSWERED else score - _UNANSWERED
