"""Reads the environment. Every mistake is reported, all together."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from board_qa import addresses
from board_qa.config.accounts import (
    bluesky_account,
    in_practice,
    keys_of_x,
    mail_account,
    mastodon_account,
    oidc_provider,
)
from board_qa.config.databases import database_of, is_postgres, names_redis
from board_qa.config.kept_key import kept_key
from board_qa.config.names import ALL, OF_THE_MACHINE
from board_qa.config.settings import Machine, Settings, SettingsError
from board_qa.config.values import MAKE_A_KEY, TOKEN_MIN, Values

# A meeting can be compared with the one a year before it, and told of in the board's yearly report. Fewer than 30 days
# would lose posts of one meeting before the next.
_KEEP_POSTS_DAYS = 365
_KEEP_CONTACT_DAYS, _KEEP_UNPUBLISHED_DAYS = 365, 730
_FOR_EVER = 36_500  # days: nobody keeps anything for longer than a century
# As the domain has it (flooding.OF_ALL), which settings do not read.
_QUESTIONS_AN_HOUR = 5_000
_HOST = "127.0.0.1"
_KEY_MIN = 32  # characters: with hexadecimal ones 128 bits, which nobody can try out
_AGE_KEY = re.compile(r"age1[02-9ac-hj-np-z]{58}")


def read_machine(environ: Mapping[str, str] | None = None) -> Machine:
    """Read what is everybody's. Raises SettingsError with every mistake at once."""
    values = Values(os.environ if environ is None else environ)
    machine = Machine(
        host=values.text("HOST", _HOST),
        port=_port(values),
        proxies=_proxies(values),
        run_worker=values.yes("RUN_WORKER", default=False),
        log_json=_log_json(values),
        metrics_token=values.token("METRICS_TOKEN"),
        boards=values.folder("BOARDS"),
        board=values.text("BOARD"),
        operators_url=values.address("OPERATORS_URL", "") if values.text("OPERATORS_URL") else "",
        operators_token=values.token("OPERATORS_TOKEN"),
    )
    values.yes("FAST_FANOUT", default=True)
    _redis_url(values)
    _operators(values, machine)
    if values.mistakes:
        raise SettingsError(values.mistakes)
    return machine


def of_the_machine(environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """What of the environment is everybody's: a board has the rest from its own file, and never another board's."""
    environ = os.environ if environ is None else environ
    return {name: value for name, value in environ.items() if name.removesuffix("_FILE") in OF_THE_MACHINE}


def without_settings() -> dict[str, str]:
    """The environment of a process that needs no setting, and above all no secret."""
    return {name: value for name, value in os.environ.items() if name.removesuffix("_FILE") not in ALL}


def read_settings(environ: Mapping[str, str] | None = None, folder: Path = Path("data"), board: str = "") -> Settings:
    """Read the settings of a board. Raises SettingsError with every mistake at once.

    `folder`: where its files are, unless it names a database elsewhere. `board`: its name among many.
    """
    values = Values(os.environ if environ is None else environ)
    host = values.text("HOST", _HOST)
    port = _port(values)
    database = _database(values, folder)
    data_folder = folder if is_postgres(database) else Path(database).parent
    public_url = values.address("PUBLIC_URL", f"http://{_reachable(host)}:{port}")
    x_keys, bluesky, mastodon = keys_of_x(values), bluesky_account(values), mastodon_account(values)
    smtp, notify = mail_account(values)
    practice = in_practice(values, accounts=any((x_keys, bluesky, mastodon, smtp, notify)))
    settings = Settings(
        host=host,
        port=port,
        database=database,
        public_url=public_url,
        hosts=_hosts(values, public_url),
        organisation=values.text("ORGANISATION", "Practice Board"),
        proxies=_proxies(values),
        x_api_base_url=values.address("X_API_BASE_URL", "https://api.x.com").removesuffix("/2"),
        x_spending_cap=round(values.dollars("X_SPENDING_CAP", 25.0) * 1_000_000),
        questions_an_hour=values.number("QUESTIONS_AN_HOUR", _QUESTIONS_AN_HOUR, 100, 1_000_000),
        keep_posts=timedelta(days=values.number("KEEP_POSTS_DAYS", _KEEP_POSTS_DAYS, 30, 3650)),
        keep_contacts=timedelta(days=values.number("KEEP_CONTACT_DAYS", _KEEP_CONTACT_DAYS, 30, _FOR_EVER)),
        keep_unpublished=timedelta(days=values.number("KEEP_UNPUBLISHED_DAYS", _KEEP_UNPUBLISHED_DAYS, 30, _FOR_EVER)),
        codes_for=_codes_for(values, practice),
        run_worker=values.yes("RUN_WORKER", default=False),
        fast_fanout=values.yes("FAST_FANOUT", default=True),
        redis_url=_redis_url(values),
        secret_key=_secret_key(values, practice, data_folder),
        x_keys=None if practice else x_keys,
        bluesky=None if practice else bluesky,
        mastodon=None if practice else mastodon,
        smtp=None if practice else smtp,
        notify=None if practice else notify,
        oidc=oidc_provider(values),
        practice=practice,
        log_json=_log_json(values),
        metrics_token=values.token("METRICS_TOKEN"),
        data_folder=data_folder,
        board=board,
        backups=_backups(values),
        backup_key=_backup_key(values),
    )
    if values.mistakes:
        raise SettingsError(values.mistakes)
    return settings


def _codes_for(values: Values, practice: bool) -> str:
    """A password alone lets nobody near a real board's screen, unless whoever runs it says so."""
    kinds = ("everybody", "administrators", "nobody")
    return values.choice("CODES_FOR", *(reversed(kinds) if practice else kinds))


def _port(values: Values) -> int:
    return values.number("PORT", 8000, 1, 65535)


def _proxies(values: Values) -> int:
    return values.number("PROXIES", 0, 0, 5)


def _log_json(values: Values) -> bool:
    return values.choice("LOG_FORMAT", "plain", "json") == "json"


def _backups(values: Values) -> Path | None:
    """It is made with the first backup."""
    text = values.text("BACKUPS")
    if text and Path(text).exists() and not Path(text).is_dir():
        values.mistakes.append(f"BACKUPS must name a folder, not a file: “{text}”")
    return Path(text).absolute() if text else None


def _backup_key(values: Values) -> str:
    key = values.text("BACKUP_KEY")
    if key.startswith("AGE-SECRET-KEY-"):
        values.mistakes.append("BACKUP_KEY must be the public key: keep the secret one on another machine")
    elif key.startswith("age1") and not _AGE_KEY.fullmatch(key):
        values.mistakes.append("BACKUP_KEY is no public key: copy all of it")
    elif key and len(key) < TOKEN_MIN:
        values.mistakes.append(f"BACKUP_KEY needs {TOKEN_MIN} characters or more. Make one with: {MAKE_A_KEY}")
    return key


def _operators(values: Values, machine: Machine) -> None:
    if bool(machine.operators_url) != bool(machine.operators_token):
        values.mistakes.append("The page for operators needs OPERATORS_URL and OPERATORS_TOKEN, or neither")
    if machine.operators_url and machine.boards is None:
        values.mistakes.append("OPERATORS_URL is for many boards: set BOARDS as well")


def _hosts(values: Values, public_url: str) -> tuple[str, ...]:
    """The name in the address of the public, and those of HOSTS, with commas or spaces between them."""
    more = [one for one in re.split(r"[,\s]+", values.text("HOSTS")) if one]
    try:
        named = [addresses.machine(f"http://{one}") for one in more]
    except ValueError:
        named = []
    if len(named) < len(more) or any(re.search(r"[/:@]", one) for one in more):
        values.mistakes.append("HOSTS must be names of machines such as questions.board.example, without http://")
    return () if values.mistakes else (addresses.machine(public_url), *named)


def _database(values: Values, folder: Path) -> str:
    try:
        return database_of(values.text("DATABASE_URL", f"sqlite:///{folder}/board_qa.db"))
    except ValueError as error:
        values.mistakes.append(f"DATABASE_URL {error}")
        return ""


def _redis_url(values: Values) -> str:
    url = values.text("REDIS_URL")
    if url and not names_redis(url):
        values.mistakes.append(
            "REDIS_URL must be like redis://127.0.0.1:6379 or, encrypted, rediss://name:password@redis.example:6379"
        )
    return url


def _secret_key(values: Values, practice: bool, data_folder: Path) -> str:
    key = values.text("SECRET_KEY")
    if key and len(key) < _KEY_MIN:
        values.mistakes.append(f"SECRET_KEY needs {_KEY_MIN} characters or more. Make one with: {MAKE_A_KEY}")
    if key or values.mistakes:
        return key
    if not practice:
        values.mistakes.append(f"SECRET_KEY is required outside practice mode. Make one with: {MAKE_A_KEY}")
        return ""
    try:
        return kept_key(data_folder / "secret_key")
    except OSError as error:
        why = f"{error.filename}: {error.strerror}"
        values.mistakes.append(f"DATABASE_URL must name a file in a folder that can be written to ({why})")
        return ""


def _reachable(host: str) -> str:
    return "127.0.0.1" if host in ("0.0.0.0", "::", "") else host  # noqa: S104  # compared, not bound
