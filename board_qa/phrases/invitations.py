"""What others pass on of a meeting: the same invitation to ask, as long as each place takes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from gettext import NullTranslations

from board_qa.domain.text.saying import ENGLISH


@dataclass(frozen=True)
class Invitation:
    """What an invitation says, in one language: `starts` and `closes` are a day and a time of day. `address` leads to
    the meeting, and `venue` may be ''."""

    organisation: str
    title: str
    starts: str
    closes: str
    venue: str
    hashtag: str
    address: str

    def fill(self, sentence: str) -> str:
        return sentence.format(**vars(self))


def fitting(texts: Sequence[str], fits: Callable[[str], bool]) -> str:
    """The first that fits, the longest being first; '' where none does."""
    return next((text for text in texts if fits(text)), "")


def posts(invitation: Invitation, translations: NullTranslations = ENGLISH) -> list[str]:
    """A post for a network, from the one that says most to the one that says least."""
    _ = translations.gettext
    where = _("{organisation} meets in public on {starts}, at {venue}.")
    meets = _("{organisation} meets in public on {starts}.")
    anyone, by = _("Anyone can ask the board a question."), _("Send yours by {closes}: {address}")
    shorter = _("Ask {organisation} a question by {closes}: {address}")
    shortest = _("Ask the board a question by {closes}: {address}")
    sentences = [f"{where} {anyone} {by}"] if invitation.venue else []
    sentences += [f"{meets} {anyone} {by}", shorter, shortest]
    return [invitation.fill(f"{sentence} #{{hashtag}}") for sentence in sentences]


def long_post(invitation: Invitation, translations: NullTranslations = ENGLISH) -> str:
    """For networks that take as much as anybody reads."""
    _ = translations.gettext
    meeting = "{title}\n{starts}" + ("\n{venue}" if invitation.venue else "")
    ask = _("Anyone can ask the board a question. You do not need an account. Send yours by {closes}: {address}")
    return invitation.fill("\n\n".join([_("Do you have a question for {organisation}?"), meeting, ask, "#{hashtag}"]))


def newsletter(invitation: Invitation, translations: NullTranslations = ENGLISH) -> str:
    """A heading and a paragraph, for an email or a newsletter."""
    _ = translations.gettext
    meets = (
        _("{organisation} meets in public on {starts}, at {venue}.")
        if invitation.venue
        else _("{organisation} meets in public on {starts}.")
    )
    paragraph = " ".join(
        [
            meets,
            _("Anyone can ask the board a question before the meeting. You do not need an account."),
            _("A moderator reads every question, and you can see on the website what becomes of yours."),
            _("Send your question by {closes} at {address}"),
        ]
    )
    heading = _("Ask {organisation} a question")
    return invitation.fill(f"{heading}\n\n{paragraph}")
