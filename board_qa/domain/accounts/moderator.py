"""A person with an account on the desk."""

from __future__ import annotations

from dataclasses import dataclass, field

from board_qa.domain.accounts.roles import Role


@dataclass(frozen=True)
class Moderator:
    """A person with an account on the desk."""

    id: int
    username: str
    name: str
    password_hash: str = field(default="", repr=False)
    role: Role = Role.MODERATOR
    closed: bool = False
