"""What only the board can say on the pages about the service: who is responsible, and whom to turn to."""

from __future__ import annotations

from dataclasses import dataclass

from board_qa.domain.meetings.rules import SIGNPOSTS


@dataclass(frozen=True)
class AboutBoard:
    """What an administrator typed, in the board's own words; '' where nobody has yet.

    `email` and `phone` are for questions about the service, `kept` says for how long questions are, `prepared_on` is
    the ISO date of the accessibility statement, and `signposts` help at once where no meeting has its own.
    """

    controller: str = ""
    email: str = ""
    phone: str = ""
    data_protection: str = ""
    kept: str = ""
    complaints: str = ""
    foi: str = ""
    prepared_on: str = ""
    signposts: tuple[str, ...] = SIGNPOSTS


# What each part is called at the desk, in the order of its form.
LABELS = {
    "controller": "Data controller",
    "email": "Email address for questions about this service",
    "phone": "Phone number for questions about this service",
    "data_protection": "Data protection contact",
    "kept": "How long questions are kept",
    "complaints": "Patient advice and complaints contact",
    "foi": "Freedom of information contact",
    "prepared_on": "Date the accessibility statement was prepared",
    "signposts": "Where people can get help now",
}


def missing(about: AboutBoard) -> list[str]:
    """What is called what and not filled in yet. One way to reach the board will do."""
    empty = [name for name in LABELS if not getattr(about, name)]
    reached = {"email", "phone"} if about.email or about.phone else set()
    return [LABELS[name] for name in empty if name not in reached]
