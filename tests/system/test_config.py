from __future__ import annotations

from pathlib import Path

import pytest

from board_qa.bootstrap.ports import make_ports
from board_qa.bootstrap.web_process import make_web_process
from board_qa.cli import diagnosis
from board_qa.config.names import ALL
from board_qa.config.reading import read_settings
from board_qa.config.settings import SettingsError
from board_qa.domain.accounts.second_step import CodesFor
from tests.support.places import ROOT


def settings(folder: Path, **environ: str) -> dict[str, str]:
    return {"DATABASE_URL": f"sqlite:///{folder}/b.db", **environ}


KEYS = {"X_API_KEY": "a", "X_API_SECRET": "b", "X_ACCESS_TOKEN": "c", "X_ACCESS_SECRET": "d"}


def test_without_any_setting_it_is_practice_on_this_machine(tmp_path: Path) -> None:
    found = read_settings(settings(tmp_path))

    assert (found.practice, found.public_url, found.x_spending_cap) == (True, "http://127.0.0.1:8000", 25_000_000)


def test_keys_are_enough_to_go_live(tmp_path: Path) -> None:
    found = read_settings(settings(tmp_path, SECRET_KEY="s" * 32, **KEYS))

    assert (found.practice, found.x_keys) == (False, ("a", "b", "c", "d"))


MASTODON = {"MASTODON_URL": "https://Mastodon.Example/", "MASTODON_TOKEN": "secret-t"}


def test_a_board_can_be_on_mastodon_alone(tmp_path: Path) -> None:
    found = read_settings(settings(tmp_path, SECRET_KEY="s" * 32, **MASTODON))

    assert (found.practice, found.x_keys) == (False, None)
    assert found.mastodon
    assert (found.mastodon.url, found.mastodon.token) == ("https://mastodon.example", "secret-t")
    assert "secret-t" not in repr(found)


def test_a_board_can_be_on_bluesky_alone(tmp_path: Path) -> None:
    account = {"BLUESKY_HANDLE": "@board.bsky.social", "BLUESKY_APP_PASSWORD": "secret-p"}
    found = read_settings(settings(tmp_path, SECRET_KEY="s" * 32, **account))

    assert (found.practice, found.x_keys, found.mastodon) == (False, None, None)
    assert found.bluesky
    assert (found.bluesky.url, found.bluesky.handle) == ("https://bsky.social", "board.bsky.social")
    assert "secret-p" not in repr(found)


def test_practice_can_be_chosen_with_keys_and_left_without(tmp_path: Path) -> None:
    practising = read_settings(settings(tmp_path, PRACTICE="1", **KEYS))
    alone = read_settings(settings(tmp_path, PRACTICE="0", SECRET_KEY="s" * 32))

    assert (practising.practice, practising.x_keys) == (True, None)
    assert (alone.practice, alone.x_keys) == (False, None)


@pytest.mark.parametrize(
    ("part", "missing"),
    [
        ({"X_API_KEY": "a"}, "X_API_SECRET"),
        ({"MASTODON_TOKEN": "t"}, "MASTODON_URL"),
        ({"BLUESKY_HANDLE": "b"}, "BLUESKY_APP_PASSWORD"),
        ({"PRACTICE": "yes"}, "PRACTICE must be 1 for yes or 0 for no"),
    ],
)
def test_half_an_account_is_a_mistake_and_no_practice(tmp_path: Path, part: dict[str, str], missing: str) -> None:
    with pytest.raises(SettingsError, match=missing):
        read_settings(settings(tmp_path, **part))


def test_the_practice_secret_is_made_once_kept_and_readable_by_nobody_else(tmp_path: Path) -> None:
    first, second = (read_settings(settings(tmp_path)).secret_key for _ in range(2))

    assert first == second
    assert len(first) == 64
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_with_keys_a_secret_is_required(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="SECRET_KEY is required"):
        read_settings(settings(tmp_path, **KEYS))


@pytest.mark.parametrize("practice", ["0", "1"])
def test_a_secret_that_can_be_guessed_is_refused(tmp_path: Path, practice: str) -> None:
    with pytest.raises(SettingsError, match="SECRET_KEY needs 32 characters or more"):
        read_settings(settings(tmp_path, PRACTICE=practice, SECRET_KEY="a" * 31))


def test_every_mistake_is_reported_at_once() -> None:
    with pytest.raises(SettingsError) as error:
        read_settings(
            {
                "PORT": "http",
                "DATABASE_URL": "mysql://x",
                "PUBLIC_URL": "board.nhs.uk",
                "X_API_KEY": "a",
                "X_SPENDING_CAP": "lots",
            }
        )

    for name in ("PORT", "DATABASE_URL", "PUBLIC_URL", "X_API_SECRET", "X_SPENDING_CAP"):
        assert name in str(error.value)


def test_secrets_may_come_from_files_and_are_never_printed(tmp_path: Path) -> None:
    secret, key = tmp_path / "secret", "very secret " * 3 + "key"
    secret.write_text(f"{key}\n")
    found = read_settings(settings(tmp_path, **KEYS, SECRET_KEY_FILE=str(secret)))

    assert found.secret_key == key
    assert "very secret" not in repr(found)
    assert "'a'" not in repr(found)


NOTIFY = {"NOTIFY_API_KEY": f"board-{'1' * 36}-{'2' * 36}", "NOTIFY_TEMPLATE": "a-template", "SECRET_KEY": "x" * 32}
SMTP = {
    "SMTP_URL": "smtp://board:very%20secret@mail.example",
    "MAIL_FROM": "questions@board.example",
    "SECRET_KEY": "x" * 32,
}


def test_a_mail_server_is_read_from_one_address_and_its_password_is_never_printed(tmp_path: Path) -> None:
    found = read_settings(settings(tmp_path, **SMTP))
    assert found.smtp
    assert (found.smtp.host, found.smtp.port, found.smtp.tls) == ("mail.example", 587, False)
    assert (found.smtp.username, found.smtp.password, found.practice) == ("board", "very secret", False)
    assert "very secret" not in repr(found)
    encrypted = read_settings(settings(tmp_path, **SMTP | {"SMTP_URL": "smtps://mail.example"}))
    assert encrypted.smtp
    assert (encrypted.smtp.port, encrypted.smtp.tls, encrypted.smtp.username) == (465, True, "")


def test_notify_is_on_with_its_key_and_template(tmp_path: Path) -> None:
    found = read_settings(settings(tmp_path, **NOTIFY))

    assert found.notify
    assert found.notify.url == "https://api.notifications.service.gov.uk"
    assert NOTIFY["NOTIFY_API_KEY"] not in repr(found)


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"SMTP_URL": "smtp://mail.example"}, "Email needs a server and a sender; missing: MAIL_FROM"),
        (SMTP | {"SMTP_URL": "mail.example:25"}, "SMTP_URL must be like smtp://"),
        (SMTP | {"SMTP_URL": "smtp://mail.example:a"}, "SMTP_URL must be like smtp://"),
        (SMTP | {"SMTP_URL": "smtp://board@mail.example"}, "SMTP_URL needs a name and a password, or neither"),
        (SMTP | {"MAIL_FROM": "the board"}, "MAIL_FROM must be an email address"),
        (NOTIFY | {"NOTIFY_API_KEY": "short"}, "NOTIFY_API_KEY is no key of GOV.UK Notify"),
        ({"NOTIFY_TEMPLATE": "a"}, "GOV.UK Notify needs a key and a template; missing: NOTIFY_API_KEY"),
        (SMTP | NOTIFY, "Email goes out by SMTP_URL or by NOTIFY_API_KEY: set one of them"),
    ],
)
def test_a_mail_service_that_is_half_set_up_is_a_mistake_that_says_what_to_do(
    tmp_path: Path, environ: dict[str, str], said: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings(settings(tmp_path, **environ))

    assert any(mistake.startswith(said) for mistake in refused.value.mistakes), refused.value.mistakes


@pytest.mark.parametrize(
    "url", ["redis://127.0.0.1:6379", "redis://redis.example", "rediss://name:very%20secret@redis.example:6380/2"]
)
def test_several_processes_find_each_other_by_the_address_of_a_redis(tmp_path: Path, url: str) -> None:
    found = read_settings(settings(tmp_path, REDIS_URL=url))

    assert found.redis_url == url
    assert "redis" not in repr(found)


@pytest.mark.parametrize(
    "url",
    ["127.0.0.1:6379", "http://redis.example", "redis://", "redis://a:b", "redis://a/b", "redis://:secret@:6379/0"],
)
def test_what_is_no_address_of_a_redis_is_a_mistake_that_says_what_is_and_no_password(tmp_path: Path, url: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings(settings(tmp_path, REDIS_URL=url))

    assert "REDIS_URL must be like redis://127.0.0.1:6379" in str(refused.value)
    assert "secret" not in str(refused.value)


def test_an_address_with_the_version_in_it_means_the_same(tmp_path: Path) -> None:
    assert read_settings(settings(tmp_path, X_API_BASE_URL="http://x.test/2/")).x_api_base_url == "http://x.test"


def test_the_readme_documents_every_setting() -> None:
    readme = (ROOT / "README.md").read_text()

    assert [name for name in ALL if f"`{name}`" not in readme] == []


def test_posts_are_kept_for_a_year_unless_the_board_says_otherwise(tmp_path: Path) -> None:
    kept = [read_settings(settings(tmp_path, **environ)).keep_posts.days for environ in ({}, {"KEEP_POSTS_DAYS": "30"})]

    assert kept == [365, 30]


ENOUGH = "enough to get in. To ask everybody, leave CODES_FOR out"
REAL = {"PRACTICE": "0", "SECRET_KEY": "s" * 32}


@pytest.mark.parametrize(
    ("environ", "of"),
    [
        ({}, CodesFor.NOBODY),
        ({"CODES_FOR": "everybody"}, CodesFor.EVERYBODY),
        (REAL, CodesFor.EVERYBODY),
        (REAL | {"CODES_FOR": "administrators"}, CodesFor.ADMINISTRATORS),
        (REAL | {"CODES_FOR": "nobody"}, CodesFor.NOBODY),
    ],
)
def test_security_codes_are_asked_of_everybody_outside_practice_unless_the_board_says_otherwise(
    tmp_path: Path, environ: dict[str, str], of: CodesFor
) -> None:
    assert read_settings(settings(tmp_path, **environ)).codes_for == of


def test_of_whom_codes_are_asked_is_one_of_three(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings(settings(tmp_path, CODES_FOR="all"))

    assert "CODES_FOR must be nobody or administrators or everybody, not “all”" in refused.value.mistakes


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({}, "nobody"),
        (REAL, "everybody"),
        (REAL | {"CODES_FOR": "nobody"}, f"nobody: the password is {ENOUGH}"),
        (REAL | {"CODES_FOR": "administrators"}, f"administrators: the password of the others is {ENOUGH}"),
    ],
)
def test_the_doctor_says_where_a_password_is_enough(tmp_path: Path, environ: dict[str, str], said: str) -> None:
    web = make_web_process(read_settings(settings(tmp_path, **environ)))

    assert f"Security codes  asked of {said}" in diagnosis(web.installation)


@pytest.mark.parametrize("days", ["29", "0", "-1", "a year", "1.5", "¹", "4_0", "٣٦٥", "9" * 5000])
def test_posts_are_not_kept_for_less_than_a_month(tmp_path: Path, days: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings(settings(tmp_path, KEEP_POSTS_DAYS=days))

    assert "KEEP_POSTS_DAYS must be a whole number from 30" in refused.value.mistakes[0]


def test_every_process_keeps_posts_for_as_long_as_is_set(tmp_path: Path) -> None:
    found = read_settings(settings(tmp_path, KEEP_POSTS_DAYS="90"))
    web = make_web_process(found)

    assert [web.installation.ports.keep_posts.days, make_ports(found).keep_posts.days] == [90, 90]
    assert any("kept for 90 days" in line for line in diagnosis(web.installation))


def test_every_process_asks_for_security_codes_as_is_set(tmp_path: Path) -> None:
    found = read_settings(settings(tmp_path, CODES_FOR="everybody"))
    web = make_web_process(found)

    assert [web.installation.ports.codes_for, make_ports(found).codes_for] == [CodesFor.EVERYBODY] * 2
    assert any(line == "Security codes  asked of everybody" for line in diagnosis(web.installation))


def test_a_provider_needs_all_three_settings_and_https(tmp_path: Path) -> None:
    whole = {"OIDC_ISSUER": "https://id.example/", "OIDC_CLIENT_ID": "board", "OIDC_CLIENT_SECRET": "secret-o"}
    found = read_settings(settings(tmp_path, **whole))
    mistakes = []
    for wrong in ({"OIDC_ISSUER": "https://id.example"}, whole | {"OIDC_ISSUER": "http://id.example"}):
        with pytest.raises(SettingsError) as refused:
            read_settings(settings(tmp_path, **wrong))
        mistakes += refused.value.mistakes

    assert found.oidc is not None
    assert found.oidc.issuer == "https://id.example/"
    assert "secret-o" not in repr(found)
    assert read_settings(settings(tmp_path)).oidc is None
    assert mistakes == [
        "OpenID Connect needs an issuer, an id and a secret; missing: OIDC_CLIENT_ID, OIDC_CLIENT_SECRET",
        "OIDC_ISSUER must be an address that begins with https://",
    ]


@pytest.mark.parametrize(
    "issuer",
    ["http://localhost.evil.example", "http://127.0.0.1.evil.example", "http://127.0.0.1@evil.example", "https://"],
)
def test_a_provider_whose_name_begins_like_this_machine_is_not_on_it(tmp_path: Path, issuer: str) -> None:
    ids = {"OIDC_CLIENT_ID": "board", "OIDC_CLIENT_SECRET": "secret-o"}
    with pytest.raises(SettingsError, match="OIDC_ISSUER must be an address that begins with https://"):
        read_settings(settings(tmp_path, OIDC_ISSUER=issuer, **ids))


@pytest.mark.parametrize("host", ["localhost:9", "127.0.0.1:9", "[::1]:9"])
def test_a_provider_on_this_machine_may_be_asked_by_http(tmp_path: Path, host: str) -> None:
    ids = {"OIDC_CLIENT_ID": "board", "OIDC_CLIENT_SECRET": "secret-o"}
    found = read_settings(settings(tmp_path, OIDC_ISSUER=f"http://{host}", **ids))

    assert found.oidc is not None
    assert found.oidc.issuer == f"http://{host}"


BLUESKY = {"BLUESKY_HANDLE": "board.bsky.social", "BLUESKY_APP_PASSWORD": "secret-p"}
BY_NAME = {"X_API_BASE_URL": KEYS, "BLUESKY_URL": BLUESKY, "MASTODON_URL": MASTODON, "NOTIFY_URL": NOTIFY}


@pytest.mark.parametrize("name", BY_NAME)
@pytest.mark.parametrize("address", ["http://a.example", "HTTP://localhost.evil.example", "http://127.0.0.1.a.example"])
def test_the_boards_keys_go_nowhere_by_http(tmp_path: Path, name: str, address: str) -> None:
    real = {"SECRET_KEY": "s" * 32, **BY_NAME[name], name: address}
    with pytest.raises(SettingsError) as refused:
        read_settings(settings(tmp_path, **real))

    assert [mistake.split(":")[0] for mistake in refused.value.mistakes] == [f"{name} must begin with https"]
    assert read_settings(settings(tmp_path, **real, PRACTICE="1")).practice


@pytest.mark.parametrize("name", BY_NAME)
def test_a_stand_in_on_this_machine_may_be_asked_by_http(tmp_path: Path, name: str) -> None:
    real = {"SECRET_KEY": "s" * 32, **BY_NAME[name], name: "http://127.0.0.1:9"}

    assert not read_settings(settings(tmp_path, **real)).practice


def test_every_process_knows_that_people_sign_in_elsewhere(tmp_path: Path) -> None:
    whole = {"OIDC_ISSUER": "https://id.example", "OIDC_CLIENT_ID": "board", "OIDC_CLIENT_SECRET": "secret-o"}
    web = make_web_process(read_settings(settings(tmp_path, **whole)))

    assert web.installation.sign_on is not None
    assert web.installation.ports.passwords_for_administrators
    assert "Single sign-on  on: https://id.example" in diagnosis(web.installation)


def test_a_token_that_could_be_guessed_or_a_form_of_log_that_nobody_knows_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings(settings(tmp_path, METRICS_TOKEN="short", LOG_FORMAT="xml"))

    assert [mistake.split(" ")[0] for mistake in refused.value.mistakes] == ["LOG_FORMAT", "METRICS_TOKEN"]
    assert "short" not in str(refused.value)


def test_the_token_for_the_figures_is_never_printed(tmp_path: Path) -> None:
    found = read_settings(settings(tmp_path, METRICS_TOKEN="0123456789abcdef", LOG_FORMAT="json"))

    assert (found.metrics_token, found.log_json) == ("0123456789abcdef", True)
    assert found.metrics_token not in repr(found)


POSTGRES = "postgresql://board:very%20secret@db.example:5433/questions?sslmode=require"


def test_postgresql_is_named_by_one_address_and_its_password_is_never_printed() -> None:
    found = read_settings({"DATABASE_URL": POSTGRES, "SECRET_KEY": "x" * 32})

    assert (found.database, found.on_postgres, found.data_folder) == (POSTGRES, True, Path("data"))
    assert found.database_shown == "postgresql://board@db.example:5433/questions"
    assert "secret" not in repr(found)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://board:secret@host",
        "postgresql://",
        "postgres://host:secret/b",
        "postgresql://board:pa@secret@host/b",
        "postgresql://board:pa%secret@host/b",
        "postgresql://board:pa/secret@host/b",
    ],
)
def test_a_postgresql_that_names_no_database_is_told_how_without_its_password(url: str) -> None:
    with pytest.raises(SettingsError, match="must name a database, like postgresql://name:password@") as error:
        read_settings({"DATABASE_URL": url, "SECRET_KEY": "x" * 32})
    assert "secret" not in str(error.value)


def test_every_process_keeps_addresses_and_what_was_not_published_for_as_long_as_is_set(tmp_path: Path) -> None:
    found = read_settings(settings(tmp_path, KEEP_CONTACT_DAYS="60", KEEP_UNPUBLISHED_DAYS="90"))
    web = make_web_process(found)

    for ports in (web.installation.ports, make_ports(found)):
        assert (ports.keep_contacts.days, ports.keep_unpublished.days) == (60, 90)
    for line in ("Addresses       kept for 60 days", "Not published   kept for 90 days"):
        assert any(said.startswith(line) for said in diagnosis(web.installation))


@pytest.mark.parametrize("name", ["KEEP_CONTACT_DAYS", "KEEP_UNPUBLISHED_DAYS"])
def test_neither_is_kept_for_less_than_a_month(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings(settings(tmp_path, **{name: "29"}))

    assert f"{name} must be a whole number from 30" in refused.value.mistakes[0]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("BACKUPS", __file__, "BACKUPS must name a folder, not a file"),
        ("BACKUP_KEY", "short", "BACKUP_KEY needs 16 characters or more. Make one with: python3 -c"),
        ("BACKUP_KEY", "age1tooshort", "BACKUP_KEY is no public key"),
        ("BACKUP_KEY", "AGE-SECRET-KEY-1ABCDEFGH", "BACKUP_KEY must be the public key"),
    ],
)
def test_backups_are_set_to_a_folder_and_a_key_that_closes(name: str, value: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=said):
        read_settings({"DATABASE_URL": f"sqlite:///{tmp_path}/b.db", name: value})


def test_the_key_of_backups_is_not_in_the_printed_settings(tmp_path: Path) -> None:
    settings = read_settings(
        {"DATABASE_URL": f"sqlite:///{tmp_path}/b.db", "BACKUPS": str(tmp_path), "BACKUP_KEY": "five random words"}
    )

    assert (settings.backups, settings.backup_key) == (tmp_path, "five random words")
    assert "five random words" not in repr(settings)


@pytest.mark.parametrize("hosts", ["\ufeff", "\ufefd", "x" * 64 + "é", "http://a.example", "a:b"])
def test_a_host_that_can_be_no_machines_name_is_refused(tmp_path: Path, hosts: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings(settings(tmp_path, HOSTS=f"a.example {hosts}"))

    assert "HOSTS must be names of machines" in refused.value.mistakes[0]


def test_a_folder_that_cannot_be_made_is_said_with_the_other_mistakes() -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings({"DATABASE_URL": "sqlite:////proc/nope/x.db"})

    assert refused.value.mistakes == [
        "DATABASE_URL must name a file in a folder that can be written to (/proc/nope: No such file or directory)"
    ]
