"""The letter that tells somebody what became of their question, as it is drafted. A person looks through it and sends
it; nothing here is sent by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from gettext import NullTranslations

from board_qa.domain.meetings.meeting import MeetingDetails
from board_qa.domain.questions.audience import PUBLIC_STATES
from board_qa.domain.questions.question import Question, State
from board_qa.domain.text.saying import ENGLISH
from board_qa.domain.text.spoken import long_date, spoken_date
from board_qa.domain.text.wording import one_line, shown


@dataclass(frozen=True)
class Draft:
    """The words of a letter, in plain text."""

    subject: str
    text: str


@dataclass(frozen=True)
class About:
    """What a letter is about. `fate` is the question whose fate it shares; `page` is the asker's private page, '' where
    they have none to look at."""

    organisation: str
    details: MeetingDetails
    question: Question
    fate: Question
    page: str


def draft_letter(about: About, translations: NullTranslations = ENGLISH) -> Draft:
    """A letter in one language. Nobody is quoted whose words no moderator approved: an address is typed by whoever
    asks, and what they wrote beside it could be meant for somebody else's inbox."""
    _ = translations.gettext
    subject = _("What became of your question to {organisation}").format(organisation=one_line(about.organisation))
    return Draft(subject, "\n\n".join(_paragraphs(about, translations)) + "\n")


def in_both_languages(welsh: Draft, english: Draft) -> Draft:
    """For whoever asked in Welsh: their language first, and after it what their family or carers may read."""
    return Draft(f"{welsh.subject} / {english.subject}", f"{welsh.text}\n- - -\n\n{english.text}")


def text_to_copy(about: About) -> str:
    """For somebody who is told by phone, by letter or in the room."""
    return "\n\n".join(part for part in (_thanks(about, ENGLISH), *_became(about, ENGLISH)) if part) + "\n"


def _paragraphs(about: About, translations: NullTranslations) -> Iterator[str]:
    _ = translations.gettext
    yield _("Hello,")
    yield _thanks(about, translations)
    if about.question.state in PUBLIC_STATES:
        yield _("Your question:") + "\n" + shown(about.question.words)
    yield from _became(about, translations)
    if about.page:
        yield _("This page always says what became of your question:") + "\n" + about.page
        yield _("Whoever has its address can open it, so please keep it to yourself.")
    yield _(
        "You are getting this email because your address was given with the question. "
        "If you did not ask it, please ignore this email."
    )
    yield one_line(about.organisation)


def _thanks(about: About, translations: NullTranslations) -> str:
    day = long_date(about.details.starts_at, about.details.timezone, translations)
    said = translations.gettext("Thank you for question {number}, which you asked for our meeting on {date}.")
    return said.format(number=about.question.called, date=day)


def _became(about: About, translations: NullTranslations) -> Iterator[str]:
    fate, _ = about.fate, translations.gettext
    if fate.id != about.question.id:
        said = _("We put it together with a similar one, question {number}.")
        yield said.format(number=fate.called)
    if fate.state is State.ANSWERED:
        yield from _answer(fate, translations)
    elif fate.state is State.WRITTEN:
        yield _promise(fate, translations)
    elif fate.state is State.DECLINED:
        yield _("We could not put it to the board, for this reason:") + "\n" + shown(fate.reason)
    elif fate.state is State.REDIRECTED:
        yield _("Somebody else can help you better:") + "\n" + shown(fate.reason)


def _answer(fate: Question, translations: NullTranslations) -> Iterator[str]:
    _, its = translations.gettext, fate.disposition
    if not its.answer:
        yield _("It was put to the board and answered at the meeting.")
        return
    yield _("The board’s answer:") + "\n" + shown(its.answer)
    if its.answered_by:
        yield _("Answered by {name}").format(name=one_line(its.answered_by)) + "."


def _promise(fate: Question, translations: NullTranslations) -> str:
    _, due = translations.gettext, fate.disposition.due_on
    if not due:
        return _("The board will answer it in writing. We will write to you again when it has.")
    said = _("The board will answer it in writing by {date}. We will write to you again when it has.")
    return said.format(date=spoken_date(due, translations))
