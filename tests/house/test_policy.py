"""The model policy for questions by post says what the product does, and cites nothing that it does not list."""

from __future__ import annotations

import re

import pytest

from board_qa.domain.meetings.rules import REASONS
from tests.support.places import ROOT

PATH = ROOT / "docs/questions-by-post-policy.md"
RULES, SOURCES = PATH.read_text().split("## Sources")


def test_the_reasons_for_declining_are_those_that_a_boards_rules_start_with() -> None:
    listed = re.findall(r"^- (.+?)(?: \[.*)?$", RULES.split("## 5.")[1].split("5.2")[0], re.MULTILINE)

    assert listed == [reason.sentence for reason in REASONS]


def test_every_source_is_cited_and_every_citation_has_its_source() -> None:
    listed = re.findall(r"^- \[([a-z])\]", SOURCES, re.MULTILINE)

    assert listed == [chr(ord("a") + place) for place in range(len(listed))]
    assert set(re.findall(r"\[([a-z])\]", RULES)) == set(listed)


def test_its_parts_are_numbered_in_order_and_so_are_the_rules_in_them() -> None:
    numbers = [int(number) for number in re.findall(r"^## (\d+)\.", RULES, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))

    for number in numbers:
        part = re.split(r"^## ", RULES.split(f"## {number}. ")[1], flags=re.MULTILINE)[0]
        rules = [int(rule) for rule in re.findall(rf"^{number}\.(\d+) ", part, re.MULTILINE)]
        assert rules == list(range(1, len(rules) + 1)), number


@pytest.mark.parametrize("name", ["README.md", "docs/set-up-guide.md"])
def test_whoever_sets_the_service_up_is_led_to_it(name: str) -> None:
    document = ROOT / name
    links = re.findall(r"\]\(([\w/.-]+)\)", document.read_text())

    assert PATH in [(document.parent / link).resolve() for link in links]
