"""How a database and a Redis are named."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# As PostgreSQL's own programs take it.
_POSTGRES = ("postgresql://", "postgres://")
_KIND = re.compile(r"[A-Za-z][A-Za-z0-9+]{0,20}:(?=/)")
# In an address, % begins two figures of a sign that is written otherwise.
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def is_postgres(database: str) -> bool:
    return database.startswith(_POSTGRES)


def database_of(url: str) -> str:
    """The path of an SQLite file, or the URL of a PostgreSQL database. Raises ValueError with the end of a sentence."""
    if is_postgres(url):
        if not _names_a_database(url):
            raise ValueError(
                "must name a database, like postgresql://name:password@db.example:5432/board_qa. In the password write "
                "%40 for @, %2F for /, %3A for :, %5B for [ and %25 for %"
            )
        return url
    if not url.startswith("sqlite:///") or url == "sqlite:///":
        kind = _KIND.match(url)  # nothing else of it is repeated: there may be a password in it
        raise ValueError(
            "must name an SQLite file, like sqlite:///data/board_qa.db, or a PostgreSQL database, like "
            "postgresql://name:password@db.example/board_qa" + (f", but begins “{kind[0]}”" if kind else "")
        )
    return url.removeprefix("sqlite:///")


def _names_a_database(url: str) -> bool:
    """A password that holds a sign such as @, / or % must not be taken for a host, which logs may name."""
    try:
        parts = urlsplit(url)
        one_host = parts.netloc.count("@") <= 1 and not _BARE_PERCENT.search(url)
        return one_host and bool(parts.path.strip("/")) and parts.port != 0
    except ValueError:  # the port is no number, or a password holds a sign such as [
        return False


def without_password(url: str) -> str:
    parts = urlsplit(url)
    name = f"{parts.username}@" if parts.username else ""
    return f"postgresql://{name}{parts.netloc.rpartition('@')[2]}{parts.path}"


def names_redis(url: str) -> bool:
    parts = urlsplit(url)
    try:
        _ = parts.port
    except ValueError:
        return False
    number = parts.path.strip("/")
    return parts.scheme in ("redis", "rediss") and bool(parts.hostname) and (not number or number.isdecimal())
