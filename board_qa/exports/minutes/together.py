"""The minutes' appendix or the report in each kind of file, in one zip."""

from __future__ import annotations

import io
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from board_qa.exports.minutes.document import Document
from board_qa.exports.minutes.pdf import as_pdf
from board_qa.exports.minutes.web_page import as_web_page
from board_qa.exports.minutes.word import as_word

_FILES = {"docx": as_word, "pdf": as_pdf, "html": as_web_page}


def as_zip(document: Document) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        for ending, make in _FILES.items():
            member = ZipInfo(f"{document.kind}-{document.lang}.{ending}", document.made_at.timetuple()[:6])
            member.compress_type, member.external_attr = ZIP_DEFLATED, 0o600 << 16
            archive.writestr(member, make(document))
    return out.getvalue()
