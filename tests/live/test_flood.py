"""A small flood at a real server, while a moderator works. `make flood` sends 6,000 questions."""

from __future__ import annotations

import pytest

from tests.measures.flood import flood
from tests.support.running import Running

pytestmark = pytest.mark.server


def test_a_program_is_held_off_a_room_comes_through_and_one_press_puts_it_aside(live: Running) -> None:
    verdict = flood(live, scripted=60, people=40)

    assert verdict.is_good, str(verdict)
