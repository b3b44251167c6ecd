"""How many of the questions in the set each kind of flag finds. `make measure` prints it; README repeats it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from board_qa.domain.text.flags import LABELS, Kind
from board_qa.screening.screener import Screener
from tests.measures.flag_set import TUNED_ON, Asked
from tests.measures.flag_set_later import HELD_OUT, SECOND
from tests.measures.flag_set_registers import TUNED, UNSEEN

MEASURED = (*TUNED_ON, *SECOND, *HELD_OUT, *TUNED, *UNSEEN)


@dataclass(frozen=True)
class Found:
    """In questions: those that should have this flag, those of them that have it, and others that have it too."""

    kind: Kind
    wanted: int
    found: int
    false_alarms: int

    @property
    def missed(self) -> int:
        return self.wanted - self.found


def measure(questions: Sequence[Asked] = MEASURED) -> list[Found]:
    screener = Screener()
    flagged = [(asked, {flag.kind for flag in screener.flags(asked.text)}) for asked in questions]
    return [
        Found(
            kind,
            wanted=sum(kind in asked.kinds for asked, _ in flagged),
            found=sum(kind in asked.kinds & got for asked, got in flagged),
            false_alarms=sum(kind in got - asked.kinds for asked, got in flagged),
        )
        for kind in Kind
        # That a text was not looked through says nothing of it; whom a name passes for is in measure_names.py.
        if kind not in (Kind.UNREAD, Kind.IMPERSONATION)
    ]


def table(rows: Sequence[Found]) -> str:
    """As it stands in README."""
    lines = ["| flag | in the set | found | missed | false alarms |", "|---|---|---|---|---|"]
    lines += [
        f"| {LABELS[row.kind]} | {row.wanted} | {row.found} | {row.missed} | {row.false_alarms} |" for row in rows
    ]
    return "\n".join(lines)


def mistakes(questions: Sequence[Asked] = MEASURED) -> list[str]:
    """Each question that is flagged otherwise than a moderator would want it."""
    screener, lines = Screener(), []
    for asked in questions:
        got = {flag.kind for flag in screener.flags(asked.text)}
        missed, too_many = sorted(asked.kinds - got), sorted(got - asked.kinds)
        if missed or too_many:
            lines.append(f"missed {missed}, too many {too_many}: {asked.text}")
    return lines


if __name__ == "__main__":
    print(table(measure()))
    print(f"\n{len(MEASURED)} questions. Flagged otherwise than wanted:")
    print("\n".join(mistakes()))
