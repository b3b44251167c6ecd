"""Rules about the code itself, and claims of the documents."""

from __future__ import annotations

import re
import subprocess

import grimp
import pytest

from tests.support.places import ROOT

# Who may import whom, from the outside in (ARCHITECTURE.md).
ALLOWED = {
    "domain": set(),
    "ports": {"domain"},
    "phrases": {"domain"},
    "services": {"ports", "domain", "phrases"},
    "exports": {"services", "ports", "domain", "phrases"},
    "storage": {"ports", "domain", "private_files"},
    "channels": {"answers", "ports", "domain"},
    "mail": {"answers", "certificates", "ports", "domain"},
    "screening": {"apart", "ports", "domain"},
    "drawing": {"apart", "ports", "domain"},
    "system": {"answers", "ports", "domain"},
    "practice": {"private_files"},
    "worker": {"services", "ports", "domain"},
    "waiting": {"ports"},
    "live": {"depth", "services", "ports", "domain"},
    "web": {"services", "ports", "domain", "phrases", "exports", "config", "catalogue", "addresses"},
    "config": {"addresses", "private_files"},
    "addresses": set(),
    "apart": {"config"},
    "answers": {"certificates", "depth"},
    "certificates": set(),
    "depth": set(),
    "private_files": set(),
    "assets": set(),
    "catalogue": set(),
    "bootstrap": {"catalogue", "channels", "config", "domain", "drawing", "live", "mail", "ports", "practice",
                  "screening", "services", "storage", "system", "waiting", "web", "worker"},
    "typed_secrets": {"config"},
    "backing_up": {"bootstrap", "config", "domain", "ports", "private_files", "storage", "system", "typed_secrets"},
    "boards": {"addresses", "backing_up", "bootstrap", "cli", "config", "domain", "drawing", "live", "ports",
               "private_files", "screening", "services", "system", "typed_secrets", "web", "worker"},
    "moving": {"bootstrap", "ports", "typed_secrets"},
    "cli": {"backing_up", "moving", "bootstrap", "config", "domain", "mail", "ports", "private_files", "services",
            "waiting", "web", "worker"},
    "rehearsal": {"config", "practice", "system"},
}  # fmt: skip


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("board_qa")


def part(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def test_imports_run_one_way(graph: grimp.ImportGraph) -> None:
    wrong = [
        f"{module} imports {imported}"
        for module in graph.modules
        for imported in graph.find_modules_directly_imported_by(module)
        if part(module) and part(imported) not in ALLOWED[part(module)] | {part(module), ""}
    ]

    assert wrong == []


def test_every_part_of_the_product_has_its_place_in_the_rule(graph: grimp.ImportGraph) -> None:
    assert {part(module) for module in graph.modules} - {""} == set(ALLOWED)


def test_the_domain_uses_the_standard_library_only() -> None:
    outside = grimp.build_graph("board_qa", include_external_packages=True)
    domain = [module for module in outside.modules if module.startswith("board_qa.domain")]
    imported = {name for module in domain for name in outside.find_modules_directly_imported_by(module)}
    packages = {name for name in imported if not name.startswith("board_qa")}

    import sys  # noqa: PLC0415

    assert packages - set(sys.stdlib_module_names) == set()


def test_only_config_reads_the_environment() -> None:
    readers = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "board_qa").rglob("*.py")
        if re.search(r"os\.environ|getenv", path.read_text())
    ]

    assert sorted(readers) == ["board_qa/config/reading.py", "board_qa/rehearsal/server.py"]


def test_no_template_switches_escaping_off() -> None:
    pages = [path for path in (ROOT / "templates").rglob("*.html")]

    assert [path.name for path in pages if re.search(r"\|\s*safe|autoescape false", path.read_text())] == []


def test_no_script_writes_html_but_the_desks_own_server_rendered_part() -> None:
    writers = {
        path.name: re.findall(r"\w+\.innerHTML = \w+|insertAdjacentHTML|document\.write", path.read_text())
        for path in (ROOT / "static" / "js").rglob("*.js")
    }

    assert {name: found for name, found in writers.items() if found} == {"desk.js": ["desk.innerHTML = html"]}


def test_the_help_lists_every_command_the_documents_name() -> None:
    listed = set(
        re.findall(
            r"make (\w+)", subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        )
    )
    named = {
        command
        for name in ("README.md", "CONTRIBUTING.md", "docs/set-up-guide.md")
        for command in re.findall(r"`make (\w+)`|^make (\w+)", (ROOT / name).read_text(), re.MULTILINE)
        for command in command
        if command
    }

    assert named <= listed | {"help"}
    assert {"help", "run", "test", "rehearse", "lint", "lock"} <= listed


def test_every_file_the_documents_name_exists() -> None:
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
    missing = [
        f"{document.name}: {name}"
        for document in documents
        for name in re.findall(
            r"`((?:board_qa|tests|templates|static|docs)/[\w/.-]*)`|\]\(([\w/.-]+)\)", document.read_text()
        )
        for name in name
        if name and not (document.parent / name).exists() and not (ROOT / name).exists()
    ]

    assert missing == []


def test_every_document_that_code_cites_is_in_the_repository() -> None:
    listing = ["git", "ls-files", "*.py", "*.js", "*.css", "*.html"]
    code = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    missing = [
        f"{name}: {cited}"
        for name in code
        for cited in re.findall(r"[\w/.-]*\w\.md\b", (ROOT / name).read_text())
        if not (ROOT / cited).exists()
    ]

    assert missing == []


def test_every_requirement_is_pinned_and_hashed() -> None:
    for name in ("requirements.txt", "requirements-dev.txt", "requirements-node.txt"):
        text = (ROOT / name).read_text()
        pins = re.findall(r"^([\w.-]+)==\S+", text, re.MULTILINE)
        assert pins
        assert text.count("--hash=sha256:") >= len(pins)
        assert "://" not in re.sub(r"#.*", "", text)


def test_what_runs_the_product_is_in_its_own_list_and_not_only_in_the_tests() -> None:
    """gunicorn's gevent worker needs `packaging`, which the tests bring along and hide the lack of."""
    names = set(re.findall(r"^([\w.-]+)==", (ROOT / "requirements.txt").read_text(), re.MULTILINE))

    assert {"gevent", "packaging", "gunicorn", "simple-websocket"} <= names
    assert "gevent-websocket" not in names  # it would silently change the driver


def test_the_customers_packages_are_each_doing_real_work(graph: grimp.ImportGraph) -> None:
    outside = grimp.build_graph("board_qa", include_external_packages=True)
    for package in ("flask", "flask_socketio", "tweepy", "sqlite_utils"):
        assert outside.find_modules_that_directly_import(package), package
    assert "gunicorn app:app" in (ROOT / "Procfile").read_text()


def test_the_version_and_the_changelog_agree() -> None:
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)

    assert version
    assert f"## {version.group(1)}" in (ROOT / "CHANGELOG.md").read_text()


def test_public_pages_lead_to_their_own_mount_and_never_to_an_address_by_heart() -> None:
    pages = [*(ROOT / "templates" / "public").glob("*.html"), ROOT / "templates" / "layout.html"]
    by_heart = {path.name: re.findall(r'(?:href|action|formaction)="/[^"]*"', path.read_text()) for path in pages}

    assert {name: found for name, found in by_heart.items() if found} == {}
