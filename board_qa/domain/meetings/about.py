"""What only the board can say on the pages about the service: who is responsible, and whom to turn to."""

from __future__ import annotations

from dataclasses import dataclass

from board_qa.domain.meetings.rules import SIGNPOSTS
from board_qa.domain.networks.names import NETWORKS
from board_qa.domain.text.saying import gettext_noop

# What most boards leave to others, or to nobody, on social media. It stands in the catalogue, as a board's rules do.
NOT_ANSWERED = (
    gettext_noop("questions about one person’s care, treatment or complaint"),
    gettext_noop("posts that name or identify a patient"),
    gettext_noop("questions about something that this board is not responsible for"),
    gettext_noop("party politics"),
    gettext_noop("abuse, threats or hate"),
    gettext_noop("advertising"),
    gettext_noop("the same post sent again and again"),
)

# What people can name in the poll "What do you use most?" (domain/listening/poll.py), which ends with none of these.
POLL_ANSWERS = (*NETWORKS, "TikTok", "WhatsApp", "LinkedIn", gettext_noop("Email"))


@dataclass(frozen=True)
class AboutBoard:
    """What an administrator typed, in the board's own words; '' where nobody has yet.

    `email` and `phone` are for questions about the service, `kept` says for how long questions are, `prepared_on` is
    the ISO date of the accessibility statement, and `signposts` help at once where no meeting has its own.

    On social media, `hours` are when somebody looks at the accounts, `outside_hours` what the board does at other times
    and `accounts_run_by` job titles. Where `social_media_linked`, every page leads to the page that says so.
    Where `listening_public`, a meeting whose record is public has its listening report beside it.
    `poll_answers` are offered where a meeting asks what people use most.
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
    hours: str = ""
    outside_hours: str = ""
    not_answered: tuple[str, ...] = NOT_ANSWERED
    accounts_run_by: str = ""
    social_media_linked: bool = True
    listening_public: bool = False
    poll_answers: tuple[str, ...] = POLL_ANSWERS


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
    "hours": "When somebody looks at your accounts",
    "outside_hours": "What you do at other times",
    "not_answered": "What you do not answer",
    "accounts_run_by": "Who runs your accounts",
    "social_media_linked": "Link to this page from every public page",
    "listening_public": "Show the listening report of a meeting with its record",
    "poll_answers": "What people can answer to “What do you use most?”",
}

# What a page says nothing wrong without, and what no page says of a board that is on no network.
_OPTIONAL, _SOCIAL = (
    {"outside_hours", "not_answered", "social_media_linked", "listening_public", "poll_answers"},
    {"hours", "accounts_run_by"},
)


def missing(about: AboutBoard, on_networks: bool) -> list[str]:
    """What is called what and not filled in yet. One way to reach the board will do."""
    spared = _OPTIONAL | ({"email", "phone"} if about.email or about.phone else set())
    spared |= set() if on_networks else _SOCIAL
    return [label for name, label in LABELS.items() if name not in spared and not getattr(about, name)]
