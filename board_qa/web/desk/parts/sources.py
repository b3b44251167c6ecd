"""Where questions come from, how each source is doing, and what it costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import url_for

from board_qa.domain.networks.outbox import CALLS, OutboxState, OutgoingPost, PostKind
from board_qa.domain.networks.posts import Source, UnreadablePost
from board_qa.domain.questions.question import WEB_FORM
from board_qa.phrases.posts import KINDS
from board_qa.ports.channels import Channel
from board_qa.web.desk.parts.buttons import Button, command
from board_qa.web.desk.parts.frame import Frame
from board_qa.web.shell import words
from board_qa.web.shell.installation import installation, ports

# Posts that somebody may have to do something about.
_UNDER_WAY = frozenset(OutboxState) - {OutboxState.DRAFT, OutboxState.CANCELLED, OutboxState.DELETED}
_NO_WORKER = "No worker is running: posts are neither read nor sent"


@dataclass(frozen=True)
class NetworkView:
    """How one network is doing. `warning` is '' while its posts are read; `month` is '' where reading costs nothing."""

    name: str
    doing: str
    warning: str
    last_read: str
    next_read: str
    month: str
    unreadable: Sequence[UnreadablePost]
    buttons: Sequence[Button]


@dataclass(frozen=True)
class TroubledPost:
    """A post of ours that something is wrong with, and the page on which it can be put right."""

    said: str
    address: str


@dataclass(frozen=True)
class Sources:
    """`form` is the web form; `spent` is said in dollars, of this meeting.

    `has_call`: whether there is a post of the call; `troubled` are the posts with a problem. `warnings` say why posts
    are not read or sent.
    """

    networks: Sequence[NetworkView]
    form: Source
    warnings: Sequence[str]
    spent: str
    is_worked: bool
    has_call: bool
    troubled: Sequence[TroubledPost]
    form_button: Button | None


def sources(frame: Frame) -> Sources:
    store = ports().store
    networks = [_network(frame, channel) for channel in installation().channels.values()]
    form, worked = store.sources.get(WEB_FORM), bool(store.leases.holder("worker", frame.now))
    posts = store.outbox.of_meeting(frame.meeting.id)
    return Sources(
        networks,
        form,
        [one.warning for one in networks if one.warning] or ([] if worked else [_NO_WORKER]),
        words.dollars(store.sources.spent_on(frame.meeting.id)),
        worked,
        any(post.kind is PostKind.CALL for post in posts),
        [_troubled(post) for post in posts if post.state in _UNDER_WAY and post.problem],
        _form_button(frame, form) if frame.moderates else None,
    )


def _troubled(post: OutgoingPost) -> TroubledPost:
    page = "calls.call" if post.kind in CALLS else "live.page"
    state = words.OUTBOX_STATES[post.state].lower()
    said = f"{KINDS[post.kind]} on {post.channel}: {state}. {post.problem}"
    return TroubledPost(said, url_for(page, meeting_id=post.meeting_id))


def _network(frame: Frame, channel: Channel) -> NetworkView:
    source = ports().store.sources.get(channel.name)
    doing = words.source_sentence(source, frame.zone, frame.now)
    return NetworkView(
        channel.name,
        doing,
        doing if source.problem_kind or source.paused else "",
        words.exact_time(source.last_read_at, frame.zone) if source.last_read_at else "not yet",
        _next_read(frame, source),
        _month(frame, channel),
        ports().store.sources.unreadable(channel.name),
        list(_network_buttons(frame, source)) if frame.moderates else (),
    )


def _month(frame: Frame, channel: Channel) -> str:
    """What was spent on it since the month began, and the most that may be."""
    if not channel.cap:
        return ""
    began = frame.now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    spent = ports().store.sources.spent_since(channel.name, began)
    return f"{words.dollars(spent)} of {words.dollars(channel.cap)}, then reading stops"


def _next_read(frame: Frame, source: Source) -> str:
    if source.paused:
        return "when you resume it"
    if source.next_read_at:
        return words.exact_time(source.next_read_at, frame.zone)
    return "as soon as the worker can"


def _network_buttons(frame: Frame, source: Source) -> Iterator[Button]:
    name, (what, label) = source.channel, ("resume", "Resume") if source.paused else ("pause", "Pause")
    yield command(frame, "desk.source", f"{label} {name}", what, network=name)
    yield command(frame, "desk.source", "Read now", "read", hidden=f": {name}", network=name)


def _form_button(frame: Frame, form: Source) -> Button:
    what, label = ("resume", "Resume") if form.paused else ("pause", "Pause")
    return command(frame, "desk.web_form", f"{label} the web form", what)
