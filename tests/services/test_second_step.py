"""The second step of signing in: what gets through it, what never does twice, and what is kept of it."""

from __future__ import annotations

from base64 import b32decode
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pyotp
import pytest

from board_qa.domain.accounts.changes import AccountAction
from board_qa.domain.accounts.guessing import Visitor
from board_qa.domain.accounts.moderator import Moderator
from board_qa.domain.accounts.roles import Role
from board_qa.domain.questions.history import Actor
from board_qa.ports import Ports
from board_qa.services.accounts import own_password, people, second_step, signing_in
from board_qa.services.accounts.guesses import TooManyTries
from board_qa.services.accounts.own_password import Given
from board_qa.services.accounts.signing_in import EasyToGuess, SignedIn
from board_qa.system.code_apps import TotpApps
from tests.support.doubles import DOOR, EASY, PlainPasswords, StoppedClock

PASSWORDS, PASSWORD = PlainPasswords(), "three random words"
APPS = TotpApps("a key that only this test has, of some length", "Anytown Board")
HERE = "the session that they are in"


@pytest.fixture
def ada(ports: Ports) -> Moderator:
    person = signing_in.add_moderator(ports, PASSWORDS, "ada", "Ada", PASSWORD)
    assert person is not None
    return person


@pytest.fixture
def codes(ports: Ports, ada: Moderator) -> list[str]:
    """Ada turned it on. These are her recovery codes."""
    second_step.offer(ports, APPS, ada)
    made = second_step.turn_on(ports, PASSWORDS, APPS, ada, PASSWORD, app(ports, ada), HERE)
    assert made is not None
    return made.codes


def app(ports: Ports, person: Moderator, seconds: int = 0) -> str:
    """What the person's app shows now, or so many seconds from now."""
    step = ports.store.second_steps.get(person.id)
    assert step is not None
    return pyotp.TOTP(APPS.key(step.sealed)).at(int(ports.clock().timestamp()) + seconds)


def password_given(ports: Ports, door: Visitor = DOOR) -> SignedIn:
    started = signing_in.sign_in(ports, PASSWORDS, "ada", PASSWORD, door)
    assert started is not None
    return started


def finish(ports: Ports, code: str, door: Visitor = DOOR) -> SignedIn | None:
    return second_step.finish(ports, APPS, password_given(ports, door).session, code, door)


def test_the_password_alone_lets_nobody_in_once_it_is_on(ports: Ports, codes: list[str]) -> None:
    started = password_given(ports)

    assert started.needs_code
    assert started.device == ""
    assert signing_in.session_owner(ports, started.session) is None
    assert ports.store.people.last_sign_ins([started.account]) == {}


def test_a_key_that_was_only_offered_asks_for_nothing(ports: Ports, ada: Moderator) -> None:
    second_step.offer(ports, APPS, ada)

    assert not password_given(ports).needs_code


def test_the_code_of_the_app_lets_its_owner_in(
    ports: Ports, ada: Moderator, codes: list[str], clock: StoppedClock
) -> None:
    clock.advance(minutes=1)
    code = app(ports, ada)
    entered = finish(ports, f" {code[:3]} {code[3:]} ")

    assert entered is not None
    owner = signing_in.session_owner(ports, entered.session)
    assert owner is not None
    assert owner.id == ada.id


@pytest.mark.parametrize(("seconds", "lets_in"), [(-60, False), (-30, True), (0, True), (30, False), (60, False)])
def test_a_code_is_good_in_its_own_half_minute_and_the_next(
    ports: Ports, ada: Moderator, codes: list[str], clock: StoppedClock, seconds: int, lets_in: bool
) -> None:
    clock.advance(minutes=5)

    assert (finish(ports, app(ports, ada, seconds)) is not None) is lets_in


def test_no_code_works_twice_and_none_before_it(
    ports: Ports, ada: Moderator, codes: list[str], clock: StoppedClock
) -> None:
    clock.advance(minutes=5)
    before, code = app(ports, ada, -30), app(ports, ada)

    assert finish(ports, code)
    assert finish(ports, code) is None
    assert finish(ports, before) is None


def test_the_code_that_turned_it_on_does_not_sign_in(ports: Ports, ada: Moderator, codes: list[str]) -> None:
    assert finish(ports, app(ports, ada)) is None


def test_each_of_ten_recovery_codes_works_once(ports: Ports, ada: Moderator, codes: list[str]) -> None:
    assert len(set(codes)) == 10
    assert [finish(ports, code.upper()) is not None for code in (codes[0], codes[0], codes[1])] == [True, False, True]
    assert ports.store.second_steps.recovery_codes_left(ada.id) == 8


def test_a_recovery_code_has_128_bits_of_chance_and_each_is_another(ports: Ports, codes: list[str]) -> None:
    read = [b32decode(f"{code}======".upper()) for code in codes]

    assert {len(one) for one in read} == {16}
    assert len(set(read)) == 10


def test_the_key_of_an_app_has_160_bits(ports: Ports, ada: Moderator) -> None:
    assert len(b32decode(APPS.key(second_step.offer(ports, APPS, ada)))) == 20


def test_new_recovery_codes_end_those_before(
    ports: Ports, ada: Moderator, codes: list[str], clock: StoppedClock
) -> None:
    clock.advance(minutes=1)
    new = second_step.new_recovery_codes(ports, PASSWORDS, APPS, ada, PASSWORD, app(ports, ada), HERE)

    assert new is not None
    assert finish(ports, codes[0]) is None
    assert finish(ports, new.codes[0])


def test_a_one_time_link_leads_through_the_code_and_may_still_set_a_password(
    ports: Ports, ada: Moderator, codes: list[str]
) -> None:
    started = signing_in.use_link(ports, signing_in.make_link(ports, ada), DOOR)
    assert started is not None
    assert started.needs_code
    entered = second_step.finish(ports, APPS, started.session, codes[0], DOOR)
    assert entered is not None

    assert signing_in.needs_no_password(ports, entered.session)


def test_after_ten_minutes_the_password_has_to_be_given_again(
    ports: Ports, codes: list[str], clock: StoppedClock
) -> None:
    started = password_given(ports)
    clock.advance(minutes=10, seconds=1)

    assert second_step.finish(ports, APPS, started.session, codes[0], DOOR) is None


def test_a_password_that_was_set_meanwhile_ends_the_wait(ports: Ports, ada: Moderator, codes: list[str]) -> None:
    started = password_given(ports)
    signing_in.set_password(ports, PASSWORDS, "ada", "four other random words")

    assert second_step.finish(ports, APPS, started.session, codes[0], DOOR) is None


def test_whoever_is_signed_out_everywhere_by_an_administrator_finishes_no_sign_in_either(
    ports: Ports, ada: Moderator, codes: list[str]
) -> None:
    boss = people.add(ports, "boss", "Boss", Role.ADMINISTRATOR, Actor(ada.name, ada.id))
    assert boss
    started = password_given(ports)
    people.sign_out(ports, ada, Actor("Boss", boss[0].id))

    assert second_step.finish(ports, APPS, started.session, codes[0], DOOR) is None


def test_wrong_codes_are_held_off_and_the_right_password_in_between_does_not_start_them_anew(
    ports: Ports, codes: list[str]
) -> None:
    for _ in range(10):
        assert finish(ports, "000000") is None
    with pytest.raises(TooManyTries):
        finish(ports, codes[0])


@pytest.mark.parametrize("typed", ["ada code", "ada CODE", "ADA CODE"])
def test_no_name_that_is_typed_uses_up_the_tries_at_somebodys_codes(ports: Ports, codes: list[str], typed: str) -> None:
    for network in range(10):
        for _ in range(10):
            signing_in.sign_in(ports, PASSWORDS, typed, "wrong", Visitor(f"192.0.2.{network}", ""))

    assert finish(ports, codes[0])


def test_a_device_that_is_known_gets_in_while_others_are_held_off(ports: Ports, codes: list[str]) -> None:
    entered = finish(ports, codes[0])
    assert entered is not None
    for _ in range(10):
        finish(ports, "000000")

    assert finish(ports, codes[1], Visitor("192.0.2.1", entered.device))


def test_turning_it_on_signs_out_whoever_came_in_by_the_password_alone(ports: Ports, ada: Moderator) -> None:
    here, elsewhere = (password_given(ports).session for _ in range(2))
    second_step.offer(ports, APPS, ada)
    made = second_step.turn_on(ports, PASSWORDS, APPS, ada, "", app(ports, ada), here)
    assert made is not None

    assert signing_in.session_owner(ports, made.session)
    assert signing_in.session_owner(ports, elsewhere) is None


def test_a_device_that_was_known_by_the_password_alone_is_not_known_to_give_codes(ports: Ports, ada: Moderator) -> None:
    started = [password_given(ports, Visitor(f"192.0.2.{n}")) for n in range(3)]
    second_step.offer(ports, APPS, ada)
    assert second_step.turn_on(ports, PASSWORDS, APPS, ada, "", app(ports, ada), started[0].session)
    doors = [Visitor("203.0.113.9", one.device) for one in started]
    for n in range(10):
        assert finish(ports, "000000", doors[n % 3]) is None

    with pytest.raises(TooManyTries):
        finish(ports, app(ports, ada), doors[0])


def test_at_a_computer_that_was_left_open_it_takes_the_password(
    ports: Ports, ada: Moderator, clock: StoppedClock
) -> None:
    here = password_given(ports).session
    second_step.offer(ports, APPS, ada)
    clock.advance(minutes=11)
    for password in ("", "wrong"):
        assert second_step.turn_on(ports, PASSWORDS, APPS, ada, password, app(ports, ada), here) is None
    assert not second_step.is_on(ports, ada.id)

    assert second_step.turn_on(ports, PASSWORDS, APPS, ada, PASSWORD, app(ports, ada), here)
    clock.advance(minutes=1)
    for password in ("", "wrong"):
        assert second_step.new_recovery_codes(ports, PASSWORDS, APPS, ada, password, app(ports, ada), here) is None


def test_whoever_shows_again_who_they_are_goes_on_under_another_token(
    ports: Ports, ada: Moderator, clock: StoppedClock
) -> None:
    tokens = [password_given(ports).session]
    second_step.offer(ports, APPS, ada)
    made = second_step.turn_on(ports, PASSWORDS, APPS, ada, "", app(ports, ada), tokens[-1])
    assert made is not None
    tokens.append(made.session)
    clock.advance(minutes=11)
    made = second_step.new_recovery_codes(ports, PASSWORDS, APPS, ada, PASSWORD, made.codes[0], tokens[-1])
    assert made is not None
    tokens.append(made.session)
    tokens.append(second_step.turn_off(ports, PASSWORDS, APPS, ada, PASSWORD, made.codes[0], tokens[-1]) or "")

    assert [signing_in.session_owner(ports, one) is not None for one in tokens] == [False, False, False, True]


def test_whoever_turns_codes_off_is_signed_in_nowhere_else(ports: Ports, ada: Moderator) -> None:
    here = password_given(ports).session
    second_step.offer(ports, APPS, ada)
    made = second_step.turn_on(ports, PASSWORDS, APPS, ada, "", app(ports, ada), here)
    assert made is not None
    ports.store.sessions.start(
        ada.id, "elsewhere", "", ports.clock(), ports.clock() + timedelta(hours=1), by_link=False
    )
    after = second_step.turn_off(ports, PASSWORDS, APPS, ada, PASSWORD, made.codes[0], made.session)

    assert after
    assert signing_in.session_owner(ports, after) is not None
    assert signing_in.session_owner(ports, "elsewhere") is None


def test_whose_codes_were_taken_away_is_signed_in_nowhere(ports: Ports, ada: Moderator) -> None:
    here = password_given(ports).session
    second_step.take_away(ports, ada, Actor("Sam"))

    assert signing_in.session_owner(ports, here) is None


def test_only_the_password_lets_a_session_begin_anew(ports: Ports, ada: Moderator, clock: StoppedClock) -> None:
    """A code of a phone that somebody held at an open computer does not prolong what they may do there."""
    here = password_given(ports).session
    clock.advance(minutes=9)
    second_step.offer(ports, APPS, ada)
    made = second_step.turn_on(ports, PASSWORDS, APPS, ada, "", app(ports, ada), here)
    assert made is not None
    clock.advance(minutes=2)
    assert not signing_in.just_signed_in(ports, ada, made.session)
    again = second_step.new_recovery_codes(ports, PASSWORDS, APPS, ada, PASSWORD, app(ports, ada), made.session)
    assert again is not None

    assert signing_in.just_signed_in(ports, ada, again.session)


def test_a_session_by_a_link_that_goes_on_under_another_token_may_still_set_a_password_and_one_by_a_password_not(
    ports: Ports, ada: Moderator
) -> None:
    started = signing_in.use_link(ports, signing_in.make_link(ports, ada), DOOR)
    assert started is not None
    renewed = signing_in.renew(ports, started.session, by_password=False)
    assert signing_in.needs_no_password(ports, renewed)
    confirmed = own_password.confirm(ports, PASSWORDS, APPS, ada, Given(PASSWORD), renewed)
    assert confirmed is not None

    assert not signing_in.needs_no_password(ports, confirmed)
    assert signing_in.session_owner(ports, renewed) is None


def test_a_session_that_ended_while_the_password_was_checked_goes_on_under_no_token(
    ports: Ports, ada: Moderator
) -> None:
    class Meanwhile(PlainPasswords):
        def matches(self, password_hash: str, password: str) -> bool:
            ports.store.sessions.end_all(ada.id)
            return super().matches(password_hash, password)

    here = password_given(ports).session

    assert own_password.confirm(ports, Meanwhile(), APPS, ada, Given(PASSWORD), here) is None


def test_each_time_somebody_sets_codes_up_there_is_another_key_and_none_once_they_are_on(
    ports: Ports, ada: Moderator
) -> None:
    first, second = (second_step.offer(ports, APPS, ada) for _ in range(2))
    code = pyotp.TOTP(APPS.key(first)).at(ports.clock())

    assert APPS.key(first) != APPS.key(second)
    assert second_step.turn_on(ports, PASSWORDS, APPS, ada, PASSWORD, code, HERE) is None
    assert second_step.turn_on(ports, PASSWORDS, APPS, ada, PASSWORD, app(ports, ada), HERE)
    on = ports.store.second_steps.get(ada.id)
    assert second_step.offer(ports, APPS, ada) == ""
    assert ports.store.second_steps.get(ada.id) == on


def test_a_new_password_forgets_a_key_that_is_not_on_yet_and_keeps_one_that_is(ports: Ports, ada: Moderator) -> None:
    second_step.offer(ports, APPS, ada)
    signing_in.set_password(ports, PASSWORDS, "ada", PASSWORD)
    assert ports.store.second_steps.get(ada.id) is None
    second_step.offer(ports, APPS, ada)
    here = password_given(ports).session
    renewed = own_password.change(ports, PASSWORDS, APPS, here, Given(PASSWORD), "four other random words", DOOR)
    assert renewed is not None
    assert ports.store.second_steps.get(ada.id) is None
    second_step.offer(ports, APPS, ada)
    assert second_step.turn_on(ports, PASSWORDS, APPS, ada, "", app(ports, ada), renewed.session)
    signing_in.set_password(ports, PASSWORDS, "ada", PASSWORD)

    assert second_step.is_on(ports, ada.id)


def test_a_wrong_code_does_not_turn_it_on(ports: Ports, ada: Moderator) -> None:
    second_step.offer(ports, APPS, ada)

    assert second_step.turn_on(ports, PASSWORDS, APPS, ada, PASSWORD, "000000", HERE) is None
    assert not second_step.is_on(ports, ada.id)


@pytest.mark.parametrize(("password", "right_code", "off"), [("wrong", True, False), (PASSWORD, False, False),
                                                             (PASSWORD, True, True)])  # fmt: skip
def test_it_is_turned_off_with_the_password_and_a_code(
    ports: Ports, ada: Moderator, codes: list[str], password: str, right_code: bool, off: bool
) -> None:
    code = codes[0] if right_code else "000000"

    assert second_step.turn_off(ports, PASSWORDS, APPS, ada, password, code, HERE) == ("" if off else None)
    assert second_step.is_on(ports, ada.id) is not off
    assert password_given(ports).needs_code is not off


def test_an_administrator_takes_it_away_from_a_colleague_and_it_is_on_record(
    ports: Ports, ada: Moderator, codes: list[str]
) -> None:
    boss = people.add(ports, "boss", "Boss", Role.ADMINISTRATOR, Actor(ada.name, ada.id))
    assert boss is not None
    people.set_code_back(ports, ada, Actor("Boss", boss[0].id))

    assert not password_given(ports).needs_code
    assert people.history(ports, ada)[0].action is AccountAction.CODE_SET_BACK


def test_a_moderator_takes_it_away_from_nobody(ports: Ports, ada: Moderator, codes: list[str]) -> None:
    sam = people.add(ports, "sam", "Sam", Role.MODERATOR, Actor(ada.name, ada.id))
    assert sam is not None
    with pytest.raises(people.NoLongerAdministrator):
        people.set_code_back(ports, ada, Actor("Sam", sam[0].id))
    assert password_given(ports).needs_code


def test_whoever_runs_it_takes_it_away_by_a_command(ports: Ports, codes: list[str]) -> None:
    assert second_step.set_back(ports, "nobody") is None
    assert second_step.set_back(ports, " ADA ")
    assert not password_given(ports).needs_code


def test_neither_the_key_nor_a_recovery_code_is_kept_in_clear(ports: Ports, ada: Moderator, codes: list[str]) -> None:
    step = ports.store.second_steps.get(ada.id)
    assert step is not None
    kept = ports.store.database.rows("SELECT code_hash FROM recovery_code")  # type: ignore[attr-defined]

    assert APPS.key(step.sealed) not in step.sealed
    assert len(kept) == 10
    assert not {row["code_hash"] for row in kept} & set(codes)


def test_with_another_secret_key_no_code_is_right_and_recovery_codes_still_are(
    ports: Ports, ada: Moderator, codes: list[str], clock: StoppedClock
) -> None:
    clock.advance(minutes=1)
    other = TotpApps("the key after somebody changed it, of some length", "Anytown Board")
    code, waits = app(ports, ada), password_given(ports).session

    assert second_step.finish(ports, other, waits, code, DOOR) is None
    assert second_step.finish(ports, other, waits, codes[0], DOOR)


def begun_anew(ports: Ports, ada: Moderator, given: Given) -> str | None:
    here = signing_in.start_session(ports, ada)
    return own_password.confirm(ports, PASSWORDS, APPS, ada, given, here)


def changed(ports: Ports, ada: Moderator, given: Given, new: str = "four other random words") -> SignedIn | None:
    here = signing_in.start_session(ports, ada)
    return own_password.change(ports, PASSWORDS, APPS, here, given, new, DOOR)


@pytest.mark.parametrize("asked", [begun_anew, changed])
def test_whoever_has_codes_gives_one_with_the_password_to_change_it_or_to_show_who_they_are(
    ports: Ports, ada: Moderator, codes: list[str], clock: StoppedClock, asked: Callable[..., object]
) -> None:
    used = app(ports, ada)
    clock.advance(minutes=1)
    for code in ("", "000000", used):
        assert asked(ports, ada, Given(PASSWORD, code)) is None
    assert asked(ports, ada, Given("wrong", app(ports, ada))) is None
    assert signing_in.sign_in(ports, PASSWORDS, "ada", PASSWORD, DOOR)

    assert asked(ports, ada, Given(PASSWORD, app(ports, ada)))


@pytest.mark.parametrize("asked", [begun_anew, changed])
def test_a_recovery_code_does_as_well_with_the_password_and_once(
    ports: Ports, ada: Moderator, codes: list[str], asked: Callable[..., object]
) -> None:
    assert asked(ports, ada, Given(PASSWORD, codes[0]))

    assert begun_anew(ports, ada, Given(PASSWORD, codes[0])) is None


def test_a_new_password_that_is_easy_to_guess_uses_up_no_code(
    ports: Ports, ada: Moderator, codes: list[str], clock: StoppedClock
) -> None:
    clock.advance(minutes=1)
    with pytest.raises(EasyToGuess):
        changed(ports, ada, Given(PASSWORD, app(ports, ada)), EASY)

    assert changed(ports, ada, Given(PASSWORD, app(ports, ada)))


def test_guessing_codes_with_the_right_password_is_held_off(ports: Ports, ada: Moderator, codes: list[str]) -> None:
    here = signing_in.start_session(ports, ada)
    for n in range(10):
        assert own_password.confirm(ports, PASSWORDS, APPS, ada, Given(PASSWORD, f"{n:06}"), here) is None

    with pytest.raises(TooManyTries):
        own_password.confirm(ports, PASSWORDS, APPS, ada, Given(PASSWORD, app(ports, ada)), here)


class AtTheSecondLook(StoppedClock):
    """A clock in whose second look, after this was made, somebody else presses something."""

    def __init__(self, now: datetime, press: Callable[[], object]) -> None:
        super().__init__(now)
        self._press, self._looks = press, 0

    def __call__(self) -> datetime:
        self._looks += 1
        if self._looks == 2:
            self._press()
        return self.now


@pytest.mark.parametrize("press", ["closed", "closed and reopened", "reset", "turned off and on", "got in"])
def test_nobody_gets_in_whose_account_was_closed_or_reset_while_their_code_was_looked_at(
    ports: Ports, ada: Moderator, codes: list[str], clock: StoppedClock, press: str
) -> None:
    colleague = ports.store.accounts.add("sam", "Sam", "", ports.clock(), Role.ADMINISTRATOR)
    assert colleague is not None
    sam = Actor(colleague.name, colleague.id)
    clock.advance(minutes=5)
    waiting, code = password_given(ports).session, app(ports, ada)

    def presses() -> None:
        if press == "reset":
            people.new_link(ports, ada, sam, reset=True)
        elif press == "turned off and on":
            second_step.take_away(ports, ada, sam)
            second_step.offer(ports, APPS, ada)
        elif press == "got in":
            assert second_step.finish(ports, APPS, waiting, codes[0], DOOR)
        else:
            people.close(ports, ada, sam)
            if press != "closed":
                people.reopen(ports, ada, sam)

    at_once = replace(ports, clock=AtTheSecondLook(clock.now, presses))
    assert second_step.finish(at_once, APPS, waiting, code, DOOR) is None


def test_a_recovery_code_that_lets_nobody_in_is_not_used_up(
    ports: Ports, ada: Moderator, codes: list[str], clock: StoppedClock
) -> None:
    waiting = password_given(ports).session

    def gets_in() -> None:
        assert second_step.finish(ports, APPS, waiting, codes[0], DOOR)

    at_once = replace(ports, clock=AtTheSecondLook(clock.now, gets_in))
    assert second_step.finish(at_once, APPS, waiting, codes[1], DOOR) is None

    assert finish(ports, codes[1])
