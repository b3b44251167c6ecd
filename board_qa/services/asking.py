"""Take a question from the web form."""

from __future__ import annotations

from hashlib import sha256

from ..domain import admission, wording
from ..domain.admission import AskForm, Window
from ..domain.model import WEB_FORM, Meeting, NewQuestion, Receipt
from .core import Core


class NotTaken(Exception):
    """The form cannot be taken: questions are not open, or something must be put right."""

    def __init__(self, window: Window, problems: dict[str, str]) -> None:
        super().__init__(f"{window}: {sorted(problems)}")
        self.window, self.problems = window, problems


def ask(core: Core, meeting: Meeting, form: AskForm) -> Receipt:
    """Store the question and return its receipt, once it is on the disk.

    The same form sent again (double click, back button, retry after a lost connection) gets its first receipt
    back. Raises NotTaken.
    """
    native_id = _idempotency_key(meeting, form)
    known = core.store.questions.by_native_id(WEB_FORM, native_id)
    if known is not None:  # also after the deadline: it was taken in time
        return Receipt(known.number, known.token, new=False)
    now = core.clock()
    state, problems = admission.window(meeting.details, now), admission.problems(form)
    if state is not Window.OPEN or problems:
        raise NotTaken(state, problems)
    question = NewQuestion(
        channel=WEB_FORM,
        native_id=native_id,
        text=wording.received(form.text),
        author_name=wording.one_line(form.name),
        email=form.email.strip(),
        asked_at=now,
        flags=core.screening.flags(wording.received(form.text)),
    )
    receipt = core.store.questions.receive(meeting.id, question, core.ids.token(), now)
    core.announcer.changed(meeting.id)
    return receipt


def _idempotency_key(meeting: Meeting, form: AskForm) -> str:
    """One per page and text: a second, different question typed after "back" is a question of its own."""
    text = wording.shown(form.text)
    return sha256(f"{meeting.id}\n{form.key}\n{text}".encode()).hexdigest()
