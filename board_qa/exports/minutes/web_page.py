"""The minutes' appendix or the report as a web page that stands alone: no script, and nothing asked of any host."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from board_qa.exports.minutes.document import Document

_FOLDER = Path(__file__).resolve().parent
LANGUAGES = {"en": "en-GB", "cy": "cy-GB"}


def as_web_page(document: Document) -> bytes:
    css = Markup((_FOLDER / "document.css").read_text(encoding="utf-8"))  # noqa: S704  # ours, and nobody's words
    return _template().render(document=document, css=css, lang=LANGUAGES[document.lang]).encode()


@cache
def _template() -> Template:
    # What somebody typed is escaped everywhere, as on every page of the product.
    pages = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return pages.get_template("document.html")
