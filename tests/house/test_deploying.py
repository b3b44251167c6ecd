"""What is in the repository to deploy it with says the same in every place, and its documents name what is there."""

from __future__ import annotations

import re

from board_qa.config import ALL
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


def test_an_image_runs_as_nobody_and_holds_neither_data_nor_tests() -> None:
    made, ignored = (ROOT / "Dockerfile").read_text(), (ROOT / ".dockerignore").read_text().splitlines()
    let_in = {line[1:] for line in ignored if line.startswith("!")}

    assert re.findall(r"^USER (.+)", made, re.MULTILINE) == ["10001"]
    assert "*" in ignored
    assert let_in.isdisjoint({"data", "tests", ".git", "deploy", "docs"})
    assert {name for line in re.findall(r"^COPY ([^-].*)", made, re.MULTILINE) for name in line.split()[:-1]} <= let_in


def test_each_unit_may_do_only_what_the_others_may() -> None:
    hardened = [re.findall(r"^(?:Protect|Private|Restrict|NoNew|System|Cap).+", unit(one), re.MULTILINE)
                for one in ("web", "worker", "backup")]  # fmt: skip

    assert hardened[0] == hardened[1] == hardened[2] != []


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
