"""The questions of a chat in their order: Q1 is the first. The minutes are those of their places."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

# More than anybody asks in an hour.
MOST = 20
# Characters. Every network has room for it, with its number and the hashtag.
LONGEST = 200


@dataclass(frozen=True)
class ChatQuestion:
    """`minute` is when it is planned, in minutes from the beginning of the chat; None where that is spread evenly.
    `id` is 0 while it is not stored."""

    id: int
    text: str
    minute: int | None = None


class Posted(Exception):
    """People answer a question that was posted by its number: neither it nor its number changes any more."""


def minutes(questions: Sequence[ChatQuestion], lasts: int) -> list[int]:
    """When each is planned. Those without a minute of their own have the one that an even spread gives their place;
    the chat `lasts` so many minutes."""
    return [
        lasts * place // len(questions) if one.minute is None else one.minute for place, one in enumerate(questions)
    ]


def changed(questions: Sequence[ChatQuestion], new: ChatQuestion, posted: Collection[int]) -> tuple[ChatQuestion, ...]:
    """With other words or another minute of the one with this id. `posted` are the ids of those that are out. Raises
    Posted."""
    _refuse({new.id}, posted)
    return tuple(new if one.id == new.id else one for one in questions)


def without(questions: Sequence[ChatQuestion], question_id: int, posted: Collection[int]) -> tuple[ChatQuestion, ...]:
    """Those after it have a lower number then. Raises Posted where it, or one of them, is out."""
    place = _place(questions, question_id)
    _refuse({one.id for one in questions[place:]}, posted)
    return (*questions[:place], *questions[place + 1 :])


def moved(
    questions: Sequence[ChatQuestion], question_id: int, by: int, posted: Collection[int]
) -> tuple[ChatQuestion, ...]:
    """One place earlier (-1) or later (1): the two change places, and the minutes stay where they were. Raises Posted
    where one of them is out."""
    place = _place(questions, question_id)
    other = min(max(place + by, 0), len(questions) - 1)
    one, two = questions[place], questions[other]
    _refuse({one.id, two.id}, posted)
    swapped = {place: replace(two, minute=one.minute), other: replace(one, minute=two.minute)}
    return tuple(swapped.get(number, question) for number, question in enumerate(questions))


def _place(questions: Sequence[ChatQuestion], question_id: int) -> int:
    return next(place for place, one in enumerate(questions) if one.id == question_id)


def _refuse(questions: Collection[int], posted: Collection[int]) -> None:
    if set(questions) & set(posted):
        raise Posted
