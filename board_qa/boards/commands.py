"""Commands where there are many boards: `boards`, `boards add`, and those that are done for each board in turn."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import click
from flask import Flask

from board_qa import cli, private_files
from board_qa.boards.files import ENDING, NAME, NAMES, Installed, read_installed
from board_qa.boards.standing import in_words, standing_of
from board_qa.boards.working import run_workers
from board_qa.bootstrap.web_process import WebProcess, make_web_process
from board_qa.config.reading import of_the_machine
from board_qa.config.settings import SettingsError
from board_qa.ports.stores import StoreUnavailable
from board_qa.system.log_lines import of_board
from board_qa.typed_secrets import database_typed

# Each is for one board: nobody may make an account, or put back a backup, on all of them by oversight.
_FOR_ONE = ("moderator", "bounced", "backups", "backup-key", "restore", "move")
_FORWARDED = {"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []}


def install_boards(app: Flask, installed: Installed) -> None:
    """The commands about boards, wherever they are typed."""

    @app.cli.group("boards", invoke_without_command=True)
    @click.pass_context
    def boards(context: click.Context) -> None:
        """Many boards on one installation: how each stands. `boards add` makes one."""
        if installed.machine.boards is None:
            sys.exit("There is one board here. For many, set BOARDS to a folder: docs/many-boards.md says how.")
        if context.invoked_subcommand is None:
            sys.exit(0 if _list({name: make_web_process(one) for name, one in installed.boards.items()}) else 1)

    @boards.command("add")
    @click.argument("name")
    @click.argument("address")
    @click.argument("organisation")
    @click.option(
        "--database",
        default="",
        help="postgresql://NAME@HOST/DATABASE where it is no SQLite file of its own; the password is asked for.",
    )
    def add(name: str, address: str, organisation: str, database: str) -> None:
        """Make a board: NAME for files and commands, the public's ADDRESS, and the ORGANISATION whose board it is."""
        folder = installed.machine.boards
        if folder is not None:
            _add(folder, name, _first_settings(address, organisation, _typed(database)))


def install_for_each(app: Flask, boards: Mapping[str, WebProcess]) -> None:
    """What `cli` has for one board, for each of many, or a kind word on how to say which."""
    for board in boards.values():
        cli.install(board.app)

    for command in ("migrate", "doctor"):
        _for_each(app, boards, command)

    @app.cli.command("backup")
    @click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
    @click.pass_context
    def backup(context: click.Context, folder: Path | None) -> None:
        """Copy each board into a file, in a folder of its own in FOLDER or else beside its database."""

        def back_up(name: str, board: WebProcess) -> None:
            if folder:
                private_files.make_folder(folder.absolute() / name)
            context.invoke(board.app.cli.commands["backup"], file=folder / name if folder else None, overwrite=False)

        _do_for_each(boards, back_up)

    @app.cli.command("worker")
    def worker() -> None:
        """Collect and send for every board until told to stop."""
        run_workers([board.installation.settings for board in boards.values()])

    for command in _FOR_ONE:
        _ask_for_which(app, command, boards)


def _for_each(app: Flask, boards: Mapping[str, WebProcess], command: str) -> None:
    @app.cli.command(command, help=f"{command}, for each board.")
    @click.pass_context
    def each_board(context: click.Context) -> None:
        _do_for_each(boards, lambda _, board: context.invoke(board.app.cli.commands[command]))


def _do_for_each(boards: Mapping[str, WebProcess], what: Callable[[str, WebProcess], object]) -> None:
    """One after the other. Where it cannot be done for one, that is said, and the others have their turn."""
    failed = []
    for name, board in boards.items():
        click.echo(f"{name}:")
        with of_board(name):
            try:
                what(name, board)
            except (SystemExit, StoreUnavailable) as error:
                click.echo(error, err=True)
                failed.append(name)
    if failed:
        sys.exit(f"It was not done for: {', '.join(failed)}")


def _ask_for_which(app: Flask, command: str, boards: Mapping[str, WebProcess]) -> None:
    @app.cli.command(command, context_settings=_FORWARDED, help=f"{command}, for the board that BOARD names.")
    def ask() -> None:
        known = ", ".join(boards) or "none yet: make one with boards add"
        example = next(iter(boards), "NAME")
        sys.exit(
            f"Which board? Say it before the command: BOARD={example} flask --app app {command} ...\n"
            f"The boards here are: {known}"
        )


def _list(boards: Mapping[str, WebProcess]) -> bool:
    """Print a paragraph for each; whether all of them work."""
    found = [standing_of(name, board) for name, board in boards.items()]
    for one in found:
        database, worker, meeting, waiting, backed_up = in_words(one)
        click.echo(f"{one.name}  {one.address}  {'works' if one.works else 'NEEDS SOMEBODY'}")
        click.echo(f"  database {database}, worker {worker}, meeting {meeting}, waiting {waiting}, backup {backed_up}")
    if not found:
        click.echo("There is no board yet. Make one: flask --app app boards add NAME ADDRESS ORGANISATION")
    return all(one.works for one in found)


def _add(folder: Path, name: str, settings: str) -> None:
    file = folder / f"{name}{ENDING}"
    if not NAME.fullmatch(name):
        sys.exit(f"The name of a board has {NAMES}. Nothing was made.")
    if file.exists():
        sys.exit(f"There is a board {name} already: {file}. Nothing was made.")
    private_files.make(file)
    file.write_text(settings, encoding="utf-8")
    try:
        made = make_web_process(read_installed({**of_the_machine(), "BOARD": name}).boards[name])
        made.installation.ports.store.open()
    except (SettingsError, StoreUnavailable) as error:
        file.unlink()
        mistakes = error.mistakes if isinstance(error, SettingsError) else [str(error)]
        sys.exit("Nothing was made:\n" + "".join(f"  - {mistake}\n" for mistake in mistakes))
    click.echo(
        f"{name} is made: its settings are in {file}, its database is {made.installation.settings.database_shown}\n"
        f"1. Set its networks and its mail in that file (README has every setting).\n"
        f"2. Make the first account: BOARD={name} flask --app app moderator add USERNAME\n"
        f"3. Let {made.installation.settings.public_url} lead to this machine (docs/many-boards.md).\n"
        f"4. Restart the web process and the worker: they read the folder when they start."
    )


def _typed(database: str) -> str:
    try:
        return database_typed(database) if database else ""
    except ValueError as error:
        sys.exit(f"The address of the database {error}. Nothing was made.")


def _first_settings(address: str, organisation: str, database: str) -> str:
    return (
        f"PUBLIC_URL={address}\n"
        f"ORGANISATION={' '.join(organisation.split())}\n"
        f"SECRET_KEY={secrets.token_hex(32)}\n"
        "# 1: networks of this computer's own stand in for the real ones, and nothing leaves it.\n"
        "PRACTICE=0\n" + (f"DATABASE_URL={database}\n" if database else "")
    )
