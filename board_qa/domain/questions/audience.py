"""Who may see what. Every page, screen and socket message is built from the views made here.

Text that no moderator accepted has no path to the public or the screen: their views exist only for questions
in PUBLIC_STATES, and each view lists its fields one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from gettext import NullTranslations
from typing import Any

from board_qa.domain.meetings.meeting import IdleView, Meeting
from board_qa.domain.questions.history import Change
from board_qa.domain.questions.question import WEB_FORM, Question, State
from board_qa.domain.text.saying import ENGLISH, gettext_noop, language
from board_qa.domain.text.spoken import spoken_date, spoken_time
from board_qa.domain.text.wording import shown

PUBLIC_STATES = frozenset({State.ACCEPTED, State.ON_SCREEN, State.WRITTEN, State.ANSWERED})

# The lists of the public page, and the states in each. The one on the screen stands above them.
PUBLIC_LISTS = {
    "waiting": frozenset({State.ACCEPTED, State.WRITTEN}),
    "answered": frozenset({State.ANSWERED}),
}

# What becomes of a question is what becomes of those that were put together with it, in these states.
_SHARED = PUBLIC_STATES | {State.DECLINED, State.REDIRECTED}

ANONYMOUS, WITHHELD = gettext_noop("Anonymous"), gettext_noop("Name withheld")
# What every screen puts beside words that a moderator edited.
EDITED = gettext_noop("As put to the board (edited)")

# How a question came, where it was no network's post.
CAME_BY = {
    WEB_FORM: gettext_noop("Web form"),
    "email": gettext_noop("By email"),
    "phone": gettext_noop("By phone"),
    "letter": gettext_noop("By letter"),
    "room": gettext_noop("In the room"),
    "other": gettext_noop("Another way"),
}


@dataclass(frozen=True)
class PublicQuestion:
    """What anyone may know of an accepted question.

    `called` is its number as people say it, and `number` what addresses name; `follow_up` says to which question it is
    a supplementary one.
    """

    number: int
    called: str
    follow_up: str
    text: str
    asked_by: str
    via: str
    state: str
    lang: str
    label: str
    note: str
    agenda_item: str
    answer: str
    answered_by: str


@dataclass(frozen=True)
class ScreenView:
    """What the projector shows: a question, the joining code, that the section has closed, or nothing."""

    view: str
    question: PublicQuestion | None


@dataclass(frozen=True)
class ReceiptView:
    """What the holder of a private link may know of their own question."""

    called: str
    follow_up: str
    text: str
    lang: str
    put: str
    state: str
    reason: str
    withdrawn_by_asker: bool
    due_on: str
    answer: str
    answered_by: str
    leader: PublicQuestion | None


def public_question(question: Question, zone: str, translations: NullTranslations = ENGLISH) -> PublicQuestion | None:
    """The public's view of a question, on a page in the language of `say`; None where the public may not see it."""
    if question.state not in PUBLIC_STATES:
        return None
    return PublicQuestion(
        number=question.number,
        called=question.called,
        follow_up=follow_up(question, translations),
        text=shown(question.words),
        asked_by=asked_by(question, translations),
        via=attribution(question, zone, translations),
        state=question.state.value,
        lang=lang_attribute(question, translations),
        label=translations.gettext(EDITED) if question.disposition.wording else "",
        note=_note(question, translations),
        agenda_item=shown(question.disposition.agenda_item),
        answer=_answer(question),
        answered_by=_answered_by(question),
    )


def follow_up(question: Question, translations: NullTranslations = ENGLISH) -> str:
    """To which question it is a supplementary one; '' for any other. Its number alone says nothing of that one."""
    if not question.supplementary:
        return ""
    return translations.gettext("Follow-up to question {number}").format(number=question.parent_called)


def _answer(question: Question) -> str:
    """What the board answered, once it has: before that it is somebody's notes."""
    return shown(question.disposition.answer) if question.state is State.ANSWERED else ""


def _answered_by(question: Question) -> str:
    return shown(question.disposition.answered_by) if _answer(question) else ""


def lang_attribute(question: Question, translations: NullTranslations = ENGLISH) -> str:
    """The language of a question's words for a page in another one; '' where it is the page's own.

    A meeting is held in English, and a question in no language that we know of is taken to be.
    """
    return foreign(question.lang, translations)


def foreign(spoken: str, translations: NullTranslations) -> str:
    """A language for the attribute of a page in another one; '' where it is the page's own, or nobody said."""
    spoken = spoken or "en"
    return "" if spoken == language(translations) else spoken


def _note(question: Question, translations: NullTranslations) -> str:
    """What else the public should know: who else asked, and when a written answer is due."""
    written = _written(question.disposition.due_on, translations) if question.state is State.WRITTEN else ""
    return ". ".join(part for part in (_together(question.together, translations), written) if part)


def _together(others: int, translations: NullTranslations) -> str:
    if not others:
        return ""
    said = translations.ngettext("Also asked by {count} other person", "Also asked by {count} other people", others)
    return said.format(count=others)


def _written(due: str, translations: NullTranslations) -> str:
    if not due:
        return translations.gettext("To be answered in writing")
    return translations.gettext("To be answered in writing by {date}").format(date=spoken_date(due, translations))


def screen_view(meeting: Meeting, on_screen: Question | None) -> ScreenView:
    """The chair's screen. Anything but an accepted question that was put on it shows as the idle view."""
    if on_screen is not None and on_screen.state is State.ON_SCREEN:
        return ScreenView("question", public_question(on_screen, meeting.details.timezone))
    return ScreenView((meeting.idle_view or IdleView.BLANK).value, None)


def receipt_view(
    question: Question, leader: Question | None, zone: str, translations: NullTranslations = ENGLISH
) -> ReceiptView:
    """The asker's own words are theirs to see in any state, with the reason for that state.

    Words that somebody at the desk edited are a draft until the question is public, and theirs to see only then.
    A question that was put together with another one shares what becomes of that one: `leader`.
    """
    grouped = question.state is State.GROUPED and leader is not None
    whose = shares_with(question, leader)
    put = question.disposition.wording if question.state in PUBLIC_STATES else ""
    return ReceiptView(
        called=question.called,
        follow_up=follow_up(question, translations),
        text=shown(question.source.words),
        lang=foreign(question.asked_in, translations),
        put=shown(put),
        state=whose.state.value,
        reason=whose.reason,
        withdrawn_by_asker=whose.disposition.withdrawn_by_asker,
        due_on=whose.disposition.due_on,
        answer=_answer(whose),
        answered_by=_answered_by(whose),
        leader=public_question(leader, zone, translations) if grouped and leader else None,
    )


def shares_with(question: Question, leader: Question | None) -> Question:
    """Whose fate an asker is told: their own question's, or that of the one it is put together with, once decided.

    An answer is theirs also where the post of that one was deleted since.
    """
    if question.state is not State.GROUPED or leader is None:
        return question
    if leader.state is State.WITHDRAWN and leader.disposition.answer:
        return replace(leader, disposition=replace(leader.disposition, state=State.ANSWERED))
    return leader if leader.state in _SHARED else question


def no_longer_public(changes: Iterable[Change], now_public: set[int]) -> list[int]:
    """Numbers of questions to remove from public pages: once public in these changes, and not any more.

    A question that was never public is not mentioned, so that its number says nothing.
    """
    were = {c.question_number for c in changes if c.from_state in PUBLIC_STATES and c.question_number}
    return sorted(were - now_public)


def newly_public(changes: Iterable[Change]) -> list[int]:
    """Numbers of questions that these changes made public. What was so before may be on another page of a list."""
    return sorted(
        {
            c.question_number
            for c in changes
            if c.question_number and c.from_state not in PUBLIC_STATES and c.to_state in PUBLIC_STATES
        }
    )


def public_counts(counts: Mapping[State, int]) -> dict[str, int]:
    """How many questions each list of the public page has."""
    return {name: sum(counts.get(state, 0) for state in states) for name, states in PUBLIC_LISTS.items()}


def public_delta(
    since: int,
    meeting: Meeting,
    changed: Sequence[Question],
    changes: Sequence[Change],
    on_screen: Question | None,
    translations: NullTranslations = ENGLISH,
) -> dict[str, Any]:
    """The news for a public room: accepted questions that changed, which of them are new, and numbers to take away."""
    views = [
        view for question in changed if (view := public_question(question, meeting.details.timezone, translations))
    ]
    return {
        "since": since,
        "revision": meeting.revision,
        "now": on_screen.number if on_screen else None,
        "questions": [view.__dict__ for view in views],
        "fresh": newly_public(changes),
        "gone": no_longer_public(changes, {view.number for view in views}),
    }


def screen_delta(meeting: Meeting, on_screen: Question | None, now: datetime) -> dict[str, Any]:
    """The news for the projector: all of its view, so that it can never show a mixture.

    Times are told as they are, with what time it is here (ISO, UTC): the screen counts by itself.
    """
    view, ends_at = screen_view(meeting, on_screen), meeting.section.ends_at
    return {
        "revision": meeting.revision,
        "view": view.view,
        "question": view.question.__dict__ if view.question else None,
        "ends_at": ends_at.isoformat() if ends_at else "",
        "now": now.isoformat(),
    }


def desk_delta(since: int, meeting: Meeting, changes: Sequence[Change]) -> dict[str, Any]:
    """The news for the desk: which questions changed. The desk fetches its own page, with its own rights."""
    numbers = sorted({c.question_number for c in changes if c.question_number})
    return {"since": since, "revision": meeting.revision, "changed": numbers}


def asked_by(question: Question, translations: NullTranslations = ENGLISH) -> str:
    """The name to show; a post keeps name and handle together, as its network requires (docs/networks/x.md)."""
    if question.name_withheld:
        return translations.gettext(WITHHELD)
    name = shown(question.source.author_name) or translations.gettext(ANONYMOUS)
    handle = shown(question.source.author_handle)
    return f"{name} @{handle}" if handle else name


def via(question: Question, translations: NullTranslations = ENGLISH) -> str:
    """Where a question came from, in the words every screen uses."""
    channel = question.source.channel
    if channel in CAME_BY:
        return translations.gettext(CAME_BY[channel])
    return translations.gettext("Posted on {network}").format(network=channel)


def attribution(question: Question, zone: str, translations: NullTranslations = ENGLISH) -> str:
    """Where a question came from and, for a post, when: networks want the time beside it (docs/networks/x.md)."""
    if question.source.channel in CAME_BY:
        return via(question, translations)
    return f"{via(question, translations)}, {spoken_time(question.source.asked_at, zone, translations)}"
