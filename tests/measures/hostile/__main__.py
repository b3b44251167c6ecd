"""Try to break a real server: `make hostile`, which ends with one line of figures, and well where all but two are 0."""

from __future__ import annotations

import argparse
import sys

from tests.measures.hostile.judging import KINDS
from tests.measures.hostile.trying import SEED, attack
from tests.support.running import running


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.measures.hostile", description=__doc__)
    asked.add_argument("--inputs", type=int, default=10_000)
    asked.add_argument("--seed", type=int, default=SEED)
    wanted = asked.parse_args()
    with running(PRACTICE="1", PROXIES="1", QUESTIONS_AN_HOUR="1000000") as live:
        verdict = attack(live, wanted.inputs, wanted.seed)
    for kind in KINDS:
        for place in verdict.where.get(kind, ()):
            print(f"{kind}: {place}")
    print(verdict)
    return 0 if verdict.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
