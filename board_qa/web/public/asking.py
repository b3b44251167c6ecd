"""The form for a question, and what must be put right in it."""

from __future__ import annotations

from flask import Response, jsonify, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.admission import ACCEPTING, Window, said_attending
from board_qa.domain.questions.question import Receipt
from board_qa.ports.stores import StoreUnavailable
from board_qa.services.questions.asking import NotTaken, TooMany, ask, window
from board_qa.web.operators.security_log import SecurityEvent, note, note_not_offered
from board_qa.web.public.ask_form import QuestionForm
from board_qa.web.public.ask_page import ask_page
from board_qa.web.public.form_keys import LONGEST, fresh_key, is_ours
from board_qa.web.public.pages import meeting_of, pages
from board_qa.web.shell import words
from board_qa.web.shell.errors import RETRY_AFTER
from board_qa.web.shell.guards import wants_json
from board_qa.web.shell.installation import installation, ports
from board_qa.web.shell.language import link, say
from board_qa.web.shell.same_site import opened_without_https
from board_qa.web.shell.shared_device import HERE, SharedBy, begin_visit, share, shared_by


@pages.get("/<code:code>/ask")
def ask_form(code: str) -> Response:
    return _page(meeting_of(code), QuestionForm(formdata=None))


@pages.get("/<code:code>/questions")
def after_a_reload(code: str) -> BaseResponse:
    """Somebody reloads the address that their refused form was sent to."""
    return redirect(link("ask_form", code=code))


# Not the address of the form: browsers forget a page that its own address was posted to, and "back" would then
# fetch a new one, with a new idempotency key and without what was typed.
@pages.post("/<code:code>/questions")
def ask_question(code: str) -> BaseResponse:
    meeting, form = meeting_of(code), QuestionForm()
    _note_what_no_person_sends(form)
    try:
        receipt = ask(ports(), meeting, form.asked(), say(), form.sender())
    except NotTaken as refusal:
        form.asked_who.data, form.website.data = "1", ""
        form.key.data = fresh_key() if refusal.new_key else form.key.data
        page = _page(meeting, form, refusal)
        if isinstance(refusal, TooMany):
            note(SecurityEvent.QUESTION_HELD_OFF)
            page.status_code = 429
            page.headers["Retry-After"] = int(refusal.wait.total_seconds())
        return jsonify(problem=page.get_data(as_text=True)) if wants_json() else page
    except StoreUnavailable:
        if wants_json():
            raise  # its script keeps what was typed
        page = _page(meeting, form, NotTaken(Window.OPEN, {"question": say().gettext(words.NOT_TAKEN)}))
        page.status_code = 503
        page.headers["Retry-After"] = RETRY_AFTER
        return page
    return _to_its_page(receipt, shared_by() or _says_shared(form))


def _note_what_no_person_sends(form: QuestionForm) -> None:
    """Whoever sends it is answered as before, and learns nothing from it."""
    if not is_ours(request.form.get("key", "")[:LONGEST]):  # not the one that a form without any is given
        note(SecurityEvent.FORM_KEY_NOT_OURS)
    if form.website.data:
        note(SecurityEvent.HIDDEN_FIELD)
    if not said_attending(form.asked()):
        note_not_offered(form.attending.data or "")


def _to_its_page(receipt: Receipt, shared: SharedBy | None) -> BaseResponse:
    """On to the private page. It says so where something in the form was changed, or nobody would know that it was not
    taken."""
    address = link("receipt", token=HERE if shared else receipt.token, again=1 if receipt.differed else None)
    response = jsonify(receipt=address) if wants_json() else redirect(address, 303)
    if shared:
        begin_visit(response, receipt.token)
        share(response, shared)
    return response


def _says_shared(form: QuestionForm) -> SharedBy | None:
    """Ticked on the form; without effect where the browser keeps no cookie, or the receipt would be lost."""
    kept = not opened_without_https(request.headers, installation().settings)
    return SharedBy.PERSON if form.shared_device.data and kept else None


def _page(meeting: Meeting, form: QuestionForm, refusal: NotTaken | None = None) -> Response:
    form.blame(refusal.problems if refusal else {})
    refused = refusal is not None and refusal.window not in ACCEPTING
    page = ask_page(meeting, form, window(ports(), meeting), refused)
    response = make_response(render_template("public/ask.html", view=page))
    # "Back" must find the page with what was typed: it may be kept, but not shared and not reused unasked. On a device
    # that many people use it must find nothing.
    shared = form.shared_device.data or shared_by()
    response.headers["Cache-Control"] = "no-store" if shared else "private, no-cache"
    response.status_code = 422 if refusal else 200
    return response
