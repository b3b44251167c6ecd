"""Where questions come from, how each source is doing, and what it costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from board_qa.domain.networks.posts import OutboxState, OutgoingPost, Source, UnreadablePost
from board_qa.domain.questions.question import WEB_FORM
from board_qa.web.desk.parts.buttons import Button, command
from board_qa.web.desk.parts.frame import Frame
from board_qa.web.shell import words
from board_qa.web.shell.installation import installation, ports

# Posts of the call that somebody may have to do something about.
_UNDER_WAY = (OutboxState.APPROVED, OutboxState.UNKNOWN, OutboxState.BLOCKED, OutboxState.FAILED)


@dataclass(frozen=True)
class Sources:
    """`network` is the channel that is read, `form` the web form; `spent` and `cap` are said in dollars.

    `has_call`: whether there is a post of the call; `troubled` are those with a problem. `warning` is '' while posts
    are read and sent.
    """

    network: Source
    form: Source
    doing: str
    warning: str
    last_read: str
    next_read: str
    spent: str
    spent_this_month: str
    cap: str
    is_worked: bool
    has_call: bool
    troubled: Sequence[OutgoingPost]
    unreadable: Sequence[UnreadablePost]
    network_buttons: Sequence[Button]
    form_button: Button | None


def sources(frame: Frame) -> Sources:
    store, now, channel = ports().store, frame.now, installation().channel.name
    network, form = store.sources.get(channel), store.sources.get(WEB_FORM)
    worked = bool(store.leases.holder("worker", now))
    calls, month = (
        store.outbox.of_meeting(frame.meeting.id),
        now.replace(day=1, hour=0, minute=0, second=0, microsecond=0),
    )
    doing = words.source_sentence(network, frame.zone, now)
    return Sources(
        network,
        form,
        doing,
        _warning(network, doing, worked),
        words.exact_time(network.last_read_at, frame.zone) if network.last_read_at else "not yet",
        _next_read(frame, network),
        words.dollars(store.sources.spent_on(frame.meeting.id)),
        words.dollars(store.sources.spent_since(channel, month)),
        words.dollars(installation().settings.x_spending_cap),
        worked,
        bool(calls),
        [one for one in calls if one.state in _UNDER_WAY and one.problem],
        store.sources.unreadable(channel),
        list(_network_buttons(frame, network)) if frame.moderates else (),
        _form_button(frame, form) if frame.moderates else None,
    )


def _warning(network: Source, doing: str, worked: bool) -> str:
    """What stands above the list of questions."""
    if network.problem_kind or network.paused:
        return doing
    return "" if worked else "No worker is running: posts are neither read nor sent"


def _next_read(frame: Frame, network: Source) -> str:
    if network.paused:
        return "when you resume it"
    if network.next_read_at:
        return words.exact_time(network.next_read_at, frame.zone)
    return "as soon as the worker can"


def _network_buttons(frame: Frame, network: Source) -> Iterator[Button]:
    what, label = ("resume", "Resume") if network.paused else ("pause", "Pause")
    yield command(frame, "desk.source", f"{label} {network.channel}", what)
    yield command(frame, "desk.source", "Read now", "read")


def _form_button(frame: Frame, form: Source) -> Button:
    what, label = ("resume-form", "Resume") if form.paused else ("pause-form", "Pause")
    return command(frame, "desk.source", f"{label} the web form", what)
