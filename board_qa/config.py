"""The settings: the only reader of the environment. Every mistake is reported, all together."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

from board_qa import addresses, private_files

# Names of the four OAuth 1.0a keys, in the order tweepy takes them.
X_KEYS = ("X_API_KEY", "X_API_SECRET", "X_ACCESS_TOKEN", "X_ACCESS_SECRET")
# Of the networks on this computer that are there to practise on.
PRACTICE_KEYS = ("practice-key", "practice-secret", "practice-token", "practice-token-secret")
PRACTICE_APP_PASSWORD = "prac-tice-pass-word"  # noqa: S105
PRACTICE_TOKEN = "practice-token"  # noqa: S105
# 256 bits, where 128 are enough.
MAKE_A_KEY = "python3 -c 'import secrets; print(secrets.token_hex(32))'"
# A meeting can be compared with the one a year before it, and told of in the board's yearly report. Fewer than 30 days
# would lose posts of one meeting before the next.
_KEEP_POSTS_DAYS = 365
_KEEP_CONTACT_DAYS, _KEEP_UNPUBLISHED_DAYS = 365, 730
_FOR_EVER = 36_500  # days: nobody keeps anything for longer than a century
# As the domain has it (flooding.OF_ALL), which settings do not read.
_QUESTIONS_AN_HOUR = 5_000
# As PostgreSQL's own programs take it.
_POSTGRES = ("postgresql://", "postgres://")
# With STARTTLS, and encrypted from the first byte (RFC 8314).
_SMTP_PORTS = {"smtp": 587, "smtps": 465}
_HOST = "127.0.0.1"
_TOKEN_MIN = 16  # characters
_KEY_MIN = 32  # characters: with hexadecimal ones 128 bits, which nobody can try out
# int() takes figures of other alphabets and underscores too, and refuses thousands of figures.
_A_NUMBER = re.compile(r"[0-9]{1,9}")
_ADDRESS = re.compile(r"[^@\s<>\"(),:;]+@[A-Za-z0-9.-]+")
# In an address, % begins two figures of a sign that is written otherwise.
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_AGE_KEY = re.compile(r"age1[02-9ac-hj-np-z]{58}")
# Its last part is two ids.
_NOTIFY_KEY = re.compile(r"[0-9a-f-]{36}-[0-9a-f-]{36}\Z")

# Every setting there is, with what `flask --app app doctor` and the README say of it.
ALL = {
    "HOST": "address to listen on (127.0.0.1)",
    "PORT": "port to listen on (8000)",
    "DATABASE_URL": "the database: a file, or postgresql://name:password@host/database (sqlite:///data/board_qa.db)",
    "SECRET_KEY": "signs cookies, 32 characters or more; made automatically in practice mode, required otherwise",
    "PUBLIC_URL": "the address the public uses (http://HOST:PORT)",
    "HOSTS": "further names by which the service may be opened, such as one inside your network (none)",
    "PROXIES": "how many of your proxies are between this service and the public (0)",
    "ORGANISATION": "the board's name on every page (Practice Board)",
    "CODES_FOR": "who must turn on security codes: everybody, administrators or nobody (everybody; in practice nobody)",
    "OIDC_ISSUER": "sign-in with the organisation's account: the issuer of its OpenID Connect provider. Without it off",
    "OIDC_CLIENT_ID": "OpenID Connect: the id of this service there",
    "OIDC_CLIENT_SECRET": "OpenID Connect: its secret",
    "X_API_BASE_URL": "any server that speaks the X API v2 (https://api.x.com)",
    "X_API_KEY": "X: the app's key. Without the four keys X is off",
    "X_API_SECRET": "X: the app's secret",
    "X_ACCESS_TOKEN": "X: the board account's token",
    "X_ACCESS_SECRET": "X: the board account's token secret",
    "X_SPENDING_CAP": "US dollars a calendar month after which reading X stops (25)",
    "BLUESKY_URL": "Bluesky: the account's own server (https://bsky.social)",
    "BLUESKY_HANDLE": "Bluesky: the board account's handle, such as board.bsky.social",
    "BLUESKY_APP_PASSWORD": "Bluesky: an app password of that account, never its real password",
    "MASTODON_URL": "Mastodon: the account's own server, such as https://mastodon.example",
    "MASTODON_TOKEN": "Mastodon: the access token of an application of that account",
    "MAIL_FROM": "email: the board's address that letters come from, such as questions@board.example",
    "SMTP_URL": "email: the mail server, such as smtp://name:password@mail.example:587 or smtps://... Without it off",
    "NOTIFY_API_KEY": "email by GOV.UK Notify instead: an API key of the service",
    "NOTIFY_TEMPLATE": "GOV.UK Notify: the id of an email template with ((subject)) and ((text))",
    "NOTIFY_URL": "GOV.UK Notify: its API (https://api.notifications.service.gov.uk)",
    "QUESTIONS_AN_HOUR": "questions that the form takes from everybody in an hour, before 100 a minute (5000)",
    "KEEP_POSTS_DAYS": "days that a post is kept after it was last found on its network, 30 or more (365)",
    "KEEP_CONTACT_DAYS": "days after a meeting that the email addresses of those who asked are kept, 30 or more (365)",
    "KEEP_UNPUBLISHED_DAYS": "days after a meeting that questions which were never public are kept, 30 or more (730)",
    "BACKUPS": "folder in which a backup is made each night and before each meeting. Without it off",
    "BACKUP_KEY": "encrypts each backup: a passphrase of 16 characters or more, or a public key (age1...)",
    "PRACTICE": "1: networks of this computer's own stand in for the real ones (1 while no network is set up, else 0)",
    "LOG_FORMAT": "plain, or json: one JSON object a line, with a line for each request (plain)",
    "METRICS_TOKEN": "figures for Prometheus at /metrics, for whoever sends this token. Without it off",
    "REDIS_URL": "several web processes: where they tell each other of changes, such as redis://127.0.0.1:6379 (none)",
    "FAST_FANOUT": "1: news is written to all screens at once; 0: only through the queues of its libraries (1)",
    "RUN_WORKER": "1: this web process also collects and sends (0; `make run` sets 1)",
    "BOARDS": "many boards on one installation: the folder with a settings file for each (none)",
    "BOARD": "many boards: the name of the one that a command is for",
    "OPERATORS_URL": "many boards: the address of the page for whoever runs them all. Without it off",
    "OPERATORS_TOKEN": "many boards: the password of that page",
}
# Of many boards on one installation these are everybody's, and a board's file has all others.
OF_THE_MACHINE = (
    "HOST",
    "PORT",
    "PROXIES",
    "LOG_FORMAT",
    "METRICS_TOKEN",
    "REDIS_URL",
    "FAST_FANOUT",
    "RUN_WORKER",
    "BOARDS",
    "BOARD",
    "OPERATORS_URL",
    "OPERATORS_TOKEN",
)


class SettingsError(Exception):
    """The settings cannot be used; `mistakes` are sentences for whoever set them."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


@dataclass(frozen=True)
class BlueskyAccount:
    """Where to sign in, and as whom."""

    url: str
    handle: str
    app_password: str = field(repr=False)


@dataclass(frozen=True)
class MastodonAccount:
    """Where the account is, and what stands for it."""

    url: str
    token: str = field(repr=False)


@dataclass(frozen=True)
class SmtpAccount:
    """The mail server, and which address letters come from. `tls`: encrypted from the first byte (smtps)."""

    host: str
    port: int
    tls: bool
    username: str
    password: str = field(repr=False)
    sender: str


@dataclass(frozen=True)
class NotifyAccount:
    """GOV.UK Notify: its API, the template that every letter is made with, and the key."""

    url: str
    template: str
    key: str = field(repr=False)


@dataclass(frozen=True)
class OidcProvider:
    """The organisation's provider of OpenID Connect, and what this service is there."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True)
class Machine:
    """What is set for all boards of an installation together. `boards` is None where there is only one."""

    host: str
    port: int
    proxies: int
    run_worker: bool
    log_json: bool
    metrics_token: str = field(repr=False)
    boards: Path | None
    board: str
    operators_url: str
    operators_token: str = field(repr=False)


@dataclass(frozen=True)
class Settings:
    """Everything that can be set. Secrets are kept out of its printed form.

    A network, or a mail service, without its settings is None and off. In practice mode all are, and stand-ins take
    their place.
    """

    host: str
    port: int
    # The path of an SQLite file, or the URL of a PostgreSQL database, in which there may be a password.
    database: str = field(repr=False)
    public_url: str
    # The names, without ports, by which it may be asked beside `localhost` and any number: its own, and those of HOSTS.
    hosts: tuple[str, ...]
    organisation: str
    proxies: int
    x_api_base_url: str
    x_spending_cap: int
    keep_posts: timedelta
    keep_contacts: timedelta
    keep_unpublished: timedelta
    codes_for: str  # a value of CodesFor
    questions_an_hour: int
    run_worker: bool
    fast_fanout: bool
    redis_url: str = field(repr=False)
    secret_key: str = field(repr=False)
    x_keys: tuple[str, str, str, str] | None = field(repr=False)
    bluesky: BlueskyAccount | None
    mastodon: MastodonAccount | None
    smtp: SmtpAccount | None
    notify: NotifyAccount | None
    oidc: OidcProvider | None
    practice: bool
    log_json: bool
    metrics_token: str = field(repr=False)
    # Where files are that are kept beside the database, as the keys and networks of practice mode are.
    data_folder: Path
    # Its name among many boards on one installation.
    board: str = ""
    # Where backups are made by themselves; None where they are not.
    backups: Path | None = None
    backup_key: str = field(default="", repr=False)

    @property
    def on_postgres(self) -> bool:
        return is_postgres(self.database)

    @property
    def database_shown(self) -> str:
        """The database as anybody may read it."""
        return _without_password(self.database) if self.on_postgres else self.database

    @property
    def database_file(self) -> Path:
        """The database, or what files are named after that are kept for it."""
        return self.data_folder / "board_qa.db" if self.on_postgres else Path(self.database)

    @property
    def accounts(self) -> dict[str, str]:
        """By the name of each network that is set up, what is one account's alone; X's tokens begin with its number."""
        token = self.x_keys[2] if self.x_keys else ""
        number, _, rest = token.partition("-")
        known = {
            "X": number if rest and number.isdecimal() else token,
            "Bluesky": self.bluesky.handle.lower() if self.bluesky else "",
            "Mastodon": f"{self.mastodon.url} {self.mastodon.token}" if self.mastodon else "",
        }
        return {network: account for network, account in known.items() if account}

    @property
    def secure(self) -> bool:
        """Whether the public uses HTTPS, so that cookies may insist on it."""
        return self.public_url.startswith("https://")


def read_machine(environ: Mapping[str, str] | None = None) -> Machine:
    """Read what is everybody's. Raises SettingsError with every mistake at once."""
    reader = _Reader(os.environ if environ is None else environ)
    machine = Machine(
        host=reader.text("HOST", _HOST),
        port=reader.port(),
        proxies=reader.proxies(),
        run_worker=reader.yes("RUN_WORKER", default=False),
        log_json=reader.log_json(),
        metrics_token=reader.token("METRICS_TOKEN"),
        boards=reader.folder("BOARDS"),
        board=reader.text("BOARD"),
        operators_url=reader.address("OPERATORS_URL", "") if reader.text("OPERATORS_URL") else "",
        operators_token=reader.token("OPERATORS_TOKEN"),
    )
    reader.yes("FAST_FANOUT", default=True)
    reader.redis_url()
    reader.operators(machine)
    if reader.mistakes:
        raise SettingsError(reader.mistakes)
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
    reader = _Reader(os.environ if environ is None else environ)
    host = reader.text("HOST", _HOST)
    port = reader.port()
    database = reader.database(folder)
    data_folder = folder if is_postgres(database) else Path(database).parent
    public_url = reader.address("PUBLIC_URL", f"http://{_reachable(host)}:{port}")
    x_keys, bluesky, mastodon = reader.x_keys(), reader.bluesky(), reader.mastodon()
    smtp, notify = reader.mail()
    practice = reader.practice(accounts=any((x_keys, bluesky, mastodon, smtp, notify)))
    settings = Settings(
        host=host,
        port=port,
        database=database,
        public_url=public_url,
        hosts=reader.hosts(public_url),
        organisation=reader.text("ORGANISATION", "Practice Board"),
        proxies=reader.proxies(),
        x_api_base_url=reader.address("X_API_BASE_URL", "https://api.x.com").removesuffix("/2"),
        x_spending_cap=round(reader.dollars("X_SPENDING_CAP", 25.0) * 1_000_000),
        questions_an_hour=reader.number("QUESTIONS_AN_HOUR", _QUESTIONS_AN_HOUR, 100, 1_000_000),
        keep_posts=timedelta(days=reader.number("KEEP_POSTS_DAYS", _KEEP_POSTS_DAYS, 30, 3650)),
        keep_contacts=timedelta(days=reader.number("KEEP_CONTACT_DAYS", _KEEP_CONTACT_DAYS, 30, _FOR_EVER)),
        keep_unpublished=timedelta(days=reader.number("KEEP_UNPUBLISHED_DAYS", _KEEP_UNPUBLISHED_DAYS, 30, _FOR_EVER)),
        codes_for=reader.codes_for(practice),
        run_worker=reader.yes("RUN_WORKER", default=False),
        fast_fanout=reader.yes("FAST_FANOUT", default=True),
        redis_url=reader.redis_url(),
        secret_key=reader.secret_key(practice, data_folder),
        x_keys=None if practice else x_keys,
        bluesky=None if practice else bluesky,
        mastodon=None if practice else mastodon,
        smtp=None if practice else smtp,
        notify=None if practice else notify,
        oidc=reader.oidc(),
        practice=practice,
        log_json=reader.log_json(),
        metrics_token=reader.token("METRICS_TOKEN"),
        data_folder=data_folder,
        board=board,
        backups=reader.backups(),
        backup_key=reader.backup_key(),
    )
    if reader.mistakes:
        raise SettingsError(reader.mistakes)
    return settings


class _Reader:
    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self.mistakes: list[str] = []

    def text(self, name: str, default: str = "") -> str:
        """A setting, or the content of the file that NAME_FILE names, as secret stores hand them over."""
        path = self._environ.get(f"{name}_FILE", "")
        if not path:
            return self._environ.get(name, "").strip() or default
        try:
            return Path(path).read_text(encoding="utf-8").strip() or default
        except OSError:
            self.mistakes.append(f"{name}_FILE names a file that cannot be read: {path}")
            return default

    def number(self, name: str, default: int, low: int, high: int) -> int:
        text = self.text(name, str(default))
        if _A_NUMBER.fullmatch(text) and low <= int(text) <= high:
            return int(text)
        self.mistakes.append(f"{name} must be a whole number from {low} to {high}, not “{text}”")
        return default

    def yes(self, name: str, default: bool) -> bool:
        text = self.text(name, "1" if default else "0")
        if text not in ("0", "1"):
            self.mistakes.append(f"{name} must be 1 for yes or 0 for no, not “{text}”")
        return text == "1"

    def choice(self, name: str, default: str, *others: str) -> str:
        text = self.text(name, default)
        if text not in (default, *others):
            self.mistakes.append(f"{name} must be {' or '.join((default, *others))}, not “{text}”")
            return default
        return text

    def codes_for(self, practice: bool) -> str:
        """A password alone lets nobody near a real board's screen, unless whoever runs it says so."""
        kinds = ("everybody", "administrators", "nobody")
        return self.choice("CODES_FOR", *(reversed(kinds) if practice else kinds))

    def port(self) -> int:
        return self.number("PORT", 8000, 1, 65535)

    def proxies(self) -> int:
        return self.number("PROXIES", 0, 0, 5)

    def log_json(self) -> bool:
        return self.choice("LOG_FORMAT", "plain", "json") == "json"

    def folder(self, name: str) -> Path | None:
        text = self.text(name)
        if text and not Path(text).is_dir():
            self.mistakes.append(f"{name} must name a folder that is there, not “{text}”")
        return Path(text).resolve() if text else None

    def backups(self) -> Path | None:
        """It is made with the first backup."""
        text = self.text("BACKUPS")
        if text and Path(text).exists() and not Path(text).is_dir():
            self.mistakes.append(f"BACKUPS must name a folder, not a file: “{text}”")
        return Path(text).absolute() if text else None

    def backup_key(self) -> str:
        key = self.text("BACKUP_KEY")
        if key.startswith("AGE-SECRET-KEY-"):
            self.mistakes.append("BACKUP_KEY must be the public key: keep the secret one on another machine")
        elif key.startswith("age1") and not _AGE_KEY.fullmatch(key):
            self.mistakes.append("BACKUP_KEY is no public key: copy all of it")
        elif key and len(key) < _TOKEN_MIN:
            self.mistakes.append(f"BACKUP_KEY needs {_TOKEN_MIN} characters or more. Make one with: {MAKE_A_KEY}")
        return key

    def operators(self, machine: Machine) -> None:
        if bool(machine.operators_url) != bool(machine.operators_token):
            self.mistakes.append("The page for operators needs OPERATORS_URL and OPERATORS_TOKEN, or neither")
        if machine.operators_url and machine.boards is None:
            self.mistakes.append("OPERATORS_URL is for many boards: set BOARDS as well")

    def token(self, name: str) -> str:
        token = self.text(name)
        if token and (len(token) < _TOKEN_MIN or not re.fullmatch(r"[!-~]+", token)):
            self.mistakes.append(
                f"{name} needs {_TOKEN_MIN} characters or more, without spaces and accents. Make one with: {MAKE_A_KEY}"
            )
        return token

    def dollars(self, name: str, default: float) -> float:
        text = self.text(name, str(default))
        try:
            amount = float(text)
        except ValueError:
            amount = -1.0
        if 0 <= amount < 1_000_000:
            return amount
        self.mistakes.append(f"{name} must be an amount in US dollars such as 25, not “{text}”")
        return default

    def address(self, name: str, default: str) -> str:
        text = self.text(name, default)
        try:
            return addresses.normal(text)
        except ValueError:
            self.mistakes.append(f"{name} must be an address that begins with http:// or https://, not “{text}”")
        return text

    def practice(self, accounts: bool) -> bool:
        """Whether nothing goes out: as it is set, or where there are no `accounts`."""
        practice = self.yes("PRACTICE", default=not (accounts or self.mistakes))
        if not practice:
            self.only_by_https("X_API_BASE_URL", "BLUESKY_URL", "MASTODON_URL", "NOTIFY_URL")
        return practice

    def only_by_https(self, *names: str) -> None:
        """The board's keys are sent there. What is no address at all was said already."""
        self.mistakes += [
            f"{name} must begin with https://: by http:// others could read the board's keys. Only a server on this "
            "machine may have http://, by the name localhost, 127.0.0.1 or [::1]"
            for name in names
            if self.text(name).lower().startswith("http://") and not addresses.unread_on_its_way(self.text(name))
        ]

    def hosts(self, public_url: str) -> tuple[str, ...]:
        """The name in the address of the public, and those of HOSTS, with commas or spaces between them."""
        more = [one for one in re.split(r"[,\s]+", self.text("HOSTS")) if one]
        try:
            named = [addresses.machine(f"http://{one}") for one in more]
        except ValueError:
            named = []
        if len(named) < len(more) or any(re.search(r"[/:@]", one) for one in more):
            self.mistakes.append("HOSTS must be names of machines such as questions.board.example, without http://")
        return () if self.mistakes else (addresses.machine(public_url), *named)

    def database(self, folder: Path) -> str:
        try:
            return database_of(self.text("DATABASE_URL", f"sqlite:///{folder}/board_qa.db"))
        except ValueError as error:
            self.mistakes.append(f"DATABASE_URL {error}")
            return ""

    def redis_url(self) -> str:
        url = self.text("REDIS_URL")
        if url and not _names_redis(url):
            self.mistakes.append(
                "REDIS_URL must be like redis://127.0.0.1:6379 or, encrypted, rediss://name:password@redis.example:6379"
            )
        return url

    def x_keys(self) -> tuple[str, str, str, str] | None:
        key, secret, token, token_secret = self._all_or_none("X needs all four keys", X_KEYS)
        return (key, secret, token, token_secret) if key else None

    def bluesky(self) -> BlueskyAccount | None:
        names = ("BLUESKY_HANDLE", "BLUESKY_APP_PASSWORD")
        handle, password = self._all_or_none("Bluesky needs a handle and an app password", names)
        url = self.address("BLUESKY_URL", "https://bsky.social")
        return BlueskyAccount(url, handle.removeprefix("@"), password) if handle else None

    def mastodon(self) -> MastodonAccount | None:
        url, token = self._all_or_none("Mastodon needs a server and a token", ("MASTODON_URL", "MASTODON_TOKEN"))
        return MastodonAccount(self.address("MASTODON_URL", ""), token) if url else None

    def smtp(self) -> SmtpAccount | None:
        url, sender = self._all_or_none("Email needs a server and a sender", ("SMTP_URL", "MAIL_FROM"))
        if not url:
            return None
        try:
            return _smtp(url, sender)
        except ValueError as error:
            self.mistakes.append(str(error))
            return None

    def notify(self) -> NotifyAccount | None:
        names = ("NOTIFY_API_KEY", "NOTIFY_TEMPLATE")
        key, template = self._all_or_none("GOV.UK Notify needs a key and a template", names)
        if key and not _NOTIFY_KEY.search(key):
            self.mistakes.append("NOTIFY_API_KEY is no key of GOV.UK Notify: copy all of it, with the name before it")
        url = self.address("NOTIFY_URL", "https://api.notifications.service.gov.uk")
        return NotifyAccount(url, template, key) if key else None

    def mail(self) -> tuple[SmtpAccount | None, NotifyAccount | None]:
        smtp, notify = self.smtp(), self.notify()
        if smtp and notify:
            self.mistakes.append("Email goes out by SMTP_URL or by NOTIFY_API_KEY: set one of them")
        return smtp, notify

    def oidc(self) -> OidcProvider | None:
        names = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
        issuer, client_id, secret = self._all_or_none("OpenID Connect needs an issuer, an id and a secret", names)
        # As it is written: providers compare it letter by letter, and a slash at the end may be part of it.
        if issuer and not addresses.unread_on_its_way(issuer):
            self.mistakes.append("OIDC_ISSUER must be an address that begins with https://")
        return OidcProvider(issuer, client_id, secret) if issuer else None

    def _all_or_none(self, rule: str, names: Sequence[str]) -> list[str]:
        """What these are set to; some of them alone are a mistake."""
        values = [self.text(name) for name in names]
        missing = [name for name, value in zip(names, values, strict=True) if not value]
        if missing and len(missing) < len(names):
            self.mistakes.append(f"{rule}; missing: {', '.join(missing)}")
        return values

    def secret_key(self, practice: bool, data_folder: Path) -> str:
        key = self.text("SECRET_KEY")
        if key and len(key) < _KEY_MIN:
            self.mistakes.append(f"SECRET_KEY needs {_KEY_MIN} characters or more. Make one with: {MAKE_A_KEY}")
        if key or self.mistakes:
            return key
        if not practice:
            self.mistakes.append(f"SECRET_KEY is required outside practice mode. Make one with: {MAKE_A_KEY}")
            return ""
        return _kept_key(data_folder / "secret_key")


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
        raise ValueError(
            "must name an SQLite file, like sqlite:///data/board_qa.db, or a PostgreSQL database, like "
            f"postgresql://name:password@db.example/board_qa, but begins “{url.split(':', maxsplit=1)[0]}:”"
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


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    name = f"{parts.username}@" if parts.username else ""
    return f"postgresql://{name}{parts.netloc.rpartition('@')[2]}{parts.path}"


def _names_redis(url: str) -> bool:
    parts = urlsplit(url)
    try:
        _ = parts.port
    except ValueError:
        return False
    number = parts.path.strip("/")
    return parts.scheme in ("redis", "rediss") and bool(parts.hostname) and (not number or number.isdecimal())


def _smtp(url: str, sender: str) -> SmtpAccount:
    """Raises ValueError with a sentence for whoever set it."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = 0
    if parts.scheme not in _SMTP_PORTS or not parts.hostname or port == 0:
        raise ValueError("SMTP_URL must be like smtp://name:password@mail.example:587 or smtps://mail.example")
    if not _ADDRESS.fullmatch(sender):
        raise ValueError(f"MAIL_FROM must be an email address such as questions@board.example, not “{sender}”")
    name, password = unquote(parts.username or ""), unquote(parts.password or "")
    if bool(name) != bool(password):
        raise ValueError("SMTP_URL needs a name and a password, or neither")
    if not (name + password).isascii():
        raise ValueError("SMTP_URL needs a name and a password without accents or signs such as £")
    known = port or _SMTP_PORTS[parts.scheme]
    return SmtpAccount(parts.hostname, known, parts.scheme == "smtps", name, password, sender)


def _kept_key(path: Path) -> str:
    """The key made on the first run; two processes that start together agree on one."""
    private_files.make_folder(path.parent)
    if not path.exists():
        # Written whole under another name first: nobody ever reads half a key. mkstemp makes it ours alone to read.
        handle, fresh = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32))
        with contextlib.suppress(FileExistsError):  # the other process was first: its key is the one
            os.link(fresh, path)
        Path(fresh).unlink()
        private_files.give_to_owner_of(path.parent, path)
    private_files.tighten(path)
    return path.read_text(encoding="utf-8")


def _reachable(host: str) -> str:
    return "127.0.0.1" if host in ("0.0.0.0", "::", "") else host  # noqa: S104  # compared, not bound
