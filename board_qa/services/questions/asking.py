"""Take a question from the web form."""

from __future__ import annotations

from gettext import NullTranslations
from hashlib import sha256

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.phases import Phase
from board_qa.domain.questions import admission
from board_qa.domain.questions.admission import ACCEPTING, AskForm, Window
from board_qa.domain.questions.askers import asker
from board_qa.domain.questions.flooding import WAITS, Limit, Sender
from board_qa.domain.questions.question import WEB_FORM, NewQuestion, Question, Receipt
from board_qa.domain.questions.sending_again import same_person
from board_qa.domain.text import wording
from board_qa.domain.text.saying import ENGLISH, gettext_noop
from board_qa.ports import Ports
from board_qa.services.meetings.phases import phase
from board_qa.services.questions import floods

_FILLED_IN = gettext_noop(
    "Something filled in a field that people do not see. It is empty again: press “Send question” once more"
)
_WAIT = {
    Limit.PAGE: gettext_noop(
        "We have just taken 5 questions from this page. Wait 10 minutes, then press “Send question” again. What you "
        "typed is still here"
    ),
    Limit.HASTE: gettext_noop(
        "Many questions are coming from where you are. Wait a few seconds, then press “Send question” again. What you "
        "typed is still here"
    ),
    Limit.CROWD: gettext_noop(
        "Very many questions are coming in, and we have not taken this one yet. Wait a minute, then press “Send "
        "question” again. What you typed is still here"
    ),
}


class NotTaken(Exception):
    """The form cannot be taken: questions are not open, or something must be put right.

    `new_key`: the form is to be sent again with another key.
    """

    new_key = False

    def __init__(self, window: Window, problems: dict[str, str]) -> None:
        super().__init__(f"{window}: {sorted(problems)}")
        self.window, self.problems = window, problems


class TooMany(NotTaken):
    """So many came from this page, this network or from everybody that this one has to wait."""

    def __init__(self, window: Window, limit: Limit, problem: str) -> None:
        super().__init__(window, {"question": problem})
        self.wait, self.new_key = WAITS[limit], limit is Limit.HASTE


class AlreadySent(NotTaken):
    """The same words came from the same page before, it seems from somebody else. With another key they are taken."""

    new_key = True


def ask(
    ports: Ports,
    meeting: Meeting,
    form: AskForm,
    translations: NullTranslations = ENGLISH,
    sender: Sender | None = None,
) -> Receipt:
    """Store the question and return its receipt, once it is on the disk.

    The same form sent again by the same person (double click, back button, retry after a lost connection) gets its
    first receipt back, and can only have the asker's name withheld after all; from anybody else it is AlreadySent. A
    question after the deadline is taken and flagged, as is one that breaks another of the board's rules: a person
    decides. Raises NotTaken, whose problems are in the language of `say`; TooMany where `sender`, of the public's form,
    has to wait.
    """
    state = window(ports, meeting)
    problems = admission.who_is_missing(form, meeting.details.rules, translations) | admission.problems(
        form, translations
    )
    if "question" in problems:  # never taken before either, and perhaps far too long to look through for its key
        raise NotTaken(state, problems)
    native_id = _idempotency_key(meeting, form)
    known = ports.store.questions.by_native_id(WEB_FORM, native_id)
    if known is not None and same_person(known.source, form, ports.clock()):  # also late: it was taken in time
        return _sent_again(ports, known, form)
    if state not in ACCEPTING or problems:
        raise NotTaken(state, problems)
    if known is not None:
        raise AlreadySent(state, {"question": _already_sent(meeting, known, translations)})
    if form.unseen:
        raise NotTaken(state, {"question": translations.gettext(_FILLED_IN)})
    question = _question(ports, meeting, form, native_id)
    with ports.store.transaction():
        came_meanwhile = ports.store.questions.by_native_id(WEB_FORM, native_id) is not None
        if not came_meanwhile:
            if sender and (limit := floods.full(ports, sender)):
                raise TooMany(state, limit, translations.gettext(_WAIT[limit]))
            receipt = ports.store.questions.receive(meeting.id, question, ports.ids.token(), ports.clock())
            if sender:
                floods.record(ports, sender, receipt)
    if came_meanwhile:  # the same form, while this one was looked through
        return ask(ports, meeting, form, translations, sender)
    ports.announcer.changed(meeting.id)
    return receipt


def window(ports: Ports, meeting: Meeting) -> Window:
    """Whether the web form takes questions to this meeting now."""
    ended = phase(ports, meeting) is Phase.AFTER
    return admission.window(meeting.details, ports.clock(), ports.store.sources.get(WEB_FORM).paused, ended)


def _sent_again(ports: Ports, known: Question, form: AskForm) -> Receipt:
    """The first receipt; what was ticked since is obeyed, wherever the question stands.

    A name that was given away cannot be called back, so that withholding it is the one change that is always safe, and
    a tick that is gone is not taken for a wish to be named. The rest the desk may have acted on: it stays as it came
    first, and the receipt says so.
    """
    first = known.source
    before = (first.author_name, first.email, first.organisation, first.attending, first.name_withheld)
    said = (*_said_of_themselves(form), form.name_withheld)
    if form.name_withheld and not first.name_withheld:
        ports.store.questions.withhold_name(known, asker(known), ports.clock())
        ports.announcer.changed(known.meeting_id)
    return Receipt(known.number, known.token, new=False, differed=said != before)


def _already_sent(meeting: Meeting, known: Question, translations: NullTranslations) -> str:
    return translations.gettext(
        "We already have this question from this page. Its receipt number is {receipt}. If somebody else sent it, "
        "press “Send question” and we take yours too"
    ).format(receipt=f"{meeting.code}-{known.called}")


def _question(ports: Ports, meeting: Meeting, form: AskForm, native_id: str) -> NewQuestion:
    text = wording.received(form.text)
    partner = ports.store.partners.by_key(meeting.id, form.partner) if form.partner else None
    name, email, organisation, attending = _said_of_themselves(form)
    return NewQuestion(
        channel=WEB_FORM,
        native_id=native_id,
        text=text,
        author_name=name,
        email=email,
        asked_at=ports.clock(),
        organisation=organisation,
        attending=attending,
        # Also where the rules no longer offer it: whoever saw the offer and ticked it relies on it.
        name_withheld=form.name_withheld,
        flags=ports.screening.flags(text),
        partner_id=partner.id if partner else None,
    )


def _said_of_themselves(form: AskForm) -> tuple[str, str, str, str]:
    """Name, email, organisation and whether they come, as they are stored."""
    name, organisation = wording.one_line(form.name), wording.one_line(form.organisation)
    return name, admission.email_typed(form.email), organisation, admission.said_attending(form)


def _idempotency_key(meeting: Meeting, form: AskForm) -> str:
    """One per page and text: a second, different question typed after "back" is a question of its own."""
    text = wording.shown(form.text)
    return sha256(f"{meeting.id}\n{form.key}\n{text}".encode()).hexdigest()
