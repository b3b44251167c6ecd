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


@pytest.mark.parametrize(
    "password",
    ["password1234", "qwertyuiop12", "letmein12345", "aaaaaaaaaaaa", "alexmorgan12", "AnytownTrust1", "a" * 200,
     "Anytown-Trust-Alex", "Alex-Morgan-Anytown", "Anytown-Trust-2026", "Trust2026Trust", "Anytown administrator",
     "moderator-Anytown-1", "board questions 2026", "ANYTOWN trust NHS!",
     "A1exM0rgan2026!!", "NHS Board 2026 27 Nov", "@nyt0wn-Tru5t-2027"],
)  # fmt: skip
def test_a_password_that_many_use_or_that_names_the_board_or_its_owner_is_easy_to_guess(password: str) -> None:
    assert ScryptPasswords("Anytown Trust").easy_to_guess(password, ["alex", "Alex Morgan"])


@pytest.mark.parametrize(
    "password",
    [
        PASSWORD,
        "gravel otter pension",
        "the board kettle gravel otter",
        "m7Q-vd2-Lk9-x",
        "porth melyn llwybr",
        "早起きは三文の徳と言うけれど",
    ],
)
def test_three_words_and_what_a_password_manager_makes_are_not(password: str) -> None:
    assert not ScryptPasswords("Anytown Trust").easy_to_guess(password, ["alex", "Alex Morgan"])
