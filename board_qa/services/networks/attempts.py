"""One part of the work with a network, tried: trouble with it is kept, rested for, and stops no other part."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

from board_qa.domain.networks import errors
from board_qa.domain.networks.errors import ChannelError, ChannelErrorKind
from board_qa.domain.networks.posts import Source
from board_qa.ports import Ports
from board_qa.ports.channels import Channel
from board_qa.ports.stores import StoreUnavailable
from board_qa.services.networks.reading import of_our_keys

log = logging.getLogger(__name__)


def attempt(ports: Ports, channel: Channel, name: str, work: Callable[[], None]) -> Source:
    """Do one part of the work unless it rests, and return how it is doing. Trouble with one never stops another."""
    state = ports.store.sources.get(f"{channel.name}/{of_our_keys(channel, name)}")
    if state.resting_until and state.resting_until > ports.clock():
        return state
    error = _trouble_with(name, work)
    if error is None:
        state = Source(state.channel, last_read_at=ports.clock())
    else:
        failures = state.failures + 1
        state = replace(
            state,
            problem=error.detail,
            problem_kind=error.kind.value,
            failures=failures,
            resting_until=errors.backoff_until(error, failures, ports.clock()),
        )
    ports.store.sources.save(state)
    return state


def _trouble_with(name: str, work: Callable[[], None]) -> ChannelError | None:
    """Do the work; what went wrong, if anything did."""
    try:
        work()
    except ChannelError as error:
        return error
    except StoreUnavailable:
        raise  # trouble of ours, which no network rests for
    except Exception:
        # An answer nobody foresaw is trouble with this part of the work, not the end of all of it.
        log.exception("reading %s failed", name)
        return ChannelError(ChannelErrorKind.TRANSIENT, "unexpected answer")
    return None
