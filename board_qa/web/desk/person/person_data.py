"""One person asks what is kept of them, or wants it gone: an administrator finds it, takes it out, erases it.

Whoever is looked for stands in no address: addresses are in logs and in the history of browsers.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse
from wtforms import BooleanField, HiddenField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from board_qa.domain.accounts.roles import Right
from board_qa.domain.rests_on import mark
from board_qa.exports.everything.person import as_page
from board_qa.services.privacy.erasing import OnItsWay, erase
from board_qa.services.privacy.finding import Found, find, hand_out, key_of
from board_qa.web.desk.person.person_page import PersonDataPage, choice, hint
from board_qa.web.operators.security_log import note_not_offered
from board_qa.web.shell.fields import in_one_line
from board_qa.web.shell.forms import MadeFrom, PageForm
from board_qa.web.shell.guards import actor, allowed
from board_qa.web.shell.installation import ports
from board_qa.web.shell.responses import latest_zone

pages = Blueprint("person_data", __name__, url_prefix="/desk/person-data")

_LONGEST = 320  # characters, as many as an email address may have
_NONE_CHOSEN = "Choose what is theirs"
_CLEANED = "Erased. Nothing of it is left in the database. Backups from before still have it: delete them when you can."
_NOT_CLEANED = (
    "Erased from every page. The database’s files are cleaned within a few minutes: another program is reading them."
)


class WhoForm(PageForm):
    who = StringField("Name, email address, social media name or receipt number")

    def validate_who(self, field: Any) -> None:
        in_one_line(field, "What you look for", "Enter a name, an email address or a receipt number", _LONGEST)


class ChoiceForm(WhoForm):
    """What was found, to choose from. `who` goes along unseen."""

    who = HiddenField()
    chosen = SelectMultipleField("What is theirs?")


class EraseForm(ChoiceForm):
    """`seen` is the mark of what somebody looked at before they erase it."""

    seen = MadeFrom()
    sure = BooleanField("I have checked that this person asked for it", [InputRequired("Tick the box to confirm")])


@pages.get("")
@allowed(Right.TAKE_OUT)
def page() -> str:
    return _page(WhoForm(formdata=None))


@pages.post("")
@allowed(Right.TAKE_OUT)
def look() -> str | tuple[str, int]:
    form = WhoForm()
    if not form.validate_on_submit():
        return _page(form), 422
    return _found(form, find(ports(), form.who.data))


@pages.post("/file")
@allowed(Right.TAKE_OUT)
def take() -> Response | tuple[str, int]:
    form, found = _chosen(ChoiceForm())
    if not form.validate_on_submit() or not form.chosen.data:
        return _choose(form, found)
    chosen = found.chosen(form.chosen.data)
    response = make_response(as_page(hand_out(ports(), chosen, actor()), chosen.posts, latest_zone()))
    response.headers["Content-Disposition"] = "attachment; filename=personal-data.html"
    response.headers["Cache-Control"] = "no-store"
    return response


@pages.post("/check")
@allowed(Right.TAKE_OUT)
def check() -> str | tuple[str, int]:
    """What goes and what stays, before it goes for good."""
    form, found = _chosen(ChoiceForm())
    if not form.validate_on_submit() or not form.chosen.data:
        return _choose(form, found)
    return _check(EraseForm(formdata=None, who=form.who.data), found.chosen(form.chosen.data))


def _seen(chosen: Found) -> str:
    """Of all that is to go, as it is: what anybody changes of a question gives it another revision."""
    questions = [(one.id, one.meeting_id, one.revision) for one in chosen.questions]
    return mark(questions, [(one.channel, one.post.native_id, one.post.version) for one in chosen.posts])


@pages.post("/erase")
@allowed(Right.TAKE_OUT)
def erase_it() -> BaseResponse | str | tuple[str, int]:
    form, found = _chosen(EraseForm())
    if not form.chosen.data:
        return _choose(form, found)
    chosen = found.chosen(form.chosen.data)
    if not form.validate_on_submit():
        return _check(form, chosen), 422
    if form.seen.data != _seen(chosen):
        form.sure.errors = ["Something here changed since you looked. Check again what goes"]
        return _check(form, chosen), 409
    try:
        cleaned = erase(ports(), chosen.questions, chosen.posts, actor())
    except OnItsWay as busy:
        return _check(form, chosen, busy), 409
    flash(_CLEANED if cleaned else _NOT_CLEANED)
    return redirect(url_for("person_data.page"), 303)


def _chosen(form: ChoiceForm) -> tuple[ChoiceForm, Found]:
    """The form, and what it can choose from: nothing else is ever handed out or erased by it."""
    found = find(ports(), form.who.data or "")
    _offer(form, found)
    offered = {key_of(one) for one in found.theirs}
    sent = form.chosen.data or []
    note_not_offered("".join(key for key in sent if key not in offered))
    form.chosen.data = [key for key in sent if key in offered]
    return form, found


def _offer(form: ChoiceForm, found: Found) -> None:
    form.chosen.choices = [SelectChoice(key_of(one), choice(one)) for one in found.theirs]


def _page(form: WhoForm) -> str:
    return render_template("desk/person/page.html", view=PersonDataPage(form))


def _found(form: WhoForm, found: Found) -> str:
    choose = ChoiceForm(formdata=None, who=form.who.data)
    _offer(choose, found)
    return _listed(form, choose, found)


def _choose(choose: ChoiceForm, found: Found) -> tuple[str, int]:
    choose.validate()
    choose.chosen.errors = [_NONE_CHOSEN]
    return _listed(WhoForm(formdata=None, who=choose.who.data), choose, found), 422


def _listed(form: WhoForm, choose: ChoiceForm, found: Found) -> str:
    hints = {key_of(one): hint(one) for one in found.theirs}
    view = PersonDataPage(form, choose, found, hints, looked=True)
    return render_template("desk/person/page.html", view=view)


def _check(form: EraseForm, chosen: Found, busy: OnItsWay | None = None) -> str:
    form.seen.data = _seen(chosen)
    return render_template("desk/person/check.html", view=PersonDataPage.checking(form, chosen, busy))
