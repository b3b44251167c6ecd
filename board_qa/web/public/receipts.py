"""The asker's private page: what has become of their question."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, render_template, request

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions import audience
from board_qa.domain.questions.admission import is_late, is_over
from board_qa.domain.questions.audience import ReceiptView
from board_qa.domain.questions.flooding import IN_A_FLOOD
from board_qa.domain.questions.question import Question, SourceState, State
from board_qa.domain.telling.fates import told_of
from board_qa.domain.telling.letters import MailMode
from board_qa.domain.text.saying import offered
from board_qa.domain.text.spoken import long_date
from board_qa.services.questions.moving import came_from
from board_qa.services.telling.asked import last_sent, told_by_a_person
from board_qa.web.public.pages import pages, question_of
from board_qa.web.public.shown_meeting import ShownMeeting, shown_meeting
from board_qa.web.public.site_page import SitePage, help_now
from board_qa.web.public.withdrawing import way_to_withdraw
from board_qa.web.shell.installation import installation, ports
from board_qa.web.shell.language import link, say
from board_qa.web.shell.shared_device import shared_by
from board_qa.web.shell.words import ANSWER_BELOW, LATE, RECEIPT_STATES, SENT_AGAIN, due

# As long as it may still be put to the board, its asker wants to know when that is.
_MAY_BE_PUT = frozenset({"received", "held", "accepted", "on_screen", "grouped"})
# An answer in writing that was promised is owed in another meeting as well, while that decides.
_PROMISED = _MAY_BE_PUT | {"written"}


@dataclass(frozen=True, kw_only=True)
class ReceiptPage(SitePage):
    """What became of a question, for whoever asked it. Sentences are '' where there is nothing to say.

    `to_come`: its meeting is still to come and may take it. `withdraw` is the way to withdraw it. `old_number` is the
    receipt number that it had in the meeting before. `at_source` is "gone" or "hidden" where its post cannot be seen on
    its `network`. `emailed` says what was emailed, or will be, to whoever left an address. `take_along` is the address
    of this page for a device of one's own, where this one is shared. `erased` says since when nothing else is kept.
    """

    meeting: ShownMeeting
    revision: int
    asked: ReceiptView
    heading: str
    next_step: str
    again: str
    late: str
    due: str
    to_come: bool
    withdraw: str
    old_number: str
    network: str
    at_source: str
    emailed: str
    take_along: str
    erased: str

    @property
    def redirected(self) -> bool:
        return self.asked.state == State.REDIRECTED

    @property
    def taken_back(self) -> bool:
        return self.asked.withdrawn_by_asker

    @property
    def put_heading(self) -> str:
        """What stands above the words that a moderator edited."""
        return say().gettext(audience.EDITED)

    @property
    def full_stop(self) -> str:
        """What ends the reason, which a board may have typed without one."""
        return "" if self.asked.reason.endswith(".") else "."


@pages.get("/r/<token>")
def receipt(token: str) -> str:
    """The asker's private page."""
    question = question_of(token)
    meeting = ports().store.meetings.get(question.meeting_id) or abort(404)
    leader = ports().store.questions.get(question.disposition.grouped_into or 0)
    return render_template("public/receipt.html", view=_page(question, meeting, leader, token))


def _page(question: Question, meeting: Meeting, leader: Question | None, token: str) -> ReceiptPage:
    asked = audience.receipt_view(question, leader, meeting.details.timezone, say())
    heading, next_step = RECEIPT_STATES["put_aside" if asked.reason == IN_A_FLOOD else asked.state]
    return ReceiptPage(
        signposts=help_now(meeting),
        code=meeting.code,
        meeting=shown_meeting(meeting),
        revision=meeting.revision,
        asked=asked,
        heading=say().gettext(heading),
        next_step=offered(ANSWER_BELOW if asked.answer else next_step, say()),
        again=say().gettext(SENT_AGAIN[question.name_withheld]) if "again" in request.args else "",
        late=_late(question, meeting, asked.state),
        due=due(asked.due_on) if asked.state in _PROMISED and asked.due_on else "",
        to_come=asked.state in _MAY_BE_PUT and not is_over(meeting.details, ports().clock()),
        withdraw=way_to_withdraw(question, leader, token),
        old_number=_old_number(question),
        network=question.source.channel,
        at_source=_at_source(question),
        emailed=_emailed(question, meeting, told_of(audience.shares_with(question, leader))),
        take_along=installation().settings.public_url + link("receipt", token=question.token) if shared_by() else "",
        erased=_erased(question, meeting),
    )


def _erased(question: Question, meeting: Meeting) -> str:
    if question.erased_at is None:
        return ""
    said = say().gettext("We erased it on {date}. We keep only its number and its dates.")
    return said.format(date=long_date(question.erased_at, meeting.details.timezone, say()))


def _late(question: Question, meeting: Meeting, state: str) -> str:
    """The rule for late questions. Once somebody has decided, the asker needs to know what, and not the rule."""
    if state not in ("received", "held") or not is_late(meeting.details, question.source.asked_at):
        return ""
    return say().gettext(LATE[meeting.details.rules.late])


def _emailed(question: Question, meeting: Meeting, of: str) -> str:
    mail = installation().mail
    if mail is MailMode.OFF or not question.source.email or question.state is State.WITHDRAWN:
        return ""
    sent = last_sent(ports(), question, of, mail)
    if sent is None and told_by_a_person(ports(), question, of):
        return ""
    if sent is None:
        return say().gettext("We will email you what becomes of it.")
    day = long_date(sent, meeting.details.timezone, say())
    return say().gettext("We emailed you about this on {date}.").format(date=day)


def _at_source(question: Question) -> str:
    """Why its post cannot be seen, where the question was withdrawn for that; else ''."""
    withdrawn = question.state is State.WITHDRAWN and question.source_state is not SourceState.VISIBLE
    return question.source_state.value if withdrawn else ""


def _old_number(question: Question) -> str:
    """The receipt number that the question had before it was moved to this meeting; '' where it always was here."""
    left = came_from(ports(), question)
    before = ports().store.meetings.get(left.meeting_id) if left else None
    return f"{before.code}-{left.called}" if before and left else ""
