"""The password, and the code of whoever has codes, asked for once more of whoever signed in a while ago.

Somebody else may be at their computer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import g, render_template, request
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from board_qa.services.accounts import own_password, second_step, signing_in
from board_qa.services.accounts.guesses import TooManyTries
from board_qa.services.accounts.own_password import Given
from board_qa.web.desk.accounts.auth import CODE_MAX, ONE_IS_WRONG, looked_at
from board_qa.web.operators.security_log import SecurityEvent, note
from board_qa.web.shell.forms import PageForm
from board_qa.web.shell.guards import View, go_on_by, session_token
from board_qa.web.shell.installation import installation, ports

_TOO_MANY = "Too many wrong passwords or codes were tried. Wait 15 minutes and try again"
_OURS = ("csrf_token", "password", "security_code")  # fields of this page, which go no further


class ConfirmForm(PageForm):
    password = PasswordField("Password", [InputRequired("Enter your password"), Length(max=signing_in.PASSWORD_MAX)])
    security_code = StringField(
        "Security code", [InputRequired("Enter the code that your app shows"), Length(max=CODE_MAX)]
    )


@dataclass(frozen=True)
class ConfirmPage:
    """`sent` is what goes on with them; `asked_for` that the board waits for this person's security codes."""

    form: ConfirmForm
    to_do: str
    sent: Sequence[tuple[str, str]]
    has_password: bool
    may_choose_password: bool  # without the one before
    by_organisation: bool  # people sign in with their organisation's account
    asked_for: bool
    minutes: int = int(signing_in.JUST_NOW.total_seconds() // 60)


def confirmed(to_do: str) -> Callable[[View], View]:
    """Before a POST is done, ask whoever signed in a while ago for their password; then do it with what they sent.

    From then on they count as just signed in, under another token. `to_do` follows "Enter your password to".
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            asked = _ask(to_do)
            return view(*args, **kwargs) if asked is None else asked

        return guarded  # type: ignore[return-value]  # wraps keeps the view's own signature

    return guard


def _ask(to_do: str) -> tuple[str, int] | None:
    """The page that asks; None where nothing is left to ask."""
    if signing_in.just_signed_in(ports(), g.moderator, session_token()):
        return None
    form, status = _form(), 200
    if "password" in request.form:
        if looked_at(form) and _is_owner(form):
            return None
        status = 429 if _TOO_MANY in form.password.errors else 422
    return render_template("desk/accounts/confirm.html", view=_view(form, to_do)), status


def _form() -> ConfirmForm:
    form = ConfirmForm()
    if not second_step.is_on(ports(), g.moderator.id):
        del form.security_code
    return form


def _is_owner(form: ConfirmForm) -> bool:
    """Let the session begin anew, or put into the form why it does not."""
    code = form.security_code.data if form.security_code else ""
    try:
        token = _confirm(Given(form.password.data, code))
    except TooManyTries:
        form.password.errors = [_TOO_MANY]
        note(SecurityEvent.HELD_OFF)
        return False
    if token is None:
        form.password.errors = [
            ONE_IS_WRONG if form.security_code else "The password is not right. Check it and try again"
        ]
        note(SecurityEvent.NOT_RIGHT)
        return False
    go_on_by(token)
    note(SecurityEvent.CONFIRMED)
    return True


def _confirm(given: Given) -> str | None:
    here = installation()
    return own_password.confirm(ports(), here.passwords, here.code_apps, g.moderator, given, session_token())


def _view(form: ConfirmForm, to_do: str) -> ConfirmPage:
    person = g.moderator
    return ConfirmPage(
        form,
        to_do,
        [field for field in request.form.items(multi=True) if field[0] not in _OURS],
        bool(person.password_hash) and signing_in.may_have_password(ports(), person),
        signing_in.needs_no_password(ports(), session_token()),
        installation().sign_on is not None,
        second_step.lacks(ports(), person),
    )
