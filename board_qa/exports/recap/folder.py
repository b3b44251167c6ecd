"""The recap as a folder in a zip: a page for each language and their style sheet. It asks no host for anything."""

from __future__ import annotations

import io
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

# The page of each language. The style sheet lies beside them, so that the folder opens from any place.
PAGES = {"en": "index.html", "cy": "cy.html"}
STYLES = "recap.css"
# The first moment that a zip can name: when it was made stands on the pages, and the same recap is the same file.
_WHEN = (1980, 1, 1, 0, 0, 0)


def folder(name: str, files: Mapping[str, str]) -> bytes:
    """These texts by their names in a folder of this name."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for path, text in files.items():
            about = ZipInfo(f"{name}/{path}", _WHEN)
            about.compress_type, about.external_attr = ZIP_DEFLATED, 0o644 << 16
            archive.writestr(about, text.encode())
    return out.getvalue()
