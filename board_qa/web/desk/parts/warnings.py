"""What to look at before deciding: a coloured box each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from board_qa.domain.questions.breaches import Breach
from board_qa.domain.text import flags
from board_qa.domain.text.flags import Flag, Kind
from board_qa.web.shell import words


@dataclass(frozen=True)
class Warned:
    """A title, and a sentence that ends in what to do. `with_help`: followed by help to pass on to the asker."""

    title: str
    advice: str
    colour: str
    with_help: bool = False


def warned(found: Sequence[Flag], of_the_name: Sequence[Flag], breaches: Sequence[Breach]) -> Iterator[Warned]:
    for kind in sorted({flag.kind for flag in found}, key=list(Kind).index):
        yield Warned(flags.LABELS[kind], flags.ADVICE[kind], words.FLAG_COLOURS[kind], kind is Kind.DISTRESS)
    for flag in of_the_name:
        yield Warned(flags.name_label(flag), flags.name_advice(flag), "red")
    if breaches:
        yield Warned("The board’s rules", " ".join(breach.sentence for breach in breaches), "orange")
