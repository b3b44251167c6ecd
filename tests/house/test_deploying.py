"""What is in the repository to deploy it with says the same in every place, and its documents name what is there."""

from __future__ import annotations

import json
import re

from board_qa.config.names import ALL
from tests.support.places import ROOT

DEPLOY = ROOT / "deploy"


def processes() -> dict[str, str]:
    return dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines())


def unit(name: str) -> str:
    return (DEPLOY / "systemd" / f"board-questions-{name}.service").read_text()


def test_every_way_starts_what_the_procfile_says() -> None:
    web, worker = processes()["web"], processes()["worker"]

    assert f"CMD {str(web.split()).replace(chr(39), chr(34))}" in (ROOT / "Dockerfile").read_text()
    assert f"/{web}\n" in unit("web")
    assert f"/{worker}\n" in unit("worker")
    assert worker in (ROOT / "docs/deploying.md").read_text()


def test_one_of_several_web_processes_is_started_as_the_only_one_is_but_for_its_port() -> None:
    one = unit("web@")

    assert one.count("PORT=%i ") == 1
    assert one.replace("PORT=%i ", "").replace(", at port %i", "") == unit("web")


def test_an_image_runs_as_nobody_and_holds_neither_data_nor_tests_nor_the_rehearsal() -> None:
    made, ignored = (ROOT / "Dockerfile").read_text(), (ROOT / ".dockerignore").read_text().splitlines()
    let_in = {line[1:] for line in ignored if line.startswith("!")}

    assert re.findall(r"^USER (.+)", made, re.MULTILINE) == ["10001"]
    assert "*" in ignored
    assert ignored.index("board_qa/rehearsal") > ignored.index("!board_qa")  # the last line about a file decides
    assert let_in.isdisjoint({"data", "tests", ".git", "deploy", "docs"})
    assert {name for line in re.findall(r"^COPY ([^-].*)", made, re.MULTILINE) for name in line.split()[:-1]} <= let_in


def test_nothing_of_the_product_needs_what_it_is_tested_with() -> None:
    """The rehearsal is not in an image either, and starts a server, a mail server and a crowd of its own."""
    rehearsal = ROOT / "board_qa/rehearsal"
    modules = [ROOT / "app.py", ROOT / "gunicorn.conf.py", *(ROOT / "board_qa").rglob("*.py")]
    tested_with = re.compile(
        r"""^\s*(?:from|import)\s+(?:tests|pytest|playwright)\b|\bboard_qa\.rehearsal\b|
        ^\s*from\s+board_qa\s+import\b.*\brehearsal\b""",
        re.MULTILINE | re.VERBOSE,
    )
    need_it = [path for path in modules if tested_with.search(path.read_text())]

    assert {path.parent for path in need_it} == {rehearsal}  # it is found where it is


def test_every_package_is_locked_by_its_hash_and_installed_by_it() -> None:
    for name in ("requirements.txt", "requirements-dev.txt", "requirements-node.txt"):
        locked = re.findall(r"^[\w.-]+(?:\[[\w,-]+\])?==\S+.*(?:\n    .*)*", (ROOT / name).read_text(), re.MULTILINE)
        assert locked
        assert [one.split()[0] for one in locked if "--hash=sha256:" not in one] == []
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    of_npm = {name: one for name, one in packages.items() if name}
    assert {"node_modules/nhsuk-frontend", "node_modules/socket.io-client", "node_modules/oidc-provider"} <= set(of_npm)
    assert [name for name, one in of_npm.items() if not one["integrity"].startswith("sha512-")] == []

    for way in ("Dockerfile", "Makefile"):
        text = (ROOT / way).read_text()
        assert "npm ci" in text
        assert "--require-hashes" in text


def test_nginx_lists_no_folder_and_says_who_a_visitor_is_wherever_it_says_anything() -> None:
    """Where a place says one header to the service, none of those said around it count there."""
    site = (DEPLOY / "nginx" / "board-questions.conf").read_text()
    places = re.findall(r"\{([^{}]*proxy_set_header[^{}]*)\}", re.sub(r"#.*", "", site))

    assert "autoindex" not in site
    assert places
    for one in places:
        assert "proxy_set_header X-Forwarded-For $remote_addr;" in one
        assert "proxy_set_header X-Forwarded-Proto $scheme;" in one
    assert site.count("proxy_set_header X-Forwarded-For $remote_addr;") == len(places) + 1


def test_the_guide_says_where_each_file_of_nginx_goes_and_that_the_clock_must_be_right() -> None:
    guide = (ROOT / "docs/deploying.md").read_text()
    here = (DEPLOY / "nginx" / "service.conf").read_text()

    assert "Environment=TZ=UTC\n" in here
    assert "deploy/nginx/service.conf /etc/systemd/system/nginx.service.d/board-questions.conf" in guide
    assert "timedatectl" in guide


def test_the_guide_gives_redis_a_password_and_the_address_that_has_it() -> None:
    guide = (ROOT / "docs/deploying.md").read_text()
    urls = re.findall(r"^\s*REDIS_URL=(\S+)", guide, re.MULTILINE)

    assert "editor /etc/redis/redis.conf " in guide  # by hand: a shell's history keeps what it is told
    assert "add a line: requirepass PASSWORD-OF-REDIS\n" in guide
    assert urls == ["redis://default:PASSWORD-OF-REDIS@127.0.0.1:6379"]


def test_each_unit_may_do_only_what_the_others_may() -> None:
    hardened = [re.findall(r"^(?:Protect|Private|Restrict|NoNew|System|Cap|Inac).+", unit(one), re.MULTILINE)
                for one in ("web", "worker", "backup")]  # fmt: skip

    assert hardened[0] == hardened[1] == hardened[2] != []
    assert "InaccessiblePaths=-/srv/board-questions/.git" in hardened[0]


def test_every_setting_that_is_named_for_operators_is_one() -> None:
    texts = [
        path.read_text() for path in (DEPLOY / "settings.example", ROOT / "docs/deploying.md", ROOT / "Dockerfile")
    ]
    named = {name for text in texts for name in re.findall(r"\b([A-Z][A-Z_]{3,})=", text)}

    assert named - set(ALL) <= {"SECRET_KEY_FILE", "BASE", "PATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE",
                                "PIP_NO_CACHE_DIR", "PIP_DISABLE_PIP_VERSION_CHECK"}  # fmt: skip


def test_each_alert_has_its_line_in_the_document_and_the_other_way_round() -> None:
    rules = re.findall(r"- alert: (\w+)", (DEPLOY / "prometheus" / "alerts.yml").read_text())
    told = re.findall(r"^\| `(BoardQuestions\w+)`", (ROOT / "docs/operating.md").read_text(), re.MULTILINE)

    assert rules == told != []
