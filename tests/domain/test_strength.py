"""A secret of an operator is strong where chance may have chosen it among 2^128 others."""

from __future__ import annotations

import secrets

import pytest

from board_qa.domain.accounts.strength import is_strong


@pytest.mark.parametrize(
    "secret",
    [
        "0123456789abcdef0123456789abcdef",
        "Q7mZ2xWn9LpVb4KdR8sTfE",
        "apple river stone cloud tiger lemon chair ocean piano robot",
        "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kudqd5q9s9q",
    ],
)
def test_what_nobody_can_try_out_is_strong(secret: str) -> None:
    assert is_strong(secret)


def test_what_the_commands_of_the_guides_make_is_strong() -> None:
    assert all(is_strong(make(bits // 8)) for make in (secrets.token_hex, secrets.token_urlsafe) for bits in (128, 256))


@pytest.mark.parametrize(
    "secret",
    [
        "0123456789abcdef",
        "Q7mZ2xWn9LpVb4Kd",
        "five random words of course",
        "five-random-words-of-course",
        "a" * 64,
        "abababababababababababababababab",
        "12345678901234567890",
    ],
)
def test_what_somebody_could_try_out_is_not(secret: str) -> None:
    assert not is_strong(secret)
