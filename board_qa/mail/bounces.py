"""What a mail server sends back where it could not deliver a letter (RFC 3464)."""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default


@dataclass(frozen=True)
class Bounce:
    """`key` is the letter's own, and `status` the server's, such as 5.1.1 (RFC 3463)."""

    key: str
    status: str


def read_bounce(raw: bytes) -> Bounce | None:
    """The letter of ours that came back for good; None for anything else, such as a report that it is only late."""
    message = message_from_bytes(raw, policy=default)
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
            return str(block.get("Status", "")).strip()[:20] or "5.0.0"
    return ""


def _key(part: EmailMessage) -> str:
    """What stands before the @ of the letter's own Message-ID."""
    payload = part.get_payload()
    inner = payload[0] if isinstance(payload, list) and payload else None
    if not isinstance(inner, Message):
        inner = message_from_bytes(str(payload).encode("utf-8", "replace"), policy=default)
    return str(inner.get("Message-ID", "")).strip().strip("<>").partition("@")[0]
