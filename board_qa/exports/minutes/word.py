"""The minutes' appendix or the report as a Word file: real headings, a header row on every page, the language marked.

python-docx gives the file its styles and its properties. The rows of the table are written as the XML that they are:
its own way to a cell looks through the whole table each time.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx
from docx.document import Document as WordFile
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from board_qa.exports.minutes.document import Document, Part, Table
from board_qa.exports.minutes.words import Words

_LANGUAGES = {"en": "en-GB", "cy": "cy-GB"}
_BLUE, _FONT = RGBColor(0x00, 0x30, 0x87), "Arial"
# Of a page of A4 with margins of 20 mm, in twentieths of a point.
_WIDTHS = (1250, 4050, 4338)
# How much the first page says, capitals counted twice for their width, and in which letters so much stands on it.
_SIZES = ((1400, 14), (2200, 12), (3200, 11), (4200, 9.5))
_SMALLEST = 8


def as_word(document: Document) -> bytes:
    file = docx.Document()
    _page(file)
    _styles(file, _LANGUAGES[document.lang])
    _properties(file, document)
    file.add_paragraph(document.title, "Title")
    _add(file, document.meeting, "Subtitle", f", {document.day}")
    if document.first_page:
        _first_page(file, document.first_page)
    for part in document.parts:
        heading = _part(file, part)
        heading.paragraph_format.page_break_before = document.first_page is not None and part is document.parts[0]
    file.add_paragraph(document.made)
    out = BytesIO()
    file.save(out)
    return out.getvalue()


def _page(file: WordFile) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(20)


def _styles(file: WordFile, lang: str) -> None:
    """One face of letters everywhere, and the language of the file, which all that is not marked is in."""
    sizes = {"Normal": 11, "Title": 22, "Subtitle": 13, "Heading 1": 15, "List Bullet": 11}
    for name, size in sizes.items():
        style: Any = file.styles[name]
        style.font.name, style.font.size = _FONT, Pt(size)
        style.font.italic = False
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        if name not in ("Normal", "List Bullet"):
            style.font.color.rgb = _BLUE
    spacing: Any = file.styles["Normal"]
    spacing.paragraph_format.space_after = Pt(4)
    for one in file.styles.element.iter(qn("w:lang")):
        one.set(qn("w:val"), lang)


def _properties(file: WordFile, document: Document) -> None:
    about = file.core_properties
    about.title = f"{document.title}, {document.meeting.text}, {document.day}"[:255]
    about.author, about.language = document.organisation[:255], _LANGUAGES[document.lang]
    about.created = about.modified = document.made_at.replace(tzinfo=None)
    about.comments = ""


def _first_page(file: WordFile, part: Part) -> None:
    """All of it on one page: the more there is to say, the smaller the letters."""
    width = sum(len(one.text) + sum(letter.isupper() for letter in one.text) for one in part.items)
    size = next((size for most, size in _SIZES if width <= most), _SMALLEST)
    file.add_heading(part.heading, 1)
    for words in part.items:
        for run in _add(file, words, "List Bullet").runs:
            run.font.size = Pt(size)


def _part(file: WordFile, part: Part) -> Any:
    """What stands under a heading, which is what comes back."""
    heading = file.add_heading(part.heading, 1)
    for words in part.paragraphs:
        _add(file, words)
    for words in part.items:
        _add(file, words, "List Bullet")
    if part.table:
        _table(file, part.table)
    return heading


def _add(file: WordFile, words: Words, style: str = "Normal", then: str = "") -> Any:
    paragraph: Any = file.add_paragraph(style=style)
    for run in _runs(words):
        paragraph._p.append(run)
    if then:
        paragraph.add_run(then)
    return paragraph


def _table(file: WordFile, table: Table) -> None:
    grid: Any = file.add_table(1, len(table.columns), "Table Grid")
    grid.autofit = False
    for column, width in zip(grid._tbl.tblGrid.gridCol_lst, _WIDTHS, strict=True):
        column.set(qn("w:w"), str(width))
    grid._tbl.remove(grid.rows[0]._tr)
    heads = tuple((Words(column, strong=True),) for column in table.columns)
    for row in (heads, *table.rows):
        grid._tbl.append(_row(row, is_header=row is heads))


def _row(cells: tuple[tuple[Words, ...], ...], is_header: bool) -> Any:
    row = OxmlElement("w:tr")
    if is_header:
        row.append(_element("w:trPr", _element("w:cantSplit"), _element("w:tblHeader")))
    for cell, width in zip(cells, _WIDTHS, strict=True):
        size = _element("w:tcW", w=str(width), type="dxa")
        paragraphs = [_element("w:p", *_runs(words)) for words in cell] or [_element("w:p")]
        row.append(_element("w:tc", _element("w:tcPr", size), *paragraphs))
    return row


def _runs(words: Words) -> Iterator[Any]:
    if words.label:
        yield _run(f"{words.label}: ", "", strong=True)
    yield _run(words.text, words.lang, words.strong)


def _run(text: str, lang: str, strong: bool) -> Any:
    """A piece of a paragraph in one language, with its line ends."""
    about = [_element("w:b")] if strong else []
    about += [_element("w:lang", val=_LANGUAGES.get(lang, lang))] if lang else []
    run = _element("w:r", *([_element("w:rPr", *about)] if about else []))
    run.text = text  # python-docx writes line ends and spaces as Word has them
    return run


def _element(tag: str, *inside: Any, **attributes: str) -> Any:
    made: Any = OxmlElement(tag, {qn(f"w:{name}"): value for name, value in attributes.items()})
    for one in inside:
        made.append(one)
    return made
