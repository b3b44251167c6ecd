"""How the code reads, in figures: `make lint` prints them and fails where one is over its bound.

The bounds are those of codebases that engineers hold up: there 4 to 5 % of the characters of templates stand on lines
over 160 characters. Size is what a reader must take in, so characters are counted and not lines.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.support.places import ROOT

# By the endings of their files; the Makefile and the catalogues of sentences are neither code nor read as a page.
LANGUAGES = {"Python": ".py", "templates": ".html", "scripts": ".js", "styles": ".css"}
DOCUMENTS = {"documents": ".md"}
NOT_WRAPPED = re.compile(r"\||\[[^\]]+\]: ")  # in documents: the row of a table, and where a link leads
LINE = 120  # characters, in every language
WIDE, WIDEST = 160, 200
MOST_ON_WIDE_LINES = 2.0  # percent of the characters of a language
FUNCTION = 50  # lines
FOLDER = 30  # files of code in one folder


@dataclass(frozen=True)
class Lines:
    language: str
    files: int
    characters: int
    over: int
    wide: float
    longest: int


def main() -> int:
    rows = [lines_of(language, ending) for language, ending in (LANGUAGES | DOCUMENTS).items()]
    print("language    files  characters  lines over 120  on lines over 160  longest")
    for row in rows:
        print(
            f"{row.language:<10} {row.files:>6} {row.characters:>11,} {row.over:>15} "
            f"{row.wide:>17.1f}% {row.longest:>8}"
        )
    functions = sorted(lengths())
    folder, files = folders().most_common(1)[0]
    print(f"functions   median {median(functions):.0f} lines, longest {functions[-1]}")
    print(f"folders     at most {files} files ({folder})")
    wrong = list(over_their_bounds(rows, functions[-1], folder, files))
    for sentence in wrong:
        print(sentence)
    return 1 if wrong else 0


def over_their_bounds(rows: list[Lines], longest: int, folder: Path, files: int) -> Iterator[str]:
    for row in rows:
        if row.over:
            yield f"{row.language}: {row.over} lines are longer than {LINE} characters."
        if row.wide > MOST_ON_WIDE_LINES or row.longest > WIDEST:
            yield f"{row.language}: too much stands on lines of over {WIDE} characters."
    if longest > FUNCTION:
        yield f"A function has {longest} lines: {FUNCTION} are the most."
    if files > FOLDER:
        yield f"{folder} has {files} files: {FOLDER} are the most that a stranger reads."


def lines_of(language: str, ending: str) -> Lines:
    texts = [(ROOT / name).read_text() for name in tracked(ending)]
    lines = [line for text in texts for line in text.splitlines()]
    lengths = [len(line) for line in lines if language not in DOCUMENTS or not NOT_WRAPPED.match(line)]
    total = sum(lengths)
    return Lines(
        language,
        len(texts),
        total,
        sum(length > LINE for length in lengths),
        100 * sum(length for length in lengths if length > WIDE) / max(total, 1),
        max(lengths, default=0),
    )


def lengths() -> Iterator[int]:
    """Of every function, in lines."""
    for name in tracked(".py"):
        for node in ast.walk(ast.parse((ROOT / name).read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield (node.end_lineno or node.lineno) - node.lineno + 1


def folders() -> Counter[Path]:
    """How many files of code each folder of the product has."""
    names = [name for ending in LANGUAGES.values() for name in tracked(ending)]
    return Counter(Path(name).parent for name in names if not name.startswith("tests/"))


def tracked(ending: str) -> list[str]:
    listing = ["git", "ls-files", f"*{ending}"]
    return subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()


if __name__ == "__main__":
    sys.exit(main())
