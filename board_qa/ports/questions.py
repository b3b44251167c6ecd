"""What the core needs from where questions are kept, and who asked and supports them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Protocol

from board_qa.domain.networks.posts import Post
from board_qa.domain.questions.copies import DuplicateKeys
from board_qa.domain.questions.flooding import Arrivals, By, Flood
from board_qa.domain.questions.history import Action, Actor, Change
from board_qa.domain.questions.import_runs import ImportRun
from board_qa.domain.questions.question import NewQuestion, Question, Receipt, SourceState, State
from board_qa.domain.questions.queue import QueueFilter
from board_qa.domain.questions.register import Move
from board_qa.domain.questions.supplementary import Supplement
from board_qa.domain.questions.tallies import SameAsker
from board_qa.domain.questions.transitions import Decision
from board_qa.domain.text.flags import Flag


class Conflict(Exception):
    """Somebody else changed the question first; `change` is what they did, where one is known."""

    def __init__(self, change: Change | None) -> None:
        super().__init__("the question changed meanwhile")
        self.change = change


class QuestionStore(Protocol):
    """The queue."""

    def receive(
        self,
        meeting_id: int,
        question: NewQuestion,
        token: str,
        now: datetime,
        actor: Actor | None = None,
        supplement: Supplement | None = None,
    ) -> Receipt:
        """Store a question once; the same one again gets its first receipt back. `actor` is who logged it."""

    def get(self, question_id: int) -> Question | None: ...
    def several(self, question_ids: Sequence[int]) -> list[Question]:
        """These questions, in this order, but for those that are not there."""

    def by_number(self, meeting_id: int, number: int) -> Question | None: ...
    def by_called(self, meeting_id: int, called: str) -> Question | None:
        """The question of that number as people say it: "4", or "4a" for a supplementary one."""

    def by_token(self, token: str) -> Question | None: ...
    def by_native_id(self, channel: str, native_id: str) -> Question | None: ...
    def by_url(self, channel: str, url: str) -> Question | None:
        """The question that came as the post at this address, its first where several did."""

    def of_meeting(self, meeting_id: int, since: int = 0) -> list[Question]:
        """The meeting's questions in receipt order; with `since`, those changed after that revision."""

    def counts(self, meeting_id: int) -> dict[State, int]:
        """How many questions of the meeting stand in each state."""

    def last_moves(self, meeting_id: int, to: State) -> dict[int, Move]:
        """By question of a meeting: the last time it came to this state and stayed."""

    def last_changes(self, meeting_id: int, but: Collection[Action]) -> dict[int, datetime]:
        """By number of a question in a meeting: when something else than this was last done to it."""

    def channels(self, meeting_id: int) -> list[str]:
        """Where the meeting's questions came from."""

    def on_screen(self, meeting_id: int) -> Question | None: ...
    def last_answered(self, meeting_id: int) -> Question | None:
        """The question that was last marked answered while it was on the screen, if it still is answered."""

    def put_at(self, question_id: int) -> datetime | None:
        """When the question was last put on screen; None where it never was, or that was taken back."""

    def put_in(self, meeting_id: int) -> list[Question]:
        """The questions that were put on the screen in a meeting, in the order in which each was put first."""

    def members(self, question_id: int) -> list[Question]:
        """The questions that are grouped into this one."""

    def asked_after(self, parent: Question) -> list[Question]:
        """Every question that came as a supplementary one to this one, also where it was moved away without it."""

    def unscreened(self, limit: int) -> list[Question]:
        """Questions whose texts were not looked through yet, oldest first."""

    def set_flags(self, question: Question, flags: Sequence[Flag]) -> None:
        """Store what was found in the text of a question as it was read, if it still is that text."""

    def history(self, question_id: int, limit: int = 100, skip: int = 0) -> list[Change]:
        """The last changes of a question but for the `skip` newest, oldest first."""

    def history_length(self, question_id: int) -> int: ...
    def notes(self, question_id: int, limit: int) -> list[Change]:
        """What colleagues last noted or asked each other about it and did not take back, oldest first."""

    def last_change(self, question_id: int) -> Change | None: ...
    def last_by_others(self, question: Question, account: int) -> Change | None:
        """What was done to it last, in the meeting that it is in, by anybody but whoever has this account."""

    def by_others_since(self, question: Question, account: int, revision: int, limit: int) -> list[Change]:
        """The first of what they did to it after that revision, in order."""

    def last_of(self, question_id: int, action: Action) -> Change | None:
        """The last time this was done to a question; None where it never was, or was taken back."""

    def apply(
        self, meeting_id: int, decision: Decision, expected_revisions: dict[int, int], actor: Actor, now: datetime
    ) -> int:
        """Store a decision in one transaction and return the new revision.

        `expected_revisions` gives, per question, the revision the actor saw; none for an undo, which is decided in the
        same transaction by what stands. Raises Conflict, storing nothing, where a question has changed since.
        """

    def set_source_state(self, question: Question, state: SourceState) -> None:
        """Remember whether the question's post can be seen at its source; in the transaction that acts on it."""

    def name_author(self, question: Question, post: Post, now: datetime) -> int:
        """Take over who wrote a post, of which its network had not said it. Returns the new revision."""

    def moved_from(self, meeting_id: int, number: int) -> Question | None:
        """The question that had this number here before it was moved to another meeting, as it stands there now."""

    def take_up(self, question: Question, channel: str, post: Post) -> None:
        """Let a question that a person copied be, from now on, this post as its network knows it."""

    def replace_text(self, question: Question, post: Post, decision: Decision, now: datetime) -> int:
        """Take over the words of a post edited at its source, keeping the old ones in the history.

        The new ones have no flags until they were looked through.

        Raises Conflict, storing nothing, where the question has changed since it was read.
        """

    def withhold_name(self, question: Question, actor: Actor, now: datetime) -> None:
        """Remember that its asker wants their name withheld, which nobody at the desk decides or undoes."""

    def stale_posts(self, channel: str, before: datetime, meeting_id: int | None = None) -> list[Question]:
        """Posts with an id of their network, of one meeting or all, that were last seen there before a moment.

        Those that are gone or hidden count by when it was last asked about them. Those come first about which it was
        not asked for longest, so that all have their turn.
        """

    def mark_asked(self, question_ids: Sequence[int], now: datetime) -> None:
        """Remember when the network was last asked about these posts, whatever it says."""

    def mark_seen(self, channel: str, native_ids: Sequence[str], now: datetime) -> None:
        """Remember when these posts were last seen on their network."""


class QueueStore(Protocol):
    """The lists of a meeting's questions, a page at a time: of what comes before and after it nothing is read.

    Questions to check that speak of distress are first, and the others in the order of their receipt, or in that in
    which they are put where `wanted` says so.
    """

    def page(self, meeting_id: int, queue_filter: QueueFilter, limit: int, skip: int = 0) -> list[Question]: ...
    def count(self, meeting_id: int, queue_filter: QueueFilter) -> int:
        """How many questions the whole list has."""

    def place(self, meeting_id: int, queue_filter: QueueFilter, question_id: int) -> int | None:
        """How many come before a question in the list; None where it is not in it."""

    def room_after(self, parent: Question) -> tuple[float, float] | None:
        """The places between which the next supplementary question to this one stands; None where it is the last.

        It follows its question and the supplementary ones already there, or is first where its question was put.
        """

    def numbered_below(self, meeting_id: int, states: Collection[State], number: int) -> int:
        """How many questions in these states have a lower number."""

    def numbered(self, meeting_id: int, states: Collection[State], numbers: Collection[int]) -> list[Question]:
        """Those of these numbers that stand in these states."""

    def changed_since(self, meeting_id: int, states: Collection[State], revision: int, limit: int) -> list[Question]:
        """Questions that stand in these states and changed after a revision; the last change first."""

    def new_since(self, states: Collection[State], revision: int, question_ids: Collection[int]) -> set[int]:
        """Those of these questions that came to these states, from others, after a revision."""

    def oldest(self, meeting_id: int, state: State) -> datetime | None:
        """When the first of those that stand in a state was received."""

    def proposed(self, meeting_id: int, limit: int) -> list[Question]:
        """Questions whose decline waits for the chair's yes, in receipt order."""

    def proposing(self, meeting_id: int) -> int:
        """How many those are."""

    def members(self, question_id: int, limit: int, skip: int = 0) -> list[Question]:
        """Some of the questions that are grouped into this one, in receipt order."""


class CopyStore(Protocol):
    """Questions that came already."""

    def like(self, meeting_id: int, new: DuplicateKeys) -> list[Question]:
        """Questions of the meeting that may be the same as a new one, in receipt order: by the post that either is or
        is linked to, or by their words where the same person may have asked."""


class ImportStore(Protocol):
    """How far the imports of files are."""

    def begin(self, meeting_id: int, file: str, rows: int, actor: Actor, now: datetime) -> ImportRun: ...
    def get(self, run_id: int) -> ImportRun | None: ...
    def latest(self, meeting_id: int, file: str) -> ImportRun | None:
        """The last import of exactly this file."""

    def move(self, run_id: int, rows: int, numbers: Sequence[int], now: datetime) -> None:
        """So many rows more were looked at, and these numbers given to new questions; told in their transaction."""

    def end(self, run_id: int, now: datetime) -> None:
        """Nobody works on it any more."""


class AskerStore(Protocol):
    """How many questions a meeting has from whom. What its author withdrew counts nowhere.

    Keys are `askers.person_keys` and `askers.organisation_key`; what comes back tells them apart, and no more.
    """

    def same_people(self, meeting_id: int, keys: Collection[str]) -> list[SameAsker]:
        """Everybody who shares one of these keys, directly or through others who share another with them."""

    def same_organisations(self, meeting_id: int, keys: Collection[str]) -> list[SameAsker]: ...
    def came_before(self, meeting_id: int, numbers: Collection[int]) -> dict[int, int]:
        """How many questions of the meeting have a lower number than each of these."""


class SupportStore(Protocol):
    """Who would like to know the same. A supporter is a browser's own secret, and is stored as a hash only."""

    def add(self, question_id: int, supporter: str, now: datetime, in_a_crowd: bool = False) -> None:
        """Count somebody, once; `in_a_crowd` where many others came from their network just before."""

    def remove(self, question_id: int, supporter: str) -> None:
        """Count them no more, for this question and those grouped into it."""

    def counts(self, question_ids: Collection[int]) -> dict[int, int]:
        """How many people support each of these questions, by its id; with those that are grouped into it, each once.

        What nobody supports is left out.
        """

    def crowd(self, question_id: int) -> int:
        """How many of a question's supporters, counted as above, came in a crowd from one network."""

    def supported_by(self, question_ids: Collection[int], supporter: str) -> set[int]:
        """The ids of those of these questions, or of groups they lead, that somebody supports."""

    def secret(self, day: date, fresh: bytes) -> bytes:
        """What the networks of a day are hashed with, `fresh` where there is none yet. Other days' are gone."""

    def newcomers(self, question_id: int, network: str, but_not: str, since: datetime) -> int:
        """How many supporters came to a question from a network since a moment, one of them left out."""

    def record_newcomer(self, question_id: int, supporter: str, network: str, now: datetime) -> None: ...
    def forget_newcomers(self, before: datetime, today: date) -> None:
        """Forget who came from where before a moment, and every other day's secret."""


class ArrivalStore(Protocol):
    """Which page and which network questions came from, as hashes. It is kept for a day, to hold floods off."""

    def before(self, page: str, network: str, now: datetime) -> Arrivals: ...
    def record(self, token: str, page: str, network: str, hasty: bool, now: datetime) -> None:
        """Of the question with this token of a receipt."""

    def floods(self, meeting_id: int, least: int) -> list[Flood]:
        """So many or more that wait to be checked and have a network or their words in common, the largest first.

        What may come from somebody in distress is in none, nor what was not looked through for that.
        """

    def of_flood(self, meeting_id: int, by: By, mark: str) -> list[int]:
        """The ids of its questions."""

    def forget(self, before: datetime) -> None: ...
