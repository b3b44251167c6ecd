"""Files that nobody should open without thinking: broken letters, spreadsheets that are none, archives that unfold."""

from __future__ import annotations

import csv
import io
import random
import zipfile
from collections.abc import Iterator

from tests.measures.hostile.inputs import as_bytes, texts

_UNFOLDED = 20_000_000  # bytes, from some 20 kB; harmless where somebody does unfold them


def files(seed: int) -> Iterator[tuple[str, bytes]]:
    """Names and contents, for ever."""
    chance, words = random.Random(seed), texts(seed + 1)
    while True:
        for make in (_table, _table, _broken_letters, _one_line, _archive, _spreadsheet, _random_bytes):
            yield _name(chance, next(words)[:300]), make(chance, words)


def _name(chance: random.Random, word: str) -> str:
    """Most are taken by their name, so that what reads the content is tried; what a name holds may end it early."""
    return chance.choice(("questions.csv", "QUESTIONS.TXT", f"{word}.csv", f"{word}.tsv", f"{word}.txt", f"{word}.exe"))


def _table(chance: random.Random, words: Iterator[str]) -> bytes:
    """A list of questions as the import expects it, in which every cell is hostile."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=chance.choice(",;\t|"))
    writer.writerow(["Question", "Who asked", "When", "Link", "Network"])
    for _ in range(chance.randrange(1, 30)):
        writer.writerow([next(words)[:2_000] for _ in range(chance.choice((5, 5, 3, 9)))])
    return as_bytes(out.getvalue())[:200_000]


def _broken_letters(chance: random.Random, words: Iterator[str]) -> bytes:
    letters = chance.choice(("utf-16", "utf-16-le", "utf-32", "cp1252", "utf-7"))
    start = chance.choice((b"", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\x00"))
    return start + f"Question\n{next(words)[:500]}\n".encode(letters, "replace")[chance.randrange(2) :]


def _one_line(_: random.Random, words: Iterator[str]) -> bytes:
    return b'sep="\n"' + as_bytes(next(words)) * 3 + b'"' * 999


def _archive(chance: random.Random, _: Iterator[str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(chance.choice(("../../x.csv", "/etc/x", "a.csv")), b"0" * _UNFOLDED)
    return out.getvalue()


def _spreadsheet(chance: random.Random, words: Iterator[str]) -> bytes:
    out = io.BytesIO()
    entities = "<!DOCTYPE a [<!ENTITY b 'cccc'><!ENTITY d '&b;&b;&b;&b;'>]>"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", entities + "<Types>&d;</Types>")
        archive.writestr("xl/workbook.xml", as_bytes(next(words)))
        archive.writestr("xl/worksheets/sheet1.xml", b"<c>" * chance.randrange(1, 100_000))
    return out.getvalue()


def _random_bytes(chance: random.Random, _: Iterator[str]) -> bytes:
    return chance.randbytes(chance.choice((0, 1, 3, 5_000, 250_000)))
