"""Commands: `flask --app app moderator add`, `doctor`, `migrate`, `worker`, `bounced`, `backup`, `restore`."""

from __future__ import annotations

import getpass
import os
import shlex
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from typing import Any

import click
from flask import Flask
from flask.cli import AppGroup

from board_qa import backing_up, moving, private_files
from board_qa.bootstrap.networks import start_stand_ins
from board_qa.bootstrap.ports import make_ports, redis_says
from board_qa.bootstrap.web_process import web_process_of
from board_qa.bootstrap.workers import make_worker
from board_qa.config.names import ALL
from board_qa.config.reading import read_machine
from board_qa.config.settings import Settings
from board_qa.config.values import MAKE_A_KEY
from board_qa.domain.accounts import naming
from board_qa.domain.accounts.roles import Role
from board_qa.domain.accounts.strength import is_strong
from board_qa.mail.bounces import LARGEST, Bounce, read_bounce
from board_qa.ports import Ports
from board_qa.ports.stores import StoreUnavailable
from board_qa.services.accounts import second_step, signing_in
from board_qa.services.meetings.meetings import next_meeting
from board_qa.services.telling import telling
from board_qa.waiting import until_there
from board_qa.web.shell.installation import Installation
from board_qa.web.shell.words import a_role
from board_qa.worker import Worker

# Seconds. The kernel may tell any thread of a signal, and only Python's first one acts on it: it must not sleep long.
SIGNALS_NOTICED = 0.2
PRACTICE_USER, PRACTICE_NAME = "practice", "Practice"


def install(app: Flask) -> None:
    app.cli.add_command(_accounts(app))
    _running(app)
    backing_up.install(app)
    moving.install(app)
    _say_plainly(app.cli)


def _say_plainly(commands: click.Group) -> None:
    """Every command says in a sentence that the database cannot be used."""
    for command in commands.commands.values():
        if isinstance(command, click.Group):
            _say_plainly(command)
        elif command.callback is not None:
            command.callback = _plainly(command.callback)


def _plainly(run: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(run)
    def running(*args: Any, **options: Any) -> Any:
        try:
            return run(*args, **options)
        except StoreUnavailable as error:
            sys.exit(f"{error}\nIs DATABASE_URL right, and the database running?")
        except OSError as error:
            sys.exit(f"{error.filename}: {error.strerror}\nIs DATABASE_URL right?" if error.filename else str(error))

    return running


def _accounts(app: Flask) -> AppGroup:
    moderators = AppGroup("moderator", help="Accounts for the desk.")

    @moderators.command("add")
    @click.argument("username")
    @click.option("--name", default="", help="The name colleagues see, like 'Alex Morgan'.")
    @click.option("--role", type=click.Choice([one.value for one in Role]),
                  help="By default moderator; the first account is an administrator.")  # fmt: skip
    def add(username: str, name: str, role: str | None) -> None:
        """Make an account. The password is asked for, or read from standard input."""
        installation = web_process_of(app).installation
        name = _full_name(username, name or username)
        password = _ask_password()
        with _said_to_be_easy():
            made = signing_in.add_moderator(
                installation.ports,
                installation.passwords,
                username,
                name,
                password,
                Role(role) if role else None,
            )
        if made is None:
            sys.exit(f"There is already an account called {username}. To change its password: moderator password")
        print(f"{username} can sign in now at {installation.settings.public_url}/sign-in, as {a_role(made.role)}")

    @moderators.command("password")
    @click.argument("username")
    def password(username: str) -> None:
        """Set a new password and end every session made with the old one."""
        installation = web_process_of(app).installation
        with _said_to_be_easy():
            person = signing_in.set_password(installation.ports, installation.passwords, username, _ask_password())
        if person is None:
            sys.exit(f"There is no account called {username}")
        print("Changed. Everyone signed in with the old password is signed out.")
        if person.closed:
            print("The account is closed. An administrator can reopen it on the desk, under People.")

    @moderators.command("codes-off")
    @click.argument("username")
    def codes_off(username: str) -> None:
        """Ask somebody who lost their phone for no security code any more."""
        person = second_step.set_back(web_process_of(app).installation.ports, username)
        if person is None:
            sys.exit(f"There is no account called {username}")
        print(f"{person.username} signs in with the password alone now. They can turn security codes on again.")

    return moderators


def _running(app: Flask) -> None:
    @app.cli.command("migrate")
    def migrate() -> None:
        """Bring the tables up to date (it happens whenever this product starts; a release step may say so)."""
        installation = web_process_of(app).installation
        installation.ports.store.open()
        print(f"The tables in {installation.settings.database_shown} are up to date.")

    @app.cli.command("worker")
    def worker() -> None:
        """Collect and send until told to stop."""
        run_worker(web_process_of(app).installation.settings)

    @app.cli.command("bounced")
    def bounced() -> None:
        """Read from standard input what a mail server sent back: whoever did not get it is on the list again."""
        bounce = read_bounce(sys.stdin.buffer.read(LARGEST))
        while sys.stdin.buffer.read(LARGEST):  # else whoever writes it takes the rest for lost
            pass
        try:
            came_back = _note_bounce(web_process_of(app).installation.ports, bounce)
        except (StoreUnavailable, OSError):
            # Mail servers send what a command says back to whoever wrote, and by this number (sysexits.h) try it again.
            print("This cannot be looked up now. Hand it over again later.", file=sys.stderr)
            sys.exit(os.EX_TEMPFAIL)
        if came_back:
            print("A letter of ours came back. The desk shows it.")
        else:
            print("This is no report of a letter of ours that came back. Nothing was changed.")

    @app.cli.command("doctor")
    def doctor() -> None:
        """Say what is on, what is off and why."""
        for line in diagnosis(web_process_of(app).installation):
            print(line)


def _note_bounce(ports: Ports, bounce: Bounce | None) -> bool:
    letter = ports.store.letters.by_key(bounce.key) if bounce else None
    if bounce is None or letter is None:
        return False
    return telling.came_back(ports, letter, f"It came back ({bounce.status})")


def run_worker(settings: Settings) -> None:
    """Collect and send until SIGTERM or SIGINT; a second one ends it at once."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    ports = make_ports(settings)
    with suppress(KeyboardInterrupt):
        until_there(ports.store.open)
        _work(make_worker(settings, ports, start_stand_ins(settings, ports)))


def _work(worker: Worker) -> None:
    working = threading.Thread(target=worker.run, daemon=True)
    try:
        working.start()
        while working.is_alive():
            working.join(SIGNALS_NOTICED)
    finally:
        worker.stop()


def diagnosis(installation: Installation) -> list[str]:
    """One line for each thing that can be on or off."""
    settings, store, now = installation.settings, installation.ports.store, installation.ports.clock()
    holder = store.leases.holder("worker", now)
    local = "127.0.0.1" in settings.public_url or "localhost" in settings.public_url
    meeting = next_meeting(installation.ports)
    return [
        f"Organisation    {settings.organisation}",
        f"Database        on: {settings.database_shown}",
        *_files(settings),
        *_secrets(settings),
        *_networks(settings),
        f"Email           {_email(settings)}",
        f"Backups         {_backups(settings)}",
        f"Posts           kept for {settings.keep_posts.days} days after they were last found on their network",
        f"Addresses       kept for {settings.keep_contacts.days} days after the meeting",
        f"Not published   kept for {settings.keep_unpublished.days} days after the meeting",
        f"Security codes  asked of {settings.codes_for}{_where_a_password_is_enough(settings)}",
        f"Single sign-on  {'on: ' + settings.oidc.issuer if settings.oidc else 'off: no provider is set'}",
        f"Worker          {'on: ' + holder if holder else 'off: nothing is collected or sent (start a worker)'}",
        f"Redis           {_redis(settings)}",
        f"Public address  {settings.public_url}"
        + (" (only this computer can open it: set PUBLIC_URL)" if local else ""),
        f"HTTPS           {'on' if settings.secure else 'off: PUBLIC_URL does not begin with https://'}",
        f"Next meeting    {meeting.details.title + ', code ' + meeting.code if meeting else 'none yet'}",
        "",
        "Settings:",
        *[f"  {name:<16}{meaning}" for name, meaning in ALL.items()],
    ]


def _where_a_password_is_enough(settings: Settings) -> str:
    if settings.codes_for == "everybody" or settings.practice:
        return ""
    others = " of the others" if settings.codes_for == "administrators" else ""
    return f": the password{others} is enough to get in. To ask everybody, leave CODES_FOR out"


def _networks(settings: Settings) -> list[str]:
    """Which networks are on, and with which account."""
    if settings.practice:
        return ["Networks        practice mode: stand-ins of this computer's own, and nothing leaves it"]
    most = f"reading stops at ${settings.x_spending_cap / 1e6:.2f} a month"
    x, bluesky, mastodon = settings.x_keys, settings.bluesky, settings.mastodon
    return [
        "X               " + (f"on: {settings.x_api_base_url}, {most}" if x else "off: no keys are set"),
        "Bluesky         " + (f"on: {bluesky.handle} at {bluesky.url}" if bluesky else "off: no account is set"),
        "Mastodon        " + (f"on: an account at {mastodon.url}" if mastodon else "off: no account is set"),
    ]


def _email(settings: Settings) -> str:
    if settings.practice:
        return "practice mode: emails are kept here, for the desk to read"
    if smtp := settings.smtp:
        return f"on: from {smtp.sender} by {smtp.host}:{smtp.port}"
    if notify := settings.notify:
        return f"on: by GOV.UK Notify at {notify.url}"
    return "off: no mail server is set, so people are told by hand"


def _backups(settings: Settings) -> str:
    if not settings.backups:
        return "off: none is made by itself (set BACKUPS)"
    encrypted = "encrypted" if settings.backup_key else "not encrypted (set BACKUP_KEY)"
    return f"on: each night and before each meeting in {settings.backups}, {encrypted}"


def _redis(settings: Settings) -> str:
    if not settings.redis_url:
        return "off: one web process needs none"
    wrong = redis_says(settings)
    return f"set, but it does not answer: {wrong}" if wrong else "on: processes tell each other of changes"


def _files(settings: Settings) -> list[str]:
    """Whether others than their owner can look into the files, and what to type where they can."""
    wide = private_files.open_to_others(settings.database_file)
    if not wide:
        return ["Files           on: only their owner can read them"]
    return [
        "Files           off: other users of this computer can read these. To stop that, type:",
        *[f"                  chmod go= {shlex.quote(str(path))}" for path in wide],
    ]


def _secrets(settings: Settings) -> list[str]:
    """Which of them somebody could try out, and how to make another one."""
    chosen = {
        "SECRET_KEY": settings.secret_key,
        "METRICS_TOKEN": settings.metrics_token,
        "OPERATORS_TOKEN": read_machine().operators_token,
        "BACKUP_KEY": settings.backup_key,
    }
    weak = [name for name, secret in chosen.items() if secret and not is_strong(secret)]
    if not weak:
        return ["Secrets         on: none that you chose is short"]
    return [
        f"Secrets         off: these are short, or easy to try out: {', '.join(weak)}. To make one, type:",
        f"                  {MAKE_A_KEY}",
    ]


def print_welcome(installation: Installation) -> None:
    """The addresses of the three screens and how to sign in, for whoever ran `make run`."""
    address = installation.settings.public_url
    meeting = next_meeting(installation.ports)
    screen = f"{address}/screen/{meeting.screen_token}" if meeting else "make your first meeting on the desk to get one"
    sign_in = f"{address}/sign-in"
    if installation.settings.practice:
        link = _practice_link(installation)
        sign_in = f"{address}/sign-in/link/{link}  (works once; press Ctrl-C and run again for another)"
    print(
        f"\n  Public     {address}\n  Desk       {address}/desk/\n  Projector  {screen}\n\n  Sign in    {sign_in}\n"
        + (
            "\n  Practice mode: nothing leaves this machine. Set the keys of a network to go live.\n"
            if installation.settings.practice
            else ""
        ),
        flush=True,
    )


def _practice_link(installation: Installation) -> str:
    """A one-time link for the practice administrator, whose account has no password anybody knows."""
    ports = installation.ports
    person = ports.store.accounts.by_username(PRACTICE_USER) or ports.store.accounts.add(
        PRACTICE_USER, PRACTICE_NAME, "", ports.clock(), Role.ADMINISTRATOR
    )
    if person is None:
        raise LookupError("the practice account could not be made")
    return signing_in.make_link(ports, person)


def _full_name(username: str, typed: str) -> str:
    """End with a sentence where a user name, or the name that colleagues see, will not do."""
    try:
        naming.refuse_odd_username(signing_in.normal(username))
        return naming.full_name(typed)
    except ValueError as error:
        sys.exit(f"{error}. Nothing was made.")


@contextmanager
def _said_to_be_easy() -> Iterator[None]:
    """End with advice where a password is one that many others use."""
    try:
        yield
    except signing_in.EasyToGuess:
        sys.exit(f"Nothing was changed. {signing_in.EASY_TO_GUESS}.")


def _ask_password() -> str:
    if sys.stdin.isatty():
        first, second = getpass.getpass("Password: "), getpass.getpass("Again: ")
        if first != second:
            sys.exit("The two passwords differ. Nothing was changed.")
    else:
        first = sys.stdin.readline().rstrip("\n")
    if len(first) < signing_in.PASSWORD_MIN:
        sys.exit(
            f"The password needs at least {signing_in.PASSWORD_MIN} characters. Three random words are a good one."
        )
    if len(first) > signing_in.PASSWORD_MAX:
        sys.exit(f"The password must have {signing_in.PASSWORD_MAX} characters or fewer. Nothing was changed.")
    return first
