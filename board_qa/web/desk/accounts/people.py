"""The people at the desk: an administrator adds them, gives them a role and a sign-in link, and closes accounts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse
from wtforms import BooleanField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from board_qa.domain.accounts import naming
from board_qa.domain.accounts.moderator import Moderator
from board_qa.domain.accounts.roles import TITLES, Right, Role
from board_qa.domain.questions.paging import page
from board_qa.services.accounts import people, second_step, signing_in
from board_qa.web.desk.accounts.confirming import confirmed
from board_qa.web.desk.accounts.people_page import PeoplePage, PersonLinkPage, PersonPage, PersonRow, events
from board_qa.web.operators.security_log import SecurityEvent, note
from board_qa.web.shell.forms import PageForm
from board_qa.web.shell.guards import actor, allowed
from board_qa.web.shell.installation import installation, ports
from board_qa.web.shell.responses import latest_zone, number
from board_qa.web.shell.words import a_role

pages = Blueprint("people", __name__, url_prefix="/desk/people")

PER_PAGE = 50
# What is said on the person's page where a change is not possible.
_REFUSED: dict[type[Exception], str] = {
    people.LastAdministrator: "This is the only open administrator. Make somebody else an administrator first.",
    people.OwnAccount: "You cannot close your own account. Ask another administrator to do it.",
    people.OwnCodes: "Turn off your own security codes under Your account: it asks for your password and a code.",
    people.OwnLink: "You cannot make a sign-in link for yourself. Change your password under Your account.",
    people.OwnSignOn: "You cannot unlink your own account. Ask another administrator to do it.",
    people.ClosedAccount: "This account is closed. Reopen it first.",
}
# What nobody does to themselves: one's own page offers none of it.
_TO_ONESELF = (people.OwnAccount, people.OwnCodes, people.OwnLink, people.OwnSignOn)


class RoleForm(PageForm):
    role = RadioField(
        "Role", [InputRequired("Choose a role")], choices=[SelectChoice(one.value, TITLES[one]) for one in Role]
    )

    def validate_role(self, field: Any) -> None:
        """Our page offers no other: whoever sends one made it up."""
        if field.data and field.data not in TITLES:
            note(SecurityEvent.NO_SUCH_ROLE)


class PersonForm(RoleForm):
    name = StringField("Full name", [InputRequired("Enter the name that colleagues see, like Sam Patel")])
    username = StringField("User name", [InputRequired("Enter a user name, like sam.patel")])

    def validate_name(self, field: Any) -> None:
        with _said_of_the_field():
            field.data = naming.full_name(field.data)

    def validate_username(self, field: Any) -> None:
        with _said_of_the_field():
            naming.refuse_odd_username(signing_in.normal(field.data))


@contextmanager
def _said_of_the_field() -> Iterator[None]:
    try:
        yield
    except ValueError as error:
        raise ValidationError(str(error)) from error


class LinkForm(PageForm):
    reset = BooleanField("Also sign them out everywhere and cancel their password")


@pages.get("")
@allowed(Right.MANAGE_PEOPLE)
def index() -> str:
    return _list(PersonForm(formdata=None))


@pages.post("")
@allowed(Right.MANAGE_PEOPLE)
@confirmed("add a person")
def add() -> tuple[str, int]:
    form = PersonForm()
    if form.validate_on_submit():
        added = people.add(ports(), form.username.data, form.name.data, Role(form.role.data), actor())
        if added is not None:
            note(SecurityEvent.ADDED, added[0].id)
            return _link_page(*added), 201
        form.username.errors = ["Somebody has this user name already, perhaps in a closed account. Choose another"]
    return _list(form), 422


@pages.get("/<number:person_id>")
@allowed(Right.MANAGE_PEOPLE)
def person(person_id: int) -> str:
    return _page(_person(person_id))


@pages.post("/<number:person_id>/role")
@allowed(Right.MANAGE_PEOPLE)
@confirmed("change a role")
def role(person_id: int) -> BaseResponse | tuple[str, int]:
    """Another role, which counts from their next click."""
    one, form = _person(person_id), RoleForm()
    if not form.validate_on_submit():
        return _page(one, role_form=form), 422
    wanted = Role(form.role.data)
    said = f"{one.name} is {a_role(wanted)} now."
    return _changed(one, people.change_role, said, SecurityEvent.ROLE_CHANGED, wanted)


@pages.post("/<number:person_id>/link")
@allowed(Right.MANAGE_PEOPLE)
@confirmed("make a sign-in link")
def link(person_id: int) -> tuple[str, int]:
    """A new one-time link. The answer is the page that shows it: it is kept nowhere to be shown again."""
    one, reset = _person(person_id), LinkForm().reset.data
    try:
        token = people.new_link(ports(), one, actor(), reset)
    except (people.OwnLink, people.ClosedAccount) as refusal:
        return _refused(one, refusal)
    note(SecurityEvent.RESET if reset else SecurityEvent.LINK_MADE, one.id)
    return _link_page(one, token), 201


@pages.post("/<number:person_id>/code-off")
@allowed(Right.MANAGE_PEOPLE)
@confirmed("turn off their security codes")
def code_off(person_id: int) -> BaseResponse | tuple[str, int]:
    """For somebody who lost their phone and their recovery codes."""
    one = _person(person_id)
    said = f"The security codes of {one.name} are off."
    return _changed(one, people.set_code_back, said, SecurityEvent.CODES_SET_BACK)


@pages.post("/<number:person_id>/unlink")
@allowed(Right.MANAGE_PEOPLE)
@confirmed("unlink their account")
def unlink(person_id: int) -> BaseResponse | tuple[str, int]:
    """For somebody who got another account at the organisation."""
    one = _person(person_id)
    return _changed(one, people.unlink, _after_unlinking(one), SecurityEvent.UNLINKED)


def _after_unlinking(one: Moderator) -> str:
    """Another account takes over none that has ways in of its own (`signing_on.HasItsOwn`)."""
    codes = "turn off their security codes" if second_step.is_on(ports(), one.id) else ""
    password = "make a sign-in link that cancels their password" if one.password_hash else ""
    first = " and ".join(filter(None, (password, codes)))
    if not first:
        return f"{one.name} can sign in with another account of your organisation."
    return f"{one.name} is unlinked. Before another account of your organisation lets them in, {first}."


@pages.post("/<number:person_id>/sign-out")
@allowed(Right.MANAGE_PEOPLE)
def sign_out(person_id: int) -> BaseResponse | tuple[str, int]:
    """End their sessions: a laptop was left open, perhaps."""
    one = _person(person_id)
    said = f"{one.name} is signed out everywhere."
    return _changed(one, people.sign_out, said, SecurityEvent.SIGNED_OUT_BY_ADMINISTRATOR)


@pages.post("/<number:person_id>/close")
@allowed(Right.MANAGE_PEOPLE)
def close(person_id: int) -> BaseResponse | tuple[str, int]:
    one = _person(person_id)
    said = f"The account of {one.name} is closed. They are signed out everywhere."
    return _changed(one, people.close, said, SecurityEvent.CLOSED)


@pages.post("/<number:person_id>/reopen")
@allowed(Right.MANAGE_PEOPLE)
@confirmed("reopen the account")
def reopen(person_id: int) -> BaseResponse | tuple[str, int]:
    one = _person(person_id)
    return _changed(one, people.reopen, f"The account of {one.name} is open again.", SecurityEvent.REOPENED)


def _changed(
    one: Moderator, verb: Callable[..., bool], said: str, event: SecurityEvent, *more: Role
) -> BaseResponse | tuple[str, int]:
    """Do it and say so on the person's page and, where it changed anything, in the log; or say why it cannot be."""
    try:
        changed = verb(ports(), one, *more, actor())
    except tuple(_REFUSED) as refusal:
        return _refused(one, refusal)
    if changed:
        note(event, one.id)
    flash(said)
    # Whoever has just changed their own role may not be allowed on these pages any more.
    own = one.id == g.moderator.id
    return redirect(url_for("meetings.index") if own else url_for("people.person", person_id=one.id), 303)


def _refused(one: Moderator, why: Exception) -> tuple[str, int]:
    if isinstance(why, _TO_ONESELF):
        note(SecurityEvent.TO_ONESELF)
    return _page(one, _REFUSED[type(why)]), 409


def _list(form: PersonForm) -> str:
    accounts, zone = ports().store.people, latest_zone()
    paging = page(request.args.get("page", 1, type=number), PER_PAGE, accounts.count())
    listed = accounts.page(PER_PAGE, paging.skip)
    by_organisation = installation().sign_on is not None
    view = PeoplePage(form, _rows(listed, zone), paging, events(people.history(ports()), zone), by_organisation)
    return render_template("desk/accounts/people.html", view=view)


def _page(one: Moderator, problem: str = "", role_form: RoleForm | None = None) -> str:
    zone = latest_zone()
    (row,) = _rows([one], zone)
    form = role_form or RoleForm(formdata=None, role=one.role.value)
    history = events(people.history(ports(), one), zone)
    has_codes = second_step.is_on(ports(), one.id)
    places = len(signing_in.sessions(ports(), one))
    linked = ports().store.sign_ons.is_linked(one.id)
    view = PersonPage(row, form, LinkForm(formdata=None), problem, history, has_codes, places, linked)
    return render_template("desk/accounts/person.html", view=view)


def _rows(listed: list[Moderator], zone: str) -> list[PersonRow]:
    last = ports().store.people.last_sign_ins([one.id for one in listed])
    return [PersonRow(one, one.id == g.moderator.id, last.get(one.id), zone) for one in listed]


def _link_page(one: Moderator, token: str) -> str:
    # The link leads to the page that sets a password: the next sign-in then needs no administrator.
    has_password = signing_in.may_have_password(ports(), one)
    then = url_for("auth.password") if has_password else None
    path = url_for("auth.link_page", token=token, next=then)
    hours = int(signing_in.LINK_LASTS.total_seconds() // 3600)
    view = PersonLinkPage(one, installation().settings.public_url + path, hours, has_password)
    return render_template("desk/accounts/person_link.html", view=view)


def _person(person_id: int) -> Moderator:
    return ports().store.people.get(person_id) or abort(404)
