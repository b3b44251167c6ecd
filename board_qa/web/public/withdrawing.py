"""The page on which whoever asked a question takes it back, and what it says where that is too late."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, make_response, redirect, render_template
from werkzeug.wrappers import Response as BaseResponse

from board_qa.domain.questions.audience import receipt_view, shares_with
from board_qa.domain.questions.question import Question, State
from board_qa.domain.questions.withdrawing import can_withdraw, has_own_page
from board_qa.domain.text.saying import offered
from board_qa.services.questions.withdrawing import WithdrawalClosed, by_its_asker
from board_qa.web.public.pages import pages, question_of
from board_qa.web.public.site_page import SitePage, help_now
from board_qa.web.shell.installation import ports
from board_qa.web.shell.language import link, say
from board_qa.web.shell.words import NOT_WITHDRAWN_HERE, TOO_LATE_TO_WITHDRAW


@dataclass(frozen=True, kw_only=True)
class WithdrawPage(SitePage):
    """The question's own words, and the addresses of its page and of the form. `heading` and `why` say that it is too
    late; else they are empty."""

    receipt: str
    action: str
    text: str
    lang: str
    heading: str
    why: str


@pages.get("/r/<token>/withdraw")
def withdraw_form(token: str) -> BaseResponse:
    """Ask once more: nothing is changed by looking at a page."""
    return _as_it_stands(question_of(token), token)


# Like the form for a question it has no token of its own: the address is the only key, and other sites are refused.
@pages.post("/r/<token>/withdraw")
def withdraw(token: str) -> BaseResponse:
    try:
        by_its_asker(ports(), question_of(token))
    except WithdrawalClosed:
        return _as_it_stands(question_of(token), token, 409)
    return redirect(link("receipt", token=token), 303)


def way_to_withdraw(question: Question, leader: Question | None, token: str) -> str:
    """The address of that page, as long as it can do anything. `token` is what stands for the question's own here."""
    return link("withdraw_form", token=token) if can_withdraw(question, leader) else ""


def _as_it_stands(question: Question, token: str, status: int = 200) -> BaseResponse:
    """The question whether to withdraw it; else what is so now, and why it cannot be."""
    if question.state is State.WITHDRAWN:
        return redirect(link("receipt", token=token))
    response = make_response(render_template("public/withdraw.html", view=_page(question, token)))
    response.status_code = status
    return response


def _page(question: Question, token: str) -> WithdrawPage:
    meeting = ports().store.meetings.get(question.meeting_id) or abort(404)
    asked = receipt_view(question, None, meeting.details.timezone, say())
    heading, why = _why_not(question)
    return WithdrawPage(
        signposts=help_now(meeting),
        receipt=link("receipt", token=token),
        action=link("withdraw", token=token),
        text=asked.text,
        lang=asked.lang,
        heading=offered(heading, say()),
        why=offered(why, say()),
    )


def _why_not(question: Question) -> tuple[str, str]:
    """A heading and a sentence that say why it cannot be withdrawn here; empty where it can."""
    leader = ports().store.questions.get(question.disposition.grouped_into or 0)
    if can_withdraw(question, leader):
        return "", ""
    if has_own_page(question):
        return TOO_LATE_TO_WITHDRAW[shares_with(question, leader).state]
    return NOT_WITHDRAWN_HERE
