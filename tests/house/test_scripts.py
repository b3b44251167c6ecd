"""Rules about the scripts and styles of the pages: what the oldest browsers served can run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.old_browser import NEWER
from tests.support.places import ROOT

SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))


def cannot_parse(*scripts: Path) -> str:
    """What an old browser cannot parse in them, a line each."""
    path = (
        f"{os.environ['PATH']}{os.pathsep}{Path(sys.executable).parent}"  # a Python package brings node where none is
    )
    node = shutil.which("node", path=path)
    assert node, "node is missing: `make` sets it up"
    command = [node, str(ROOT / "tests" / "house" / "syntax.mjs"), *map(str, scripts)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_old_browsers_can_parse_every_script() -> None:
    assert cannot_parse(*SCRIPTS, ROOT / "static" / "vendor" / "socket.io.js") == ""


@pytest.mark.parametrize("young", ["a ||= 1", "a ??= 1", "class A { #b = 1 }", "class A { static { } }", "await 1"])
def test_what_they_cannot_parse_is_found(tmp_path: Path, young: str) -> None:
    (tmp_path / "young.js").write_text(f"let a; {young};")

    assert "young.js" in cannot_parse(tmp_path / "young.js")


def test_what_they_can_parse_is_not_complained_of(tmp_path: Path) -> None:
    (tmp_path / "old.js").write_text("let a = b?.c ?? 10_000; const [d, ...e] = [...f]; try { } catch { } import('g');")

    assert cannot_parse(tmp_path / "old.js") == ""


def test_what_old_browsers_lack_is_named_only_where_a_script_looks_for_it_first() -> None:
    """The journeys of tests/journeys/test_old_browsers.py go over what they use; this goes over every line."""
    young = "|".join(sorted({re.escape(distinct(name)) for name in NEWER.split() if distinct(name)}))
    looks_first = re.compile(r"\?\.|\?\?|!dialog\.showModal|if \(!old\)|if \(navigator\.clipboard\)|window\.\w+ &&")
    found = [
        f"{path.name}: {line.strip()}"
        for path in SCRIPTS
        for line in path.read_text().splitlines()
        if re.search(rf"(?<![\w-])(?:{young})(?![\w-])", line.partition("//")[0]) and not looks_first.search(line)
    ]

    assert found == []


def distinct(name: str) -> str:
    """What of a name is unlike any other, as it stands in a script; '' where that is nothing."""
    member = name.rpartition(".")[2]
    if ".prototype." in name:
        return f".{member}" if re.search("[A-Z]", member) else ""
    return name


def test_no_script_runs_a_text_or_writes_to_what_all_objects_share() -> None:
    """Objects that somebody else may have written are read field by field; one script merges what it kept itself."""
    runs = re.compile(r"\beval\(|\bFunction\(|set(?:Timeout|Interval)\(\s*[\"'`]|javascript:|__proto__|\.prototype\b")
    merges = re.compile(r"Object\.assign\(|structuredClone\(|Object\.defineProperty|Reflect\.set")
    texts = {path.name: path.read_text() for path in SCRIPTS}

    assert [name for name, text in texts.items() if runs.search(text)] == []
    assert [name for name, text in texts.items() if merges.search(text)] == ["looks.js"]


def test_no_page_has_a_script_in_it_or_an_attribute_that_is_one() -> None:
    pages = {path.name: path.read_text() for path in (ROOT / "templates").rglob("*.html")}
    scripts = [tag for text in pages.values() for tag in re.findall(r"<script\b[^>]*>", text)]

    assert scripts
    assert [tag for tag in scripts if "src=" not in tag] == []
    assert [name for name, text in pages.items() if re.search(r"<[a-z][^>]*\son[a-z]+=|javascript:", text)] == []


def test_no_selector_takes_others_with_it_where_it_is_not_known() -> None:
    """An old browser leaves out a whole rule for one selector in it: the projector showed all its views at once."""
    young = [
        f"{path.name}: {selectors.strip()}"
        for path in (ROOT / "static" / "css").glob("*.css")
        for selectors in re.findall(r"([^{}]+)\{", re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL))
        if re.search(r":not\([^()]*,|:(?:is|where)\(", selectors) or (":has(" in selectors and "," in selectors)
    ]

    assert young == []
