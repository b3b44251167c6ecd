"""CSV for people who open it in a spreadsheet: every letter right, and no cell a formula."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence

# What makes a cell a formula, in letters of either width (https://owasp.org/www-community/attacks/CSV_Injection).
_BEGIN_A_FORMULA = frozenset("=+-@＝＋－＠﹢﹣")
# Spreadsheets look past these at what follows.
_LOOKED_PAST = frozenset("CZ")
# Without it Excel reads the letters of Welsh, and every dash, as two others.
_BYTE_ORDER_MARK = "\ufeff"


def csv_file(header: Sequence[str], rows: Iterable[Iterable[object]]) -> bytes:
    """UTF-8, comma, a line end of CR LF. Every cell is quoted, so that a semicolon ends none where that is the sign."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(header)
    writer.writerows([cell(value) for value in row] for row in rows)
    return (_BYTE_ORDER_MARK + out.getvalue()).encode()


def cell(value: object) -> str:
    """A value as its cell. Text that a spreadsheet would work out has an apostrophe before it, and is text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"'{value}" if isinstance(value, str) and _would_be_worked_out(value) else str(value)


def _would_be_worked_out(text: str) -> bool:
    begins = next((one for one in text if unicodedata.category(one)[0] not in _LOOKED_PAST), "")
    return begins in _BEGIN_A_FORMULA or text.startswith(("\t", "\r"))
