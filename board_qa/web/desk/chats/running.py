"""A chat at the desk: its plan, each step of which somebody posts by a press, and the answers below each question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from board_qa.domain.accounts.roles import Right
from board_qa.domain.chats.plan import Step
from board_qa.domain.chats.questions import MOST, ChatQuestion, Posted
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.paging import Paging
from board_qa.domain.questions.paging import page as page_of
from board_qa.services.chats import gathering, planning, posting
from board_qa.services.networks.approving import ChangedSince, NotPublishable
from board_qa.web.desk.chats.chat_form import QuestionForm
from board_qa.web.desk.chats.chat_page import AnswersCard, Typed, answers_card, chat_page, name_of, title_of
from board_qa.web.desk.chats.pages import chat_or_404, pages
from board_qa.web.desk.posts.writing import WritingForm, as_sent, blame, look_again, words_of
from board_qa.web.shell.guards import actor, allowed
from board_qa.web.shell.installation import installation, ports
from board_qa.web.shell.responses import number as in_the_database

PER_PAGE = 100
_POSTED = "This question is posted, or one beside it is. People answer it by its number, so it stays as it is."
_GONE = "Somebody removed this question."
_OTHER_PLAN = "Somebody changed the plan just now. Look at it again."
_OTHER_WORDS = "Somebody else changed the plan since you opened this page. It is now: {}. Save again to replace that"


@dataclass(frozen=True)
class AnswersPage:
    meeting: Meeting
    card: AnswersCard
    paging: Paging
    number: int


@pages.get("/meetings/<number:meeting_id>/chat")
@allowed(Right.READ)
def page(meeting_id: int) -> str:
    return _page(chat_or_404(meeting_id), Typed())


@pages.get("/meetings/<number:meeting_id>/chat/answers/<number:number>")
@allowed(Right.READ)
def answers(meeting_id: int, number: int) -> str:
    """All posts below a question, a page at a time; with the number 0, all that answer none."""
    meeting = chat_or_404(meeting_id)
    read = gathering.read(ports(), meeting)
    if number > len(read.questions):
        abort(404)
    gathered, text = installation().run_apart(read.gathered), read.questions[number - 1].text if number else ""
    posts = gathered.answers[number] if number else gathered.others
    paging = page_of(request.args.get("page", 1, type=in_the_database), PER_PAGE, len(posts))
    card = answers_card(meeting, number, text, posts, posts[paging.skip : paging.last], "")
    return render_template("desk/chats/answers.html", view=AnswersPage(meeting, card, paging, number))


@pages.post("/meetings/<number:meeting_id>/chat/questions")
@allowed(Right.MODERATE)
def add(meeting_id: int) -> BaseResponse | tuple[str, int]:
    meeting = chat_or_404(meeting_id)
    form = QuestionForm(meeting.details.section_minutes)
    if form.validate_on_submit():
        try:
            planning.add(ports(), meeting, form.text.data, form.planned, actor())
        except planning.TooMany:
            form.text.errors = [f"A chat can have {MOST} questions, and this one has them all"]
    if form.errors:
        return _page(meeting, Typed(questions={"new": form})), 422
    flash("The question is added.")
    return _to(meeting)


@pages.post("/meetings/<number:meeting_id>/chat/questions/<number:question_id>")
@allowed(Right.MODERATE)
def change(meeting_id: int, question_id: int) -> BaseResponse | tuple[str, int]:
    """Other words or another minute; the buttons beside it move the question or remove it."""
    meeting = chat_or_404(meeting_id)
    what, seen = request.form.get("do", "save"), request.form.get("rests_on", "")
    if what in _DONE:
        done, act = _DONE[what]
        try:
            return _changed(meeting, done, lambda: act(meeting, question_id, seen))
        except planning.ChangedMeanwhile:
            flash(_OTHER_PLAN)
            return _to(meeting)
    one = _question(meeting, question_id)
    form = QuestionForm(meeting.details.section_minutes, one)
    if not form.validate_on_submit():
        return _page(meeting, Typed(questions={f"q{question_id}": form})), 422
    new = ChatQuestion(question_id, form.text.data, form.planned)
    try:
        return _changed(meeting, "Saved.", lambda: planning.change(ports(), meeting, new, actor(), seen))
    except planning.ChangedMeanwhile:
        form.text.errors = [_OTHER_WORDS.format(_said(_question(meeting, question_id)))]
        return _page(meeting, Typed(questions={f"q{question_id}": form})), 409


def _question(meeting: Meeting, question_id: int) -> ChatQuestion | None:
    return next((one for one in ports().store.chats.questions(meeting.id) if one.id == question_id), None)


def _said(one: ChatQuestion | None) -> str:
    if one is None:
        return "removed"
    return f"“{one.text}”" if one.minute is None else f"“{one.text}”, at minute {one.minute}"


_DONE: dict[str, tuple[str, Callable[[Meeting, int, str], None]]] = {
    "earlier": ("Moved.", lambda meeting, id_, seen: planning.move(ports(), meeting, id_, -1, actor(), seen)),
    "later": ("Moved.", lambda meeting, id_, seen: planning.move(ports(), meeting, id_, 1, actor(), seen)),
    "remove": (
        "The question is removed. Its words stay on the record of changes, on the page “Edit the chat”.",
        lambda meeting, id_, seen: planning.remove(ports(), meeting, id_, actor(), seen),
    ),
}


@pages.post("/meetings/<number:meeting_id>/chat/questions/<number:question_id>/post")
@allowed(Right.MODERATE)
def post_question(meeting_id: int, question_id: int) -> BaseResponse | tuple[str, int]:
    """Publish a question in exactly the words that stand in its box."""
    return _post(chat_or_404(meeting_id), f"q{question_id}")


@pages.post("/meetings/<number:meeting_id>/chat/<any(welcome, thanks):what>")
@allowed(Right.MODERATE)
def post_other(meeting_id: int, what: str) -> BaseResponse | tuple[str, int]:
    """The same of the posts that begin and end the chat."""
    return _post(chat_or_404(meeting_id), what)


def _post(meeting: Meeting, name: str) -> BaseResponse | tuple[str, int]:
    step = next((one for one in posting.plan(ports(), meeting) if name_of(one) == name), None)
    if step is None or meeting.details.cancelled:
        flash("This chat is cancelled. Nothing is posted from here." if step else _GONE)
        return _to(meeting)
    form = as_sent(WritingForm())
    words = words_of(form)
    try:
        if words and not request.form.get("check"):
            posting.press(ports(), meeting, step, words, actor(), str(form.rests_on.data or ""))
            flash(f"{title_of(step)} is being published on {', '.join(one.name for one, _ in words)}.")
            return _to(meeting)
    except posting.AlreadyPressed as first:
        return _too_late(meeting, step, first.by)
    except posting.NotInThePlan:
        flash(_OTHER_PLAN)
        return _to(meeting)
    except NotPublishable as unfit:
        blame(form, unfit)
    except ChangedSince:
        look_again(form, posting.rests_on(ports(), meeting, step), f"{title_of(step)} or the plan of the chat")
    return _page(meeting, Typed(writing={name: form})), 422 if form.text.errors or form.networks.errors else 200


def _too_late(meeting: Meeting, step: Step, by: str) -> BaseResponse:
    flash(f"{title_of(step)} was published by {by} already. It was not sent again.")
    return _to(meeting)


def _changed(meeting: Meeting, done: str, act: Callable[[], None]) -> BaseResponse:
    try:
        act()
        flash(done)
    except Posted:
        flash(_POSTED)
    except planning.NotThere:
        flash(_GONE)
    return _to(meeting)


def _page(meeting: Meeting, typed: Typed) -> str:
    return render_template("desk/chats/page.html", view=chat_page(meeting, typed))


def _to(meeting: Meeting) -> BaseResponse:
    return redirect(url_for("chats.page", meeting_id=meeting.id), 303)
