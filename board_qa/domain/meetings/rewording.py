"""Which reasons and redirects are those of before in other words, so that they keep their ids."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches
from hashlib import sha256
from itertools import chain, count

from board_qa.domain.meetings.rules import Reason, Redirect

# How alike two sentences are that say one reason, as difflib.SequenceMatcher counts it: "not about anything on the
# agenda" and "not about an item on the agenda" have 0.88, and two different reasons of ours at most 0.5.
_ALIKE = 0.8


def as_reasons(sentences: Sequence[str], before: Iterable[Reason]) -> tuple[Reason, ...]:
    """These sentences as reasons: one that says what one of `before` says, or nearly, is that one."""
    left = {reason.sentence: reason.id for reason in before}
    ids = {sentence: left.pop(sentence) for sentence in sentences if sentence in left}
    for sentence in sentences:
        if sentence not in ids and (like := get_close_matches(sentence, left, n=1, cutoff=_ALIKE)):
            ids[sentence] = left.pop(like[0])
    taken = {*ids.values(), *left.values()}
    return tuple(Reason(ids.get(sentence) or _new_id(sentence, taken), sentence) for sentence in sentences)


def as_redirects(rows: Iterable[tuple[str, str]], before: Sequence[Redirect]) -> tuple[Redirect, ...]:
    """Names and advice as redirects: one that has the name or the advice of one of `before` is that one."""
    left = list(before)
    taken = {one.id for one in before}
    made = []
    for name, advice in rows:
        same = next((one for one in left if one.name == name or one.advice == advice), None)
        if same is not None:
            left.remove(same)
        made.append(Redirect(same.id if same else _new_id(name, taken), name, advice))
    return tuple(made)


def _new_id(words: str, taken: Collection[str]) -> str:
    """Made from the words, so that what a board adds has one id in all its meetings."""
    id_ = sha256(words.encode()).hexdigest()[:12]
    return next(one for one in chain([id_], (f"{id_}-{n}" for n in count(2))) if one not in taken)
