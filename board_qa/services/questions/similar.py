"""Suggest questions that may ask the same. A person decides: nothing here tells "fire station" from "police station",
so nothing is ever put together from here.

Questions are compared by what they are about (screening/meanings.py); one whose vector is still to be worked out, by
its words.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler, Levenshtein

from board_qa.domain.questions.question import Question, State
from board_qa.domain.text.content_words import content_words, plain_words
from board_qa.ports import Ports
from board_qa.ports.searching import Neighbour

# The nearest by their vectors, or the best of the full-text index. The finer comparison is worth it for these few.
_NEAREST, _CANDIDATES = 10, 20
# Of 1. How near two questions must be: where many are near to one of them, as they are where a board is asked about one
# thing all the time, they must stand out from those. Measured: README, "How similar questions are found".
_MINE, _ITS = 0.7, 0.5
# The same words come from many people, in a campaign: this near it is the same matter, however many there are.
_SURELY = 0.85
# How near the nearest of a small queue are taken to be, where there are not as many yet.
_USUALLY_NEAR = 0.34
# Of 100. Below this the words of two questions are on different matters.
_ALIKE = 55
# One word in common is a coincidence ("centre"); two make a subject ("memory clinic").
_IN_COMMON = 2
# Of 1: "waiting" and "wait" are one word, "ward" and "words" are two.
_SAME_WORD = 0.9
# What another meeting never answered helps less than what it did, unless it is closer by a tenth.
_UNANSWERED = 0.1


@dataclass(frozen=True)
class Similar:
    """A question that may ask the same; `near_exact` where the words are the same but for slips of the pen."""

    question: Question
    near_exact: bool


def similar(ports: Ports, question: Question, limit: int = 5) -> list[Similar]:
    """Questions of this and other meetings that may ask the same, closest first; not those already together."""
    together = _together(question)
    close = _near(ports, question, together)
    if close is None:
        close = _alike(ports, question, together)
    ranked = sorted(close, key=lambda one: _rank(question, *one), reverse=True)
    return [Similar(other, near_exact(question.words, other.words)) for _, other in ranked[:limit]]


def _near(ports: Ports, question: Question, but_not: set[int]) -> list[tuple[float, Question]] | None:
    """Those that are about the same, each with how near it is, of 1; None where nobody knows yet what it is about."""
    nearest = ports.store.vectors.nearest(question.id, but_not, _NEAREST)
    if nearest is None:
        return None
    usual = sum(other.cosine for other in nearest) / _NEAREST
    near = {other.question_id: other.cosine for other in nearest if _stands_out(other, usual)}
    return [(near[other.id], other) for other in ports.store.questions.several([*near])]


def _stands_out(other: Neighbour, usual: float) -> bool:
    """Whether two questions are nearer to each other than each is to those that are usually near it."""
    crowd = _MINE * max(usual, _USUALLY_NEAR) + _ITS * max(other.usual, _USUALLY_NEAR)
    return other.cosine >= min(crowd, _SURELY)


def _alike(ports: Ports, question: Question, but_not: Collection[int]) -> list[tuple[float, Question]]:
    """Those with much the same words, each with how alike it is, of 1."""
    asked = content_words(question.words)
    ids = ports.store.search.alike(asked, but_not, _CANDIDATES)
    scored = [(likeness(asked, content_words(other.words)), other) for other in ports.store.questions.several(ids)]
    return [(score / 100, other) for score, other in scored if score >= _ALIKE]


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
