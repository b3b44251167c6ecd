from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from board_qa.domain.networks.links import ELSEWHERE, NotALink, is_address, read_link
from board_qa.domain.questions.audience import CAME_BY
from board_qa.domain.text.moments import InTheFuture, NotAMoment, past_moment
from tests.support.doubles import NOON

FACEBOOK = "https://www.facebook.com/AnytownNHS/posts/123"


@pytest.mark.parametrize(
    ("one", "other", "network"),
    [("https://twitter.com/sam/status/1861000000000000000?s=20&t=abc",
      "https://x.com/i/status/1861000000000000000", "X"),
     ("http://mobile.twitter.com/Sam/status/1861000000000000000/photo/1",
      "https://X.com/sam/status/1861000000000000000#m", "X"),
     ("https://m.facebook.com/AnytownNHS/posts/1/?comment_id=4&fbclid=9",
      "https://en-gb.facebook.com/AnytownNHS/posts/1?__cft__[0]=x&comment_id=4", "Facebook"),
     ("https://instagram.com/anytown/p/Ab_1/?igsh=9", "https://www.instagram.com/reel/Ab_1", "Instagram"),
     ("https://bsky.app/profile/Sam.example/post/3kabc", "https://bsky.app/profile/sam.example/post/3kabc/", "Bluesky"),
     ("https://mastodon.social/@sam/1129", "https://mastodon.social/users/sam/statuses/1129", "Mastodon"),
     ("https://www.nextdoor.co.uk/p/1/?utm_source=a&b=2", "http://nextdoor.co.uk/p/1?b=2", ELSEWHERE)],
)  # fmt: skip
def test_the_many_links_to_one_post_are_one(one: str, other: str, network: str) -> None:
    assert read_link(one).identity == read_link(other).identity
    assert read_link(one).network == network
    assert read_link(read_link(one).address).identity == read_link(one).identity


@pytest.mark.parametrize(
    ("one", "other"),
    [("https://x.com/sam/status/1861000000000000000", "https://x.com/sam/status/1861000000000000001"),
     (f"{FACEBOOK}?comment_id=1", f"{FACEBOOK}?comment_id=2"),
     ("https://forum.example.org/t?id=1", "https://forum.example.org/t?id=2"),
     ("https://forum.example.org/t#c1", "https://forum.example.org/t#c2"),
     ("https://x.com/sam", "https://x.com/jo")],
)  # fmt: skip
def test_links_to_two_posts_are_two(one: str, other: str) -> None:
    assert read_link(one).identity != read_link(other).identity


@pytest.mark.parametrize(
    "typed",
    ["", "javascript:alert(1)", "data:text/html,x", "ftp://example.org/", "x.com/sam/status/1", "https://",
     "https://localhost/a", "https://127.0.0.1/", "https://[::1]/", "https://x.com@evil.example/sam/status/1",
     "https://x.com\\@evil.example/", "https://exa mple.org/", "https://example.org/\nx",
     "https://example.org:999999/", "https://example.org/" + "a" * 2000, "https://example.org/\u202egpj", "https://[x",
     "https://" + "a" * 70 + ".org"],
)  # fmt: skip
def test_what_is_no_safe_address_is_no_link(typed: str) -> None:
    with pytest.raises(NotALink):
        read_link(typed)


@pytest.mark.parametrize("host", ["elsewhere.example", "127.0.0.1:8000", "localhost", "[::1]"])
def test_an_address_may_be_on_any_host(host: str) -> None:
    assert is_address(f"https://{host}/@maria/1")


@pytest.mark.parametrize(
    "text",
    ["", "javascript:alert(1)", "https:/desk/people", "https://", "//elsewhere.example/", "https://x.com@evil.example/",
     "https://x.com\\@evil.example/", "https://elsewhere.example/\u202ex", 'https://elsewhere.example/ onclick="x',
     "https://elsewhere.example/" + "a" * 2_000, "https://elsewhere.example/" + "\U0001f600" * 500,
     "https://\u0445.com/", "https://\ud800.example/"],
)  # fmt: skip
def test_nobody_is_sent_to_what_is_no_address_or_deceives(text: str) -> None:
    assert not is_address(text)


def test_a_look_alike_host_is_not_the_network_it_looks_like() -> None:
    link = read_link("https://х.com/sam/status/1861000000000000000")  # a Cyrillic letter

    assert link.network == ELSEWHERE
    assert link.native_id.startswith("xn--u1a.com/")
    assert read_link("https://notx.com/sam/status/1").network == ELSEWHERE


def test_what_is_on_no_network_has_no_name_of_its_own() -> None:
    """Where a question came from is public before anybody approved it, and a host may be somebody's name."""
    link = read_link("https://jane-roe.blog.example/why")

    assert link.identity == (ELSEWHERE, "jane-roe.blog.example/why")
    assert ELSEWHERE in CAME_BY


def test_an_x_link_tells_when_the_post_was_made() -> None:
    # Wikipedia's own example of such an id, with its time ("Snowflake ID").
    made = read_link("https://twitter.com/Wikipedia/status/1541815603606036480").posted_at

    assert made == datetime(2022, 6, 28, 16, 7, 40, 105000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "utc"),
    [("23/11/2026 09:30", datetime(2026, 11, 23, 9, 30, tzinfo=UTC)),
     ("1/7/2026 9:05", datetime(2026, 7, 1, 8, 5, tzinfo=UTC)),  # summer time
     ("23/11/2026", datetime(2026, 11, 23, tzinfo=UTC)),
     ("23/11/2026, 09:30:15", datetime(2026, 11, 23, 9, 30, 15, tzinfo=UTC)),
     ("2026-07-01T09:05", datetime(2026, 7, 1, 8, 5, tzinfo=UTC)),
     ("2026-07-01 09:05:01.5Z", datetime(2026, 7, 1, 9, 5, 1, 500000, tzinfo=UTC)),
     ("2026-11-23T09:30:00-05:00", datetime(2026, 11, 23, 14, 30, tzinfo=UTC)),
     ("", NOON + timedelta(days=1))],
)  # fmt: skip
def test_dates_are_read_as_people_and_spreadsheets_write_them(typed: str, utc: datetime) -> None:
    assert past_moment(typed, "Europe/London", NOON + timedelta(days=1)) == utc


@pytest.mark.parametrize("typed", ["soon", "11/23/2026", "31/02/2026", "1/1/26", "0001-01-01", "9999-12-31T23:59",
                                   "25:00", "٢٣/١١/٢٠٢٦", "1/1/2026 24:01"])  # fmt: skip
def test_what_is_no_date_is_not_guessed_at(typed: str) -> None:
    with pytest.raises(NotAMoment):
        past_moment(typed, "Europe/London", NOON)


def test_a_time_to_come_is_a_mistake_but_a_watch_may_be_fast() -> None:
    assert past_moment("23/11/2026 12:04", "Europe/London", NOON) > NOON
    with pytest.raises(InTheFuture):
        past_moment("23/11/2026 12:06", "Europe/London", NOON)
