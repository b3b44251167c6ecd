"""What the board aims at: an administrator sets, changes and removes it, and everybody sees what was reached."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse
from wtforms import SelectField
from wtforms.validators import ValidationError

from board_qa.domain.accounts.roles import Right
from board_qa.domain.listening.targets import MOST, Target
from board_qa.phrases.settings import SaidChange, history_said
from board_qa.phrases.targets import AIMS, aim_said, setting, title
from board_qa.services.listening import targets
from board_qa.web.operators.security_log import note_not_offered
from board_qa.web.shell.fields import LATELY, WholeNumber
from board_qa.web.shell.forms import MadeFrom, PageForm
from board_qa.web.shell.guards import actor, allowed
from board_qa.web.shell.installation import ports
from board_qa.web.shell.responses import latest_zone

pages = Blueprint("targets", __name__, url_prefix="/desk/listening/targets")


class ChangeForm(PageForm):
    number = WholeNumber("Number at each meeting", 1, MOST)
    before = MadeFrom()  # the number that this form was made from, '' where there was no target


class AddForm(PageForm):
    figure = SelectField("What you aim at", validate_choice=False)
    number = WholeNumber("Number at each meeting", 1, MOST)

    def validate_figure(self, field: Any) -> None:
        if field.data not in AIMS:
            note_not_offered(field.data or "")
            raise ValidationError("Choose what you aim at")


@dataclass(frozen=True)
class TargetRow:
    figure: str
    title: str
    aim: str


@dataclass(frozen=True)
class TargetsPage:
    """`form` adds one; None where there is a target for everything."""

    rows: Sequence[TargetRow]
    form: AddForm | None
    changes: Sequence[SaidChange]
    zone: str


@dataclass(frozen=True)
class TargetPage:
    """`overtaken` says what somebody else did meanwhile, '' where nobody did."""

    figure: str
    title: str
    means: str
    is_at_most: bool
    form: ChangeForm
    overtaken: str


@pages.route("", methods=["GET", "POST"])
@allowed(Right.MANAGE_PEOPLE)
def index() -> BaseResponse | str | tuple[str, int]:
    """The list, and the form that adds one."""
    form = AddForm()
    if not (form.is_submitted() and _added(form)):
        page = _list(form)
        return (page, 422) if form.errors else page
    flash(f"Added: {title(form.figure.data)}.")
    return redirect(url_for("targets.index"), 303)


@pages.route("/<figure>", methods=["GET", "POST"])
@allowed(Right.MANAGE_PEOPLE)
def target(figure: str) -> BaseResponse | str | tuple[str, int]:
    """Change it, or go on to remove it."""
    known = ports().store.targets.get(figure if figure in AIMS else abort(404))
    form = ChangeForm(data={"number": known.number, "before": str(known.number)} if known else {})
    if not form.validate_on_submit():
        page = _one(figure, form)
        return (page, 422) if form.errors else page
    try:
        targets.save(ports(), Target(figure, form.number.data), _seen(form), actor())
    except targets.ChangedMeanwhile as change:
        return _overtaken(figure, form, change.target)
    flash(f"Saved: {title(figure)}.")
    return redirect(url_for("targets.index"), 303)


@pages.post("/<figure>/remove")
@allowed(Right.MANAGE_PEOPLE)
def remove(figure: str) -> BaseResponse:
    targets.remove(ports(), figure if figure in AIMS else abort(404), actor())
    flash(f"Removed: {title(figure)}. The number is under recent changes, if you want to add it again.")
    return redirect(url_for("targets.index"), 303)


def _added(form: AddForm) -> bool:
    """Do it; else say at the field what is wrong."""
    if not form.validate():
        return False
    try:
        targets.save(ports(), Target(form.figure.data, form.number.data), None, actor())
    except targets.ChangedMeanwhile:
        form.figure.errors = ["There is a target for this already. Change it in the list above"]
    return not form.errors


def _list(form: AddForm) -> str:
    there = ports().store.targets.all()
    taken = {one.figure for one in there} - {form.figure.data}
    form.figure.choices = [("", "Choose"), *((name, title(name)) for name in AIMS if name not in taken)]
    ours = {setting(name) for name in AIMS}
    lately = [one for one in ports().store.settings.history(None, LATELY) if one.what.setting in ours]
    rows = [TargetRow(one.figure, title(one.figure), aim_said(one)) for one in there]
    view = TargetsPage(
        rows, form if len(there) < len(AIMS) or form.errors else None, history_said(lately), latest_zone()
    )
    return render_template("desk/listening/targets.html", view=view)


def _one(figure: str, form: ChangeForm, overtaken: str = "") -> str:
    aim = AIMS[figure]
    view = TargetPage(figure, aim.title, aim.means, Target(figure, 1).is_at_most, form, overtaken)
    return render_template("desk/listening/target.html", view=view)


def _overtaken(figure: str, form: ChangeForm, now: Target | None) -> tuple[str, int]:
    """Somebody else was first: say what they did. Sending the form again is then meant."""
    form.before.data = str(now.number) if now else ""
    said = f"They set it to {now.number:,}." if now else "They removed this target."
    return _one(figure, form, said), 409


def _seen(form: ChangeForm) -> int | None:
    return int(form.before.data) if re.fullmatch(r"[0-9]{1,6}", form.before.data or "") else None
