"""Security codes: the page that asks for one after the password, and where people turn that on and off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

from flask import Blueprint, flash, g, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as BaseResponse
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from board_qa.domain.accounts.second_step import CODE_WITHIN, RECOVERY_CODES, in_fours
from board_qa.services.accounts import second_step, signing_in
from board_qa.services.accounts.guesses import TooManyTries
from board_qa.services.accounts.second_step import RecoveryCodes
from board_qa.web.desk.accounts.auth import CODE_MAX, ONE_IS_WRONG, WAITING, looked_at, start, visitor
from board_qa.web.desk.accounts.confirming import confirmed
from board_qa.web.operators.security_log import SecurityEvent, note
from board_qa.web.shell.forms import PageForm
from board_qa.web.shell.guards import also_without_codes, back_to, go_on_by, moderators_only, session_token
from board_qa.web.shell.installation import installation, ports

pages = Blueprint("codes", __name__)

_WAIT = "Too many wrong codes were tried. Wait 15 minutes and try again"
_WRONG = "This code is not right, or it was used already. Enter the code that your app shows now"
_WRONG_RECOVERY = "This recovery code is not right, or it was used already. Check it or use another one"
_OFFERED = "offered"  # in the desk's cookie: which key this browser asked for. Another one may be somebody else's

Answer = BaseResponse | str | tuple[str, int]
Done = TypeVar("Done")


class CodeForm(PageForm):
    code = StringField("Security code", [InputRequired("Enter the code that your app shows"), Length(max=CODE_MAX)])

    def said_of_wrong(self) -> str:
        return _WRONG


class RecoveryForm(PageForm):
    code = StringField("Recovery code", [InputRequired("Enter one of your recovery codes"), Length(max=CODE_MAX)])

    def said_of_wrong(self) -> str:
        return _WRONG_RECOVERY


class OwnersForm(CodeForm):
    """The password is asked of whoever signed in a while ago."""

    password = PasswordField("Password", [Length(max=signing_in.PASSWORD_MAX)])

    def said_of_wrong(self) -> str:
        return ONE_IS_WRONG if _asks_password() else _WRONG


class OffForm(OwnersForm):
    password = PasswordField("Password", [InputRequired("Enter your password"), Length(max=signing_in.PASSWORD_MAX)])

    def said_of_wrong(self) -> str:
        return ONE_IS_WRONG


@dataclass(frozen=True)
class EnterPage:
    form: CodeForm | RecoveryForm
    by_recovery: bool
    next: str


@dataclass(frozen=True)
class CodesPage:
    """`address` and `key` are there while the app has yet to get them: for its camera, and to be typed.

    Whoever signed in a while ago is not shown them, and still gives the code.
    """

    form: OwnersForm
    asks_password: bool
    on: bool
    asked_for: bool  # by the board: without them nobody goes on
    codes_left: int
    offered: bool  # a key, to this browser
    address: str = ""
    key: str = ""


@dataclass(frozen=True)
class RecoveryCodesPage:
    """Shown once: of the codes only hashes are kept."""

    codes: Sequence[str]


@pages.route("/sign-in/code", methods=["GET", "POST"])
def enter() -> Answer:
    return _enter(CodeForm(), SecurityEvent.SIGNED_IN_BY_CODE)


@pages.route("/sign-in/recovery-code", methods=["GET", "POST"])
def enter_recovery() -> Answer:
    return _enter(RecoveryForm(), SecurityEvent.SIGNED_IN_BY_RECOVERY_CODE)


def _enter(form: CodeForm | RecoveryForm, event: SecurityEvent) -> Answer:
    waits, then = session.get(WAITING, ""), request.args.get("next", "")
    waiting = ports().store.second_steps.waiting(waits, ports().clock())
    if waiting is None:
        minutes = int(CODE_WITHIN.total_seconds() // 60)
        flash(f"Enter your user name and password again. The code has to follow within {minutes} minutes.")
        if form.is_submitted():
            note(SecurityEvent.CODE_TOO_LATE)
        return redirect(url_for("auth.sign_in", next=then or None), 303)
    apps = installation().code_apps
    account = waiting.person.id
    if looked_at(form, account=account):
        started = _tried(
            form, lambda: second_step.finish(ports(), apps, waits, form.code.data, visitor()), account=account
        )
        if started:
            note(event, started.account)
            return start(started, back_to(then, url_for("meetings.index")))
    view = EnterPage(form, isinstance(form, RecoveryForm), then)
    return _with_status("desk/accounts/enter_code.html", view, form)


@pages.get("/desk/account/code")
@also_without_codes
def page() -> Answer:
    return _page(OwnersForm(formdata=None))


@pages.post("/desk/account/code/set-up")
@also_without_codes
@confirmed("set up security codes")
def set_up() -> BaseResponse:
    """Make the key that the next page shows."""
    sealed = second_step.offer(ports(), installation().code_apps, g.moderator)
    session[_OFFERED] = _mark(sealed)
    return redirect(url_for("codes.page"), 303)


@pages.post("/desk/account/code")
@also_without_codes
def turn_on() -> Answer:
    form = OwnersForm()
    if _offered() is None:
        return redirect(url_for("codes.page"), 303)
    made = _tried(form, lambda: _by_owner(second_step.turn_on, form)) if looked_at(form) else None
    if not made:
        return _page(form)
    note(SecurityEvent.CODES_ON)
    return _recovery_codes(made)


@pages.route("/desk/account/code/recovery-codes", methods=["GET", "POST"])
@moderators_only
def recovery_codes() -> Answer:
    form = OwnersForm()
    if not second_step.is_on(ports(), g.moderator.id):
        return redirect(url_for("codes.page"), 303)
    made = _tried(form, lambda: _by_owner(second_step.new_recovery_codes, form)) if looked_at(form) else None
    if not made:
        return _with_status("desk/accounts/new_recovery_codes.html", _view(form), form)
    note(SecurityEvent.NEW_RECOVERY_CODES)
    return _recovery_codes(made)


@pages.route("/desk/account/code/off", methods=["GET", "POST"])
@moderators_only
def turn_off() -> Answer:
    form = OffForm()
    if not second_step.is_on(ports(), g.moderator.id):
        return redirect(url_for("codes.page"), 303)
    token = _tried(form, lambda: _by_owner(second_step.turn_off, form)) if looked_at(form) else None
    if token is not None:
        go_on_by(token)
        note(SecurityEvent.CODES_OFF)
        if not ports().codes_for.includes(g.moderator.role):
            flash("Security codes are off. You sign in with your password alone.")
        return redirect(url_for("own_account.page"), 303)
    return _with_status("desk/accounts/codes_off.html", _view(form), form)


def _asks_password() -> bool:
    return not signing_in.just_signed_in(ports(), g.moderator, session_token())


def _by_owner(verb: Callable[..., Done], form: OwnersForm) -> Done:
    here, passwords, apps = session_token(), installation().passwords, installation().code_apps
    return verb(ports(), passwords, apps, g.moderator, form.password.data or "", form.code.data, here)


def _tried(
    form: CodeForm | RecoveryForm, attempt: Callable[[], Done | None], account: int | None = None
) -> Done | None:
    """What came of it; where nothing did, why is put into the form and the security log."""
    try:
        done = attempt()
    except TooManyTries:
        form.code.errors = [_WAIT]
        note(SecurityEvent.CODES_HELD_OFF, account)
        return None
    if done is None:
        form.code.errors = [form.said_of_wrong()]
        note(SecurityEvent.CODE_NOT_RIGHT, account)
    return done


def _with_status(template: str, view: object, form: PageForm) -> Answer:
    answer, held_off = render_template(template, view=view), _WAIT in form.code.errors
    return (answer, 429 if held_off else 422) if form.errors else answer


def _page(form: OwnersForm) -> Answer:
    return _with_status("desk/accounts/codes.html", _view(form), form)


def _view(form: OwnersForm) -> CodesPage:
    steps, apps = ports().store.second_steps, installation().code_apps
    asked_for = ports().codes_for.includes(g.moderator.role)
    sealed, asks_password = _offered(), _asks_password()
    if sealed is None or asks_password:
        left, on = steps.recovery_codes_left(g.moderator.id), second_step.is_on(ports(), g.moderator.id)
        return CodesPage(form, asks_password, on, asked_for, left, sealed is not None)
    key, address = in_fours(apps.key(sealed)), apps.address(sealed, g.moderator.username)
    return CodesPage(form, asks_password, False, asked_for, RECOVERY_CODES, True, address, key)


def _offered() -> str | None:
    """The sealed key that this browser was offered and that is not on yet; None where there is none, or another."""
    step = ports().store.second_steps.get(g.moderator.id)
    return step.sealed if step and not step.on and session.get(_OFFERED) == _mark(step.sealed) else None


def _mark(sealed: str) -> str:
    return sha256(sealed.encode()).hexdigest()


def _recovery_codes(made: RecoveryCodes) -> tuple[str, int]:
    """The answer is the page that shows them: they are kept nowhere to be shown again."""
    go_on_by(made.session)
    view = RecoveryCodesPage([in_fours(one) for one in made.codes])
    return render_template("desk/accounts/recovery_codes.html", view=view), 201
