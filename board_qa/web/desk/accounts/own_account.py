"""Somebody's own account: where they are signed in, and how they end that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from board_qa.domain.accounts.changes import AccountAction
from board_qa.domain.accounts.sessions import IDLE_AFTER, SESSION_LASTS, NewDevice, Session
from board_qa.services.accounts import people, second_step, signing_in
from board_qa.web.desk.accounts.confirming import confirmed
from board_qa.web.operators.security_log import SecurityEvent, note
from board_qa.web.shell import cookies, words
from board_qa.web.shell.guards import moderators_only, session_token
from board_qa.web.shell.installation import ports
from board_qa.web.shell.responses import latest_zone

_ABOUT_CODES = (AccountAction.CODE_ON, AccountAction.CODE_OFF, AccountAction.CODE_SET_BACK)
_TOLD_FOR = timedelta(days=90)

pages = Blueprint("own_account", __name__, url_prefix="/desk/account")


@dataclass(frozen=True)
class SessionRow:
    id: str
    browser: str
    since: str
    used: str
    is_here: bool


@dataclass(frozen=True)
class NewDevices:
    """Devices that the owner has not said that they know. `until` is when the last of them was first used, and
    `has_password` whether there is one to change here."""

    shown: Sequence[str]
    until: str
    has_password: bool


@dataclass(frozen=True)
class OwnAccountPage:
    """Hours: after how many a session ends, and after how many without use."""

    sessions: Sequence[SessionRow]
    new_devices: NewDevices | None
    has_codes: bool
    codes_set_back: str
    has_password: bool  # or may have one
    lasts: int = int(SESSION_LASTS.total_seconds() // 3600)
    idle_after: int = int(IDLE_AFTER.total_seconds() // 3600)


@pages.get("/")
@moderators_only
def page() -> str:
    here, zone = ports().store.sessions.id_of(session_token()), latest_zone()
    rows = [_row(one, one.id == here, zone) for one in signing_in.sessions(ports(), g.moderator)]
    rows.sort(key=lambda row: not row.is_here)
    has_codes = second_step.is_on(ports(), g.moderator.id)
    has_password = signing_in.may_have_password(ports(), g.moderator)
    view = OwnAccountPage(rows, new_devices(), has_codes, codes_set_back(), has_password)
    return render_template("desk/accounts/own_account.html", view=view)


@pages.post("/sign-out-elsewhere")
@moderators_only
@confirmed("sign out elsewhere")
def sign_out_elsewhere() -> BaseResponse:
    """One other session, or all of them."""
    which = request.form.get("session", "")
    signing_in.end_elsewhere(ports(), g.moderator, session_token(), which)
    flash("Signed out there." if which else "Signed out everywhere else.")
    note(SecurityEvent.SIGNED_OUT_ELSEWHERE)
    return redirect(url_for("own_account.page"), 303)


@pages.post("/devices-seen")
@moderators_only
def devices_seen() -> BaseResponse:
    """The owner knows the new devices that the page listed: they are not told of those again."""
    try:
        until = datetime.fromisoformat(request.form.get("until", "")).astimezone(UTC)
    except (ValueError, OverflowError):
        abort(400)
    ports().store.sessions.mark_devices_seen(g.moderator.id, _device(), until)
    flash("We will not show this again.")
    return redirect(url_for("meetings.index"), 303)


def new_devices() -> NewDevices | None:
    """On which devices the account was used for the first time, as long as its owner has not said that they know."""
    found, zone = ports().store.sessions.new_devices(g.moderator.id, _device()), latest_zone()
    if not found:
        return None
    until = max(one.first_at for one in found).isoformat()
    return NewDevices([_new(one, zone) for one in found], until, signing_in.may_have_password(ports(), g.moderator))


def codes_set_back() -> str:
    """Who turned the security codes of whoever looks off, and when; "" where nobody else did lately."""
    changes = (one for one in people.history(ports(), g.moderator) if one.action in _ABOUT_CODES)
    last = next(changes, None)
    if last is None or last.action is not AccountAction.CODE_SET_BACK or last.at < ports().clock() - _TOLD_FOR:
        return ""
    return f"{words.account_done(last)} on {words.day_and_time(last.at, latest_zone())}"


def _new(device: NewDevice, zone: str) -> str:
    return f"{device.browser}, {words.day_and_time(device.first_at, zone)}"


def _device() -> str:
    return cookies.read(cookies.DEVICE)


def _row(one: Session, is_here: bool, zone: str) -> SessionRow:
    since, used = (words.day_and_time(moment, zone) for moment in (one.started_at, one.used_at))
    return SessionRow(one.id, one.browser or "A browser", since, used, is_here)
