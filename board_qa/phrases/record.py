"""What the record of a meeting says, the same in the register, the minutes, the recap and every file."""

from __future__ import annotations

from collections.abc import Mapping
from gettext import NullTranslations

from board_qa.domain.meetings.rules import REASONS, REDIRECTS
from board_qa.domain.questions.question import State
from board_qa.domain.questions.register import LeftOut, RegisterEntry
from board_qa.domain.text.saying import ENGLISH, gettext_noop, language
from board_qa.domain.text.spoken import spoken_date

_WAITING, _NOT_REACHED = gettext_noop("Waiting to be put"), gettext_noop("Not reached at the meeting")
# What became of a question, where that is all that is said of it.
STATES = {
    State.ON_SCREEN: gettext_noop("Being answered now"),
    State.WRITTEN: gettext_noop("To be answered in writing"),
    State.ANSWERED: gettext_noop("Answered"),
    State.DECLINED: gettext_noop("Declined"),
    State.REDIRECTED: gettext_noop("Sent to others who can help"),
    State.ACCEPTED: _NOT_REACHED,
    State.GROUPED: gettext_noop("Put together with others"),
    State.WITHDRAWN: gettext_noop("Erased"),
}
_ASKED = gettext_noop("Questions asked")
_COUNTED = {
    **{STATES[state]: (state,) for state in
       (State.ANSWERED, State.WRITTEN, State.GROUPED, State.REDIRECTED, State.DECLINED)},
    gettext_noop("Not decided yet"): (State.RECEIVED, State.HELD, State.ACCEPTED, State.ON_SCREEN),
}  # fmt: skip
_WHY_LEFT_OUT = {
    LeftOut.DELETED: gettext_noop("The post was deleted where it was made, so its words are not shown."),
    LeftOut.NOT_ACCEPTED: gettext_noop("We do not publish the words of this question."),
    LeftOut.ERASED: gettext_noop("Erased on {date} at the request of the person who asked."),
}


def state_said(entry: RegisterEntry, over: bool, translations: NullTranslations = ENGLISH) -> str:
    """What became of a question, in a few words; `over` says that the meeting is."""
    if entry.with_called:
        return translations.gettext("Put together with question {number}").format(number=entry.with_called)
    if entry.state is State.WRITTEN and entry.due_on:
        by = spoken_date(entry.due_on, translations)
        return translations.gettext("To be answered in writing by {date}").format(date=by)
    if entry.state is State.ACCEPTED and not over:
        return translations.gettext(_WAITING)
    return translations.gettext(STATES[entry.state])


def left_out_said(entry: RegisterEntry, translations: NullTranslations = ENGLISH) -> str:
    """Why an entry has no words of its asker's; '' where it has, or where the question it was put together with has."""
    if entry.left_out is None or entry.with_called:
        return ""
    said = translations.gettext(_WHY_LEFT_OUT[entry.left_out])
    return said.format(date=_day_and_year(entry.erased_on, translations)) if entry.erased_on else said


def _day_and_year(day: str, translations: NullTranslations) -> str:
    """What lasts is read in another year."""
    return f"{spoken_date(day, translations)} {day[:4]}"


def said_of_answer(name: str, on: str, translations: NullTranslations = ENGLISH) -> str:
    """Who answered and when, "Answered by the chair on 3 December": `on` is a day as it is said. Either may be ''."""
    if name and on:
        said = translations.gettext("Answered by {name} on {date}")
    elif name:
        said = translations.gettext("Answered by {name}")
    else:
        said = translations.gettext("Answered on {date}") if on else ""
    return said.format(name=name, date=on)


def together_said(others: int, translations: NullTranslations = ENGLISH) -> str:
    """How many others asked the same; '' where nobody did."""
    said = translations.ngettext("Also asked by {count} other person", "Also asked by {count} other people", others)
    return said.format(count=others) if others else ""


def reason_language(reason: str, translations: NullTranslations = ENGLISH) -> str:
    """The language of a reason where it is not the page's: the product has its own in both, others are as typed."""
    if language(translations) == "en":
        return ""
    ours = [one.sentence for one in REASONS] + [one.advice for one in REDIRECTS]
    return "" if reason in {translations.gettext(sentence) for sentence in ours} else "en"


def counts_said(counts: Mapping[State, int], translations: NullTranslations = ENGLISH) -> list[tuple[str, int]]:
    """How many questions were asked, but for those taken back, and what became of how many of them: rows of a table."""
    asked = sum(count for state, count in counts.items() if state is not State.WITHDRAWN)
    rows = [(label, sum(counts.get(state, 0) for state in states)) for label, states in _COUNTED.items()]
    return [(translations.gettext(label), count) for label, count in ((_ASKED, asked), *rows)]
