"""The register as files and feeds. What is withheld on its pages is in none of them: all are made of the same rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from flask import Response

from board_qa.domain.text.spoken import long_date
from board_qa.exports.register.atom import Feed, as_atom
from board_qa.exports.register.database import as_sqlite
from board_qa.exports.register.files import as_csv, as_json
from board_qa.exports.register.rows import PublishedRecord
from board_qa.web.public.pages import unless_known
from board_qa.web.register.memory import memory
from board_qa.web.register.reading import address_in_full, all_published, pages, shown_record
from board_qa.web.register.versions import version_of
from board_qa.web.shell.installation import installation
from board_qa.web.shell.language import current, say

_CSV, _JSON, _ATOM, _SQLITE = "text/csv", "application/json", "application/atom+xml", "application/vnd.sqlite3"
# When there was no record yet: a feed has to say when it last changed.
_BEGAN = "2026-01-01T00:00:00+00:00"


@pages.get("/<code:code>/register.csv")
def as_table(code: str) -> Response:
    one = shown_record(code)
    return _file([one], _CSV, partial(as_csv, one), f"register-{one.meeting.code}.csv")


@pages.get("/<code:code>/register.json")
def as_data(code: str) -> Response:
    one = shown_record(code)
    return _file([one], _JSON, partial(as_json, one))


@pages.get("/<code:code>/register.atom")
def feed(code: str) -> Response:
    one = shown_record(code)
    of_meeting = say().gettext("The record of questions, {day}").format(day=_day(one))
    own = address_in_full("register.feed", code=one.meeting.code)
    told = Feed(of_meeting, installation().settings.organisation, own, one.meeting.address, one.meeting.published_at)
    return _file([one], _ATOM, partial(as_atom, told, [one], say()))


@pages.get("/register.atom")
def feed_of_all() -> Response:
    records = all_published()
    own, page = address_in_full("register.feed_of_all"), address_in_full("register.index")
    began = min((one.meeting.published_at for one in records), default=_BEGAN)
    title = say().gettext("Records of questions to the board")
    told = Feed(title, installation().settings.organisation, own, page, began)
    return _file(records, _ATOM, partial(as_atom, told, records, say()))


@pages.get("/register.db")
def database() -> Response:
    """All published records as one SQLite file. It is made in a thread, once for each change."""
    records = all_published()
    return _file(records, _SQLITE, partial(_made_apart, records), "register.db")


def _made_apart(records: Sequence[PublishedRecord]) -> bytes:
    make = partial(as_sqlite, records, say())
    key = (current(), version_of(*records))
    return memory().files.get(key, lambda: installation().run_apart(make))


def _file(records: Sequence[PublishedRecord], mimetype: str, make: Callable[[], bytes], name: str = "") -> Response:
    response = unless_known(f"{version_of(*records)}-{mimetype}")
    if response.status_code != 304:
        response.set_data(make())
    response.mimetype = mimetype
    if name:
        of_the_language = name if current() == "en" else name.replace(".", f"-{current()}.")
        response.headers["Content-Disposition"] = f"attachment; filename={of_the_language}"
    return response


def _day(one: PublishedRecord) -> str:
    details = one.record.meeting.details
    return long_date(details.starts_at, details.timezone, say())
