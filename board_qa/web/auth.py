"""Sign in, sign out, and the one-time link of practice mode."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as BaseResponse
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from ..services import signing_in
from .guards import back_to, moderators_only, session_token
from .product import core, product

pages = Blueprint("auth", __name__)


class SignInForm(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    username = StringField("User name", [InputRequired("Enter your user name"), Length(max=80)])
    password = PasswordField("Password", [InputRequired("Enter your password"), Length(max=200)])


@pages.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> BaseResponse | str | tuple[str, int]:
    form = SignInForm()
    if form.validate_on_submit():
        token = signing_in.sign_in(core(), product().passwords, form.username.data, form.password.data)
        if token is not None:
            _start(token)
            return back_to(request.args.get("next", ""), url_for("meetings.index"))
        form.username.errors = ["The user name or password is not right. Check both and try again"]
    page = render_template("desk/sign_in.html", form=form)
    return (page, 422) if form.errors else page


@pages.get("/sign-in/link/<token>")
def link_page(token: str) -> str:
    """A page with a button: a link that is merely looked at (by a chat program, say) is not used up."""
    return render_template("desk/sign_in_link.html", form=FlaskForm(), token=token)


@pages.post("/sign-in/link/<token>")
def use_link(token: str) -> BaseResponse | tuple[str, int]:
    started = signing_in.use_link(core(), token)
    if started is None:
        return render_template("desk/sign_in.html", form=SignInForm(formdata=None), used_link=True), 410
    _start(started)
    return redirect(url_for("meetings.index"), 303)


@pages.post("/sign-out")
@moderators_only
def sign_out() -> BaseResponse:
    core().store.accounts.end_session(session_token())
    session.clear()
    return redirect(url_for("auth.sign_in"), 303)


def _start(token: str) -> None:
    """A fresh session, so that nothing set before signing in is carried over."""
    session.clear()
    session["token"] = token
