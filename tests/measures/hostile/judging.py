"""What is alive in an answer: read by parsers that did not write it."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from icalendar import Calendar
from lxml import etree, html  # type: ignore[import-untyped]  # lxml ships no types

from tests.measures.hostile.inputs import MARK
from tests.measures.hostile.wire import Answer

_GOES_SOMEWHERE = ("href", "src", "action", "formaction", "xlink:href", "data", "srcdoc")
_FORMULA = frozenset("=+-@＝＋－＠")


@dataclass
class Verdict:
    """Counts of what went wrong, each with its first few places."""

    inputs: int = 0
    pages: int = 0
    places: set[str] = field(default_factory=set)  # in which something was put
    wrong: Counter[str] = field(default_factory=Counter)
    where: dict[str, list[str]] = field(default_factory=dict)

    def blame(self, kind: str, place: str) -> None:
        self.wrong[kind] += 1
        self.where.setdefault(kind, [])
        if len(self.where[kind]) < _TOLD and place not in self.where[kind]:
            self.where[kind].append(place)

    @property
    def is_good(self) -> bool:
        return not self.wrong.total()

    def __str__(self) -> str:
        counted = ", ".join(f"{kind} {self.wrong[kind]}" for kind in KINDS)
        return f"{self.inputs:,} hostile inputs in {len(self.places):,} places, {self.pages:,} answers read: {counted}"


_TOLD = 12
ANSWERS, ALIVE, FORMULAS, HEADERS, TRACEBACKS, BROKEN, NO_ANSWER = KINDS = (
    "answers of 500 or above",
    "markup alive",
    "formulas",
    "headers injected",
    "tracebacks",
    "files broken",
    "stopped answering",
)


def judge(answer: Answer, place: str, verdict: Verdict) -> None:
    """Look at an answer as whatever it says that it is."""
    verdict.pages += 1
    if answer.status >= 500:
        verdict.blame(ANSWERS, f"{answer.status} {place}")
    if any(
        MARK in name.lower() or (name.lower() == "set-cookie" and value.startswith(MARK))
        for name, value in answer.headers
    ):
        verdict.blame(HEADERS, place)
    if answer.header("Content-Encoding"):
        verdict.blame(BROKEN, f"{place} is compressed, which nobody asked for")
        return
    kind = answer.header("Content-Type").partition(";")[0]
    for what, why in _found(kind, answer.body):
        verdict.blame(what, f"{place}: {why}")


def _found(kind: str, body: bytes) -> Iterator[tuple[str, str]]:
    if not body:
        return
    if kind == "text/html":
        yield from ((ALIVE, why) for why in alive_in(body))
    elif kind.endswith("json"):
        yield from _of_json(body)
    elif kind.endswith("xml"):
        yield from _of_xml(body)
    elif kind == "text/csv":
        yield from ((FORMULAS, cell) for cell in formulas_in(body))
    elif kind == "text/calendar":
        yield from _of_calendar(body)
    elif kind == "application/zip":
        yield from _of_archive(body)


def alive_in(page: bytes) -> Iterator[str]:
    """Elements, attributes, scripts and links of ours that are in a page because somebody typed them."""
    tree = html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    for element in tree.iter():
        if not isinstance(element.tag, str):
            if MARK in (element.text or ""):
                yield f"comment {element.text!r:.60}"
            continue
        if MARK in element.tag:
            yield f"<{element.tag}>"
        if element.tag in ("script", "style") and MARK in (element.text or "") and not _is_data(element):
            yield f"<{element.tag}> {element.text!r:.60}"
        for name, value in element.attrib.items():
            if MARK in name or (name.startswith("on") and MARK in value) or name == "style":
                yield f"<{element.tag} {name}={value!r:.60}>"
            if name in _GOES_SOMEWHERE and value.strip().lower().startswith(("javascript:", "data:text", "vbscript:")):
                yield f"<{element.tag} {name}={value!r:.60}>"


def _is_data(element: etree._Element) -> bool:
    return str(element.get("type", "")).endswith("json")


def formulas_in(table: bytes) -> Iterator[str]:
    for row in csv.reader(io.StringIO(table.decode("utf-8-sig"), newline="")):
        for cell in row:
            first = next((one for one in cell if unicodedata.category(one)[0] not in "CZ"), "")
            if first in _FORMULA and not _is_number(cell):
                yield f"{cell!r:.60}"


def _is_number(cell: str) -> bool:
    return cell.removeprefix("-").replace(".", "", 1).isdecimal()


def _of_json(body: bytes) -> Iterator[tuple[str, str]]:
    try:
        json.loads(body)
    except ValueError as error:
        yield BROKEN, str(error)


def _of_xml(body: bytes) -> Iterator[tuple[str, str]]:
    try:
        root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, huge_tree=True))
    except etree.XMLSyntaxError as error:
        yield BROKEN, str(error)
        return
    for element in root.iter():
        if MARK in str(element.tag):
            yield ALIVE, f"<{element.tag}>"
        if element.get("type") == "html":
            yield from ((ALIVE, why) for why in alive_in((element.text or " ").encode()) if element.text)


def _of_calendar(body: bytes) -> Iterator[tuple[str, str]]:
    try:
        parts = list(Calendar.from_ical(body).walk())
    except ValueError as error:
        yield BROKEN, str(error)
        return
    yield from ((HEADERS, str(name)) for part in parts for name in part if MARK in str(name).lower())


def _of_archive(body: bytes) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        for name in archive.namelist():
            if ".." in name or name.startswith(("/", "\\")):
                yield BROKEN, f"a file named {name!r:.60}"
            kind = {"html": "text/html", "csv": "text/csv", "json": "application/json"}.get(name.rpartition(".")[2], "")
            yield from _found(kind, archive.read(name))
