"""The full record of a meeting as one JSON file, or as a zip with a CSV file for each table."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from board_qa.exports.cells import csv_file
from board_qa.exports.everything.tables import Table


def as_json(tables: Mapping[str, Table]) -> bytes:
    return json.dumps(tables, ensure_ascii=False, indent=1).encode()


def as_zip(tables: Mapping[str, Table]) -> bytes:
    """A table without a row has no file."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, rows in tables.items():
            if rows:
                archive.writestr(_member(f"{name}.csv"), csv_file(list(rows[0]), (row.values() for row in rows)))
    return out.getvalue()


def _member(name: str) -> ZipInfo:
    member = ZipInfo(name)  # without a time of day: the tables say when everything was
    member.compress_type = ZIP_DEFLATED
    member.external_attr = 0o600 << 16
    return member
