from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    ADMINISTRATOR = "administrator"
    MODERATOR = "moderator"
    CHAIR = "chair"
    READER = "reader"


class Right(StrEnum):
    READ = "read"
    MODERATE = "moderate"
    CONFIRM = "confirm"
    DRIVE = "drive"
    MANAGE_PEOPLE = "manage_people"


RIGHTS = {
    Role.ADMINISTRATOR: frozenset(Right) - {Right.CONFIRM},
    Role.MODERATOR: frozenset({Right.READ, Right.MODERATE, Right.DRIVE}),
    Role.CHAIR: frozenset({Right.READ, Right.CONFIRM, Right.DRIVE}),
    Role.READER: frozenset({Right.READ}),
}


def may(role: Role, right: Right) -> bool:
    return right in RIGHTS[role]
