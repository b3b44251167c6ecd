"""The recap of a meeting: what there is to tell of it, what a moderator picked, and whether everyone may read it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from gettext import NullTranslations

from board_qa.domain.chats.answers import ChatPost
from board_qa.domain.chats.figures import ChatFigures, counted
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.publishing import Standing, recap_standing
from board_qa.domain.meetings.recap import SUGGESTED, Item, ItemKind, Pick, Recap, key, numbers, picked, with_absent
from board_qa.domain.meetings.settings import Difference
from board_qa.domain.networks.outbox import CALLS, CHAT_POSTS, LIVE_POSTS, OutgoingPost, PostKind
from board_qa.domain.questions.history import Actor
from board_qa.domain.questions.question import State
from board_qa.domain.questions.register import RegisterEntry
from board_qa.domain.text.saying import ENGLISH
from board_qa.ports import Ports
from board_qa.services.chats import gathering
from board_qa.services.chats.gathering import ReadChat
from board_qa.services.listening.summary import Summary, summary
from board_qa.services.meetings.record import Record, record

# A question that was put, or is promised an answer.
_PUT = frozenset({State.ANSWERED, State.ON_SCREEN, State.WRITTEN})
# What a post repeats of its question: where one of these changed since, the post is told no more.
_REPEATED = {PostKind.QUESTION: ("wording", "name_hidden"), PostKind.ANSWER: ("answer", "due_on")}
_LAST = datetime.max.replace(tzinfo=UTC)


class ChangedMeanwhile(Exception):
    """Somebody else saved the recap first."""


@dataclass(frozen=True)
class Material:
    """All that can be told of a meeting in its recap, in order of time; the figures come last.

    By key of an item: the question of the record that it is or answers, the post of the board's own, or what somebody
    posted in a chat with the number of the question that it answers, 0 for none. `chat` is None of a board meeting,
    and `listening` of a chat: what came of it, as it was when this was read.
    """

    record: Record
    items: tuple[Item, ...]
    entries: dict[str, RegisterEntry]
    posts: dict[str, OutgoingPost]
    heard: Mapping[str, tuple[int, ChatPost]] = field(default_factory=dict)
    chat: ChatFigures | None = None
    listening: Summary | None = None

    def is_withheld(self, item_key: str) -> bool:
        """Whether nobody but the desk is told of it, picked or not: a post of a chat that nobody read as it is now."""
        return item_key in self.heard and not self.heard[item_key][1].as_it_is


def posts_to_tell(ports: Ports, meeting: Meeting) -> list[OutgoingPost]:
    """The board's own posts of a meeting that are on their networks, as far as is known. Replies to people, which name
    them, are not among them."""
    return ports.store.outbox.to_be_seen(meeting.id, (*CALLS, *LIVE_POSTS, *CHAT_POSTS))


def material(ports: Ports, meeting: Meeting, translations: NullTranslations = ENGLISH) -> Material:
    """Nothing but what the public record says of the questions, and what the board itself posted. Of a chat: what it
    posted, and what others posted in it, of which nothing is told unless somebody picks it."""
    if meeting.details.is_chat:
        return of_chat(ports, meeting, record(ports, meeting, translations))
    whole = record(ports, meeting, translations)
    entries = {entry.number: entry for entry in whole.entries}
    posts = _still_true(ports, meeting, posts_to_tell(ports, meeting), entries)
    items = sorted(
        (
            *_of_questions(meeting, whole.entries),
            *_of_posts(posts),
            Item(key(ItemKind.FIGURES), ItemKind.FIGURES, _LAST, True),
        ),
        key=lambda item: item.at,
    )
    told = {
        key(kind, number): entry for number, entry in entries.items() for kind in (ItemKind.QUESTION, ItemKind.ANSWER)
    }
    by_key = {_key_of(post): post for post in posts}
    return Material(whole, tuple(items), told, by_key, listening=summary(ports, meeting))


def of_chat(ports: Ports, meeting: Meeting, whole: Record) -> Material:
    """Each question with its answers behind it in the order in which they came, then what answers none."""
    read = gathering.read(ports, meeting)
    gathered, posts = read.gathered(), posts_to_tell(ports, meeting)
    ports.pause()  # between steps of some 20 ms each, where there are 5,000 posts
    ours = {item.key: item for item in _of_posts(posts)}
    heard = {
        key(ItemKind.HEARD, post.id): (number, post)
        for number, several in (*gathered.answers.items(), (0, gathered.others))
        for post in several
    }
    after_all = len(read.questions) + 1
    places = [
        *((_place(post, read, after_all), ours[_key_of(post)]) for post in posts),
        *(
            ((number or after_all, 1), Item(name, ItemKind.HEARD, post.posted_at))
            for name, (number, post) in heard.items()
        ),
        ((after_all, 3), Item(key(ItemKind.FIGURES), ItemKind.FIGURES, _LAST, True)),
    ]
    ports.pause()
    items = [item for _, item in sorted(places, key=lambda one: (one[0], one[1].at))]
    ports.pause()
    figures = counted(read.questions, gathered)
    return Material(whole, tuple(items), {}, {_key_of(post): post for post in posts}, heard, figures)


def _place(post: OutgoingPost, read: ReadChat, after_all: int) -> tuple[int, int]:
    """Where a post of ours stands among the questions by their numbers: a question before its answers."""
    if post.kind is PostKind.CHAT_THANKS:
        return after_all, 2
    return read.asked.get((post.channel, post.native_id), 0), 0


def _of_questions(meeting: Meeting, entries: Sequence[RegisterEntry]) -> Iterator[Item]:
    put = [entry.number for entry in entries if entry.state in _PUT and (entry.text or entry.answer)]
    suggested = set(put[:SUGGESTED])
    for entry in entries:
        is_put = entry.number in suggested
        if entry.text:
            yield Item(key(ItemKind.QUESTION, entry.number), ItemKind.QUESTION, entry.asked_at, is_put)
        if entry.answer:
            at = entry.answered_at or meeting.details.starts_at
            yield Item(key(ItemKind.ANSWER, entry.number), ItemKind.ANSWER, at, is_put)


def _of_posts(posts: Sequence[OutgoingPost]) -> Iterator[Item]:
    """One of those that say the same on several networks is suggested, and none that repeats a question."""
    pressed = set[str]()
    for post in posts:
        kind = ItemKind.CALL if post.kind in CALLS else ItemKind.POST
        fresh = post.press == "" or post.press not in pressed
        suggested = fresh and post.kind not in _REPEATED and len(pressed) < SUGGESTED
        pressed.add(post.press)
        yield Item(_key_of(post), kind, post.sent_at or post.approved_at, suggested)


def _key_of(post: OutgoingPost) -> str:
    return key(ItemKind.CALL if post.kind in CALLS else ItemKind.POST, post.id)


def _still_true(
    ports: Ports, meeting: Meeting, posts: Sequence[OutgoingPost], entries: dict[int, RegisterEntry]
) -> list[OutgoingPost]:
    """Without those that repeat what is not in the record any more, or is there in other words."""
    repeating = [post.question_id for post in posts if post.kind in _REPEATED and post.question_id]
    numbers = {one.id: one.number for one in ports.store.questions.several(repeating) if one.meeting_id == meeting.id}
    since = {kind: ports.store.recaps.last_set(repeating, parts) for kind, parts in _REPEATED.items()}

    def is_true(post: OutgoingPost) -> bool:
        if post.kind not in _REPEATED:
            return True
        entry = entries.get(numbers.get(post.question_id or 0, 0))
        changed = since[post.kind].get(post.question_id or 0)
        return entry is not None and _is_in(entry, post.kind) and (changed is None or changed < post.approved_at)

    return [post for post in posts if is_true(post)]


def _is_in(entry: RegisterEntry, kind: PostKind) -> bool:
    """Whether the record has what posts of this kind repeat. An answer is the board's own, also to a post that was
    deleted since."""
    if kind is PostKind.ANSWER:
        return bool(entry.answer) or entry.state is State.WRITTEN
    return bool(entry.text) and entry.left_out is None


def save(
    ports: Ports,
    meeting: Meeting,
    recap: Recap,
    there: Collection[str],
    actor: Actor,
    read: Collection[ChatPost] = (),
    publishes: bool = False,
) -> None:
    """Store what was picked from a form that showed the items that are `there`. Somebody has `read` these posts and
    lets everyone read them as they are, which holds while their words and names stay the same and they are picked.
    Where it `publishes`, everyone is shown it from now on.

    Raises ChangedMeanwhile.
    """
    with ports.store.transaction():
        before = ports.store.recaps.of_meeting(meeting.id)
        picks = with_absent(recap.picks, before.picks, there)
        after = replace(recap, picks=picks, saved_by=actor.name, saved_at=ports.clock())
        if not ports.store.recaps.save(meeting.id, after):
            raise ChangedMeanwhile(meeting.code)
        if meeting.details.is_chat:
            ports.store.chats.as_they_are_only(meeting.id, numbers(ItemKind.HEARD, picks))
            for post in read:
                ports.store.chats.show_as_it_is(post)
        if before.introduction != after.introduction:
            difference = Difference("recap_introduction", before.introduction, after.introduction)
            ports.store.settings.record(meeting.id, [difference], actor, ports.clock())
        if publishes:
            _set_published(ports, meeting, actor, published=True)
    ports.announcer.changed(meeting.id)


def take_down(ports: Ports, meeting: Meeting, actor: Actor) -> None:
    """Show it to nobody any more."""
    _set_published(ports, meeting, actor, published=False)


def picks_now(recap: Recap, there: Material) -> tuple[Pick, ...]:
    return picked(recap, there.items)


def told_now(recap: Recap, there: Material) -> tuple[Pick, ...]:
    """What of it everyone is told: nothing that is withheld."""
    return picked(recap, [item for item in there.items if not there.is_withheld(item.key)])


def _set_published(ports: Ports, meeting: Meeting, actor: Actor, published: bool) -> None:
    with ports.store.transaction():
        fresh = ports.store.meetings.get(meeting.id) or meeting
        was = fresh.recap_published_at is not None
        if was == published:
            return  # somebody pressed first
        ports.store.meetings.publish_recap(meeting.id, ports.clock() if published else None)
        difference = Difference("recap_published", was, published)
        ports.store.settings.record(meeting.id, [difference], actor, ports.clock())
    ports.announcer.changed(meeting.id)


def standing(ports: Ports, meeting: Meeting) -> Standing:
    """Whether the recap of a meeting is there for everyone, and why it is not."""
    if is_published(meeting):
        return Standing.PUBLISHED
    return recap_standing(meeting, ports.store.settings.last_of(meeting.id, "recap_published") is not None)


def is_published(meeting: Meeting) -> bool:
    return recap_standing(meeting, was_published=False) is Standing.PUBLISHED
