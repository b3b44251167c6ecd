"""A short soak: people ask, a moderator works, web process and worker are killed. `make soak` goes on for minutes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.measures.soak.__main__ import Plan, one_machine, outside, soak

pytestmark = pytest.mark.server


def test_nothing_is_lost_sent_twice_told_twice_or_shown_unapproved(tmp_path: Path) -> None:
    with outside() as (networks, mail, settings), one_machine(tmp_path, settings) as service:
        verdict = soak(Plan(minutes=0.4, rate=8, every=6), service, networks, mail)

    assert verdict.is_good, str(verdict)
    assert verdict.killed >= 2
    assert verdict.acknowledged > 50
