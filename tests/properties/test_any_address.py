from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from board_qa import addresses
from board_qa.config.names import ALL
from board_qa.config.reading import read_settings
from board_qa.config.settings import SettingsError
from board_qa.domain.meetings.codes import normal_code
from board_qa.domain.networks.links import NotALink, read_link
from board_qa.domain.text import wording
from board_qa.domain.text.moments import InTheFuture, NotAMoment, past_moment, past_stamp
from board_qa.domain.text.written_dates import DateOrder
from tests.properties.made import says_why, texts
from tests.support.doubles import NOON

HOSTS = st.sampled_from(("x.com", "twitter.com", "bsky.app", "www.facebook.com", "instagram.com", "social.example"))
PATHS = st.sampled_from(("", "/a/status/12", "/i/web/status/9" * 2, "/profile/a.b/post/3k", "/@a@b.c/12", "/p/Cx_1/"))
ZONES = st.sampled_from(("Europe/London", "UTC", "Australia/Lord_Howe"))
ORDERS = st.sampled_from((None, *DateOrder))
NUMBERED = st.from_regex(
    r"\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}[ tT]?(\d{1,2}[:.]\d{2}([:.]\d{2})?)? ?([ap]m|z|gmt|[+-]\d{2}:?\d{2})?"
)


@given(st.one_of(texts, st.builds(lambda host, path, rest: f"https://{host}{path}{rest}", HOSTS, PATHS, texts)))
def test_a_link_leads_to_one_post_however_often_it_is_read_or_is_none(typed: str) -> None:
    try:
        link = read_link(typed)
    except NotALink:
        return
    assert link.address.startswith(("https://", "http://"))
    assert not wording.hides_something(link.address)
    assert "@" not in link.address.split("/")[2]
    again = read_link(link.address)
    assert again.identity == link.identity
    assert again.address == link.address


@given(st.one_of(texts, NUMBERED), ZONES, ORDERS)
def test_a_time_is_read_in_one_way_and_never_in_the_future_or_refused(
    typed: str, zone: str, order: DateOrder | None
) -> None:
    with suppress(NotAMoment, InTheFuture):
        assert past_moment(typed, zone, NOON) <= NOON + timedelta(minutes=5)
    with suppress(NotAMoment, InTheFuture):
        assert past_stamp(typed, zone, NOON, order) <= NOON + timedelta(minutes=5)


@given(st.one_of(texts, st.builds(lambda text: f"https://{text}", texts)))
def test_an_address_of_a_site_is_the_same_when_it_is_read_again_or_is_none(typed: str) -> None:
    try:
        normal = addresses.normal(typed)
    except ValueError:
        return
    assert addresses.normal(normal) == normal
    assert addresses.host(normal).isascii()


@given(texts)
def test_a_code_is_the_same_when_it_is_typed_as_it_is_kept(typed: str) -> None:
    assert normal_code(normal_code(typed)) == normal_code(typed)


@pytest.mark.parametrize("name", sorted(ALL))
@settings(max_examples=30)
@given(value=texts.filter(lambda text: "\x00" not in text))
def test_a_setting_is_read_or_refused_with_what_is_wrong(
    tmp_path_factory: pytest.TempPathFactory, name: str, value: str
) -> None:
    try:
        read_settings({name: value}, tmp_path_factory.getbasetemp())
    except SettingsError as refused:
        says_why(refused)
