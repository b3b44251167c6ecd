"""Who guesses passwords has to wait, and keeps nobody else out."""

from __future__ import annotations

import pytest

from board_qa.domain.accounts.guessing import Visitor
from board_qa.ports import Ports
from board_qa.services.accounts import signing_in
from board_qa.services.accounts.guesses import TooManyTries
from board_qa.services.accounts.signing_in import SignedIn
from board_qa.storage.sql.store import SqlStore
from tests.support.doubles import PlainPasswords, StoppedClock

PASSWORDS, RIGHT = PlainPasswords(), "three random words"
OFFICE, HOME, ATTACKER = "192.0.2.1", "198.51.100.7", "203.0.113.9"


@pytest.fixture(autouse=True)
def accounts(ports: Ports) -> None:
    for name in ("alex", "sam"):
        signing_in.add_moderator(ports, PASSWORDS, name, name.title(), RIGHT)


def signs_in(ports: Ports, name: str, address: str, device: str = "", password: str = RIGHT) -> SignedIn | None:
    return signing_in.sign_in(ports, PASSWORDS, name, password, Visitor(address, device))


def guesses(ports: Ports, name: str, address: str, times: int, device: str = "") -> None:
    for _ in range(times):
        assert signs_in(ports, name, address, device, "wrong") is None


def device_of(ports: Ports, name: str, address: str) -> str:
    started = signs_in(ports, name, address)
    assert started is not None
    return started.device


def test_ten_wrong_passwords_from_one_network_are_all_there_are_for_a_quarter_of_an_hour(
    ports: Ports, clock: StoppedClock
) -> None:
    guesses(ports, "alex", ATTACKER, 10)
    with pytest.raises(TooManyTries):
        signs_in(ports, "alex", ATTACKER)
    clock.advance(minutes=15)

    assert signs_in(ports, "alex", ATTACKER)


def test_whoever_guesses_locks_nobody_out_on_another_network(ports: Ports) -> None:
    guesses(ports, "alex", ATTACKER, 10)

    assert signs_in(ports, "alex", OFFICE)


def test_a_device_that_is_known_gets_in_through_the_very_network_of_whoever_guesses(ports: Ports) -> None:
    device = device_of(ports, "alex", HOME)
    guesses(ports, "alex", OFFICE, 10)

    assert signs_in(ports, "alex", OFFICE, device)


def test_a_device_that_is_known_gets_in_whatever_a_hundred_networks_try(ports: Ports) -> None:
    device = device_of(ports, "alex", HOME)
    for n in range(10):
        guesses(ports, "alex", f"203.0.113.{n}", 10)
    with pytest.raises(TooManyTries):
        signs_in(ports, "alex", OFFICE)

    assert signs_in(ports, "alex", OFFICE, device)


def test_a_one_time_link_gets_in_on_a_new_device_whatever_is_tried(ports: Ports) -> None:
    person = ports.store.accounts.by_username("alex")
    assert person is not None
    for n in range(10):
        guesses(ports, "alex", f"203.0.113.{n}", 10)

    assert signing_in.use_link(ports, signing_in.make_link(ports, person), Visitor(OFFICE))


def test_a_list_of_names_is_tried_thirty_times_and_no_further(ports: Ports) -> None:
    for n in range(30):
        guesses(ports, f"name{n}", ATTACKER, 1)
    with pytest.raises(TooManyTries):
        signs_in(ports, "alex", ATTACKER)

    assert signs_in(ports, "alex", OFFICE)


def test_all_addresses_of_one_household_are_one_network(ports: Ports) -> None:
    for n in range(10):
        guesses(ports, "alex", f"2001:db8:1:1::{n}", 1)
    with pytest.raises(TooManyTries):
        signs_in(ports, "alex", "2001:db8:1:1:ffff::1")

    assert signs_in(ports, "alex", "2001:db8:1:2::1")


def test_a_device_that_is_known_is_no_way_to_guess_without_end(ports: Ports) -> None:
    device = device_of(ports, "alex", HOME)
    guesses(ports, "alex", HOME, 10, device)
    with pytest.raises(TooManyTries):
        signs_in(ports, "alex", HOME, device)


def test_many_devices_of_one_account_are_no_way_to_guess_without_end_either(ports: Ports, clock: StoppedClock) -> None:
    devices = [device_of(ports, "alex", HOME) for _ in range(12)]
    sams = device_of(ports, "sam", HOME)
    for device in devices[:10]:
        guesses(ports, "alex", HOME, 10, device)
    with pytest.raises(TooManyTries):
        signs_in(ports, "alex", HOME, devices[-1])

    assert signs_in(ports, "sam", HOME, sams)  # one of another account has its own
    clock.advance(minutes=15)
    assert signs_in(ports, "alex", HOME, devices[-1])


def test_many_sessions_of_one_account_are_none_either(ports: Ports) -> None:
    """Whoever has an open session at the provider of sign-on begins as many as they like."""
    alex = ports.store.accounts.by_username("alex")
    assert alex is not None
    for n in range(100):
        assert not signing_in.is_right(ports, PASSWORDS, alex, "wrong", f"session {n // 10}")
    with pytest.raises(TooManyTries):
        signing_in.is_right(ports, PASSWORDS, alex, RIGHT, "the next session")


def test_a_device_is_known_to_the_accounts_that_were_signed_in_on_it_and_to_no_other(ports: Ports) -> None:
    device = device_of(ports, "sam", ATTACKER)
    guesses(ports, "alex", ATTACKER, 10, device)
    with pytest.raises(TooManyTries):
        signs_in(ports, "alex", ATTACKER, device)


def test_two_people_share_a_device(ports: Ports) -> None:
    device = device_of(ports, "alex", HOME)
    second = signs_in(ports, "sam", HOME, device)

    assert second is not None
    assert second.device == device


def test_a_secret_that_somebody_made_up_makes_no_device_known(ports: Ports) -> None:
    planted = signs_in(ports, "alex", HOME, "made up by somebody else")

    assert planted is not None
    assert planted.device != "made up by somebody else"
    guesses(ports, "alex", ATTACKER, 10, "made up by somebody else")
    with pytest.raises(TooManyTries):
        signs_in(ports, "alex", ATTACKER, "made up by somebody else")


def test_after_half_a_year_without_a_sign_in_a_device_is_not_known_any_more(ports: Ports, clock: StoppedClock) -> None:
    device = device_of(ports, "alex", HOME)
    clock.advance(days=181)
    guesses(ports, "alex", HOME, 10, device)
    with pytest.raises(TooManyTries):
        signs_in(ports, "alex", HOME, device)


def test_a_lost_laptop_is_not_known_any_more_once_its_owner_has_another_password(ports: Ports) -> None:
    device = device_of(ports, "alex", HOME)
    signing_in.set_password(ports, PASSWORDS, "alex", "three other words")
    guesses(ports, "alex", HOME, 10, device)
    with pytest.raises(TooManyTries):
        signs_in(ports, "alex", HOME, device)


def test_a_password_that_is_set_at_the_machine_lets_its_owner_in_at_once(ports: Ports) -> None:
    guesses(ports, "alex", OFFICE, 10)
    signing_in.set_password(ports, PASSWORDS, "alex", "three other words")

    assert signs_in(ports, "alex", OFFICE, password="three other words")


def test_the_right_password_forgets_the_tries_from_here_and_not_those_from_elsewhere(ports: Ports) -> None:
    guesses(ports, "alex", OFFICE, 9)
    guesses(ports, "alex", ATTACKER, 9)
    assert signs_in(ports, "alex", OFFICE)
    guesses(ports, "alex", OFFICE, 9)
    guesses(ports, "alex", ATTACKER, 1)

    with pytest.raises(TooManyTries):
        signs_in(ports, "alex", ATTACKER)


def test_neither_the_address_nor_the_device_of_whoever_tries_is_stored(ports: Ports, store: SqlStore) -> None:
    device = device_of(ports, "alex", HOME)
    guesses(ports, "alex", HOME, 1, device)
    guesses(ports, "alex", ATTACKER, 1)
    rows = [*store.database.rows("SELECT * FROM sign_in_try"), *store.database.rows("SELECT * FROM known_device")]

    assert len(rows) == 3
    assert not {HOME, ATTACKER, device} & {str(value) for row in rows for value in row.values()}
