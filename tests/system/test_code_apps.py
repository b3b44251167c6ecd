"""Keys of apps are encrypted where they are kept, and read by whoever has the board's SECRET_KEY alone."""

from __future__ import annotations

from base64 import b32encode, urlsafe_b64decode, urlsafe_b64encode

import pyotp
import pytest
from cryptography.exceptions import InvalidTag

from board_qa.system.code_apps import TotpApps
from tests.support.doubles import NOON

SECRET, KEY = "a key that only this test has, of some length", bytes(range(20))
APPS = TotpApps(SECRET, "Anytown Board")
WRITTEN = b32encode(KEY).decode()
# As the product kept this key before it had AES-256-GCM.
BY_FERNET = (
    "gAAAAABrCrBs5spNOMbnCBbgBCt_r7I2yDhajbd_1ZJC7uS4mw-M0EWa_7WpnveS2-fxgolQ4-5LKX8h"
    "5VgzyexTqBuCFD0gbnBB0d9fXrTJtUNqUOhkUSwcS5Kf2JRXuFYfz_fDlR0Z"
)


def test_a_key_is_read_as_it_was_sealed_and_never_sealed_twice_alike() -> None:
    sealed = [APPS.seal(KEY) for _ in range(100)]

    assert {APPS.key(one) for one in sealed} == {WRITTEN}
    assert len(set(sealed)) == 100
    assert not [one for one in sealed if WRITTEN in one]


def test_a_sealed_key_that_was_changed_anywhere_is_refused_and_no_code_of_it_is_right() -> None:
    prefix, _, letters = APPS.seal(KEY).partition(":")
    closed = urlsafe_b64decode(letters)
    code = pyotp.TOTP(WRITTEN).at(NOON)
    for place in range(len(closed)):
        changed = bytes(byte ^ 1 if here == place else byte for here, byte in enumerate(closed))
        sealed = f"{prefix}:{urlsafe_b64encode(changed).decode()}"
        with pytest.raises(InvalidTag):
            APPS.key(sealed)
        assert APPS.step(sealed, code, NOON) is None


@pytest.mark.parametrize("sealed", [APPS.seal(KEY), BY_FERNET], ids=["now", "before"])
def test_a_key_goes_on_to_work_however_it_was_sealed_and_with_no_other_secret(sealed: str) -> None:
    code, other = (
        pyotp.TOTP(WRITTEN).at(NOON),
        TotpApps("another key of some length, of another board", "Anytown Board"),
    )

    assert APPS.step(sealed, code, NOON) is not None
    assert APPS.step(sealed, "000000", NOON) is None
    assert other.step(sealed, code, NOON) is None
