"""The minutes' appendix or the report as tagged PDF/UA-1, which typst makes of data: nobody's words are markup.

`document.typ` says how it looks. It takes half a second for 400 questions: never in the event loop.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import typst

from board_qa.exports.minutes.document import Document, Part
from board_qa.exports.minutes.letters import MISSING, Letters, write_fonts
from board_qa.exports.minutes.words import Words

_REMEMBERED = 11  # files
_TEMPLATE = Path(__file__).with_name("document.typ")


def as_pdf(document: Document) -> bytes:
    file = json.dumps(_told(document), ensure_ascii=False)
    with tempfile.TemporaryDirectory() as fonts:
        write_fonts(Path(fonts))
        made = typst.compile(
            _TEMPLATE,
            format="pdf",
            sys_inputs={"file": file},
            font_paths=[Path(fonts)],
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
            timestamp=document.made_at.replace(microsecond=0),  # it takes whole seconds only
        )
    _forget()
    if not isinstance(made, bytes):
        raise TypeError("typst made several files")
    return made


def _forget() -> None:
    """typst keeps what it worked out for a file over the next ten, 90 MB for 400 questions: these are empty."""
    for _ in range(_REMEMBERED):
        typst.compile(b"", ignore_system_fonts=True)


def _told(document: Document) -> dict[str, Any]:
    """The document as its template reads it. Our own sentences have all letters; what people typed may not."""
    letters = Letters()
    told = {
        "title": document.title,
        "lang": document.lang,
        "meeting": _words(document.meeting, letters),
        "day": document.day,
        "organisation": letters.known(document.organisation),
        "date": [document.made_at.year, document.made_at.month, document.made_at.day],
        "first_page": _part(document.first_page, letters) if document.first_page else None,
        "parts": [_part(one, letters) for one in document.parts],
    }
    lost = MISSING in json.dumps(told, ensure_ascii=False)
    return {**told, "notes": [document.made, *([document.without_letters] if lost else [])]}


def _part(part: Part, letters: Letters) -> dict[str, Any]:
    table = part.table
    return {
        "heading": part.heading,
        "paragraphs": [_words(one, letters) for one in part.paragraphs],
        "items": [_words(one, letters) for one in part.items],
        "table": {
            "columns": table.columns,
            "rows": [[{"paragraphs": [_words(one, letters) for one in cell]} for cell in row] for row in table.rows],
        }
        if table
        else None,
    }


def _words(words: Words, letters: Letters) -> dict[str, Any]:
    return {
        "text": letters.known(words.text),
        "lang": words.lang,
        "label": letters.known(words.label),
        "strong": words.strong,
    }
