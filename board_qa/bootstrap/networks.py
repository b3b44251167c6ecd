"""Which networks, or what stands in for them in practice mode."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from board_qa.channels.bluesky import limits as bluesky_limits
from board_qa.channels.mastodon import limits as mastodon_limits
from board_qa.channels.mastodon.channel import MastodonChannel
from board_qa.channels.registry import Registry
from board_qa.channels.x import limits as x_limits
from board_qa.channels.x.channel import XChannel
from board_qa.config.practice_keys import PRACTICE_APP_PASSWORD, PRACTICE_KEYS, PRACTICE_TOKEN
from board_qa.config.settings import BlueskyAccount, Settings
from board_qa.domain.networks.posts import Measure
from board_qa.ports import Ports
from board_qa.ports.channels import Channel, Channels, Measures
from board_qa.ports.stores import Store
from board_qa.practice.bluesky.network import BOARD_HANDLE, BlueskyNetwork
from board_qa.practice.bluesky.server import BlueskyServer
from board_qa.practice.crowd import CHAT_ON_BLUESKY, CHAT_ON_MASTODON, ON_BLUESKY, ON_MASTODON, Crowd
from board_qa.practice.mastodon.network import MastodonNetwork
from board_qa.practice.mastodon.server import MastodonServer
from board_qa.practice.network import PracticeNetwork
from board_qa.practice.serving import Serving
from board_qa.practice.x.server import PracticeServer
from board_qa.system.clock import utc_now

# Where a web process would ask a practice network, which it never does: the worker, which starts them, asks.
NOWHERE = "http://127.0.0.1:9"


@dataclass(frozen=True)
class KeptSession:
    """A network's session, which outlives the process in the store: an account may not sign in as often as it likes."""

    store: Store
    network: str

    def get(self) -> str:
        return self.store.sources.session(self.network)

    def set(self, session: str) -> None:
        self.store.sources.keep_session(self.network, session)


@dataclass(frozen=True)
class KeptLimits:
    """What a network's server told of its limits: the worker asks it, and the web process counts by it."""

    store: Store
    network: str

    def get(self) -> str:
        return self.store.sources.metadata(self.network, "limits")

    def set(self, told: str) -> None:
        self.store.sources.set_metadata(self.network, "limits", told)


@dataclass(frozen=True)
class StandIn:
    """A network of this computer's own in the place of a real one, and the audience on it."""

    server: Serving
    crowd: Crowd


def start_stand_ins(settings: Settings, ports: Ports) -> dict[str, StandIn]:
    """In practice mode, a stand-in for each network; the web process finds their addresses in the store."""
    if not settings.practice:
        return {}
    folder = settings.data_folder
    x = PracticeNetwork(utc_now, str(folder / "practice.db"))
    bluesky = BlueskyNetwork(utc_now, str(folder / "practice-bluesky.db"))
    mastodon = MastodonNetwork(utc_now, str(folder / "practice-mastodon.db"))
    stand_ins = {
        "X": StandIn(PracticeServer(x, PRACTICE_KEYS), Crowd(x)),
        "Bluesky": StandIn(
            BlueskyServer(bluesky, BOARD_HANDLE, PRACTICE_APP_PASSWORD), Crowd(bluesky, ON_BLUESKY, CHAT_ON_BLUESKY)
        ),
        "Mastodon": StandIn(MastodonServer(mastodon, PRACTICE_TOKEN), Crowd(mastodon, ON_MASTODON, CHAT_ON_MASTODON)),
    }
    for name, one in stand_ins.items():
        one.server.start()
        ports.store.sources.set_metadata(name, "practice_address", one.server.base_url)
    return stand_ins


def channels_of(settings: Settings, ports: Ports, practice: Mapping[str, str] | None = None) -> Channels:
    """The networks that are set up; in practice mode, those that stand in for them, wherever they are."""
    if settings.practice:
        return Registry(_practised(settings, ports, practice or {}))
    limits = KeptLimits(ports.store, "Mastodon")
    chosen: dict[str, Callable[[], Channel]] = {}
    if keys := settings.x_keys:
        chosen["X"] = lambda: XChannel(settings.x_api_base_url, keys, utc_now, settings.x_spending_cap)
    if bluesky := settings.bluesky:
        chosen["Bluesky"] = lambda: _bluesky(bluesky, ports)
    if mastodon := settings.mastodon:
        chosen["Mastodon"] = lambda: MastodonChannel(mastodon.url, mastodon.token, utc_now, limits)
    return Registry(chosen)


def _practised(settings: Settings, ports: Ports, at: Mapping[str, str]) -> Mapping[str, Callable[[], Channel]]:
    """Their addresses change, and the account that practises does not."""
    x, bluesky, mastodon = (at.get(name, NOWHERE) for name in ("X", "Bluesky", "Mastodon"))
    limits = KeptLimits(ports.store, "Mastodon")
    us = BlueskyAccount(bluesky, BOARD_HANDLE, PRACTICE_APP_PASSWORD)
    return {
        "X": lambda: XChannel(x, PRACTICE_KEYS, utc_now, settings.x_spending_cap),
        "Bluesky": lambda: _bluesky(us, ports, account="practice"),
        "Mastodon": lambda: MastodonChannel(mastodon, PRACTICE_TOKEN, utc_now, limits, "practice"),
    }


def _bluesky(to: BlueskyAccount, ports: Ports, account: str = "") -> Channel:
    from board_qa.channels.bluesky.channel import BlueskyChannel  # noqa: PLC0415  # see `import_libraries`

    kept = KeptSession(ports.store, "Bluesky")
    return BlueskyChannel(to.url, to.handle, to.app_password, utc_now, kept, account)


def import_libraries(channels: Channels) -> None:
    """Bluesky's takes half a second to begin with, which only those wait for who are there."""
    if "Bluesky" in channels:
        import board_qa.channels.bluesky.channel  # noqa: PLC0415, F401


def measures_of(channels: Channels) -> Measures:
    """What is set up counts as it knows best; a partner posts on the other networks as well."""
    known: Measures = {
        "X": x_limits.measure,
        "Bluesky": bluesky_limits.measure,
        "Mastodon": mastodon_limits.measure,
    }
    # Each is asked for when it is first used: Bluesky's library takes half a second to begin with.
    return {**known, **{name: partial(_measured, channels, name) for name in channels}}


def _measured(channels: Channels, name: str, text: str) -> Measure:
    return channels[name].measure(text)
