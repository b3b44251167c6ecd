"""The command line, run as people run it."""

from __future__ import annotations

import os
import re
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

from board_qa.storage.sqlite.store import SqliteStore
from tests.mail.test_bounces import REPORT
from tests.support.commands import flask
from tests.support.places import ROOT

pytestmark = pytest.mark.server

KEYS = {
    "X_API_KEY": "secret-a",
    "X_API_SECRET": "secret-b",
    "X_ACCESS_TOKEN": "secret-c",
    "X_ACCESS_SECRET": "secret-d",
}


def test_an_account_is_made_once(tmp_path: Path) -> None:
    made = flask(tmp_path, "moderator", "add", "Alex", "--name", "Alex Morgan", typed="three random words\n")
    again = flask(tmp_path, "moderator", "add", "alex", typed="three random words\n")

    assert "can sign in now" in made.stdout
    assert (again.returncode, "already an account" in again.stderr) == (1, True)


def test_the_first_account_is_an_administrator_the_next_a_moderator_and_a_role_can_be_named(tmp_path: Path) -> None:
    said = [
        flask(tmp_path, "moderator", "add", name, *role, typed="three random words\n").stdout
        for name, role in (("alex", ()), ("sam", ()), ("kim", ("--role", "chair")))
    ]

    assert ["administrator" in said[0], "moderator" in said[1], "a chair" in said[2]] == [True, True, True]


def test_a_short_password_is_refused_with_advice(tmp_path: Path) -> None:
    refused = flask(tmp_path, "moderator", "add", "alex", typed="short\n")

    assert (refused.returncode, "at least 12 characters" in refused.stderr) == (1, True)


@pytest.mark.parametrize(
    ("username", "name"), [("\u0410lex", "Alex"), ("alex\n<b>", "Alex"), ("a" * 81, "Alex"), ("alex", "A" * 81)]
)
def test_a_command_takes_no_name_that_the_desk_refuses(tmp_path: Path, username: str, name: str) -> None:
    refused = flask(tmp_path, "moderator", "add", username, "--name", name, typed="three random words\n")

    assert (refused.returncode, "80" in refused.stderr) == (1, True)
    assert SqliteStore(str(tmp_path / "b.db")).accounts.by_username("alex") is None


def test_a_name_is_one_line_however_it_is_typed(tmp_path: Path) -> None:
    flask(tmp_path, "moderator", "add", "alex", "--name", "Alex\n\u202eMorgan", typed="three random words\n")
    person = SqliteStore(str(tmp_path / "b.db")).accounts.by_username("alex")

    assert person is not None
    assert person.name == "Alex Morgan"


def test_a_password_too_long_for_the_door_is_refused(tmp_path: Path) -> None:
    refused = flask(tmp_path, "moderator", "add", "alex", typed="three random words " * 11 + "\n")

    assert (refused.returncode, "200 characters or fewer" in refused.stderr) == (1, True)


def test_a_password_that_many_use_is_refused_with_advice(tmp_path: Path) -> None:
    refused = flask(tmp_path, "moderator", "add", "alex", typed="password1234\n")

    assert (refused.returncode, "easy to guess" in refused.stderr) == (1, True)
    assert "Traceback" not in refused.stderr


def test_a_password_is_changed(tmp_path: Path) -> None:
    flask(tmp_path, "moderator", "add", "alex", typed="three random words\n")

    assert "Changed" in flask(tmp_path, "moderator", "password", "alex", typed="four other random words\n").stdout
    assert flask(tmp_path, "moderator", "password", "nobody", typed="four other random words\n").returncode == 1


def test_security_codes_are_turned_off_for_somebody_who_lost_them(tmp_path: Path) -> None:
    flask(tmp_path, "moderator", "add", "alex", typed="three random words\n")
    store = SqliteStore(str(tmp_path / "b.db"))
    store.open()
    person = store.accounts.by_username("alex")
    assert person is not None
    store.second_steps.offer(person.id, "sealed")
    store.second_steps.turn_on(person.id)
    said = flask(tmp_path, "moderator", "codes-off", "Alex").stdout

    assert "alex signs in with the password alone now" in said
    assert store.second_steps.get(person.id) is None
    assert flask(tmp_path, "moderator", "codes-off", "nobody").returncode == 1


def test_the_doctor_says_what_is_on_and_off_and_why_and_no_secret(tmp_path: Path) -> None:
    practice = flask(tmp_path, "doctor").stdout
    real = flask(tmp_path, "doctor", SECRET_KEY="secret-e" * 4, PUBLIC_URL="https://board.example.org", **KEYS).stdout

    assert "practice mode: stand-ins of this computer's own" in practice
    assert "off: nothing is collected or sent (start a worker)" in practice
    assert "on: https://api.x.com" in real
    assert "Bluesky         off: no account is set" in real
    assert "Mastodon        off: no account is set" in real
    assert "Email           practice mode: emails are kept here" in practice
    assert "Email           off: no mail server is set, so people are told by hand" in real
    assert "secret-" not in practice + real


def test_the_doctor_says_by_which_mail_service_people_are_told_and_no_password(tmp_path: Path) -> None:
    smtp = {"SMTP_URL": "smtp://board:secret-f@mail.example", "MAIL_FROM": "questions@board.example"}
    said = flask(tmp_path, "doctor", SECRET_KEY="secret-e" * 4, **smtp).stdout

    assert "Email           on: from questions@board.example by mail.example:587" in said
    assert "secret-" not in said


def test_the_doctor_says_whether_backups_are_made_and_no_passphrase(tmp_path: Path) -> None:
    off = flask(tmp_path, "doctor").stdout
    plain = flask(tmp_path, "doctor", BACKUPS=str(tmp_path / "kept")).stdout
    closed = flask(tmp_path, "doctor", BACKUPS=str(tmp_path / "kept"), BACKUP_KEY="secret-b five random words").stdout

    assert "Backups         off: none is made by itself (set BACKUPS)" in off
    assert f"each night and before each meeting in {tmp_path}/kept, not encrypted (set BACKUP_KEY)" in plain
    assert f"in {tmp_path}/kept, encrypted\n" in closed
    assert "secret-b" not in closed


def test_the_doctor_names_each_secret_that_somebody_could_try_out_and_how_to_make_another(tmp_path: Path) -> None:
    weak = {"METRICS_TOKEN": "secret-m-16-long", "BACKUP_KEY": "secret-b four words"}
    short = flask(tmp_path, "doctor", SECRET_KEY="secret-s" * 4, **weak).stdout
    long = flask(tmp_path, "doctor", SECRET_KEY=secrets.token_hex(32), METRICS_TOKEN=secrets.token_urlsafe(16)).stdout

    assert "easy to try out: SECRET_KEY, METRICS_TOKEN, BACKUP_KEY. To make one" in short
    assert "secrets.token_hex(32)" in short
    assert "secret-" not in short
    assert "Secrets         on: none that you chose is short" in long


def test_the_doctor_says_whether_the_redis_between_processes_answers_and_no_password(tmp_path: Path) -> None:
    alone = flask(tmp_path, "doctor").stdout
    gone = flask(tmp_path, "doctor", REDIS_URL="redis://board:secret-r@127.0.0.1:9/0").stdout

    assert "Redis           off: one web process needs none" in alone
    assert "Redis           set, but it does not answer: " in gone
    assert "secret-" not in gone


def test_a_report_that_is_none_of_a_letter_of_ours_changes_nothing_and_says_so(tmp_path: Path) -> None:
    said = flask(tmp_path, "bounced", typed="Subject: Out of office\n\n" + "Back on Monday.\n" * 50_000)

    assert (said.returncode, "no report of a letter of ours" in said.stdout) == (0, True)


GONE = "sqlite:////proc/nope/secret.db"


def test_a_report_that_cannot_be_looked_up_is_to_be_handed_over_again_and_says_nothing_of_us(tmp_path: Path) -> None:
    gone, report = {"DATABASE_URL": GONE, "SECRET_KEY": "k" * 64}, REPORT.format(action="failed", kind="message/rfc822")
    said = flask(tmp_path, "bounced", typed="Subject: Out of office\n\nBack on Monday.\n", **gone)
    back = flask(tmp_path, "bounced", typed=report, **gone)

    assert (said.returncode, back.returncode) == (0, os.EX_TEMPFAIL)
    assert back.stderr == "This cannot be looked up now. Hand it over again later.\n"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (GONE, "/proc/nope: No such file or directory\nIs DATABASE_URL right?\n"),
        ("postgresql://board:hunter2@127.0.0.1/board?sslmod=x&hunter2=y",
         "DATABASE_URL has something after its ? that PostgreSQL does not know\n"
         "Is DATABASE_URL right, and the database running?\n"),
    ],
)  # fmt: skip
def test_a_database_that_cannot_be_is_said_in_a_sentence(tmp_path: Path, address: str, said: str) -> None:
    failed = flask(tmp_path, "doctor", DATABASE_URL=address, SECRET_KEY="k" * 64)

    assert (failed.returncode, failed.stderr) == (1, said)


def test_every_mistake_in_the_settings_is_said_plainly_and_without_a_traceback(tmp_path: Path) -> None:
    failed = flask(tmp_path, "doctor", PORT="http", X_API_KEY="only one")

    assert failed.returncode == 1
    assert "Traceback" not in failed.stderr
    for name in ("PORT", "X_API_SECRET"):
        assert name in failed.stderr


def test_the_release_step_brings_the_tables_up_to_date(tmp_path: Path) -> None:
    assert "up to date" in flask(tmp_path, "migrate").stdout


def test_a_command_that_needs_no_database_makes_none(tmp_path: Path) -> None:
    helped = flask(tmp_path, "moderator", "add", "--help")

    assert helped.returncode == 0
    assert not (tmp_path / "b.db").exists()


def test_where_the_database_is_damaged_every_command_says_how_to_restore_a_backup(tmp_path: Path) -> None:
    (tmp_path / "b.db").write_bytes(b"\xff" * 10_000)
    failed = flask(tmp_path, "doctor")

    assert failed.returncode == 1
    assert failed.stderr.endswith("b.db is damaged. Restore a backup: flask --app app restore FILE\n")


def test_every_command_that_the_documents_name_is_there(tmp_path: Path) -> None:
    documents = [*ROOT.glob("*.md"), ROOT / "docs/set-up-guide.md", ROOT / "Procfile"]
    named = {name for one in documents for name in re.findall(r"flask --app app (\w+)", one.read_text())}
    listed = set(re.findall(r"^  (\w+) ", flask(tmp_path, "--help").stdout, re.MULTILINE))

    assert named <= listed
    assert {"backup", "restore", "doctor", "migrate", "moderator", "worker"} <= named


@pytest.mark.parametrize("line", ["release", "web", "worker"])
def test_the_procfile_names_each_process(line: str) -> None:
    assert f"\n{line}: " in "\n" + (ROOT / "Procfile").read_text()


def test_a_meeting_on_three_networks_is_rehearsed_and_nothing_is_lost_duplicated_or_leaked() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "board_qa.rehearsal"], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    verdict = done.stdout.splitlines()[-1]
    on_screen = re.search(r"approved (\d+), shown (\d+)", verdict)

    assert done.returncode == 0, done.stdout + done.stderr
    assert [part for part in verdict.split("; ") if not part.startswith("screen")] == [
        "X: approved 3, sent 3, twice 0, posts 12, questions 12, twice 0",
        "Bluesky: approved 3, sent 3, twice 0, posts 5, questions 5, twice 0",
        "Mastodon: approved 3, sent 3, twice 0, posts 3, questions 3, twice 0",
        "web form: submitted 100, questions 100, twice 0",
        "asked 120, told by email 50, on their page 50, by post 20, twice 0, not told 0",
        "report: miscounted 0",
        "killed 4 times: lost 0, duplicated 0, leaked 0",
    ]
    assert on_screen
    assert on_screen[1] == on_screen[2]
    assert int(on_screen[1]) > 50
