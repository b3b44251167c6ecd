"""Keep every post that is read, with what was measured of it, for as long as the settings say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from board_qa.domain.networks.as_kept import as_kept
from board_qa.domain.networks.observed import ObservedPost, not_to_be_seen, seen_again
from board_qa.domain.networks.posts import Post
from board_qa.domain.questions.copies import linked
from board_qa.domain.questions.question import Question, SourceState
from board_qa.ports import Ports
from board_qa.services.chats.telling import tell_desk
from board_qa.services.networks.unreadable import CANNOT_BE_TAKEN

_AT_ONCE = 100  # posts in one transaction: it takes some milliseconds, in which nobody else can write


def keep(
    ports: Ports, channel_name: str, seen: Sequence[ObservedPost], questions: Mapping[str, int] | None = None
) -> list[ObservedPost]:
    """Store posts as they were just read; return those of a form that cannot be stored.

    `questions` are the ids of those questions, by the ids of their posts, that do not point at them yet.
    """
    odd: list[ObservedPost] = []
    for start in range(0, len(seen), _AT_ONCE):
        odd += _keep_some(ports, channel_name, seen[start : start + _AT_ONCE], questions or {})
    return odd


def _keep_some(
    ports: Ports, channel_name: str, seen: Sequence[ObservedPost], questions: Mapping[str, int]
) -> list[ObservedPost]:
    store, odd = ports.store.posts, []
    oldest_kept = ports.clock() - ports.keep_posts
    with ports.store.transaction():
        held = store.several(channel_name, [one.post.native_id for one in seen])
        named = {id_ for one in seen for id_ in (*_names(one.post), *known_by(one.post))}
        erased = ports.store.erasures.erased_of(channel_name, named)
        for one in seen:
            id_ = one.post.native_id
            if not one.is_ours and not erased.isdisjoint(known_by(one.post)):
                continue  # somebody had it erased here while its network was asked
            before = held.get(id_)
            if before is None and one.last_seen_at < oldest_kept:
                continue  # a question's post that was kept as long as it may be, and is still looked up
            try:
                now = replace(one, post=_without(erased, _as_kept(one)))
                held[id_] = seen_again(before, now) if before else now
                store.save(held[id_])
            except CANNOT_BE_TAKEN:
                odd.append(one)
                continue
            if id_ in questions:
                store.link(questions[id_], channel_name, id_)
    return odd


def _as_kept(seen: ObservedPost) -> Post:
    """What somebody passed on has another person's words, which are kept, and erased, as that person's alone. What
    we wrote ourselves is kept in the outbox, where an erasure finds it by the question that it tells of."""
    post = as_kept(seen.post)
    return replace(post, text="", shown=None) if post.is_repost or seen.is_ours else post


def known_by(post: Post) -> set[str]:
    """By what an erasure knows a post when it is read again."""
    return {post.native_id, post.version, post.url, *(linked(post.url) or ())[1:]} - {""}


def _names(post: Post) -> set[str]:
    """The other posts that it names."""
    return {*post.refers_to, post.answers, post.conversation_id} - {""}


def _without(erased: AbstractSet[str], post: Post) -> Post:
    """Without what it says of posts that were erased here: their ids may hold who wrote them."""
    if erased.isdisjoint(_names(post)):
        return post
    if post.answers in erased:
        post = replace(post, answers="", answers_author="")
    began = "" if post.conversation_id in erased else post.conversation_id
    refers_to = tuple(one for one in post.refers_to if one not in erased)
    return replace(post, refers_to=refers_to, conversation_id=began)


def question_not_to_be_seen(ports: Ports, question: Question, state: SourceState) -> None:
    """Its network says that the post of a question is gone, or does not show it: what is gone is kept no longer."""
    with ports.store.transaction():
        held = ports.store.posts.of_question(question.id)
        if held is not None:
            _mark(ports, held, state)


def posts_not_to_be_seen(ports: Ports, channel_name: str, states: Mapping[str, SourceState]) -> None:
    """The same of posts by their ids."""
    with ports.store.transaction():
        for id_, held in ports.store.posts.several(channel_name, states.keys()).items():
            _mark(ports, held, states[id_])


def _mark(ports: Ports, held: ObservedPost, state: SourceState) -> None:
    after = not_to_be_seen(held, state)
    if after != held:
        ports.store.posts.save(after)
    if after.source_state is SourceState.GONE:
        ports.store.tones.only_count(held.channel, [held.post.native_id])
        _tell_chat(ports, held.meeting_id)


def _tell_chat(ports: Ports, meeting_id: int | None) -> None:
    """A question says by itself that its post is gone. The answers to a chat are no questions."""
    meeting = ports.store.meetings.get(meeting_id) if meeting_id else None
    if meeting is not None and meeting.details.is_chat:
        tell_desk(ports, meeting.id)


def forget_old(ports: Ports) -> None:
    """Delete some of the posts that were kept as long as they may be, and those that were put aside. The words of
    questions are the questions' own."""
    oldest_kept = ports.clock() - ports.keep_posts
    ports.store.posts.forget(oldest_kept, _AT_ONCE)
    ports.store.sources.forget_unreadable(oldest_kept)
