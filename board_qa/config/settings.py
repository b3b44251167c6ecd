"""What was set, once it is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from board_qa.config.databases import is_postgres, without_password


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
        return without_password(self.database) if self.on_postgres else self.database

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
