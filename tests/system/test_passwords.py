from __future__ import annotations

import gevent
import pytest

from board_qa.system.passwords import ScryptPasswords

PASSWORD = "three random words"


def test_a_password_is_hashed_with_scrypt_and_matches_only_itself() -> None:
    passwords = ScryptPasswords()
    hashed = passwords.hash(PASSWORD)

    assert hashed.startswith("scrypt:")
    assert passwords.matches(hashed, PASSWORD)
    assert not passwords.matches(hashed, "three random word")


@pytest.mark.parametrize("password", ["", PASSWORD])
def test_an_account_without_a_password_is_never_matched(password: str) -> None:
    assert not ScryptPasswords().matches("", password)


def test_the_event_loop_goes_on_while_a_password_is_hashed() -> None:
    hashing = gevent.spawn(ScryptPasswords().hash, PASSWORD)
    turns = 0
    while not hashing.ready():
        gevent.sleep(0)
        turns += 1

    assert turns > 10  # hashed in the loop it would be one
