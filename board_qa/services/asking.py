"""Take a question from the web form."""

from __future__ import annotations

from gettext import NullTranslations
from hashlib import sha256

from ..domain import admission, wording
from ..domain.admission import TAKES, AskForm, Window
from ..domain.model import WEB_FORM, Meeting, NewQuestion, Receipt
from ..domain.saying import ENGLISH
from .core import Core


class NotTaken(Exception):
    """The form cannot be taken: questions are not open, or something must be put right."""

    def __init__(self, window: Window, problems: dict[str, str]) -> None:
        super().__init__(f"{window}: {sorted(problems)}")
        self.window, self.problems = window, problems


def ask(core: Core, meeting: Meeting, form: AskForm, say: NullTranslations = ENGLISH) -> Receipt:
    """Store the question and return its receipt, once it is on the disk.

    The same form sent again (double click, back button, retry after a lost connection) gets its first receipt
    back. A question after the deadline is taken and flagged, as is one that breaks another of the board's rules: a
    person decides. Raises NotTaken, whose problems are in the language of `say`.
    """
    native_id = _idempotency_key(meeting, form)
    known = core.store.questions.by_native_id(WEB_FORM, native_id)
    if known is not None:  # also after the deadline: it was taken in time
        return Receipt(known.number, known.token, new=False)
    state = window(core, meeting)
    problems = admission.who_is_missing(form, meeting.details.rules, say) | admission.problems(form, say)
    if state not in TAKES or problems:
        raise NotTaken(state, problems)
    receipt = core.store.questions.receive(meeting.id, _question(core, form, native_id), core.ids.token(), core.clock())
    core.announcer.changed(meeting.id)
    return receipt


def window(core: Core, meeting: Meeting) -> Window:
    """Whether the web form takes questions to this meeting now."""
    return admission.window(meeting.details, core.clock(), core.store.sources.get(WEB_FORM).paused)


def _question(core: Core, form: AskForm, native_id: str) -> NewQuestion:
    text = wording.received(form.text)
    return NewQuestion(
        channel=WEB_FORM,
        native_id=native_id,
        text=text,
        author_name=wording.one_line(form.name),
        email=form.email.strip(),
        asked_at=core.clock(),
        organisation=wording.one_line(form.organisation),
        attending=admission.said_attending(form),
        # Also where the rules no longer offer it: whoever saw the offer and ticked it relies on it.
        name_withheld=form.name_withheld,
        flags=core.screening.flags(text),
    )


def _idempotency_key(meeting: Meeting, form: AskForm) -> str:
    """One per page and text: a second, different question typed after "back" is a question of its own."""
    text = wording.shown(form.text)
    return sha256(f"{meeting.id}\n{form.key}\n{text}".encode()).hexdigest()
