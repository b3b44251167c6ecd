"""Sign in, sign out, one-time links, and one's own password."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, flash, g, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as BaseResponse
from wtforms import PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from board_qa.domain.accounts.guessing import DEVICE_IS_KNOWN, Visitor
from board_qa.domain.accounts.sessions import browser_named
from board_qa.services.accounts import own_password, second_step, signing_in
from board_qa.services.accounts.guesses import TooManyTries
from board_qa.services.accounts.own_password import Given
from board_qa.services.accounts.signing_in import SignedIn
from board_qa.web.operators.security_log import SecurityEvent, note
from board_qa.web.shell import cookies
from board_qa.web.shell.forms import PageForm
from board_qa.web.shell.guards import also_without_codes, back_to, session_token
from board_qa.web.shell.installation import installation, ports

pages = Blueprint("auth", __name__)


WAITING = "waiting"  # in the desk's cookie: the token of who has yet to give a security code
_FORMS = "csrf_token"  # there as well: what Flask-WTF makes the token of each form of
_WAIT = (
    "Too many wrong passwords were tried from here. Wait 15 minutes, or ask an administrator for a sign-in link, which "
    "works at once"
)
_ASKED_FOR_CODE = {
    SecurityEvent.SIGNED_IN: SecurityEvent.ASKED_FOR_CODE,
    SecurityEvent.SIGNED_IN_BY_LINK: SecurityEvent.ASKED_FOR_CODE_BY_LINK,
    SecurityEvent.SIGNED_IN_BY_ORGANISATION: SecurityEvent.ASKED_FOR_CODE_BY_ORGANISATION,
}
ONE_IS_WRONG = "The password or the code is not right. Check both and try again"
CODE_MAX = 80  # characters; a code with spaces, and whatever was pasted with it


class SignInForm(PageForm):
    username = StringField("User name", [InputRequired("Enter your user name"), Length(max=80)])
    password = PasswordField("Password", [InputRequired("Enter your password"), Length(max=signing_in.PASSWORD_MAX)])


class PasswordForm(PageForm):
    current = PasswordField(
        "Current password", [InputRequired("Enter your current password"), Length(max=signing_in.PASSWORD_MAX)]
    )
    code = StringField("Security code", [InputRequired("Enter the code that your app shows"), Length(max=CODE_MAX)])
    new = PasswordField(
        "New password",
        [InputRequired("Enter a new password"),
         Length(signing_in.PASSWORD_MIN, signing_in.PASSWORD_MAX,
                f"Use {signing_in.PASSWORD_MIN} to {signing_in.PASSWORD_MAX} characters, like three random words")],
    )  # fmt: skip
    again = PasswordField(
        "New password again",
        [InputRequired("Enter the new password again"),
         EqualTo("new", "The two new passwords are different. Enter both again")],
    )  # fmt: skip


@dataclass(frozen=True)
class SignInPage:
    form: SignInForm
    used_link: bool = False  # somebody came by a link that signs nobody in any more
    by_organisation: bool = False  # people sign in with their organisation's account
    problem: str = ""  # why that did not work
    next: str = ""
    again: bool = False  # they are signed in, and were to show once more who they are


@dataclass(frozen=True)
class PasswordPage:
    form: PasswordForm
    username: str
    first: bool  # there is no current password to give

    @property
    def heading(self) -> str:
        return "Choose a password" if self.first else "Change your password"

    @property
    def at_least(self) -> int:
        """Characters."""
        return signing_in.PASSWORD_MIN


@pages.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> BaseResponse | str | tuple[str, int]:
    form, status = SignInForm(), 422
    if looked_at(form):
        name, password = form.username.data, form.password.data
        try:
            started = signing_in.sign_in(ports(), installation().passwords, name, password, visitor())
        except TooManyTries:
            form.username.errors, status = [_WAIT], 429
            note(SecurityEvent.HELD_OFF, signing_in.number_of(ports(), name))
        else:
            if started is not None:
                return go_on(started, SecurityEvent.SIGNED_IN)
            form.username.errors = ["The user name or password is not right. Check both and try again"]
            note(SecurityEvent.NOT_RIGHT, signing_in.number_of(ports(), name))
    page = sign_in_page(form)
    return (page, status) if form.errors else page


def sign_in_page(
    form: SignInForm, used_link: bool = False, problem: str = "", then: str = "", again: bool = False
) -> str:
    by_organisation, then = installation().sign_on is not None, then or request.args.get("next", "")
    view = SignInPage(form, used_link, by_organisation, problem, then, again)
    return render_template("desk/accounts/sign_in.html", view=view)


@pages.get("/sign-in/link/<token>")
def link_page(token: str) -> str:  # noqa: ARG001  # the form answers to the page's own address
    """A page with a button: a link that is merely looked at (by a chat program, say) is not used up."""
    return render_template("desk/accounts/sign_in_link.html")


@pages.post("/sign-in/link/<token>")
def use_link(token: str) -> BaseResponse | tuple[str, int]:
    started = signing_in.use_link(ports(), token, visitor())
    if started is None:
        note(SecurityEvent.DEAD_LINK)
        return sign_in_page(SignInForm(formdata=None), used_link=True), 410
    return go_on(started, SecurityEvent.SIGNED_IN_BY_LINK)


@pages.route("/desk/password", methods=["GET", "POST"])
@also_without_codes
def password() -> BaseResponse | str | tuple[str, int]:
    """Everybody's own password; whoever has just come in by a one-time link has no current one to give."""
    if not signing_in.may_have_password(ports(), g.moderator):
        if request.method == "POST":
            note(SecurityEvent.WRONG_ROLE)
        flash("You sign in with your organisation’s account. You have no password here.")
        return redirect(url_for("own_account.page"), 303)
    first = signing_in.needs_no_password(ports(), session_token())
    form = _password_form(first)
    if looked_at(form, "current", "code") and (started := _change(form)):
        answer = start(started, redirect(url_for("meetings.index"), 303))
        note(SecurityEvent.CHANGED_OWN)
        flash("Your password is set. You are signed out everywhere else.")
        return answer
    page = render_template("desk/accounts/password.html", view=PasswordPage(form, g.moderator.username, first))
    return (page, 422) if form.errors else page


def _password_form(first: bool) -> PasswordForm:
    form = PasswordForm()
    if first:
        del form.current
    if first or not second_step.is_on(ports(), g.moderator.id):
        del form.code
    return form


def _change(form: PasswordForm) -> SignedIn | None:
    """Set the password, or put into the form why it is not set."""
    here = installation()
    given = Given(form.current.data if form.current else "", form.code.data if form.code else "")
    try:
        started = own_password.change(
            ports(), here.passwords, here.code_apps, session_token(), given, form.new.data, visitor()
        )
    except signing_in.EasyToGuess:
        form.new.errors = [signing_in.EASY_TO_GUESS]
        return None
    if started is None:
        _say_why_not(form)
        note(SecurityEvent.NOT_RIGHT)
    return started


def _say_why_not(form: PasswordForm) -> None:
    if form.current is None:
        form.new.errors = ["Your sign-in link no longer sets a password. Ask an administrator for a new one"]
    elif form.code is None:
        form.current.errors = ["The current password is not right. Check it and try again"]
    else:
        form.current.errors = [ONE_IS_WRONG]


@pages.post("/sign-out")
@also_without_codes
def sign_out() -> BaseResponse:
    ports().store.sessions.end(session_token())
    session.clear()
    note(SecurityEvent.SIGNED_OUT)
    answer = redirect(url_for("auth.sign_in"), 303)
    # Pages that a browser keeps for "back". Not "storage": of the desk there is only how its keys and the projector are
    # set, and the rest is of whoever asks questions on this device, such as what they have yet to send.
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


def go_on(started: SignedIn, event: SecurityEvent, then: str | None = None) -> BaseResponse:
    """In, or on to the page that asks for a code; and from there on to `then`, or what the address says is next."""
    then = request.args.get("next", "") if then is None else then
    if not started.needs_code:
        note(event, started.account)
        return start(started, back_to(then, url_for("meetings.index")))
    note(_ASKED_FOR_CODE[event], started.account)
    session[WAITING] = started.session
    return redirect(url_for("codes.enter", next=then or None), 303)


def looked_at(form: PageForm, *secrets: str, account: int | None = None) -> bool:
    """Whether all was sent that is to be looked at. Where one of these fields, or any, was not, that is told."""
    if form.validate_on_submit():
        return True
    if form.is_submitted() and (not secrets or form.errors.keys() & set(secrets)):
        note(SecurityEvent.NOT_READ, account)
    return False


def visitor() -> Visitor:
    browser = browser_named(request.headers.get("User-Agent", ""))
    return Visitor(request.remote_addr or "", cookies.read(cookies.DEVICE), browser)


def start(started: SignedIn, answer: BaseResponse) -> BaseResponse:
    """A fresh session, so that nothing set before signing in is carried over; the one it replaces is over.

    Where it was the same person's, forms that they have open go on: a page may wait for them to sign in again.
    """
    before = signing_in.session_owner(ports(), session_token())
    forms = session.get(_FORMS) if before is not None and before.id == started.account else None
    ports().store.sessions.end(session_token())
    session.clear()
    if forms is not None:
        session[_FORMS] = forms
    session["token"] = started.session
    cookies.keep(answer, cookies.DEVICE, started.device, DEVICE_IS_KNOWN)
    return answer
