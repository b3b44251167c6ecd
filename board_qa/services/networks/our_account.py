"""Who we are on a network, and which of the posts there are ours.

Everything known of our account belongs to the keys it was learned with: whoever practised first and then sets real keys
is somebody else there.
"""

from __future__ import annotations

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.as_kept import is_handle, is_id
from board_qa.domain.networks.errors import ChannelError, ChannelErrorKind
from board_qa.domain.networks.outbox import OutboxState, OutgoingPost
from board_qa.ports import Ports
from board_qa.ports.channels import Channel


def account(ports: Ports, channel: Channel) -> tuple[str, str]:
    """Our own id and handle on the network, asked for once. Raises ChannelError."""
    sources, names = ports.store.sources, [f"{channel.fingerprint}/{name}" for name in ("account_id", "handle")]
    known = tuple(sources.metadata(channel.name, name) for name in names)
    if all(known):
        return known[0], known[1]
    account_id, handle = channel.account()
    if not (is_id(account_id) and is_handle(handle)):
        raise ChannelError(ChannelErrorKind.TRANSIENT, "unreadable answer")
    for name, value in zip(names, (account_id, handle), strict=True):
        sources.set_metadata(channel.name, name, value)
    return account_id, handle


def known_handle(ports: Ports, channel: Channel) -> str:
    """Our handle on the network as it was learned; '' before that. The network is not asked."""
    return ports.store.sources.metadata(channel.name, f"{channel.fingerprint}/handle")


def known_id(ports: Ports, channel: Channel) -> str:
    """The same for our id there."""
    return ports.store.sources.metadata(channel.name, f"{channel.fingerprint}/account_id")


def is_ours(channel: Channel, post: OutgoingPost) -> bool:
    """Whether this post is, or will be, one of the account that we are now."""
    return post.channel == channel.name and post.account in ("", channel.fingerprint)


def sent(ports: Ports, channel: Channel) -> list[OutgoingPost]:
    """Every post of ours that is out, of whatever meeting, oldest first."""
    return [post for post in ports.store.outbox.in_state(channel.name, OutboxState.SENT) if is_ours(channel, post)]


def conversations(ports: Ports, channel: Channel, meeting: Meeting) -> tuple[str, ...]:
    """The network's ids of the posts that this meeting's conversations began with: what hangs below one is in it."""
    ours = (post for post in sent(ports, channel) if post.meeting_id == meeting.id)
    return tuple(post.native_id for post in ours if not post.reply_to)
