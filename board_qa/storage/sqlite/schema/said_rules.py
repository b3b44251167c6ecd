"""Rules as older versions stored them: a reason was its sentence, and a redirect was known by its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from board_qa.domain.meetings.rewording import as_reasons, as_redirects
from board_qa.domain.meetings.rules import REASONS, REDIRECTS


def rules_with_ids(rules: Mapping[str, Any]) -> dict[str, Any]:
    """The same rules with the ids of today. A reason that a board worded itself is never taken for one of ours."""
    sentences: list[str] = rules["decline_reasons"]
    ours = [reason for reason in REASONS if reason.sentence in sentences]  # so that nothing is taken for one like it
    reasons = as_reasons(sentences, ours)
    redirects = as_redirects([(one["name"], one["advice"]) for one in rules["redirects"]], REDIRECTS)
    return {**rules, "decline_reasons": list(map(asdict, reasons)), "redirects": list(map(asdict, redirects))}
