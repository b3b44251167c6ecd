"""Commands: `flask --app app backup` and `restore`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import Flask

from board_qa import private_files
from board_qa.bootstrap import make_backups, web_process_of
from board_qa.config import Settings
from board_qa.domain.text.sizes import size_in_words
from board_qa.ports.backups import Backup, Backups, Contents, NotDone, Restored

# In the data folder of one of many boards: written when its last backup was made, wherever that is.
LAST_BACKUP = "last_backup"


def install(app: Flask) -> None:
    @app.cli.command("backup")
    @click.argument("file", required=False, type=click.Path(path_type=Path))
    @click.option("--overwrite", is_flag=True, help="Replace FILE if it exists already.")
    def backup(file: Path | None, overwrite: bool) -> None:
        """Copy the whole board into one FILE, while the service runs.

        Without FILE the copy is beside the database, named by the time. FILE may be a folder too.
        """
        with _said_plainly("No backup was made."):
            settings = web_process_of(app).installation.settings
            click.echo(_made(make_backups(settings).make(file, overwrite=overwrite)))
            if settings.board:
                note_backup(settings)

    @app.cli.command("restore")
    @click.argument("file", type=click.Path(path_type=Path))
    def restore(file: Path) -> None:
        """Replace the database with the backup FILE. Stop the service first.

        The old database is kept beside it.
        """
        with _said_plainly("Nothing was restored."):
            click.echo(_restored(file, _backups(app).restore(file)))


def _backups(app: Flask) -> Backups:
    return make_backups(web_process_of(app).installation.settings)


@contextmanager
def _said_plainly(outcome: str) -> Iterator[None]:
    try:
        yield
    except NotDone as error:
        raise SystemExit(f"{error}\n{outcome}") from None


def _made(backup: Backup) -> str:
    return (
        f"Backup made: {backup.file} ({size_in_words(backup.size)}), with {_counted(backup.contents)}.\n"
        "Keep a copy on another computer too, and keep it as safe as the database."
    )


def _restored(file: Path, restored: Restored) -> str:
    lines = [f"Restored from {file}: {_counted(restored.contents)}."]
    if restored.was_older:
        lines.append("An older version made it, so it was brought up to date.")
    lines += [f"The old one is kept in {kept}" for kept in restored.kept]
    if restored.erased:
        lines.append(f"Questions erased since it was made, and now erased again: {restored.erased}.")
    if restored.waiting:
        lines.append(
            f"Posts waiting to be sent: {restored.waiting}. They may have been published since, so the service looks "
            f"for them. Decide on the desk about those it does not find."
        )
    return "\n".join([*lines, "Start the service. Everyone who works at the desk must sign in again."])


def _counted(contents: Contents) -> str:
    meetings = "1 meeting" if contents.meetings == 1 else f"{contents.meetings:,} meetings"
    questions = "1 question" if contents.questions == 1 else f"{contents.questions:,} questions"
    return f"{meetings} and {questions}"


def note_backup(settings: Settings) -> None:
    private_files.make_folder(settings.data_folder)
    private_files.make(settings.data_folder / LAST_BACKUP)
    (settings.data_folder / LAST_BACKUP).touch()


def last_backup(settings: Settings) -> datetime | None:
    noted = settings.data_folder / LAST_BACKUP
    return datetime.fromtimestamp(noted.stat().st_mtime, UTC) if noted.exists() else None
