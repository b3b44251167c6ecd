"""Saying that many people use a device, that one has finished at it, and that it is not shared any more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from board_qa.domain.meetings.codes import normal_code
from board_qa.web.public.pages import pages
from board_qa.web.public.site_page import SitePage, help_now
from board_qa.web.shell import shared_device
from board_qa.web.shell.guards import moderator, require_https
from board_qa.web.shell.installation import ports
from board_qa.web.shell.language import link
from board_qa.web.shell.shared_device import VISIT_LASTS, SharedBy, shared_by


@dataclass(frozen=True, kw_only=True)
class SharedDevicePage(SitePage):
    """`minutes` are how long a private page stays open there."""

    minutes: int
    at_the_desk: bool


@pages.get("/shared-device")
def shared_device_page() -> str:
    minutes = VISIT_LASTS // timedelta(minutes=1)
    page = SharedDevicePage(signposts=help_now(), minutes=minutes, at_the_desk=moderator() is not None)
    return render_template("public/shared_device.html", view=page)


@pages.post("/shared-device")
def share_device() -> BaseResponse:
    """Everybody may: it changes nothing but what this one browser keeps."""
    require_https()  # without its cookie nothing would come of it
    response = redirect(link("shared_device_page"), 303)
    shared_device.end_visit(response)
    of_the_board = SharedBy.BOARD in (request.form.get("by"), shared_by())
    shared_device.share(response, SharedBy.BOARD if of_the_board else SharedBy.PERSON)
    return response


@pages.get("/shared-device/finish")
@pages.get("/shared-device/end")
def after_the_press() -> BaseResponse:
    """Somebody reloads the address that a form was sent to, or comes here from signing in."""
    return redirect(link("shared_device_page"))


@pages.post("/shared-device/finish")
def finish() -> BaseResponse:
    """Whoever is at a shared device leaves, or has left."""
    code = normal_code(request.form.get("code", ""))
    known = ports().store.meetings.by_code(code)
    response = redirect(link("meeting_page", code=code) if known else link("front"), 303)
    shared_device.end_visit(response)
    return response


@pages.post("/shared-device/end")
def unshare_device() -> BaseResponse:
    """A device of the board's stays shared whoever is at it: only somebody signed in at the desk ends that."""
    page = link("shared_device_page")
    if shared_by() is SharedBy.BOARD and moderator() is None:
        return redirect(url_for("auth.sign_in", next=page))
    response = redirect(page, 303)
    shared_device.unshare(response)
    return response
