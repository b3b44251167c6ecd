"""One sign-in lasts, no other host is ever asked, and no secret is told."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from datetime import timedelta

import pytest

from board_qa.channels.bluesky.channel import BlueskyChannel
from board_qa.domain.networks.errors import ChannelError, ChannelErrorKind
from board_qa.domain.networks.posts import ReadRequest
from board_qa.practice.bluesky.network import BOARD_HANDLE
from board_qa.practice.state import Fault
from tests.channels.bluesky_servers import SESSION, refusal, running
from tests.channels.contract.bluesky import APP_PASSWORD, Bluesky
from tests.channels.contract.practised import Kept
from tests.support.doubles import StoppedClock, outgoing

SEARCH = ReadRequest("search", "did:plc:board", BOARD_HANDLE, 100, hashtags=("Tag",))


@pytest.fixture
def bluesky(clock: StoppedClock) -> Iterator[Bluesky]:
    made = Bluesky(clock)
    yield made
    made.stop()


def channel(bluesky: Bluesky, clock: StoppedClock, kept: Kept, password: str = APP_PASSWORD) -> BlueskyChannel:
    return BlueskyChannel(bluesky.server.base_url, BOARD_HANDLE, password, clock, kept)


def test_a_session_is_kept_for_the_next_process(bluesky: Bluesky, clock: StoppedClock) -> None:
    kept = Kept()
    for _ in range(3):
        channel(bluesky, clock, kept).account()

    assert bluesky.server.sessions.sign_ins == 1


def test_a_session_that_has_expired_is_renewed_without_the_password(bluesky: Bluesky, clock: StoppedClock) -> None:
    kept = Kept()
    ours = channel(bluesky, clock, kept)
    ours.account()
    first = kept.kept
    clock.advance(hours=3)

    assert ours.publish(outgoing("hello"))[0].startswith("at://")
    assert (bluesky.server.sessions.sign_ins, kept.kept == first) == (1, False)
    assert len(bluesky.published()) == 1


def test_where_the_session_is_forgotten_the_password_begins_another(bluesky: Bluesky, clock: StoppedClock) -> None:
    ours = channel(bluesky, clock, Kept())
    ours.account()
    bluesky.server.sessions.forget()
    ours.account()

    assert bluesky.server.sessions.sign_ins == 2


@pytest.mark.parametrize("kept", ["nonsense", "a:::b", "another-account Eve:::did:plc:eve:::a:::b:::https://e.test"])
def test_what_was_kept_for_another_account_or_by_mistake_is_not_used(
    bluesky: Bluesky, clock: StoppedClock, kept: str
) -> None:
    assert channel(bluesky, clock, Kept(kept)).account() == (bluesky.network.board_did, BOARD_HANDLE)
    assert bluesky.server.sessions.sign_ins == 1


def test_a_refused_password_is_said_and_not_tried_again_at_once(bluesky: Bluesky, clock: StoppedClock) -> None:
    ours = channel(bluesky, clock, Kept(), "wrong")
    for _ in range(5):
        with pytest.raises(ChannelError) as refused:
            ours.account()
        assert refused.value.kind is ChannelErrorKind.AUTH
    assert bluesky.server.sessions.sign_ins == 1
    for _ in range(24 * 60):
        clock.advance(minutes=1)
        with pytest.raises(ChannelError):
            ours.account()

    assert bluesky.server.sessions.sign_ins < 70  # some servers allow 100 a day


def test_the_post_was_certainly_not_sent_where_only_the_sign_in_failed(bluesky: Bluesky, clock: StoppedClock) -> None:
    bluesky.network.faults.append(Fault("create_session", 503))
    with pytest.raises(ChannelError) as failed:
        channel(bluesky, clock, Kept()).publish(outgoing("hello"))

    assert failed.value.kind is ChannelErrorKind.TRANSIENT


def test_other_keys_have_another_fingerprint(bluesky: Bluesky, clock: StoppedClock) -> None:
    prints = {channel(bluesky, clock, Kept(), password).fingerprint for password in ("one", "two", "two")}

    assert len(prints) == 2
    assert all(len(each) == 16 and int(each, 16) for each in prints)


def test_a_server_that_sends_us_elsewhere_is_not_followed(clock: StoppedClock) -> None:
    with running() as ours, running() as elsewhere:
        ours.answers["searchPosts"] = refusal(307, headers={"Location": f"{elsewhere.address}/xrpc/x.searchPosts"})
        ours.answers["putRecord"] = refusal(307, headers={"Location": f"{elsewhere.address}/xrpc/x.putRecord"})
        asking = ours.channel(clock)
        with pytest.raises(ChannelError) as read:
            asking.read(SEARCH)
        with pytest.raises(ChannelError) as written:
            asking.publish(outgoing("hello"))

        assert elsewhere.asked == []
    assert (read.value.kind, written.value.kind) == (ChannelErrorKind.TRANSIENT, ChannelErrorKind.AMBIGUOUS)


def test_a_session_that_names_another_server_is_used_at_ours(clock: StoppedClock) -> None:
    with running() as ours, running() as elsewhere:
        service = {"id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": elsewhere.address}
        ours.answers["createSession"] = {**SESSION, "didDoc": {"id": SESSION["did"], "service": [service]}}
        kept = Kept()
        ours.channel(clock, kept).read(SEARCH)
        ours.channel(clock, kept).read(SEARCH)

        assert [name for name, _ in ours.asked] == ["createSession", "searchPosts", "searchPosts"]
        assert elsewhere.asked == []


def test_neither_password_nor_tokens_are_in_what_is_raised_or_shown(clock: StoppedClock) -> None:
    secrets = (APP_PASSWORD, "access-secret", "refresh-secret")
    with running() as ours:
        # An answer that the library's model refuses, and quotes.
        ours.answers["createSession"] = {"accessJwt": "access-secret", "refreshJwt": "refresh-secret", "did": 5}
        asking = ours.channel(clock)
        with pytest.raises(ChannelError) as failed:
            asking.account()
    told = "".join(traceback.format_exception(failed.value)) + repr(asking) + repr(vars(asking))

    assert not any(secret in told for secret in secrets)


def test_a_server_that_is_not_there_cannot_have_taken_the_post(clock: StoppedClock) -> None:
    kept = Kept()
    with running() as ours:
        asking = ours.channel(clock, kept)
        asking.read(SEARCH)
    with pytest.raises(ChannelError) as failed:
        BlueskyChannel(ours.address, BOARD_HANDLE, APP_PASSWORD, clock, kept).publish(outgoing("hello"))

    assert failed.value.kind is ChannelErrorKind.TRANSIENT


def test_a_connection_that_breaks_while_we_write_leaves_it_open_what_was_done(
    bluesky: Bluesky, clock: StoppedClock
) -> None:
    bluesky.network.faults.append(Fault("put_record", drop=True))
    with pytest.raises(ChannelError) as failed:
        bluesky.channel.publish(outgoing("hello"))

    assert failed.value.kind is ChannelErrorKind.AMBIGUOUS


@pytest.mark.parametrize("address", ["http://", "nowhere", "http://[", "ftp://127.0.0.1", f"http://{'a' * 300}.test"])
def test_an_address_that_is_none_is_trouble_like_any_other(clock: StoppedClock, address: str) -> None:
    with pytest.raises(ChannelError):
        BlueskyChannel(address, BOARD_HANDLE, APP_PASSWORD, clock, Kept()).account()


def test_the_moment_of_a_429_is_read_in_either_form_and_nonsense_is_none(clock: StoppedClock) -> None:
    later = clock() + timedelta(minutes=5)
    for headers, until in (
        ({"ratelimit-reset": str(int(later.timestamp()))}, later),
        ({"retry-after": "300"}, later),
        ({"retry-after": later.strftime("%a, %d %b %Y %H:%M:%S GMT")}, later),
        ({"ratelimit-reset": "9" * 40, "retry-after": "soon"}, None),
    ):
        with running() as ours:
            ours.answers["searchPosts"] = refusal(429, "RateLimitExceeded", "slowly", headers)
            with pytest.raises(ChannelError) as failed:
                ours.channel(clock).read(SEARCH)
        assert (failed.value.kind, failed.value.until) == (ChannelErrorKind.RATE_LIMITED, until)
