"""The Welsh words of the public pages: compiled from the catalogue that translators work on, and read.

`make` and the Procfile's release step compile it, so that a product on a disk it may not write to starts as well.
"""

from __future__ import annotations

import gettext
import os
import tempfile
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).resolve().parent / "translations"
WORDS = FOLDER / "cy" / "LC_MESSAGES" / "messages.po"
COMPILED = WORDS.with_suffix(".mo")


def welsh() -> gettext.NullTranslations:
    """The Welsh catalogue, compiled anew where somebody changed it since: never an English page by oversight."""
    if not COMPILED.exists() or COMPILED.stat().st_mtime < WORDS.stat().st_mtime:
        compile_words()
    return gettext.translation("messages", FOLDER, ["cy"])


def compile_words() -> None:
    """Write the compiled catalogue, whole or not at all: the worker and the web process may start at once."""
    catalog = read_po(WORDS.open("rb"), locale="cy")
    with tempfile.NamedTemporaryFile(dir=COMPILED.parent, delete=False) as half:
        write_mo(half, catalog)
    os.chmod(half.name, 0o644)  # as the files beside it: it is no secret
    os.replace(half.name, COMPILED)


if __name__ == "__main__":
    compile_words()
