from __future__ import annotations

import random

from board_qa.domain.questions.tallies import Earlier, Tally


def plainly(keys: list[set[str]]) -> list[Earlier]:
    """The same by looking at all pairs: who shares a key with whom, as known when each question came."""
    found = []
    for number, mine in enumerate(keys, start=1):
        together, grown = set(mine), True
        while grown:
            joined = {key for other in keys[: number - 1] if other & together for key in other}
            grown = not joined <= together
            together |= joined
        earlier = [n for n, other in enumerate(keys[: number - 1], start=1) if other & together]
        found.append(Earlier(len(earlier), min(earlier, default=0)) if mine else Earlier())
    return found


def test_counting_by_any_of_several_keys_is_counting_every_pair() -> None:
    chance = random.Random(7)
    for _ in range(500):
        keys = [{f"key {chance.randrange(9)}" for _ in range(chance.randrange(4))} for _ in range(12)]
        tally = Tally()

        assert [tally.add(number, one) for number, one in enumerate(keys, start=1)] == plainly(keys), keys
