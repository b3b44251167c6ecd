"""JSON that is too deep to be read is known by its brackets."""

from __future__ import annotations

import pytest

from board_qa.depth import DEEPEST, too_deep


@pytest.mark.parametrize(
    ("said", "deep"),
    [
        ("[" * DEEPEST + "]" * DEEPEST, False),
        ("[" * (DEEPEST + 1), True),
        ('{"a":' * (DEEPEST + 1) + "1", True),
        ('["' + "[" * 10_000 + '"]', False),
        ('["\\"' + "[" * 10_000 + '"]', False),
        ('["' + "\\" * 2 + '",' + "[" * DEEPEST, True),
        ("[" + "[]," * 10_000 + "[]]", False),
        ('"' * 100_001 + "[" * 10_000, False),
        ('["' + '\\"' * 100_000, False),
    ],
)
def test_brackets_within_each_other_are_counted_but_no_quoted_ones(said: str, deep: bool) -> None:
    assert too_deep(said.encode()) is deep
