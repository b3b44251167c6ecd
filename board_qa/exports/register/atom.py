"""The public record as an Atom feed (RFC 4287), for whoever wants to hear when something in it changes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from gettext import NullTranslations
from xml.etree.ElementTree import Element, SubElement, tostring

from board_qa.domain.text.excerpt import excerpt
from board_qa.domain.text.saying import ENGLISH, language
from board_qa.domain.text.spoken import dated
from board_qa.domain.text.wording import one_line
from board_qa.exports.register.rows import PublishedRecord, Row
from board_qa.phrases.record import said_of_answer

_ATOM = "http://www.w3.org/2005/Atom"
# Who reads feeds asks for them again and again: a feed has what changed last.
LATEST = 100
_TITLE = 100  # characters
# What XML 1.0 takes no character for (https://www.w3.org/TR/xml/#charsets).
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Feed:
    """What a feed says of itself. `address` is its own and `page` that of its page, both with their host. `began` is
    since when it is there (ISO, UTC), for a feed in which nothing stands."""

    title: str
    author: str
    address: str
    page: str
    began: str


def as_atom(feed: Feed, records: Sequence[PublishedRecord], translations: NullTranslations = ENGLISH) -> bytes:
    """The questions that changed last, the latest first. Each is known for ever by its own address."""
    rows = [(one, row) for one in records for row in one.rows]
    rows.sort(key=lambda pair: pair[1].changed_at, reverse=True)
    root = Element("feed", {"xmlns": _ATOM, "xml:lang": language(translations)})
    _add(root, "id", feed.address)
    _add(root, "title", feed.title)
    _add(root, "updated", max((row.changed_at for _, row in rows), default=feed.began))
    _add(SubElement(root, "author"), "name", feed.author)
    SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": feed.address})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": feed.page})
    for record, row in rows[:LATEST]:
        _entry(root, record, row, translations)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _entry(root: Element, record: PublishedRecord, row: Row, translations: NullTranslations) -> None:
    entry = SubElement(root, "entry")
    _add(entry, "id", row.address)
    _add(entry, "title", _title(row, translations))
    _add(entry, "published", record.meeting.published_at)
    _add(entry, "updated", row.changed_at)
    SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": row.address})
    SubElement(entry, "category", {"term": row.state, "label": row.became})
    _add(entry, "content", "\n\n".join(_paragraphs(record, row, translations)))


def _title(row: Row, translations: NullTranslations) -> str:
    called = translations.gettext("Question {number}").format(number=row.number)
    return f"{called}: {excerpt(one_line(row.question), _TITLE) or row.became}"


def _paragraphs(record: PublishedRecord, row: Row, translations: NullTranslations) -> Iterable[str]:
    """All that the page says of it, as plain text: nothing in it can be taken for a tag."""
    _ = translations.gettext
    own_words = _("In the words of the person who asked")
    who = ", ".join(filter(None, (row.asked_by, row.came_by)))
    told = (
        f"{record.meeting.title}, {dated(record.meeting.starts_at[:10], translations)}",
        row.question,
        row.left_out,
        who,
        f"{own_words}: {row.asked}" if row.asked else "",
        f"{_('Agenda item:')} {row.agenda_item}" if row.agenda_item else "",
        row.became,
        f"{_('The reason:')} {row.reason}" if row.reason else "",
        row.answer,
        said_of_answer(row.answered_by, dated(row.answered_on, translations), translations),
    )
    return filter(None, told)


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = _NOT_XML.sub("", text)
