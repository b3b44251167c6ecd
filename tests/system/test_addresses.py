from __future__ import annotations

import pytest

from board_qa import addresses


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("HTTPS://Board.Example:443/", "https://board.example"),
        ("http://board.example:80", "http://board.example"),
        ("http://board.example:443", "http://board.example:443"),
        ("https://board.example:/", "https://board.example"),
        ("https://board.example./", "https://board.example"),
        ("https://board.example//", "https://board.example"),
        ("https://board.example/Questions/", "https://board.example/Questions"),
        ("https://bŵrdd.cymru", "https://xn--brdd-b9a.cymru"),
        ("https://BŴRDD.cymru", "https://xn--brdd-b9a.cymru"),
        ("https://faß.example", "https://xn--fa-hia.example"),
        ("https://board。example", "https://board.example"),
        ("http://my_host:8000", "http://my_host:8000"),
        ("http://[0:0::1]:80", "http://[::1]"),
    ],
)
def test_an_address_is_the_same_however_it_is_written(written: str, normal: str) -> None:
    assert addresses.normal(written) == addresses.normal(normal) == normal


@pytest.mark.parametrize(
    "text",
    ["", "null", "board.example", "ftp://board.example", "https://", "https://.", "http://[", "http://board:99999",
     "http://board:abc", "https://user@board.example", "https://user:secret@board.example", "http://[x]"],
)  # fmt: skip
def test_what_is_no_address_of_a_site_is_not_compared_with_one(text: str) -> None:
    for reading in (addresses.normal, addresses.origin, addresses.host):
        with pytest.raises(ValueError):  # noqa: PT011  # of many kinds, and each is one
            reading(text)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://xn--brdd-b9a.cymru:8443/a", "bŵrdd.cymru:8443/a"),
        ("https://board.example", "board.example"),
        ("http://127.0.0.1:8000", "127.0.0.1:8000"),
        ("http://[::1]:8000", "[::1]:8000"),
        ("https://xn--99zzzz.example", "xn--99zzzz.example"),
    ],
)
def test_people_read_an_address_in_their_own_letters(address: str, shown: str) -> None:
    assert addresses.for_people(address) == shown


@pytest.mark.parametrize(
    "address",
    ["https://board.example", "HTTPS://board.example/a", "http://localhost:9", "http://LOCALHOST./",
     "http://127.0.0.1/a", "http://[::1]:8000", "http://[0:0::1]"],
)  # fmt: skip
def test_nobody_reads_what_goes_by_https_or_to_this_machine(address: str) -> None:
    assert addresses.unread_on_its_way(address)


@pytest.mark.parametrize(
    "address",
    ["http://board.example", "http://localhost.evil.example", "http://127.0.0.1.evil.example", "http://localhostile",
     "http://127.0.0.1@evil.example", "http://localhost:9@evil.example", "http://evil.example/localhost",
     "http://[::2]", "http://evil.example#localhost", "https://", "localhost", ""],
)  # fmt: skip
def test_what_only_looks_like_this_machine_is_read_by_others(address: str) -> None:
    assert not addresses.unread_on_its_way(address)
