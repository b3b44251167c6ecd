"""A secret of an operator is strong where chance may have chosen it among 2^128 others."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from random import Random

import pytest

from board_qa.domain.accounts.strength import is_strong


@pytest.mark.parametrize(
    "secret",
    [
        "0123456789abcdef0123456789abcdef",
        "Q7mZ2xWn9LpVb4KdR8sTfE",
        "QkmZvxWnaLpVbsKdRhsTfE",
        "QkmZvxWna-LpVbsKdRhsTf",
        "apple river stone cloud tiger lemon chair ocean piano robot",
        "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kudqd5q9s9q",
    ],
)
def test_what_nobody_can_try_out_is_strong(secret: str) -> None:
    assert is_strong(secret)


def test_what_the_commands_of_the_guides_make_is_strong() -> None:
    """As `secrets.token_hex` and `token_urlsafe` make them, of a chance that is the same in each run: one of 22 letters
    without a figure, or with a sign in the middle as between two words, is among them."""
    chance = Random(1)
    made = [chance.randbytes(16) for _ in range(2_000)]
    secrets = [one.hex() for one in made] + [urlsafe_b64encode(one).decode().rstrip("=") for one in made]

    assert [one for one in secrets if not is_strong(one)] == []


@pytest.mark.parametrize(
    "secret",
    [
        "0123456789abcdef",
        "Q7mZ2xWn9LpVb4Kd",
        "five random words of course",
        "five-random-words-of-course",
        "Five-Random-WORDS-of-Course",
        "a" * 64,
        "abababababababababababababababab",
        "12345678901234567890",
    ],
)
def test_what_somebody_could_try_out_is_not(secret: str) -> None:
    assert not is_strong(secret)
