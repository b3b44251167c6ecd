"""How many of the names in the set are pointed out for each kind. `make measure` prints it; README repeats it."""

from __future__ import annotations

from collections.abc import Sequence

from board_qa.domain.text.flags import PERSONAL, Kind
from board_qa.screening.screener import Screener
from tests.measures.flag_set import Asked
from tests.measures.measure_flags import Found
from tests.measures.name_set import OURS, TUNED, UNSEEN

NAMES = (*TUNED, *UNSEEN)
_ROWS = {
    "Looks like somebody official": frozenset({Kind.IMPERSONATION}),
    "Abuse": frozenset({Kind.ABUSE}),
    "Personal details": PERSONAL,
}


def signed_with(text: str) -> tuple[str, ...]:
    """A name, its handle after an @."""
    name, *handles = text.replace(" @", "\n@").split("\n")
    return (name, *handles)


def measure(names: Sequence[Asked] = NAMES) -> dict[str, Found]:
    screener = Screener(OURS)
    flagged = [(one, {flag.kind for flag in screener.flags_of_names(signed_with(one.text))}) for one in names]
    return {
        label: Found(
            min(kinds),
            wanted=sum(bool(kinds & one.kinds) for one, _ in flagged),
            found=sum(bool(kinds & one.kinds & got) for one, got in flagged),
            false_alarms=sum(bool(kinds & (got - one.kinds)) for one, got in flagged),
        )
        for label, kinds in _ROWS.items()
    }


def table() -> str:
    """As it stands in README."""
    lines = ["| in a name | in the set | found | missed | false alarms |", "|---|---|---|---|---|"]
    lines += [
        f"| {label} | {row.wanted} | {row.found} | {row.missed} | {row.false_alarms} |"
        for label, row in measure().items()
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    print(f"{table()}\n\n{len(NAMES)} names")
