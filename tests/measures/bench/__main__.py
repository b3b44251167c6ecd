"""`make bench`, or `python -m tests.measures.bench [SUITE ...] [--rounds N] [--json FILE]`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.measures.bench import desk, fanout, pages, processes, similar, writes
from tests.measures.bench.rows import Suite, as_json, machine, measure, table

# Each is measured once a round.
SUITES: dict[str, Suite] = {
    "fanout": fanout.suite,
    "processes": processes.suite,
    "pages": pages.suite,
    "writes": writes.suite,
    "desk": desk.suite,
}
MISSING = {
    "fanout": fanout.missing,
    "processes": processes.missing,
    "pages": pages.missing,
    "writes": writes.missing,
    "desk": desk.missing,
}
# What prints figures of its own, once.
REPORTS = {"similar": similar.main}


def main() -> None:
    words = argparse.ArgumentParser(prog="python -m tests.measures.bench")
    words.add_argument("names", nargs="*", choices=[*SUITES, *REPORTS, []], help="which; all without one")
    words.add_argument("--rounds", type=int, default=3)
    words.add_argument("--json", type=Path, help="where the figures go as JSON; they are printed without it")
    asked = words.parse_args()
    names = asked.names or [*SUITES, *REPORTS]
    for name in [name for name in names if name in REPORTS]:
        REPORTS[name]()
    if suites := _present(names):
        print("\n".join(f"{name}: {value}" for name, value in machine().items()), "\n")
        results = measure(suites, asked.rounds, lambda line: print(line, file=sys.stderr))
        print(f"Medians of {asked.rounds} rounds:\n{table(results)}\n")
        if asked.json:
            asked.json.write_text(as_json(results), encoding="utf-8")
        else:
            print(as_json(results))


def _present(names: list[str]) -> dict[str, Suite]:
    """Those suites for which everything is on this machine."""
    found = {}
    for name in [name for name in names if name in SUITES]:
        if missing := MISSING[name]():
            print(f"{name} is left out: there is no {missing} here.")
        else:
            found[name] = SUITES[name]
    return found


if __name__ == "__main__":
    main()
