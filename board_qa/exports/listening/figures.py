"""The figures of a listening report as CSV and as JSON, each with what it counts.

Those for everybody have what the public page has and no more: tone, costs, targets, and the poll before five have
answered it, are the board's own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any, Protocol

from board_qa.domain.listening.conversation import Measures
from board_qa.domain.listening.questions import Outcomes
from board_qa.domain.listening.tone import Tone
from board_qa.domain.listening.ways import Way
from board_qa.domain.meetings.meeting import Meeting
from board_qa.exports.cells import csv_file
from board_qa.exports.listening.growth import followers_told, growth_rows, targets_told
from board_qa.phrases.conversation import MEASURES
from board_qa.phrases.listening import CHAT, FIGURES, OUR_FOLLOWERS, QUESTIONS, SIDE_BY_SIDE, TONES, Number
from board_qa.phrases.ways import BILLS, COSTS, POLL_MEANS, WAYS, way_called
from board_qa.services.listening.report import Report

_COLUMNS = ("figure", "counts", "value", "before", "means")
Row = tuple[str, str, Number, Number, str]


class Named(Protocol):
    """A figure, whatever it is of."""

    @property
    def name(self) -> str: ...
    @property
    def means(self) -> str: ...


def public_csv(report: Report) -> bytes:
    return csv_file(_COLUMNS, _public_rows(report))


def public_json(report: Report) -> bytes:
    return _as_json({**_public(report), "means": _means(FIGURES) | _means(QUESTIONS)})


def as_csv(report: Report) -> bytes:
    """One row a figure: what is public, then of each agenda item, of the ways that people came and what those cost, of
    a chat, the poll, our followers, the targets, and the tone of posts, by day too."""
    items = _outcomes("agenda_item", "About", report.questions.by_agenda_item)
    growth, tone = growth_rows(report), _tone(report)
    own = [*items, *_ways(report), *_of_a_chat(report), *_poll(report), *growth, *tone]
    return csv_file(_COLUMNS, [*_public_rows(report), *own])


def as_json(report: Report) -> bytes:
    own = {
        "by_agenda_item": [asdict(one) for one in report.questions.by_agenda_item],
        "tone": {one.name: one.of(report.tone.now) for one in TONES},
        "tone_before": {one.name: one.of(report.tone.before) for one in TONES},
        "tone_by_day": [
            {"day": one.day.isoformat(), **{tone.value: one.tones.of(tone) for tone in Tone}}
            for one in report.tone.days
        ],
        "chat": asdict(report.chat) if report.chat else None,
        "our_followers": {one.name: one.of(report.followers) for one in OUR_FOLLOWERS},
        "our_followers_by_network": followers_told(report),
        "targets": targets_told(report),
        "which_channel_next": [_way(one) for one in report.ways],
        "which_channel_next_means": _means(WAYS),
        "poll": _poll_told(report),
        "means": _means(FIGURES) | _means(OUR_FOLLOWERS) | _means(QUESTIONS) | _means(TONES),
    }
    return _as_json({**_public(report), **own})


def _public(report: Report) -> dict[str, Any]:
    """`impressions` and `reach` are what could have been at most."""
    return {
        "from": report.window.begins.isoformat(),
        "to": report.window.ends.isoformat(),
        "begins_with_a_call": report.called,
        "figures": {one.name: one.of(report.figures) for one in FIGURES},
        "before": {one.name: one.of(report.before) for one in FIGURES},
        "our_own_posts": report.ours,
        "questions": {one.name: one.of(report.questions) for one in QUESTIONS},
        "by_channel": [asdict(one) for one in report.questions.by_channel],
    }


def _public_rows(report: Report) -> list[Row]:
    return [
        *((one.name, one.title, one.of(report.questions), None, one.means) for one in QUESTIONS),
        *_outcomes("channel", "Came by", report.questions.by_channel),
        *((one.name, one.title, one.of(report.figures), one.of(report.before), one.means) for one in FIGURES),
    ]


def _outcomes(kind: str, title: str, outcomes: Sequence[Outcomes]) -> list[Row]:
    return [
        (f"{kind}_{part}", f"{title}, {one.name or 'none'}: {part}", getattr(one, part), None, "")
        for one in outcomes
        for part in ("asked", "answered", "redirected", "declined")
    ]


def _tone(report: Report) -> list[Row]:
    whole = [(one.name, one.title, one.of(report.tone.now), one.of(report.tone.before), one.means) for one in TONES]
    days = [
        (f"tone_day_{part}", f"Tone, {one.day.isoformat()}: {part}", one.tones.of(part), None, "")
        for one in report.tone.days
        for part in Tone
    ]
    return [*whole, *days]


def _of_a_chat(report: Report) -> list[Row]:
    if report.chat is None:
        return []
    whole = [(one.name, one.title, one.of(report.chat), None, one.means) for one in CHAT]
    each = [
        (f"{part}_q{one.number}", f"Q{one.number}: {part}", getattr(one, part), None, one.text)
        for one in report.chat.questions
        for part in ("answers", "people")
    ]
    return [*each, *whole]


def _ways(report: Report) -> list[Row]:
    """One row a figure of each way. Behind the name of a cost stands whether it is known."""
    return [
        (f"way_{column.name}", f"{way_called(way)}: {column.title}{_behind(column.name, way)}", column.of(way), None,
         column.means)
        for way in report.ways
        for column in WAYS
    ]  # fmt: skip


def _behind(name: str, way: Way) -> str:
    return f" (US dollars, {BILLS[way.bill]})" if name in COSTS else ""


def _way(way: Way) -> dict[str, Any]:
    """Costs are in US dollars, and None where `bill` says why there is none."""
    figures = {one.name: one.of(way) for one in WAYS}
    return {"name": way.name, "through_partner": way.through_partner, **figures, "bill": way.bill.value}


def _poll(report: Report) -> list[Row]:
    answers = [("poll", f"Uses most: {one.choice}", one.answers, None, POLL_MEANS) for one in report.poll.results]
    crowd = ("poll_in_a_crowd", "Of these, from one busy network", report.poll_crowd, None, "")
    return [*answers, crowd] if report.poll.answers else []


def _poll_told(report: Report) -> dict[str, Any]:
    poll = report.poll
    results = [asdict(one) for one in poll.results] if poll.answers else []
    return {
        "stage": poll.stage.value,
        "answers": poll.answers,
        "in_a_crowd": report.poll_crowd,
        "results": results,
        "means": POLL_MEANS,
    }


def side_by_side_as_csv(reports: Iterable[tuple[Meeting, Report]]) -> bytes:
    """One row a meeting."""
    rows = [
        [meeting.code, meeting.details.starts_at.date().isoformat(), *(one.of(told) for one in SIDE_BY_SIDE)]
        for meeting, told in reports
    ]
    return csv_file(["meeting", "date", *(one.name for one in SIDE_BY_SIDE)], rows)


def measures_as_csv(measures: Measures) -> bytes:
    """Who talks to whom in figures, a row each."""
    rows = [(one.name, one.title, one.of(measures), one.means) for one in MEASURES]
    return csv_file(["measure", "counts", "value", "means"], rows)


def measures_as_json(measures: Measures) -> bytes:
    return _as_json({"measures": {one.name: one.of(measures) for one in MEASURES}, "means": _means(MEASURES)})


def _means(said: Iterable[Named]) -> dict[str, str]:
    return {one.name: one.means for one in said}


def _as_json(told: dict[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=1).encode()
