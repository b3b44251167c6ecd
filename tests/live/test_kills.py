"""A web process and the database die in the middle of a meeting. `make kills` kills every part."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.measures.kills import live_through, parts_of
from tests.measures.scale import missing, scaled_out
from tests.support.places import free_port

pytestmark = pytest.mark.server


def test_screens_are_right_again_and_nothing_is_lost_or_shown_unapproved(tmp_path: Path, browser: Browser) -> None:
    if packages := missing():
        pytest.skip(f"for this one: apt-get install {' '.join(packages)}")
    with scaled_out(tmp_path, PORT=str(free_port()), PRACTICE="0", SECRET_KEY="k" * 64, CODES_FOR="nobody") as running:
        parts = [part for part in parts_of(running) if part.name in ("web process 1", "PostgreSQL")]
        verdict = live_through(running, parts, browser)

    assert verdict.is_good, str(verdict)
    assert verdict.killed == 2
    assert verdict.acknowledged > 10
