"""What each figure of the listening report is called and what it counts, wherever it stands: page, CSV and JSON."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from board_qa.domain.chats.figures import ChatFigures
from board_qa.domain.listening.figures import Figures
from board_qa.domain.listening.questions import Questions

Number = int | float | None
Told = TypeVar("Told")


@dataclass(frozen=True)
class Said(Generic[Told]):
    """`name` is what programs know the figure by; `of` reads it of what was counted."""

    name: str
    title: str
    means: str
    of: Callable[[Told], Number]


class Counted(Protocol):
    """A whole report."""

    @property
    def figures(self) -> Figures: ...
    @property
    def questions(self) -> Questions: ...


@dataclass(frozen=True)
class Compared:
    """A figure as one of many columns, under a `heading` that is short."""

    name: str
    heading: str
    title: str
    means: str
    of: Callable[[Counted], Number]


FIGURES: tuple[Said[Figures], ...] = (
    Said(
        "posts",
        "Posts",
        "Posts with the hashtag, below our call or naming us, our own among them. Reposts are counted apart.",
        lambda told: told.posts,
    ),
    Said(
        "reposts", "Reposts", "Posts that somebody passed on with the network’s own button.", lambda told: told.reposts
    ),
    Said("participants", "Participants", "Accounts that posted at least once.", lambda told: told.participants),
    Said(
        "posts_an_hour",
        "Posts an hour",
        "Posts divided by all hours of the time that is counted, nights too.",
        lambda told: told.posts_an_hour,
    ),
    Said(
        "posts_a_participant",
        "Posts a participant",
        "Posts divided by participants.",
        lambda told: told.posts_a_participant,
    ),
    Said(
        "impressions",
        "Impressions, at most",
        "Each account’s posts times its followers, added up. It is the most there can have been: nobody knows how "
        "many of them looked.",
        lambda told: told.impressions,
    ),
    Said(
        "honest_impressions",
        "Impressions, likelier",
        "How often the network says that a post was shown. Where it does not say, a post counts its author’s "
        "followers, and a reply counts 1, because it is not shown to all of them.",
        lambda told: told.honest_impressions,
    ),
    Said(
        "reach",
        "Reach, at most",
        "The followers of all participants, added up. Who follows two of them is counted twice.",
        lambda told: told.reach,
    ),
    Said(
        "honest_reach",
        "Reach, likelier",
        "The followers of all participants, added up. An account that only replied counts 1.",
        lambda told: told.honest_reach,
    ),
    Said(
        "unknown",
        "Participants whose followers we do not know",
        "They count as 0 in the four figures above. Not every network tells followers with a post, and some only where "
        "they name its author.",
        lambda told: told.unknown,
    ),
)


QUESTIONS: tuple[Said[Questions], ...] = (
    Said("asked", "Questions", "Asked in any way, without those that were withdrawn.", lambda told: told.asked),
    Said(
        "askers",
        "People who asked",
        "Who gave the same email address, full name or handle counts as one person. Questions without any of them are "
        "nobody’s here.",
        lambda told: told.people.askers,
    ),
    Said(
        "first_time",
        "Asked for the first time",
        "Of these people, who asked nothing at this board’s earlier meetings, as far as their questions are kept.",
        lambda told: told.people.first_time,
    ),
    Said(
        "unnamed",
        "Questions that nobody signed",
        "Without an email address, a full name or a handle.",
        lambda told: told.people.unnamed,
    ),
    Said("answered", "Answered", "Aloud or in writing, promised answers too.", lambda told: told.answered),
    Said(
        "days_to_answer",
        "Days to the answer",
        "From asking to the answer: half of the answers took longer than this, half less.",
        lambda told: told.days_to_answer,
    ),
    Said(
        "told",
        "Told what became of it",
        "Whoever read or was sent what became of their question, or asked us not to write.",
        lambda told: told.told,
    ),
    Said("supports", "Supports", "How often somebody pressed “I would ask this too”.", lambda told: told.supports),
)


CHAT: tuple[Said[ChatFigures], ...] = (
    Said(
        "chat_participants",
        "People in the chat",
        "Accounts that posted in the chat at least once, without our own.",
        lambda told: told.participants,
    ),
    Said(
        "chat_posts",
        "Posts in the chat",
        "Posts with the hashtag or below our posts, without our own and without reposts, up to a day after the end. "
        "Posts that were deleted or hidden since are left out.",
        lambda told: told.posts,
    ),
    Said(
        "chat_others", "Other posts", "Posts in the chat that answer none of the questions.", lambda told: told.others
    ),
)


def _of_the_questions(name: str, heading: str) -> Compared:
    (one,) = (said for said in QUESTIONS if said.name == name)
    return Compared(one.name, heading, one.title, one.means, lambda told: one.of(told.questions))


def _of_the_networks(name: str, heading: str) -> Compared:
    (one,) = (said for said in FIGURES if said.name == name)
    return Compared(one.name, heading, one.title, one.means, lambda told: one.of(told.figures))


# What meetings are compared by: what matters first, and of the networks' figures the likelier ones.
SIDE_BY_SIDE = (
    _of_the_questions("asked", "Questions"),
    _of_the_questions("askers", "People"),
    _of_the_questions("first_time", "First time"),
    _of_the_questions("answered", "Answered"),
    _of_the_questions("days_to_answer", "Days"),
    _of_the_questions("told", "Told"),
    _of_the_questions("supports", "Supports"),
    _of_the_networks("posts", "Posts"),
    _of_the_networks("participants", "Accounts"),
    _of_the_networks("honest_impressions", "Shown"),
    _of_the_networks("honest_reach", "Reach"),
)


def as_said(number: Number) -> str:
    """With commas, and one place after the point where it is not whole; a dash where there is nothing to count."""
    if number is None:
        return "–"
    return f"{number:,}" if isinstance(number, int) else f"{number:,.1f}"
