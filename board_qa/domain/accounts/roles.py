"""What each person at the desk may do: four roles, and one table that says what a role may do."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    """What somebody is at the desk for. Everybody has one role; TITLES and MEANINGS say it in plain words."""

    ADMINISTRATOR = "administrator"
    MODERATOR = "moderator"
    CHAIR = "chair"
    READER = "reader"


class Right(StrEnum):
    """One kind of thing that can be done at the desk.

    READ: look at everything the desk shows. MODERATE: decide about questions, publish the call, change meetings and
    sources. CONFIRM: say yes or no to a decline that a moderator proposes. DRIVE: decide what is on the projector.
    MANAGE_PEOPLE: make accounts, change their roles, close them, say on the public pages who the board is, and set the
    board's targets.
    TAKE_OUT: take everything of a meeting, or of one person, out as a file, names and email addresses too, and erase
    what one person asked.
    """

    READ = "read"
    MODERATE = "moderate"
    CONFIRM = "confirm"
    DRIVE = "drive"
    MANAGE_PEOPLE = "manage_people"
    TAKE_OUT = "take_out"


# An administrator does not confirm: where the board's rule is that the chair decides, nobody decides in their place.
RIGHTS = {
    Role.ADMINISTRATOR: frozenset(Right) - {Right.CONFIRM},
    Role.MODERATOR: frozenset({Right.READ, Right.MODERATE, Right.DRIVE}),
    Role.CHAIR: frozenset({Right.READ, Right.CONFIRM, Right.DRIVE}),
    Role.READER: frozenset({Right.READ}),
}

TITLES = {
    Role.ADMINISTRATOR: "Administrator",
    Role.MODERATOR: "Moderator",
    Role.CHAIR: "Chair",
    Role.READER: "Reader",
}

MEANINGS = {
    Role.ADMINISTRATOR: "Does everything a moderator does. Also adds people, changes their roles and closes accounts, "
    "fills in the pages about the board, sets its targets, takes out the full record of a meeting, and takes out or "
    "erases one person’s data.",
    Role.MODERATOR: "Decides about questions, publishes the call, changes meetings and sources, and controls "
    "the projector.",
    Role.CHAIR: "Decides when a moderator proposes to decline a question, and controls the projector. "
    "Sees everything else and cannot change it.",
    Role.READER: "Sees everything at the desk and cannot change it.",
}


def may(role: Role, right: Right) -> bool:
    return right in RIGHTS[role]


def may_any(role: Role, rights: Iterable[Right]) -> bool:
    return any(may(role, right) for right in rights)


def roles_with(*rights: Right) -> list[Role]:
    """The roles that have at least one of these rights."""
    return [role for role in Role if may_any(role, rights)]
