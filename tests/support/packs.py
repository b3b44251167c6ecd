"""Records as files of minutes and reports have them, and all that can be read in such files."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import Any

import docx
import pypdf
from docx.oxml.ns import qn

from board_qa import catalogue
from board_qa.domain.listening.asked_about import Word
from board_qa.domain.meetings.key_messages import KeyMessages
from board_qa.domain.meetings.meeting import IdleView, Meeting
from board_qa.domain.meetings.rules import Rules
from board_qa.domain.questions.question import State
from board_qa.domain.questions.register import RegisterEntry
from board_qa.domain.text.saying import ENGLISH
from board_qa.exports.minutes.document import Document, Kind, describe
from board_qa.exports.minutes.pdf import as_pdf
from board_qa.exports.minutes.web_page import as_web_page
from board_qa.exports.minutes.word import as_word
from board_qa.services.listening.summary import Summary
from board_qa.services.meetings.minutes import Pack
from board_qa.services.meetings.record import Record
from tests.support.doubles import NOON, POLITICAL, details

MADE_AT = NOON + timedelta(microseconds=7)  # as real clocks have them
MEETING = Meeting(1, "ABCD", "token", details(rules=Rules(publish_declined=True)), IdleView.BLANK, 1)
ANSWERED = RegisterEntry(
    4,
    "4",
    State.ANSWERED,
    NOON,
    text="Will the walk-in centre keep its hours?",
    edited=True,
    asked="Will you lot keep the walk-in open?",
    asked_by="Maria Jones",
    via="Web form",
    url="https://x.example/maria/1",
    agenda_item="Performance",
    together=2,
    answer="Yes.\n\nAt weekends as well.",
    answered_by="Dr Shah, chief nurse",
    answered_at=NOON,
)
WRITTEN = RegisterEntry(7, "7", State.WRITTEN, NOON, "What does the roof cost?", asked_by="Ken", due_on="2027-01-08")
DECLINED = RegisterEntry(9, "9", State.DECLINED, NOON, reason=POLITICAL)
SUPPLEMENTARY = RegisterEntry(12, "4a", State.ANSWERED, NOON, "And on Sundays?", asked_by="Maria Jones", parent=4)
ENTRIES = (ANSWERED, SUPPLEMENTARY, WRITTEN, DECLINED)
MESSAGES = KeyMessages(("The walk-in centre keeps its hours.", "The roof is costed by January."))


def packed(entries: Sequence[RegisterEntry] = ENTRIES, messages: KeyMessages = MESSAGES, **changes: object) -> Pack:
    """`changes` are of the meeting's details."""
    meeting = replace(MEETING, details=replace(MEETING.details, **changes))  # type: ignore[arg-type]
    counts = {state: sum(one.state is state for one in entries) for state in State}
    heard = Summary(48, 12, 9, 4, 31, [Word("parking", 5), Word("roof", 2)])
    return Pack(Record(meeting, entries, counts, {"Web form": len(entries)}, None), messages, True, heard)


def described(pack: Pack, kind: Kind = Kind.MINUTES, language: str = "en") -> Document:
    return describe(pack, kind, "Anytown Board", MADE_AT, catalogue.welsh() if language == "cy" else ENGLISH)


def read_in_word(file: bytes) -> str:
    """In the order in which it stands, with everything that is in a table."""
    body: Any = docx.Document(io.BytesIO(file)).element.body
    pieces = ([one.text or " " for one in p.iter(qn("w:t"), qn("w:br"))] for p in body.iter(qn("w:p")))
    return _plain(" ".join("".join(paragraph) for paragraph in pieces))


def read_in_pdf(file: bytes) -> str:
    return _plain(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(file)).pages))


def read_on_page(file: bytes) -> str:
    body = file.decode().split("<body>")[1]
    return _plain(unescape(re.sub(r"<[^>]+>", "", re.sub(r"</(p|li|th|td|h\d)>", " ", body))))


def read_in_all(document: Document) -> dict[str, str]:
    """What can be read in each kind of file, without what breaks long words."""
    return {
        "word": read_in_word(as_word(document)),
        "pdf": read_in_pdf(as_pdf(document)),
        "page": read_on_page(as_web_page(document)),
    }


def _plain(text: str) -> str:
    return " ".join(text.replace("\u200b", "").split())
