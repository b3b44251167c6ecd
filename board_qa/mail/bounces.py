"""What a mail server sends back where it could not deliver a letter (RFC 3464).

Anybody can write to the address that letters come from, so what comes is hostile.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, message_from_string
from email.message import Message

# Bytes; what tells is in the beginning of a report, before the words of the letter. Made to be slow, so many take a
# second of processor time, and ten times as many a hundred.
LARGEST = 200_000
# Each line is looked at for the end of every part that it is in. A report has two parts in one.
_MOST_PARTS = 20
_KEY = re.compile(r"[\w-]{1,64}", re.ASCII)
_STATUS = re.compile(r"[245]\.[0-9]{1,3}\.[0-9]{1,3}")  # RFC 3463


@dataclass(frozen=True)
class Bounce:
    """`key` is the letter's own, and `status` the server's, such as 5.1.1 (RFC 3463)."""

    key: str
    status: str


def read_bounce(raw: bytes) -> Bounce | None:
    """The letter of ours that came back for good; None for anything else, such as a report that it is only late."""
    beginning = raw[:LARGEST]
    if beginning.lower().count(b"boundary") > _MOST_PARTS:
        return None
    try:
        return _told_by(message_from_bytes(beginning))
    except Exception:  # Python's own reader fails in many ways over what is no mail
        return None


def _told_by(message: Message) -> Bounce | None:
    failed, key = "", ""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            failed = failed or _failed(part)
        elif kind in ("message/rfc822", "text/rfc822-headers"):
            key = key or _key(part)
    return Bounce(key, failed) if key and failed else None


def _failed(report: Message) -> str:
    """The status of the first recipient whom it did not reach; '' where it reached all, or may yet."""
    for block in report.walk():
        if str(block.get("Action", "")).strip().lower() == "failed":
            status = _STATUS.match(str(block.get("Status", "")).strip())
            return status[0] if status else "5.0.0"
    return ""


def _key(part: Message) -> str:
    """What stands before the @ of the letter's own Message-ID, where it can be a key of ours."""
    payload = part.get_payload()
    inner = payload[0] if isinstance(payload, list) and payload else None
    if not isinstance(inner, Message):
        inner = message_from_string(str(payload))
    key = str(inner.get("Message-ID", "")).strip().strip("<>").partition("@")[0]
    return key if _KEY.fullmatch(key) else ""
