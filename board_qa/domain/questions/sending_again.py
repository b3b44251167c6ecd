"""Whether a form that comes once more is from whoever sent it first. The next person at a device may ask the same.

The answer decides who gets the private page of a question, on which it can be withdrawn.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from board_qa.domain.questions.admission import AskForm, email_typed
from board_qa.domain.questions.question import NewQuestion
from board_qa.domain.text import wording

# A lost connection is back by then, and so is whoever goes back to change something; later it may be somebody else.
AT_ONCE = timedelta(minutes=10)


def same_person(first: NewQuestion, form: AskForm, now: datetime) -> bool:
    """Whoever gives the name or the email address of the first one; without any of both, only for a while."""
    name, email = wording.one_line(form.name).casefold(), email_typed(form.email).casefold()
    if (name and name == first.author_name.casefold()) or (email and email == first.email.casefold()):
        return True
    nameless = not (name or email or first.author_name or first.email)
    return nameless and now - first.asked_at <= AT_ONCE
