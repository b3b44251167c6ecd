"""Copy what the pages need of npm's packages to static/vendor. Run by `make`, after `npm ci`.

The NHS style sheet asks another host for its fonts on every page, and looks for pictures at the root of the site:
both are put right here, so that no page asks anything of any other host.
"""

from __future__ import annotations

import gzip
import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"


def local_only(css: str) -> str:
    """The style sheet without fonts of other hosts, and with pictures beside it."""
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    css = css.replace("/assets/images/", "images/").replace("Frutiger W01,", "")
    css = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", css)
    if "@font-face" in css or "//" in re.sub(r"data:[^)]*|http://www\.w3\.org/\S*", "", css):
        raise SystemExit("the NHS style sheet names another host in a new way: see board_qa/assets.py")
    return css


def copy_all() -> None:
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
    copy_all()
    print(f"copied to {VENDOR.relative_to(ROOT)}")
