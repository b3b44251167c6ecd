"""A question in the queue: what was asked, word for word, and everything that people at the desk decided about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from string import ascii_lowercase
from typing import TypedDict

from board_qa.domain.text.flags import Flag, Kind, language


class State(StrEnum):
    """Where a question stands. `transitions` says which change is allowed from which state."""

    RECEIVED = "received"
    HELD = "held"
    ACCEPTED = "accepted"
    ON_SCREEN = "on_screen"
    WRITTEN = "written"
    ANSWERED = "answered"
    DECLINED = "declined"
    REDIRECTED = "redirected"
    GROUPED = "grouped"
    WITHDRAWN = "withdrawn"


class SourceState(StrEnum):
    """Whether a question's post can be seen where it came from, by the last that its network said."""

    VISIBLE = "visible"
    HIDDEN = "hidden"
    GONE = "gone"


WEB_FORM = "web"


@dataclass(frozen=True)
class NewQuestion:
    """A question on its way into the queue, from whatever channel.

    `native_id` identifies it within its channel (a post's first id; the form's idempotency key), so that
    the same question arriving twice is stored once. `version` and `version_order` are those of the post as it was read
    (domain.networks.posts); '' where nobody read it: it was copied by hand. `flags` is None until its text was looked
    through. `shown` is what its network shows of a post; None where that is all of the text. `partner_id` is through
    whose link its asker came to the form, to be counted alone.
    """

    channel: str
    native_id: str
    text: str
    author_name: str
    asked_at: datetime
    author_handle: str = ""
    email: str = ""
    url: str = ""
    lang: str = ""
    version: str = ""
    version_order: str = ""
    organisation: str = ""
    attending: str = ""
    name_withheld: bool = False
    flags: tuple[Flag, ...] | None = None
    shown: str | None = None
    partner_id: int | None = None

    @property
    def words(self) -> str:
        """The asker's own words as they are shown: those of a post as its network shows them."""
        return self.text if self.shown is None else self.shown

    @property
    def is_unread_copy(self) -> bool:
        """Whether a person copied it from a network that was not heard of it since. So are those that were read by a
        version that kept no order."""
        return bool(self.version) and not self.version_order

    @property
    def lacks_author(self) -> bool:
        """Whether it is a post of which its network has not said who wrote it."""
        return bool(self.version) and not (self.author_name or self.author_handle)


@dataclass(frozen=True)
class Disposition:
    """Where a question stands: everything about it that people at the desk decide, and can undo.

    `reason` and `proposal` are sentences for the asker; `withdrawn_by_asker` says that they withdrew it themselves;
    `wording` is the question as put to the board where it was edited, '' where the asker's own words are put, and
    `shows_original` puts those beside it in the public record, which a moderator allows one by one; `grouped_into` is
    the question it is put together with; `assignee` is the moderator who has it; `owner` and `due_on` (an ISO date)
    belong to a written answer; `place` is its place in the running order where somebody moved it or it was put right
    after another question, 0 where that is the order in which it came; `answer` is what the board answered, in the
    words of whoever typed it for the public, and `answered_by` who gave that answer; `name_hidden` keeps the asker's
    name at the desk; `speaker` is who is to answer it at the meeting and `brief` a word to the chair, both for the run
    sheet only.
    """

    state: State = State.RECEIVED
    reason: str = ""
    withdrawn_by_asker: bool = False
    proposal: str = ""
    wording: str = ""
    agenda_item: str = ""
    grouped_into: int | None = None
    assignee: int | None = None
    owner: str = ""
    due_on: str = ""
    place: float = 0
    answer: str = ""
    answered_by: str = ""
    shows_original: bool = False
    name_hidden: bool = False
    speaker: str = ""
    brief: str = ""


class DispositionUpdate(TypedDict, total=False):
    """The parts of a disposition that an action sets, beside the state it leads to."""

    withdrawn_by_asker: bool
    wording: str
    agenda_item: str
    grouped_into: int | None
    assignee: int | None
    owner: str
    due_on: str
    place: float
    answer: str
    answered_by: str
    shows_original: bool
    name_hidden: bool
    speaker: str
    brief: str


@dataclass(frozen=True)
class Question:
    """A question in the queue. `source.text` is what was written, word for word, and is never edited here.

    `together` is how many other questions are grouped into this one; `source_state` is the last that its network said;
    `post_id` is the post that it came as, for as long as that is kept. `supplementary` is what a supplementary question
    is called ("4a"), and '' for any other; `parent_id` is the question that it was asked after. One that was moved to
    another meeting without it is a question of its own there, and keeps the `parent_id`. Of one that was erased
    (`erased_at`) the number and the dates are left.
    """

    id: int
    meeting_id: int
    number: int
    token: str
    revision: int
    received_at: datetime
    source: NewQuestion
    disposition: Disposition = Disposition()
    checked_at: datetime | None = None
    together: int = 0
    source_state: SourceState = SourceState.VISIBLE
    post_id: int | None = None
    parent_id: int | None = None
    supplementary: str = ""
    erased_at: datetime | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it was erased, and the public record has no words of it either."""
        return self.erased_at is not None and not (self.disposition.wording or self.disposition.answer)

    @property
    def state(self) -> State:
        return self.disposition.state

    @property
    def called(self) -> str:
        """Its number as people say and read it; `number` is what addresses name."""
        return self.supplementary or str(self.number)

    @property
    def parent_called(self) -> str:
        """The number of the question that it is a supplementary one to, as it was asked; '' for any other."""
        return self.supplementary.rstrip(ascii_lowercase)

    @property
    def reason(self) -> str:
        return self.disposition.reason

    @property
    def place(self) -> float:
        """Its place in the running order: its number, for who came first is first, unless somebody moved it.

        Places are exchanged, or halfway between two others, so that no two questions of a meeting have the same one.
        """
        return self.disposition.place or self.number

    @property
    def flags(self) -> tuple[Flag, ...]:
        """What the screening points at in what was asked; that it was not looked through, until it was."""
        return (Flag(Kind.UNREAD),) if self.source.flags is None else self.source.flags

    @property
    def in_distress(self) -> bool:
        """Whether it may come from a person in distress, who is told by one person, in words found for them."""
        return any(flag.kind is Kind.DISTRESS for flag in self.flags)

    @property
    def words(self) -> str:
        """The question as it is put to the board."""
        return self.disposition.wording or self.source.words

    @property
    def name_withheld(self) -> bool:
        """Whether the asker's name stays at the desk: because they asked for it, or somebody here decided so."""
        return self.source.name_withheld or self.disposition.name_hidden

    @property
    def signed_with(self) -> tuple[str, ...]:
        """The asker's name, handle and organisation as they came; the handle with its @."""
        handle = f"@{self.source.author_handle}" if self.source.author_handle else ""
        return tuple(part for part in (self.source.author_name, handle, self.source.organisation) if part)

    @property
    def lang(self) -> str:
        """The language of those words, as HTML has it; '' for the meeting's own.

        An edited wording may be a translation: nobody said which language it is in.
        """
        return "" if self.disposition.wording else self.asked_in

    @property
    def asked_in(self) -> str:
        """The language of what was asked, word for word."""
        return self.source.lang or language(self.flags)


@dataclass(frozen=True)
class Receipt:
    """What an asker is given: the number to quote and the token of their private page.

    `differed`: the question was there already, and what came with it this time was not what had come with it before.
    """

    number: int
    token: str
    new: bool
    differed: bool = False
