"""Reports of mail servers (RFC 3464): which of our letters came back, and what is no such report."""

from __future__ import annotations

import pytest

from board_qa.mail.bounces import LARGEST, Bounce, read_bounce

REPORT = """\
From: MAILER-DAEMON@mail.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="part"

--part
Content-Type: text/plain

This is the mail system. I could not deliver it.

--part
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; gone@example.org
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 No such user

--part
Content-Type: {kind}

Message-ID: <key-1@board.example>
To: gone@example.org
Subject: What became of your question

--part--
"""


def report(action: str = "failed", kind: str = "message/rfc822") -> bytes:
    """As Postfix and Exchange make them: words for a person, the facts, and the letter or its headers."""
    return REPORT.format(action=action, kind=kind).encode()


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_a_letter_that_came_back_is_known_by_its_key(kind: str) -> None:
    assert read_bounce(report(kind=kind)) == Bounce("key-1", "5.1.1")


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_a_letter_that_is_late_or_arrived_did_not_come_back(action: str) -> None:
    assert read_bounce(report(action)) is None


@pytest.mark.parametrize(
    "raw", [b"", b"Hello", b"Subject: Out of office\n\nBack on Monday.", b"\xff\xfe\x00", report()[:300]]
)
def test_what_is_no_report_is_nothing(raw: bytes) -> None:
    assert read_bounce(raw) is None


@pytest.mark.parametrize("key", ["key\x001", "key 1", "ké", "<b>", "k" * 65, ""])
def test_what_cannot_be_a_key_of_ours_is_looked_for_nowhere(key: str) -> None:
    assert read_bounce(report().replace(b"<key-1@", f"<{key}@".encode())) is None


@pytest.mark.parametrize("status", ["", "5.1.1\x1b[2K", "no", "5", "5.1.1 (no such user)"])
def test_of_a_status_the_figures_alone_are_taken(status: str) -> None:
    bounce = read_bounce(report().replace(b"Status: 5.1.1", f"Status: {status}".encode()))

    assert bounce == Bounce("key-1", "5.1.1" if status.startswith("5.1.1") else "5.0.0")


def test_of_a_report_as_long_as_an_attachment_the_beginning_tells() -> None:
    assert read_bounce(report().replace(b"\n--part--", b"words\n" * 2_000_000)) == Bounce("key-1", "5.1.1")


@pytest.mark.parametrize(
    "raw",
    [
        "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(2000)).encode(),
        "".join("Content-Type: message/rfc822\n\n" for _ in range(5000)).encode(),
        b"Content-Type: " + b"(" * LARGEST,
        b"Content-Type: multipart/report" + b";" * (2 * LARGEST) + b"\n\n",
        b"Content-Type: multipart/mixed; boundary*=idna''a\n\nx\n",
        b"Content-Type: multipart/mixed; boundary*=undefined''a\n\nx\n",
        b"Content-Type: multipart/mixed; boundary*" + b"9" * 5000 + b"*=a\n\nx\n",
        b"Content-Type: multipart/mixed; boundary*0*=a; boundary*=b\n\nx\n",
    ],
    ids=["parts in parts", "letters in letters", "brackets", "signs", "idna", "undefined", "nines", "pieces"],
)
def test_what_is_made_to_be_slow_or_deep_is_nothing(raw: bytes) -> None:
    assert read_bounce(raw) is None
