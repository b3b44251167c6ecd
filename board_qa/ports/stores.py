"""What the core needs from where things are kept."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from board_qa.domain.accounts.changes import AccountAction, AccountChange
from board_qa.domain.accounts.guessing import Tries
from board_qa.domain.accounts.moderator import Moderator
from board_qa.domain.accounts.presence import Presence
from board_qa.domain.accounts.roles import Role
from board_qa.domain.accounts.second_step import SecondStep, Waiting
from board_qa.domain.accounts.sessions import NewDevice, Session
from board_qa.domain.meetings.about import AboutBoard
from board_qa.domain.meetings.key_messages import KeyMessages
from board_qa.domain.meetings.meeting import Meeting, MeetingDetails
from board_qa.domain.meetings.partners import Partner
from board_qa.domain.meetings.settings import Difference, SettingChange
from board_qa.domain.networks.outbox import OutboxState, OutgoingPost, PostKind
from board_qa.domain.networks.posts import Charge, Post, Source, UnreadablePost
from board_qa.domain.networks.sweeps import Swept
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
from board_qa.ports.chats import ChatStore
from board_qa.ports.listening import FollowerStore, ListeningStore, PollStore, TargetStore
from board_qa.ports.owed import OwedStore
from board_qa.ports.posts import PostStore
from board_qa.ports.privacy import ErasureStore, PersonStore
from board_qa.ports.recaps import RecapStore
from board_qa.ports.telling import LetterStore
from board_qa.ports.tones import ToneStore


class Conflict(Exception):
    """Somebody else changed the question first; `change` is what they did, where one is known."""

    def __init__(self, change: Change | None) -> None:
        super().__init__("the question changed meanwhile")
        self.change = change


class StoreUnavailable(Exception):
    """Nothing was stored, and perhaps nothing read: another program has the database locked, or the disk is full."""


class MeetingStore(Protocol):
    """Meetings, their clock (the revision) and their history."""

    def add(self, details: MeetingDetails, code: str, screen_token: str, now: datetime) -> Meeting | None:
        """Store a meeting, or None where the code is taken."""

    def update(self, meeting_id: int, details: MeetingDetails) -> None: ...
    def publish_record(self, meeting_id: int, at: datetime | None) -> None:
        """Remember since when the public record of a meeting is there for everyone; None takes it down."""

    def publish_recap(self, meeting_id: int, at: datetime | None) -> None:
        """The same of its recap."""

    def key_messages(self, meeting_id: int) -> KeyMessages: ...
    def set_key_messages(self, meeting_id: int, messages: KeyMessages) -> None:
        """Store these in the place of all that are there."""

    def get(self, meeting_id: int) -> Meeting | None: ...
    def by_code(self, code: str) -> Meeting | None: ...
    def by_screen_token(self, token: str) -> Meeting | None: ...
    def all(self) -> list[Meeting]:
        """Every meeting, by start."""

    def since(self, moment: datetime, earlier: int) -> list[Meeting]:
        """Those that start then or later, and the last so many before them, by start."""

    def revisions(self) -> dict[int, int]:
        """The revision of every meeting, by id."""

    def several(self, meeting_ids: Collection[int]) -> list[Meeting]:
        """These meetings, by start."""

    def latest(self) -> Meeting | None:
        """The meeting that starts last."""

    def made_last(self) -> Meeting | None: ...
    def changes_since(self, meeting_id: int, revision: int, limit: int = 1_000) -> list[Change]:
        """What was done after a revision, at most so many rows of it, oldest first."""

    def decided_since(self, meeting_id: int, revision: int) -> bool:
        """Whether anything but the receipt of questions was done after a revision."""

    def last_change(self, meeting_id: int) -> Change | None:
        """What was done last. Of several rows it is the one that put a question on the screen, else of a question."""

    def last_of_the_screen(self, meeting_id: int) -> Change | None:
        """The same of what changed what the screen shows."""

    def last_timing(self, meeting_id: int) -> Change | None:
        """What somebody last did to the clock of the public section."""

    def undone(self, changes: Collection[Change]) -> set[tuple[int, int]]:
        """Meeting and revision of those of these changes that were taken back."""

    def actions_of(self, meeting_id: int, actor_id: int) -> Iterator[Sequence[Change]]:
        """What this moderator did that nobody took back: the rows of each action, the last action first."""

    def changes_of(self, meeting_id: int, revision: int) -> Sequence[Change]:
        """The rows of one action, first row first."""

    def standing_since(self, changes: Sequence[Change]) -> Sequence[Change]:
        """What was done later to the questions of an action's rows, or to the screen and its clock of that meeting, and
        not taken back, oldest first."""


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


class OutboxStore(Protocol):
    """Outgoing posts. The row is written before the network is called."""

    def add(self, post: OutgoingPost) -> OutgoingPost:
        """Store a new post; the one that is given back has its id."""

    def get(self, post_id: int) -> OutgoingPost | None: ...
    def of_meeting(self, meeting_id: int) -> list[OutgoingPost]: ...
    def to_be_seen(self, meeting_id: int, kinds: Collection[PostKind]) -> list[OutgoingPost]:
        """Posts of these kinds that are out. Those that a network was asked for, and did not show, are not among
        them."""

    def in_state(self, channel: str, state: OutboxState) -> list[OutgoingPost]: ...
    def sent(self, channel: str) -> int:
        """How many ever went out."""

    def move(self, post: OutgoingPost, to: OutgoingPost) -> bool:
        """Store `to` where the row still is as `post` was; False where it is not."""

    def drop_drafts(self, meeting_id: int, press: str) -> None:
        """Remove the drafts that were saved together. What anybody approved stays."""

    def set_stopped(self, post: OutgoingPost, stopped: bool) -> None:
        """Whether a post whose outcome is not known yet may be sent again."""

    def is_stopped(self, post: OutgoingPost) -> bool: ...


class SourceStore(Protocol):
    """What each channel has read, spent and suffered."""

    def get(self, channel: str) -> Source: ...
    def save(self, source: Source) -> None: ...
    def parts(self, channel: str) -> list[Source]:
        """How each part of the work on a channel is doing: mentions, each search, the look-ups."""

    def pause(self, channel: str, paused: bool) -> None: ...
    def session(self, channel: str) -> str:
        """The session with which we are signed in there; '' where none is kept. It is as secret as a password."""

    def keep_session(self, channel: str, session: str) -> None: ...
    def cursor(self, channel: str, stream: str) -> str: ...
    def move_cursor(self, channel: str, stream: str, since: str) -> None: ...
    def swept(self, channel: str, stream: str) -> Swept:
        """When a stream was last read without its cursor."""

    def save_swept(self, channel: str, stream: str, swept: Swept) -> None: ...
    def forget_swept_weeks(self, channel: str) -> None:
        """The whole week of every stream of the channel is to be read again."""

    def add_unreadable(self, channel: str, post: UnreadablePost, now: datetime) -> bool:
        """Remember a post that could not be taken; whether that is news."""

    def remove_unreadable(self, channel: str, native_id: str) -> None:
        """A post that had been put aside could be taken: nobody needs to look at it any more."""

    def unreadable(self, channel: str) -> list[UnreadablePost]:
        """Posts that were put aside and that nobody has dealt with, oldest first."""

    def settle_unreadable(self, channel: str, native_id: str, actor: Actor, now: datetime) -> None:
        """Remember that somebody looked at a post that was put aside."""

    def metadata(self, channel: str, name: str) -> str:
        """Something learned about a channel, such as our own id there; '' if not yet."""

    def set_metadata(self, channel: str, name: str, value: str) -> None: ...
    def spend(self, channel: str, charges: Sequence[Charge], now: datetime, meeting_id: int | None = None) -> None:
        """Book charges, each once per resource and UTC day, as networks bill them."""

    def reserve(self, channel: str, what: str, amount: int, now: datetime) -> int:
        """Book the most a call can cost before making it, and say what was reserved for it before, 0 for nothing.

        A crash in the call leaves it booked. For the same read on the same UTC day the largest is booked, once, as
        networks bill each post once a day.
        """

    def reserve_again(self, channel: str, what: str, amount: int, now: datetime) -> None:
        """The call was refused and cost nothing: have as much reserved for it that day as before it."""

    def settle(self, channel: str, what: str) -> list[datetime]:
        """Drop every reservation for a read, in the transaction that books what it did cost; when each was made."""

    def spent_since(self, channel: str, since: datetime) -> int:
        """Millionths of a US dollar booked since a moment."""

    def spent_on(self, meeting_id: int) -> int: ...


class LeaseStore(Protocol):
    """Who may work: one process at a time, for each name of a lease."""

    def take(self, name: str, holder: str, now: datetime, seconds: float) -> bool:
        """Take or renew a lease; False while another holder has it."""

    def release(self, name: str, holder: str) -> None:
        """Give a lease back, if this holder still has it."""

    def holder(self, name: str, now: datetime) -> str:
        """Who holds the lease now; '' if nobody."""


class AccountStore(Protocol):
    """Moderators, and the links that sign them in once. Only hashes of secrets are stored."""

    def add(
        self, username: str, name: str, password_hash: str, now: datetime, role: Role = Role.MODERATOR
    ) -> Moderator | None:
        """Store an account, or None where the name is taken (by a closed account, too)."""

    def all(self) -> list[Moderator]:
        """Every account, closed ones too, by name."""

    def by_username(self, username: str) -> Moderator | None:
        """An account, closed or open."""

    def set_password(self, username: str, password_hash: str) -> bool:
        """Store a password and end every way in that was there: sessions, one-time links, known devices, and a key of
        an app that is not on yet. False where there is no such account.
        """

    def hash_anew(self, moderator_id: int, before: str, password_hash: str) -> None:
        """Store the same password hashed in another way, where its hash is still `before`. Nobody is signed out."""

    def add_link(self, moderator_id: int, token: str, until: datetime) -> None: ...
    def use_link(self, token: str, now: datetime) -> Moderator | None:
        """The owner of a one-time link, which is used up; None for a used, old or made-up one, or a closed account."""


class SessionStore(Protocol):
    """Where people are signed in, and on which devices they were. Of their secrets there are hashes only."""

    def start(self, moderator_id: int, token: str, browser: str, now: datetime, until: datetime, by_link: bool) -> None:
        """Begin a session, and forget those that are over."""

    def owner(self, token: str, now: datetime, used_since: datetime) -> Moderator | None:
        """Whose session this is, with the role they have now; None where it ended or the account is closed."""

    def came_by_link(self, token: str, since: datetime) -> bool:
        """Whether this session was started with a one-time link, since a moment."""

    def use(self, token: str, now: datetime, unless_since: datetime) -> None:
        """Note that a session is in use, unless that was noted since a moment."""

    def renew(self, token: str, new_token: str) -> bool:
        """Give the session another token, so that the one it had opens nothing; False where it has ended."""

    def begin_anew(self, token: str, now: datetime, until: datetime) -> None:
        """Let the session count as one that began now, by a password."""

    def mark_vouched_only(self, token: str) -> None:
        """Let the session not count as one whose owner has just shown who they are."""

    def end(self, token: str) -> None: ...
    def of_account(self, moderator_id: int, now: datetime, used_since: datetime) -> list[Session]:
        """The sessions that have not ended, the one that began last first."""

    def id_of(self, token: str) -> str:
        """By which `of_account` lists the session."""

    def end_one(self, moderator_id: int, session_id: str) -> None: ...
    def end_others(self, moderator_id: int, token: str) -> None: ...
    def end_all(self, moderator_id: int) -> None: ...
    def know_device(self, moderator_id: int, device: str, browser: str, now: datetime, since: datetime) -> None:
        """Remember that somebody is signed in on a device; forget devices on which nobody was `since` a moment."""

    def knows_device(self, device: str, since: datetime, moderator_id: int | None = None) -> bool:
        """Whether the owner of this account, or of any, signed in on a device since a moment."""

    def new_devices(self, moderator_id: int, device: str) -> list[NewDevice]:
        """Devices on which an account was used after it was on another, that nobody looked at; this one left out."""

    def mark_devices_seen(self, moderator_id: int, device: str) -> None:
        """Their owner looked at the new devices, on this one, which is not among those looked at."""


class SecondStepStore(Protocol):
    """The second step of signing in: sealed keys of apps, hashes of recovery codes, and who waits for the step."""

    def get(self, account_id: int) -> SecondStep | None: ...
    def offer(self, account_id: int, sealed: str) -> None:
        """Keep a key for an account whose codes are off, in place of one that was offered before. It is not on yet."""

    def turn_on(self, account_id: int) -> None: ...
    def remove(self, account_id: int) -> None:
        """Forget the key and the recovery codes."""

    def use_step(self, account_id: int, step: int) -> bool:
        """Whether this time step is later than each that was used before; from now on it is the last one."""

    def set_recovery_codes(self, account_id: int, codes: Sequence[str]) -> None:
        """In place of those there are."""

    def use_recovery_code(self, account_id: int, code: str) -> bool:
        """Whether the account has this code, which is used up now."""

    def recovery_codes_left(self, account_id: int) -> int: ...
    def wait(self, account_id: int, token: str, by_link: bool, now: datetime, until: datetime) -> None:
        """Somebody is to give a code until a moment. Whoever's time is over by now is forgotten."""

    def waiting(self, token: str, now: datetime) -> Waiting | None: ...
    def stop_waiting(self, token: str) -> None: ...


class SignOnStore(Protocol):
    """Who an account is at the organisation's provider: one subject, which is no other account's."""

    def owner(self, issuer: str, subject: str) -> Moderator | None: ...
    def link(self, account_id: int, issuer: str, subject: str) -> bool:
        """False where the account is somebody's there already."""

    def is_linked(self, account_id: int) -> bool: ...
    def unlink(self, account_id: int) -> bool:
        """False where it was nobody's there."""


class TryStore(Protocol):
    """Tries at passwords, until the right one follows. Of a device, and of a network, there is a hash."""

    def record(self, username: str, network: str, device: str, now: datetime, since: datetime) -> None:
        """Remember a try, and forget every one that was made before `since`. `device` is empty for one not known."""

    def since(self, username: str, network: str, device: str, since: datetime) -> Tries: ...
    def forget(self, username: str, network: str, device: str) -> None:
        """The right password followed: forget the tries at this name that came from here."""

    def forget_all(self, username: str) -> None:
        """The name has a new password: nobody guesses at the old one."""


class PresenceStore(Protocol):
    """What each moderator has before them."""

    def set(self, moderator_id: int, meeting_id: int, question_id: int | None, now: datetime) -> bool:
        """Remember what a moderator has before them; whether that is news."""

    def of_meeting(self, meeting_id: int, since: datetime) -> list[Presence]:
        """Who looked at what in this meeting, and said so since a moment."""


class PeopleStore(Protocol):
    """What administrators do to accounts, and the history of it."""

    def get(self, account_id: int) -> Moderator | None:
        """An account, closed or open."""

    def set_role(self, account_id: int, role: Role) -> None: ...
    def close(self, account_id: int, now: datetime) -> None:
        """Close an account, and end its sessions and links."""

    def reopen(self, account_id: int) -> None: ...
    def end_links(self, account_id: int) -> None:
        """No link made so far signs this person in any more."""

    def page(self, limit: int, skip: int = 0) -> list[Moderator]:
        """Some of the accounts, closed ones too, by name."""

    def count(self) -> int:
        """How many accounts there are."""

    def last_sign_ins(self, account_ids: Collection[int]) -> dict[int, datetime]:
        """When each of these people signed in last, by account; those who never did are left out."""

    def record(
        self, account_id: int, action: AccountAction, actor: Actor, now: datetime, role: Role | None = None
    ) -> None: ...
    def history(self, limit: int, account_id: int | None = None) -> list[AccountChange]:
        """What was done to accounts, or to one of them, newest first."""


class SearchStore(Protocol):
    """Full-text search over the questions of every meeting, blind to accents, case and the ends of words.

    It answers with ids of questions, best first, and never raises, whatever the words hold. `but_not` are ids that are
    left out.
    """

    def find(self, words: str, limit: int, skip: int = 0, but_not: Collection[int] = ()) -> list[int]:
        """Questions in which all words stand, the last one as the beginning of a word; but for the `skip` best.

        They may stand in the asker's text, the wording put, and the asker's name and handle.
        """

    def count(self, words: str, but_not: Collection[int] = ()) -> int:
        """How many there are to find."""

    def alike(self, words: Collection[str], but_not: Collection[int], limit: int) -> list[int]:
        """Questions with any of these words as asked or as put: not withdrawn, nor grouped into one of `but_not`."""


@dataclass(frozen=True)
class Neighbour:
    """A question that is about something similar: the cosine of the two vectors, and how near its own nearest are.

    `usual` is the mean cosine of as many of those as were asked for, those that are missing counting 0.
    """

    question_id: int
    cosine: float
    usual: float


class VectorStore(Protocol):
    """What each question is about, as a vector of length 1 (`ports.Screening`), beside the question."""

    def due(self, limit: int) -> list[Question]:
        """Questions whose vector is still to be worked out, oldest first."""

    def put(self, vectors: Sequence[tuple[Question, bytes]]) -> None:
        """Store the vectors of questions as they were read, where their words still are those."""

    def nearest(self, question_id: int, but_not: Collection[int], limit: int) -> list[Neighbour] | None:
        """The questions that point the most the same way, nearest first: not those of `SearchStore.alike` either.

        None where this question has no vector yet. One about nothing is near to none.
        """


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


class AboutStore(Protocol):
    """What the pages about the service say of the board."""

    def get(self) -> AboutBoard: ...
    def save(self, about: AboutBoard) -> None: ...


class PartnerStore(Protocol):
    """Links for partners, each with what came through it."""

    def add(self, meeting_id: int, name: str, key: str, now: datetime) -> Partner | None:
        """Make one, or None where the meeting has this key already, also if it was removed."""

    def get(self, partner_id: int) -> Partner | None: ...
    def by_key(self, meeting_id: int, key: str) -> Partner | None:
        """The partner whose link it is, unless that was removed."""

    def of_meeting(self, meeting_id: int) -> list[Partner]:
        """All of them, removed ones too, by name."""

    def rename(self, partner_id: int, name: str) -> None: ...
    def set_handles(self, partner_id: int, handles: Mapping[str, str]) -> None:
        """By what its own accounts are known, by network."""

    def set_removed(self, partner_id: int, removed: bool) -> bool:
        """Whether that changed anything."""

    def count_visit(self, partner_id: int) -> None:
        """One more. Nothing is remembered of whose it was, nor when."""


class SettingStore(Protocol):
    """Who set what for a meeting or, without one, for the board."""

    def record(
        self, meeting_id: int | None, differences: Sequence[Difference], actor: Actor, now: datetime
    ) -> None: ...
    def history(self, meeting_id: int | None, limit: int) -> list[SettingChange]:
        """What was changed, newest first."""

    def last_of(self, meeting_id: int, setting: str) -> SettingChange | None:
        """The last change of one setting; None where it never was changed."""


class Store(Protocol):
    """Everything that is kept."""

    def free_bytes(self) -> int | None:
        """How much room is left where it is kept; None where nobody here can tell."""

    @property
    def meetings(self) -> MeetingStore: ...
    @property
    def questions(self) -> QuestionStore: ...
    @property
    def queue(self) -> QueueStore: ...
    @property
    def owed(self) -> OwedStore: ...
    @property
    def askers(self) -> AskerStore: ...
    @property
    def copies(self) -> CopyStore: ...
    @property
    def imports(self) -> ImportStore: ...
    @property
    def outbox(self) -> OutboxStore: ...
    @property
    def letters(self) -> LetterStore: ...
    @property
    def posts(self) -> PostStore: ...
    @property
    def listening(self) -> ListeningStore: ...
    @property
    def tones(self) -> ToneStore: ...

    @property
    def followers(self) -> FollowerStore: ...
    @property
    def targets(self) -> TargetStore: ...
    @property
    def sources(self) -> SourceStore: ...
    @property
    def leases(self) -> LeaseStore: ...
    @property
    def accounts(self) -> AccountStore: ...
    @property
    def sessions(self) -> SessionStore: ...
    @property
    def second_steps(self) -> SecondStepStore: ...
    @property
    def sign_ons(self) -> SignOnStore: ...
    @property
    def tries(self) -> TryStore: ...
    @property
    def presence(self) -> PresenceStore: ...
    @property
    def people(self) -> PeopleStore: ...
    @property
    def search(self) -> SearchStore: ...
    @property
    def vectors(self) -> VectorStore: ...
    @property
    def support(self) -> SupportStore: ...
    @property
    def poll(self) -> PollStore: ...
    @property
    def arrivals(self) -> ArrivalStore: ...
    @property
    def about(self) -> AboutStore: ...
    @property
    def settings(self) -> SettingStore: ...
    @property
    def partners(self) -> PartnerStore: ...
    @property
    def recaps(self) -> RecapStore: ...
    @property
    def chats(self) -> ChatStore: ...
    @property
    def erasures(self) -> ErasureStore: ...
    @property
    def person_data(self) -> PersonStore: ...

    def open(self) -> None:
        """Open it and bring its tables up to date now, and not when it is first used."""

    def version(self) -> Hashable:
        """Another one as soon as anything was stored, by this process or another. It costs next to nothing."""

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing. No network call, no announcement and no waiting inside."""
