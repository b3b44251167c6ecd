"""A short name for what pages and files of the register are made of: another one as soon as anything of it changes."""

from __future__ import annotations

from hashlib import sha256

from board_qa.exports.register.rows import PublishedRecord


def version_of(*records: PublishedRecord) -> str:
    """Of the meetings as they are, whose revision is another one after each change."""
    told = [(one.record.meeting, one.over) for one in records]
    return "register-" + sha256(repr(told).encode()).hexdigest()[:16]
