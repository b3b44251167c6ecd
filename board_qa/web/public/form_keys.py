"""The key of a form for a question, which says when its page was opened and cannot be made up elsewhere.

It works without a cookie and without a script. A form without a good one is taken all the same, as a hasty one
(domain/questions/flooding.py).
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256

from flask import current_app
from itsdangerous import BadSignature, Signer

from board_qa.domain.questions.flooding import TYPED_WITHIN
from board_qa.web.shell.installation import ports

# Characters: a key, its moment and the signature are 77.
LONGEST = 128


def fresh_key() -> str:
    moment = int(ports().clock().timestamp())
    return _signer().sign(f"{ports().ids.token()}.{moment}").decode()


def is_hasty(key: str) -> bool:
    """Whether it is no key of ours, or one of a page that was opened a moment ago or, by a clock that went back, will
    be."""
    opened = _opened(key)
    return opened is None or ports().clock() - opened < TYPED_WITHIN


def is_ours(key: str) -> bool:
    """Whether we made it, whenever that was."""
    return _opened(key) is not None


def _opened(key: str) -> datetime | None:
    with suppress(BadSignature, ValueError):
        return datetime.fromtimestamp(int(_signer().unsign(key).rpartition(b".")[2]), UTC)
    return None


def _signer() -> Signer:
    return Signer(current_app.secret_key or "", salt="form for a question", digest_method=sha256)
