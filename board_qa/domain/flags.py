"""stub"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    NHS_NUMBER = "nhs_number"
    PHONE = "phone"
    EMAIL = "email"
    POSTCODE = "postcode"
    DATE_OF_BIRTH = "date_of_birth"
    WARD_AND_NAME = "ward_and_name"
    DISTRESS = "distress"
    ABUSE = "abuse"
    STATEMENT = "statement"
    LANGUAGE = "language"
    COMPLAINT = "complaint"


PERSONAL = frozenset({Kind.NHS_NUMBER, Kind.PHONE, Kind.EMAIL, Kind.POSTCODE, Kind.DATE_OF_BIRTH, Kind.WARD_AND_NAME})
LABELS: dict[Kind, str] = {kind: kind.value for kind in Kind}
ADVICE: dict[Kind, str] = {kind: kind.value for kind in Kind}


@dataclass(frozen=True)
class Flag:
    kind: Kind
    start: int = 0
    end: int = 0
    detail: str = ""


def personal(flags: Sequence[Flag]) -> tuple[Flag, ...]:
    return tuple(f for f in flags if f.kind in PERSONAL)


def segments(shown_text: str, flags: Sequence[Flag]) -> list[tuple[str, Kind | None]]:
    return [(shown_text, None)]
