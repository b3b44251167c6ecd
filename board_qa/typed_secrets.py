"""Secrets that a command asks for: every user of the machine can read the words of a command while it runs."""

from __future__ import annotations

import getpass
import sys
from urllib.parse import quote, unquote, urlsplit

from board_qa.config.databases import database_of, is_postgres


def ask_secret(words: str) -> str:
    """Asked for without showing it, or read from standard input."""
    return getpass.getpass(words).strip() if sys.stdin.isatty() else sys.stdin.readline().strip()


def database_typed(url: str) -> str:
    """The database that a word of a command names, as `database_of` has it, with the password that is asked for.

    Raises ValueError with the end of a sentence.
    """
    if not url.startswith("sqlite:") and _holds_a_password(url):
        raise ValueError("must be without its password, which everybody on this machine could read: it is asked for")
    database = database_of(url)
    parts = urlsplit(url)
    who, at, where = parts.netloc.rpartition("@")
    if not is_postgres(url) or not who:
        return database
    password = ask_secret(f"Password of {who} for {where or 'this machine'}{parts.path} (Enter where it needs none): ")
    return parts._replace(netloc=f"{who}:{quote(password, safe='')}{at}{where}").geturl() if password else database


def _holds_a_password(url: str) -> bool:
    who = url.partition("://")[2].rpartition("@")[0]
    return ":" in who or "password=" in unquote(url).lower()
