"""Who asked: what makes two questions one person's, or one organisation's, across channels.

It is stored with each question as it comes (`board_qa/storage/sqlite/askers.py`): whoever changes what makes two askers
one works it out anew for the questions that are there, in a migration.
"""

from __future__ import annotations

import re

from board_qa.domain.questions.history import Actor
from board_qa.domain.questions.question import Question
from board_qa.domain.text import wording

_TITLES = {"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "cllr", "councillor", "rev", "sir", "dame"}
# Words of what people write instead of a name, in either language, such as "a concerned resident" or "dienw".
_NO_NAME = {"anonymous", "anon", "name", "given", "resident", "patient", "carer", "member", "public", "citizen",
            "dienw", "enw", "preswylydd", "claf", "gofalwr", "aelod", "cyhoedd", "dinesydd"}  # fmt: skip
# What people write in a box for their organisation when they ask for themselves.
_NO_ORGANISATION = {"none", "no", "na", "self", "myself", "individual", "public", "member of the public",
                    "dim", "unigolyn", "cyhoedd", "aelod or cyhoedd", "aelod o r cyhoedd"}  # fmt: skip


def person_keys(name: str, handle: str, email: str, channel: str) -> frozenset[str]:
    """What identifies an asker; two questions that share one of these keys count as one person's.

    A handle is one person's only within its channel. A name counts only as a full name, two words of two letters or
    more without titles: there are many Sams, Sam Js and Mr Joneses. Two people can still share a full name or a
    family's email address, which is one reason why a breach is a flag and never a refusal.
    """
    keys = {
        "email": wording.one_line(email).casefold(),
        f"handle {channel}": wording.one_line(handle).casefold().lstrip("@"),
        "name": _full_name(name),
    }
    return frozenset(f"{kind}: {value}" for kind, value in keys.items() if value)


def organisation_key(organisation: str) -> str:
    """An organisation's name without case, punctuation or article; '' for none, and for people asking as themselves."""
    key = " ".join(_words(organisation)).removeprefix("the ").removeprefix("a ")
    return "" if key in _NO_ORGANISATION else key


def asker(question: Question) -> Actor:
    """Whoever asked it, as the history calls them.

    By its number, because the history of those that were put together with it can say so as well.
    """
    return Actor(f"whoever asked question {question.called}")


def _full_name(name: str) -> str:
    words = [word for word in _words(name) if word not in _TITLES]
    full = sum(len(word) > 1 for word in words) > 1
    return " ".join(words) if full and not _NO_NAME & set(words) else ""


def _words(text: str) -> list[str]:
    """Words without case or punctuation. A double name stays one word: Anne-Marie alone is not a full name."""
    return re.sub(r"[^\w\s]", "", wording.one_line(text).casefold()).split()
