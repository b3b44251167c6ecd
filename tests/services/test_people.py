"""Accounts: who may change them, what can never happen to them, and what a change does at once."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from werkzeug.security import generate_password_hash

from board_qa.domain.accounts.changes import AccountAction
from board_qa.domain.accounts.moderator import Moderator
from board_qa.domain.accounts.roles import Role
from board_qa.domain.questions.history import Actor
from board_qa.ports import Ports
from board_qa.screening.screener import Screener
from board_qa.services.accounts import own_password, people, signing_in
from board_qa.services.accounts.guesses import TooManyTries
from board_qa.services.accounts.own_password import Given
from board_qa.services.accounts.people import (
    ClosedAccount,
    LastAdministrator,
    NoLongerAdministrator,
    OwnAccount,
    OwnSignOn,
)
from board_qa.services.accounts.signing_in import SignedIn
from board_qa.storage.sqlite.store import SqliteStore
from board_qa.system.bank_holidays import BankHolidays
from board_qa.system.code_apps import TotpApps
from board_qa.system.passwords import ScryptPasswords
from tests.support.doubles import DOOR, CountingIds, PlainPasswords, RecordingAnnouncer, StoppedClock

PASSWORDS = PlainPasswords()
APPS = TotpApps("a key that only this test has, of some length", "Anytown Board")
OLD, NEW = "three random words", "four other random words"


def made(ports: Ports, username: str, role: Role, password: str = "") -> Moderator:
    hashed = PASSWORDS.hash(password) if password else ""
    person = ports.store.accounts.add(username, username.title(), hashed, ports.clock(), role)
    assert person is not None
    return person


def actor(person: Moderator) -> Actor:
    return Actor(person.name, person.id)


def now(ports: Ports, person: Moderator) -> Moderator:
    found = ports.store.people.get(person.id)
    assert found is not None
    return found


@pytest.fixture
def ada(ports: Ports) -> Moderator:
    return made(ports, "ada", Role.ADMINISTRATOR, OLD)


@pytest.fixture
def sam(ports: Ports) -> Moderator:
    return made(ports, "sam", Role.MODERATOR, OLD)


def begun(started: SignedIn | None) -> str:
    """The session that began."""
    assert started is not None
    return started.session


def test_the_first_account_is_an_administrator_and_the_next_ones_are_moderators(ports: Ports) -> None:
    first, second = (signing_in.add_moderator(ports, PASSWORDS, name, name, OLD) for name in ("ada", "sam"))

    assert first is not None
    assert second is not None
    assert (first.role, second.role) == (Role.ADMINISTRATOR, Role.MODERATOR)


def test_after_practice_the_first_account_with_a_password_is_an_administrator(ports: Ports) -> None:
    """The account of practice mode has no password: without this, nobody could come in and add the others."""
    made(ports, "practice", Role.ADMINISTRATOR)
    first = signing_in.add_moderator(ports, PASSWORDS, "ada", "Ada", OLD)

    assert first is not None
    assert first.role is Role.ADMINISTRATOR


def test_a_new_colleague_comes_in_once_by_the_link_and_sets_a_password(ports: Ports, ada: Moderator) -> None:
    added = people.add(ports, " Sam.Patel ", "Sam Patel", Role.CHAIR, actor(ada))
    assert added is not None
    person, link = added
    session = begun(signing_in.use_link(ports, link, DOOR))
    assert signing_in.use_link(ports, link, DOOR) is None
    assert own_password.change(ports, PASSWORDS, APPS, session, Given(""), NEW, DOOR)

    assert (person.username, person.role) == ("sam.patel", Role.CHAIR)
    assert signing_in.sign_in(ports, PASSWORDS, "sam.patel", NEW, DOOR)


def test_a_user_name_is_taken_once_also_by_a_closed_account(ports: Ports, ada: Moderator, sam: Moderator) -> None:
    people.close(ports, sam, actor(ada))

    assert people.add(ports, "SAM", "Another Sam", Role.READER, actor(ada)) is None


def test_an_account_without_a_password_lets_nobody_in_with_an_empty_one(ports: Ports, ada: Moderator) -> None:
    people.add(ports, "kim", "Kim", Role.MODERATOR, actor(ada))

    assert signing_in.sign_in(ports, PASSWORDS, "kim", "", DOOR) is None


def test_only_an_administrator_changes_accounts_whatever_page_they_still_have_open(
    ports: Ports, ada: Moderator, sam: Moderator
) -> None:
    for attempt in (
        lambda: people.add(ports, "eve", "Eve", Role.ADMINISTRATOR, actor(sam)),
        lambda: people.change_role(ports, sam, Role.ADMINISTRATOR, actor(sam)),
        lambda: people.new_link(ports, ada, actor(sam)),
        lambda: people.close(ports, ada, actor(sam)),
        lambda: people.reopen(ports, ada, actor(sam)),
        lambda: people.close(ports, ada, Actor("X")),
    ):
        with pytest.raises(NoLongerAdministrator):
            attempt()

    assert ports.store.accounts.by_username("eve") is None
    assert people.history(ports) == []


def test_the_last_open_administrator_is_neither_closed_nor_given_another_role(ports: Ports, ada: Moderator) -> None:
    other = made(ports, "bea", Role.ADMINISTRATOR)
    people.close(ports, other, actor(ada))  # a closed administrator does not count
    with pytest.raises(LastAdministrator):
        people.change_role(ports, ada, Role.MODERATOR, actor(ada))

    assert now(ports, ada).role is Role.ADMINISTRATOR


def test_a_closed_account_gets_no_other_role(ports: Ports, ada: Moderator, sam: Moderator) -> None:
    people.close(ports, sam, actor(ada))
    with pytest.raises(ClosedAccount):
        people.change_role(ports, sam, Role.ADMINISTRATOR, actor(ada))

    assert now(ports, sam).role is sam.role


def test_nobody_unlinks_their_own_account(ports: Ports, ada: Moderator) -> None:
    ports.store.sign_ons.link(ada.id, "https://id.example", "subject-1")
    with pytest.raises(OwnSignOn):
        people.unlink(ports, ada, actor(ada))

    assert ports.store.sign_ons.owner("https://id.example", "subject-1") == now(ports, ada)


def test_nobody_closes_their_own_account(ports: Ports, ada: Moderator) -> None:
    made(ports, "bea", Role.ADMINISTRATOR)
    with pytest.raises(OwnAccount):
        people.close(ports, ada, actor(ada))

    assert not now(ports, ada).closed


@pytest.mark.parametrize("verb", ["close", "demote"])
def test_of_two_administrators_who_end_each_other_at_once_one_remains(tmp_path: Path, verb: str) -> None:
    """Two processes, each with a connection of its own, let go at the same moment, ten times over."""
    stores = [SqliteStore(str(tmp_path / "b.db")) for _ in range(2)]
    clock = StoppedClock()
    cores = [Ports(store, clock, CountingIds(), RecordingAnnouncer(), Screener(), BankHolidays()) for store in stores]
    for n in range(10):
        pair = [made(cores[0], f"{name}{n}", Role.ADMINISTRATOR) for name in ("ada", "bea")]
        refused = _at_once(cores, pair, verb)
        left = [one for one in cores[0].store.accounts.all() if one.role is Role.ADMINISTRATOR and not one.closed]

        assert len(left) == 1
        assert refused == [NoLongerAdministrator]
        cores[0].store.people.close(left[0].id, clock())  # the next pair starts alone
    for store in stores:
        store.close()


def _at_once(cores: list[Ports], pair: list[Moderator], verb: str) -> list[type[Exception]]:
    """Each of the pair acts on the other; what was refused."""
    start = threading.Barrier(2)
    refused: list[type[Exception]] = []

    def act(ports: Ports, by: Moderator, on: Moderator) -> None:
        start.wait()
        try:
            if verb == "close":
                people.close(ports, on, actor(by))
            else:
                people.change_role(ports, on, Role.READER, actor(by))
        except (NoLongerAdministrator, LastAdministrator) as error:
            refused.append(type(error))

    hands = [threading.Thread(target=act, args=(cores[i], pair[i], pair[1 - i])) for i in range(2)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    return refused


def test_a_closed_person_is_out_at_once_by_every_door(ports: Ports, ada: Moderator, sam: Moderator) -> None:
    session, link = signing_in.start_session(ports, sam), signing_in.make_link(ports, sam)
    people.close(ports, sam, actor(ada))

    assert signing_in.session_owner(ports, session) is None
    assert signing_in.use_link(ports, link, DOOR) is None
    assert signing_in.sign_in(ports, PASSWORDS, "sam", OLD, DOOR) is None
    with pytest.raises(ClosedAccount):
        people.new_link(ports, sam, actor(ada))


def test_reopening_lets_somebody_in_again_but_not_by_what_they_had_before(
    ports: Ports, ada: Moderator, sam: Moderator
) -> None:
    session, link = signing_in.start_session(ports, sam), signing_in.make_link(ports, sam)
    people.close(ports, sam, actor(ada))
    people.reopen(ports, sam, actor(ada))

    assert signing_in.session_owner(ports, session) is None
    assert signing_in.use_link(ports, link, DOOR) is None
    assert signing_in.sign_in(ports, PASSWORDS, "sam", OLD, DOOR)


def test_somebody_closed_while_their_password_is_being_checked_does_not_come_in(
    ports: Ports, ada: Moderator, sam: Moderator
) -> None:
    """Hashing takes 300 ms, in which an administrator can act; on reopening, no session may be waiting."""

    class Meanwhile(PlainPasswords):
        def matches(self, password_hash: str, password: str) -> bool:
            people.close(ports, sam, actor(ada))
            return super().matches(password_hash, password)

    token = signing_in.sign_in(ports, Meanwhile(), "sam", OLD, DOOR)
    people.reopen(ports, sam, actor(ada))

    assert token is None
    assert ports.store.people.last_sign_ins([sam.id]) == {}


def test_an_old_password_that_is_being_checked_while_it_is_stopped_lets_nobody_in(
    ports: Ports, ada: Moderator, sam: Moderator
) -> None:
    class Meanwhile(PlainPasswords):
        def matches(self, password_hash: str, password: str) -> bool:
            people.new_link(ports, sam, actor(ada), reset=True)
            return super().matches(password_hash, password)

    assert signing_in.sign_in(ports, Meanwhile(), "sam", OLD, DOOR) is None


def test_a_password_that_was_hashed_with_less_work_is_hashed_anew_by_signing_in_and_nobody_is_signed_out(
    ports: Ports,
) -> None:
    before, passwords = generate_password_hash(OLD, "scrypt:32768:8:1"), ScryptPasswords()
    kim = ports.store.accounts.add("kim", "Kim", before, ports.clock(), Role.READER)
    assert kim is not None
    elsewhere = signing_in.start_session(ports, kim)
    assert signing_in.sign_in(ports, passwords, "kim", NEW, DOOR) is None
    assert now(ports, kim).password_hash == before
    assert signing_in.sign_in(ports, passwords, "kim", OLD, DOOR)
    after = now(ports, kim).password_hash

    assert after != before
    assert not passwords.is_outdated(after)
    assert signing_in.session_owner(ports, elsewhere)
    assert signing_in.sign_in(ports, passwords, "kim", OLD, DOOR)
    assert now(ports, kim).password_hash == after


def test_a_new_link_stops_the_links_before_and_nothing_else(ports: Ports, ada: Moderator, sam: Moderator) -> None:
    session, old = signing_in.start_session(ports, sam), signing_in.make_link(ports, sam)
    new = people.new_link(ports, sam, actor(ada))

    assert signing_in.session_owner(ports, session)
    assert signing_in.use_link(ports, old, DOOR) is None
    assert signing_in.use_link(ports, new, DOOR)
    assert signing_in.sign_in(ports, PASSWORDS, "sam", OLD, DOOR)


def test_a_reset_ends_the_sessions_and_stops_the_password(ports: Ports, ada: Moderator, sam: Moderator) -> None:
    session = signing_in.start_session(ports, sam)
    link = people.new_link(ports, sam, actor(ada), reset=True)

    assert signing_in.session_owner(ports, session) is None
    assert signing_in.sign_in(ports, PASSWORDS, "sam", OLD, DOOR) is None
    assert signing_in.use_link(ports, link, DOOR)


def test_a_link_is_too_old_after_twelve_hours(ports: Ports, clock: StoppedClock, ada: Moderator) -> None:
    added = people.add(ports, "kim", "Kim", Role.READER, actor(ada))
    assert added is not None
    clock.advance(hours=12)

    assert signing_in.use_link(ports, added[1], DOOR) is None


def test_without_the_current_password_nobody_sets_a_new_one_in_a_session_started_with_it(
    ports: Ports, sam: Moderator
) -> None:
    """A laptop left open does not give its account away."""
    session = begun(signing_in.sign_in(ports, PASSWORDS, "sam", OLD, DOOR))

    assert own_password.change(ports, PASSWORDS, APPS, session, Given(""), NEW, DOOR) is None
    assert own_password.change(ports, PASSWORDS, APPS, session, Given("wrong"), NEW, DOOR) is None
    assert own_password.change(ports, PASSWORDS, APPS, session, Given(OLD), NEW, DOOR)


def test_half_an_hour_after_a_link_the_current_password_is_asked_for(
    ports: Ports, clock: StoppedClock, sam: Moderator
) -> None:
    session = begun(signing_in.use_link(ports, signing_in.make_link(ports, sam), DOOR))
    assert signing_in.needs_no_password(ports, session)
    clock.advance(minutes=30)

    assert not signing_in.needs_no_password(ports, session)
    assert own_password.change(ports, PASSWORDS, APPS, session, Given(""), NEW, DOOR) is None


def test_one_link_sets_one_password(ports: Ports, sam: Moderator) -> None:
    session = begun(signing_in.use_link(ports, signing_in.make_link(ports, sam), DOOR))
    renewed = begun(own_password.change(ports, PASSWORDS, APPS, session, Given(""), NEW, DOOR))

    assert own_password.change(ports, PASSWORDS, APPS, renewed, Given(""), OLD, DOOR) is None
    assert own_password.change(ports, PASSWORDS, APPS, session, Given(""), OLD, DOOR) is None


def test_a_new_password_ends_every_other_session_and_link(ports: Ports, sam: Moderator) -> None:
    elsewhere, link = signing_in.start_session(ports, sam), signing_in.make_link(ports, sam)
    here = signing_in.start_session(ports, sam)
    renewed = begun(own_password.change(ports, PASSWORDS, APPS, here, Given(OLD), NEW, DOOR))

    owners = [signing_in.session_owner(ports, token) for token in (elsewhere, here, renewed)]
    assert [owner is not None for owner in owners] == [False, False, True]
    assert signing_in.use_link(ports, link, DOOR) is None


def test_guessing_the_current_password_is_stopped_like_guessing_at_the_door(ports: Ports, sam: Moderator) -> None:
    session = signing_in.start_session(ports, sam)
    for _ in range(10):
        assert own_password.change(ports, PASSWORDS, APPS, session, Given("wrong"), NEW, DOOR) is None
    with pytest.raises(TooManyTries):
        own_password.change(ports, PASSWORDS, APPS, session, Given(OLD), NEW, DOOR)


def test_a_person_closed_while_the_new_password_is_hashed_gets_no_new_session(
    ports: Ports, ada: Moderator, sam: Moderator
) -> None:
    class Meanwhile(PlainPasswords):
        def hash(self, password: str) -> str:
            people.close(ports, sam, actor(ada))
            return super().hash(password)

    session = signing_in.start_session(ports, sam)
    assert own_password.change(ports, Meanwhile(), APPS, session, Given(OLD), NEW, DOOR) is None
    assert now(ports, sam).password_hash == sam.password_hash


def test_every_change_is_recorded_with_who_and_when(
    ports: Ports, clock: StoppedClock, ada: Moderator, sam: Moderator
) -> None:
    people.change_role(ports, sam, Role.READER, actor(ada))
    people.change_role(ports, sam, Role.READER, actor(ada))  # already so: nothing happened
    people.new_link(ports, sam, actor(ada))
    people.new_link(ports, sam, actor(ada), reset=True)
    people.close(ports, sam, actor(ada))
    people.close(ports, sam, actor(ada))
    clock.advance(hours=1)
    people.reopen(ports, sam, actor(ada))
    signing_in.set_password(ports, PASSWORDS, "sam", NEW)

    rows = people.history(ports, sam)
    assert [(row.action, row.by) for row in rows] == [
        (AccountAction.SET_PASSWORD, "The command line"),
        (AccountAction.REOPEN, "Ada"),
        (AccountAction.CLOSE, "Ada"),
        (AccountAction.RESET, "Ada"),
        (AccountAction.LINK, "Ada"),
        (AccountAction.CHANGE_ROLE, "Ada"),
    ]
    assert {row.account for row in rows} == {"Sam"}
    assert (rows[1].at - rows[2].at).total_seconds() == 3600
    assert rows[-1].role is Role.READER
    assert people.history(ports, ada) == []


def test_the_last_sign_in_is_known_and_a_wrong_password_is_none(
    ports: Ports, clock: StoppedClock, sam: Moderator
) -> None:
    signing_in.sign_in(ports, PASSWORDS, "sam", "wrong", DOOR)
    assert ports.store.people.last_sign_ins([sam.id]) == {}
    signing_in.sign_in(ports, PASSWORDS, "sam", OLD, DOOR)

    assert ports.store.people.last_sign_ins([sam.id]) == {sam.id: clock()}
