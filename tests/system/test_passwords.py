from __future__ import annotations

from pathlib import Path

import gevent
import pytest
from werkzeug.security import generate_password_hash

from board_qa import assets
from board_qa.services.accounts.signing_in import PASSWORD_MIN
from board_qa.system.passwords import _COST, _FORMER, LEAKED, NotSetUp, ScryptPasswords, leaked

PASSWORD = "three random words"
# What passwords of this product were hashed with before, which must go on to work.
BEFORE = generate_password_hash(PASSWORD, "scrypt:32768:8:1")


def test_a_password_is_hashed_with_scrypt_and_matches_only_itself() -> None:
    passwords = ScryptPasswords()
    hashed = passwords.hash(PASSWORD)

    assert passwords.matches(hashed, PASSWORD)
    for other in ("three random word", f"{PASSWORD} ", PASSWORD.title()):
        assert not passwords.matches(hashed, other)


def test_hashing_takes_no_less_work_than_the_standard_asks_for_and_no_account_as_much() -> None:
    """ASVS 5.0, appendix C: N of 2^15 with r=8 and p of 3 or more, of 2^16 with 2, of 2^17 with 1."""
    passwords = ScryptPasswords()
    passwords.matches("", PASSWORD)
    hashes = (passwords.hash(PASSWORD), passwords._nobody or "")

    assert [one.split("$")[0] for one in hashes] == ["scrypt:32768:8:3"] * 2
    assert not passwords.is_outdated(hashes[0])


def test_a_hash_from_before_still_matches_is_outdated_and_takes_as_much_work() -> None:
    passwords = ScryptPasswords()

    assert passwords.matches(BEFORE, PASSWORD)
    assert not passwords.matches(BEFORE, "three random word")
    assert passwords.is_outdated(BEFORE)
    for method, missing in _FORMER.items():
        parts = [[int(part) for part in one.split(":")[1:]] for one in (method, missing, _COST)]
        assert parts[0][:2] == parts[1][:2] == parts[2][:2]
        assert parts[0][2] + parts[1][2] == parts[2][2]


def test_two_long_passwords_that_differ_at_their_end_are_two() -> None:
    passwords, long = ScryptPasswords(), "gravel otter pension " * 9
    hashed = passwords.hash(f"{long}one")

    assert passwords.matches(hashed, f"{long}one")
    assert not passwords.matches(hashed, f"{long}two")


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


@pytest.mark.parametrize(
    "password",
    ["PolniyPizdec0211", "polniypizdec0211", "correct horse battery staple", "Correct Horse Battery Staple",
     "Polniy Pizdec 0211"],
)  # fmt: skip
def test_a_password_that_leaked_elsewhere_is_easy_to_guess_with_other_capitals_and_with_spaces(password: str) -> None:
    assert ScryptPasswords().easy_to_guess(password, [])


def test_the_list_of_leaked_passwords_has_more_than_the_standard_asks_for_and_each_could_be_set_here() -> None:
    """ASVS 5.0, 6.2.4: at least the 3,000 most common ones that the rules of this product let through."""
    every = leaked(LEAKED)

    assert len(every) > 40_000
    assert min(map(len, every)) >= PASSWORD_MIN


def test_of_what_leaked_what_is_too_short_to_be_set_is_left_out() -> None:
    assert assets.SHORTEST == PASSWORD_MIN
    assert (
        assets.long_ones(["123qweASDZXC", "123qweasdzxc", "password", "unbelievable"]) == "123qweasdzxc\nunbelievable"
    )


def test_without_its_list_the_product_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(NotSetUp, match=r"python -m board_qa\.assets"):
        leaked(tmp_path / "leaked_passwords.txt.gz")
