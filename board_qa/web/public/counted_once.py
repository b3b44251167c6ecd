"""By what a browser is counted once: a random number in a cookie. It comes with the first thing that is counted, and
with nothing else."""

from __future__ import annotations

import re
from datetime import timedelta

from flask import request
from werkzeug.wrappers import Response

from board_qa.web.shell import cookies
from board_qa.web.shell.installation import ports
from board_qa.web.shell.page_memory import note_cookie
from board_qa.web.shell.shared_device import VISIT_LASTS, shared_by

# Long enough for any meeting and its written answers. After it a browser is counted, and is somebody new.
DAYS = 90


def own_secret() -> str:
    """This browser's own; '' where it has none, or something that we cannot have given it. The page that asks is then
    another one for whoever has the cookie."""
    note_cookie(request.environ, cookies.SUPPORTER)
    kept = cookies.read(cookies.SUPPORTER)
    return kept if re.fullmatch(r"[\w-]{22}", kept, re.ASCII) else ""


def new_secret() -> str:
    return ports().ids.token()


def give_secret(response: Response, secret: str) -> None:
    """To a browser that has none. On a device that many people use it goes with the visit."""
    cookies.keep(response, cookies.SUPPORTER, secret, VISIT_LASTS if shared_by() else timedelta(days=DAYS))
