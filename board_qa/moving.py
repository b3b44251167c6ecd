"""The command that moves a whole board from one database to another: `flask --app app move FROM TO`."""

from __future__ import annotations

import click
from flask import Flask

from board_qa.bootstrap.stores import move_everything
from board_qa.ports.backups import NotDone
from board_qa.ports.stores import StoreUnavailable
from board_qa.typed_secrets import database_typed


def install(app: Flask) -> None:
    @app.cli.command("move")
    @click.argument("origin", metavar="FROM")
    @click.argument("to", metavar="TO")
    def move(origin: str, to: str) -> None:
        """Move the whole board FROM one database TO another, empty one. Stop the service first.

        Each is an SQLite file (sqlite:///data/board_qa.db) or a PostgreSQL database (postgresql://...), as in
        DATABASE_URL, but without a password: that is asked for, or read from standard input. What is in the first stays
        there.
        """
        try:
            rows = _moved(_database(origin), _database(to))
        except NotDone as error:
            raise SystemExit(f"{error}\nNothing was moved.") from None
        except StoreUnavailable as error:
            raise SystemExit(f"{error}\nNothing was moved. Is the service stopped, both web and worker?") from None
        click.echo(
            f"Everything was moved: {rows:,} rows, and every table was counted in both.\n"
            "Set DATABASE_URL to the new database, and start the service. Nobody has to sign in again."
        )


def _moved(origin: str, to: str) -> int:
    """How many rows were moved, while somebody is told of each table."""
    total = 0

    def told(table: str, rows: int) -> None:
        nonlocal total
        total += rows
        click.echo(f"  {table:<24}{rows:>10,}")

    move_everything(origin, to, told)
    return total


def _database(url: str) -> str:
    try:
        return database_typed(url)
    except ValueError as error:
        raise NotDone(f"The name of each database {error}.") from error
