"""What each figure of the listening report is called and what it counts, wherever it stands: page, CSV and JSON."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from board_qa.domain.chats.figures import ChatFigures
from board_qa.domain.listening.figures import Figures
from board_qa.domain.listening.followers import OurFollowers
from board_qa.domain.listening.questions import Questions
from board_qa.domain.listening.tone import Tone, ToneReport, Tones
from board_qa.domain.text.saying import gettext_noop

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
    @property
    def tone(self) -> ToneReport: ...

    @property
    def followers(self) -> OurFollowers: ...


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
        gettext_noop("Posts"),
        gettext_noop(
            "Posts with the hashtag, below our call or naming us, our own among them. Reposts are counted apart."
        ),
        lambda told: told.posts,
    ),
    Said(
        "reposts",
        gettext_noop("Reposts"),
        gettext_noop("Posts that somebody passed on with the network’s own button."),
        lambda told: told.reposts,
    ),
    Said(
        "participants",
        gettext_noop("Participants"),
        gettext_noop("Accounts that posted at least once."),
        lambda told: told.participants,
    ),
    Said(
        "posts_an_hour",
        gettext_noop("Posts an hour"),
        gettext_noop("Posts divided by all hours of the time that is counted, nights too."),
        lambda told: told.posts_an_hour,
    ),
    Said(
        "posts_a_participant",
        gettext_noop("Posts a participant"),
        gettext_noop("Posts divided by participants."),
        lambda told: told.posts_a_participant,
    ),
    Said(
        "impressions",
        gettext_noop("Impressions, at most"),
        gettext_noop(
            "Each account’s posts times its followers, added up. It is the most there can have been: nobody knows how "
            "many of them looked."
        ),
        lambda told: told.impressions,
    ),
    Said(
        "honest_impressions",
        gettext_noop("Impressions, likelier"),
        gettext_noop(
            "How often the network says that a post was shown. Where it does not say, a post counts its author’s "
            "followers, and a reply counts 1, whether we know those followers or not: it is not shown to all of them."
        ),
        lambda told: told.honest_impressions,
    ),
    Said(
        "reach",
        gettext_noop("Reach, at most"),
        gettext_noop("The followers of all participants, added up. Who follows two of them is counted twice."),
        lambda told: told.reach,
    ),
    Said(
        "honest_reach",
        gettext_noop("Reach, likelier"),
        gettext_noop(
            "The followers of all participants, added up. An account that only replied counts 1, whether we know its "
            "followers or not."
        ),
        lambda told: told.honest_reach,
    ),
    Said(
        "unknown",
        gettext_noop("Participants whose followers we do not know"),
        gettext_noop(
            "They count as 0 in impressions and reach, at most. In the likelier figures their replies count 1, like "
            "everybody’s, and their other posts count 0 where the network does not say how often it showed them. "
            "Networks tell us nothing of accounts that are gone, and some nothing where they do not name the author."
        ),
        lambda told: told.unknown,
    ),
)


QUESTIONS: tuple[Said[Questions], ...] = (
    Said(
        "asked",
        gettext_noop("Questions"),
        gettext_noop("Asked in any way, without those that were withdrawn."),
        lambda told: told.asked,
    ),
    Said(
        "askers",
        gettext_noop("People who asked"),
        gettext_noop(
            "Who gave the same email address, full name or handle counts as one person. Questions without any of them "
            "are nobody’s here."
        ),
        lambda told: told.people.askers,
    ),
    Said(
        "first_time",
        gettext_noop("Asked for the first time"),
        gettext_noop(
            "Of these people, who asked nothing at this board’s earlier meetings, as far as their questions are kept."
        ),
        lambda told: told.people.first_time,
    ),
    Said(
        "unnamed",
        gettext_noop("Questions that nobody signed"),
        gettext_noop("Without an email address, a full name or a handle."),
        lambda told: told.people.unnamed,
    ),
    Said(
        "answered",
        gettext_noop("Answered"),
        gettext_noop("Aloud or in writing, promised answers too."),
        lambda told: told.answered,
    ),
    Said(
        "days_to_answer",
        gettext_noop("Days to the answer"),
        gettext_noop("From asking to the answer: half of the answers took longer than this, half less."),
        lambda told: told.days_to_answer,
    ),
    Said(
        "told",
        gettext_noop("Told what became of it"),
        gettext_noop("Whoever read or was sent what became of their question, or asked us not to write."),
        lambda told: told.told,
    ),
    Said(
        "supports",
        gettext_noop("Supports"),
        gettext_noop("How often somebody pressed “I would ask this too”."),
        lambda told: told.supports,
    ),
)


TONES: tuple[Said[Tones], ...] = (
    Said("tone_positive", "Positive", "Posts that a moderator tagged as positive.", lambda told: told.positive),
    Said("tone_neutral", "Neutral", "Posts that a moderator tagged as neutral.", lambda told: told.neutral),
    Said("tone_negative", "Negative", "Posts that a moderator tagged as negative.", lambda told: told.negative),
    Said(
        "tone_untagged",
        "Not tagged",
        "Posts of others that nobody tagged. They are in none of the shares.",
        lambda told: told.untagged,
    ),
    Said(
        "tone_positive_share",
        "Share positive",
        "Of 100 tagged posts, how many are positive.",
        lambda told: told.share(Tone.POSITIVE),
    ),
    Said(
        "tone_neutral_share",
        "Share neutral",
        "Of 100 tagged posts, how many are neutral.",
        lambda told: told.share(Tone.NEUTRAL),
    ),
    Said(
        "tone_negative_share",
        "Share negative",
        "Of 100 tagged posts, how many are negative.",
        lambda told: told.share(Tone.NEGATIVE),
    ),
)


OUR_FOLLOWERS: tuple[Said[OurFollowers], ...] = (
    Said(
        "followers_at_end",
        "Our followers at the end",
        "Of the board’s own accounts, on all networks together. Networks whose count we do not know are left out.",
        lambda told: told.at_end,
    ),
    Said(
        "followers_gained",
        "New followers",
        "How many more follow the board’s own accounts at the end than at the beginning; fewer than 0 where it lost "
        "some. Networks of which we do not know both are left out.",
        lambda told: told.gained,
    ),
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


def _of_the_tone(name: str, heading: str) -> Compared:
    (one,) = (said for said in TONES if said.name == name)
    return Compared(one.name, heading, one.title, one.means, lambda told: one.of(told.tone.now))


def _of_our_followers(name: str, heading: str) -> Compared:
    (one,) = (said for said in OUR_FOLLOWERS if said.name == name)
    return Compared(one.name, heading, one.title, one.means, lambda told: one.of(told.followers))


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
    _of_the_tone("tone_positive_share", "Positive %"),
    _of_the_tone("tone_negative_share", "Negative %"),
    _of_our_followers("followers_at_end", "Followers"),
    _of_our_followers("followers_gained", "New"),
)


def as_said(number: Number) -> str:
    """With commas, and one place after the point where it is not whole; a dash where there is nothing to count."""
    if number is None:
        return "–"
    return f"{number:,}" if isinstance(number, int) else f"{number:,.1f}"


def as_measured(number: Number) -> str:
    """The same with three places: measures of a graph are small."""
    return f"{number:,.3f}" if isinstance(number, float) else as_said(number)
