"""What can happen to somebody's account, as its history keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from board_qa.domain.accounts.roles import Role


class AccountAction(StrEnum):
    """What was done to an account."""

    ADD = "add"
    CHANGE_ROLE = "change_role"
    LINK = "link"
    RESET = "reset"
    SET_PASSWORD = "set_password"  # noqa: S105  # the name of an action
    OWN_PASSWORD = "own_password"  # noqa: S105
    SIGN_OUT = "sign_out"
    SIGN_ON = "sign_on"
    UNLINK = "unlink"
    CODE_ON = "code_on"
    CODE_OFF = "code_off"
    CODE_SET_BACK = "code_set_back"
    NEW_RECOVERY_CODES = "new_recovery_codes"
    CLOSE = "close"
    REOPEN = "reopen"


@dataclass(frozen=True)
class AccountChange:
    """One row of the accounts' history: who did what to whose account, and when (aware UTC).

    `role` is the role the account has from then on, for ADD and CHANGE_ROLE.
    """

    account_id: int
    account: str
    action: AccountAction
    by: str
    at: datetime
    role: Role | None = None
