"""Commands: `flask --app app backup`, `backups`, `backup-key` and `restore`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
from flask import Flask

from board_qa import private_files
from board_qa.bootstrap.stores import make_backups
from board_qa.bootstrap.web_process import web_process_of
from board_qa.config.settings import Settings
from board_qa.domain.text.sizes import size_in_words
from board_qa.ports.backups import Backup, Backups, Contents, Made, NotDone, Restored
from board_qa.storage.sqlite.backup.sealed import is_public, is_sealed, new_keys
from board_qa.system.clock import utc_now
from board_qa.typed_secrets import ask_secret

# In the data folder of one of many boards: written when its last backup was made, wherever that is.
LAST_BACKUP = "last_backup"
_HOURS_SAID = 48


def install(app: Flask) -> None:
    @app.cli.command("backup")
    @click.argument("file", required=False, type=click.Path(path_type=Path))
    @click.option("--overwrite", is_flag=True, help="Replace FILE if it exists already.")
    def backup(file: Path | None, overwrite: bool) -> None:
        """Copy the whole board into one FILE, while the service runs.

        Without FILE the copy is named by the time and put in the folder of BACKUPS, where old ones are thinned out, or
        else beside the database. FILE may be a folder too.
        """
        with _said_plainly("No backup was made."):
            settings = web_process_of(app).installation.settings
            backups = make_backups(settings)
            click.echo(_made(backups.make(file, overwrite=overwrite), encrypted=bool(settings.backup_key)))
            if file is None and settings.backups and (removed := backups.place.thin_out()):
                click.echo(f"Old backups removed: {removed}.")
            if settings.board:
                note_backup(settings)

    @app.cli.command("backups")
    def backups() -> None:
        """List the backups, the latest first, with their age and size."""
        for line in _listed(_backups(app).place.made(), utc_now()):
            click.echo(line)

    @app.cli.command("backup-key")
    def backup_key() -> None:
        """Make a pair of keys, by which this computer encrypts backups that it cannot read itself."""
        public, secret = new_keys()
        click.echo(f"Set here            BACKUP_KEY={public}")
        click.echo(f"Keep somewhere else {secret}")
        click.echo("Without the second one nobody can restore a backup. It is stored nowhere: write it down now.")

    @app.cli.command("restore")
    @click.argument("file", type=click.Path(path_type=Path))
    def restore(file: Path) -> None:
        """Replace the database with the backup FILE. Stop the service first.

        The old database is kept beside it. For an encrypted backup the key is BACKUP_KEY, or it is asked for.
        """
        with _said_plainly("Nothing was restored."):
            settings = web_process_of(app).installation.settings
            click.echo(_restored(file, make_backups(settings).restore(file, _key_for(file, settings))))


def _key_for(file: Path, settings: Settings) -> str:
    if not file.is_file() or not is_sealed(file):
        return ""
    if settings.backup_key and not is_public(settings.backup_key):
        return settings.backup_key
    return ask_secret("Passphrase or secret key: ")


def _listed(made: Sequence[Made], now: datetime) -> Iterator[str]:
    if not made:
        yield "There is no backup yet. Make one: flask --app app backup"
    for one in made:
        yield (
            f"{one.at:%Y-%m-%d %H:%M} UTC  {_age(now - one.at):>12}  {size_in_words(one.size):>9}  "
            f"{'encrypted' if one.encrypted else 'not encrypted':<13}  {one.file}"
        )


def _age(age: timedelta) -> str:
    hours = age // timedelta(hours=1)
    if hours < 1:
        return f"{max(age // timedelta(minutes=1), 0)} min old"
    return f"{hours} h old" if hours < _HOURS_SAID else f"{age.days} days old"


def _backups(app: Flask) -> Backups:
    return make_backups(web_process_of(app).installation.settings)


@contextmanager
def _said_plainly(outcome: str) -> Iterator[None]:
    try:
        yield
    except NotDone as error:
        raise SystemExit(f"{error}\n{outcome}") from None


def _made(backup: Backup, *, encrypted: bool) -> str:
    return (
        f"Backup made: {backup.file} ({size_in_words(backup.size)}{', encrypted' if encrypted else ''}), "
        f"with {_counted(backup.contents)}.\n"
        "Keep a copy on another computer too, and keep it as safe as the database."
    )


_ACCOUNTS = (
    "Accounts and passwords are as they were then. Under People, close again the accounts that were closed since, and "
    "reset those whose password was. Recovery codes are in no backup, so the old ones work no more: whoever signs in "
    "with security codes makes new ones under Your account."
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
    if restored.letters:
        lines.append(
            f"Emails waiting to be sent: {restored.letters}. They may have been sent since, so none goes out by "
            f"itself. Decide about each under “Tell everyone who asked”."
        )
    return "\n".join([*lines, _ACCOUNTS, "Start the service. Everyone who works at the desk must sign in again."])


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
