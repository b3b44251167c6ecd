"""Pictures are drawn apart from the service: whole, without a style or a script in them, and a fault harms nobody."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from board_qa.domain.listening.asked_about import Word
from board_qa.domain.listening.conversation import Conversation, Talker, Tie, TieKind
from board_qa.domain.listening.figures import Window
from board_qa.domain.listening.questions import Outcomes
from board_qa.domain.listening.timeline import timeline
from board_qa.domain.listening.tone import ToneDay, ToneReport, Tones
from board_qa.drawing.process import DrawingApart, DrawingProcess
from board_qa.exports.listening.pictures.network import network_picture
from board_qa.exports.listening.pictures.style import NARROW, WIDE
from board_qa.exports.listening.pictures.timeline import timeline_picture
from board_qa.exports.listening.pictures.tone import tone_picture
from board_qa.exports.listening.pictures.ways import ways_picture
from board_qa.exports.listening.pictures.words import words_picture
from board_qa.ports.drawing import CannotDraw

pytestmark = pytest.mark.server

HOSTILE = "<script>alert(1)</script>"
WINDOW = Window(datetime(2026, 11, 2, tzinfo=UTC), datetime(2026, 11, 20, tzinfo=UTC))


@pytest.fixture(scope="module")
def process() -> Iterator[DrawingProcess]:
    process = DrawingProcess()
    yield process
    process.close()


@pytest.fixture
def drawing(process: DrawingProcess) -> DrawingApart:
    return DrawingApart(process)


def told() -> Conversation:
    talkers = [Talker(one + 1, "X", HOSTILE if one == 0 else "", 2, 1, one == 0) for one in range(6)]
    return Conversation(talkers, [Tie(one, 0, TieKind.REPLY) for one in range(1, 6)])


def every_picture(drawing: DrawingApart, width: int) -> dict[str, Any]:
    moments = [WINDOW.begins + timedelta(hours=one) for one in range(200)]
    return {
        "timeline": timeline_picture(timeline(moments, moments[:9], WINDOW, "Europe/London"), width),
        "ways": ways_picture([Outcomes("web", 9, 4, 2, 1), Outcomes(HOSTILE, 3, 1, 0, 2)], width),
        "tone": tone_picture(
            ToneReport(Tones(2, 1, 1, 0), Tones(), [ToneDay(date(2026, 11, 3), Tones(2, 1, 1))]), width
        ),
        "words": words_picture([Word(HOSTILE, 9), Word("parcio", 4), Word("ŵyl", 2)], width),
        "conversation": network_picture(told(), drawing.network(told()), width),
    }


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_picture_is_whole_as_wide_as_asked_and_has_nothing_alive_in_it(drawing: DrawingApart, width: int) -> None:
    for name, picture in every_picture(drawing, width).items():
        svg = drawing.svg(picture)
        root = etree.fromstring(svg)

        assert width * 0.8 < float(root.get("width", "0")) < width * 1.2, name
        for element in root.iter():
            assert str(element.tag).endswith(("script", "style", "foreignObject", "image", "a")) is False, element.tag
            assert element.get("style") is None
            assert not [one for one in element.attrib if str(one).startswith("on")]
        assert drawing.png(picture).startswith(b"\x89PNG"), name


def test_nothing_at_all_is_a_picture_too(drawing: DrawingApart) -> None:
    empty, never = Conversation([], []), Window(WINDOW.ends, WINDOW.begins)
    pictures = [
        timeline_picture(timeline([], [], never, "Europe/London"), WIDE),
        timeline_picture(timeline([], [], WINDOW, "Europe/London"), WIDE),
        ways_picture([], WIDE),
        words_picture([], WIDE),
        tone_picture(ToneReport(Tones(), Tones(), []), WIDE),
        network_picture(empty, drawing.network(empty), WIDE),
    ]

    assert all(drawing.svg(one).startswith(b"<svg") for one in pictures)
    assert all(drawing.png(one).startswith(b"\x89PNG") for one in pictures)


def test_what_is_told_in_a_picture_can_be_read_out_of_it(drawing: DrawingApart) -> None:
    text = " ".join(etree.fromstring(drawing.svg(every_picture(drawing, WIDE)["ways"])).itertext())

    assert "Web form" in text
    assert HOSTILE in text
    assert "Most questions came this way: Web form, 9 of 12. Answered: 5." in " ".join(text.split())


def test_a_process_that_was_killed_is_started_again(process: DrawingProcess, drawing: DrawingApart) -> None:
    picture = words_picture([Word("kill", 1)], WIDE)
    drawing.svg(picture)
    assert process.pid
    os.kill(process.pid, signal.SIGKILL)

    assert drawing.svg(words_picture([Word("again", 1)], WIDE)).startswith(b"<svg")


def test_what_cannot_be_drawn_says_so_and_the_next_is_drawn(drawing: DrawingApart) -> None:
    with pytest.raises(CannotDraw):
        drawing.svg({"mark": "no such mark"})

    assert drawing.svg(words_picture([Word("next", 1)], WIDE)).startswith(b"<svg")


class Counting(DrawingProcess):
    """The process, and how often it was asked."""

    tries = 0

    def asked(self, *request: object) -> bytes | None:
        self.tries += 1
        return super().asked(*request)


def test_a_picture_that_takes_too_long_is_given_up_and_not_tried_again_for_five_minutes() -> None:
    seconds, process = [0.0], Counting(budget=0.05)
    drawing, slow = DrawingApart(process, lambda: seconds[0]), words_picture([Word("slow", 1)], WIDE)

    with pytest.raises(CannotDraw):
        drawing.svg(slow)
    seconds[0] = 299.0
    with pytest.raises(CannotDraw):
        drawing.svg(slow)
    assert process.tries == 1
    seconds[0] = 301.0
    with pytest.raises(CannotDraw):
        drawing.svg(slow)
    assert process.tries == 2
    process.close()


def test_a_fault_tells_no_words_of_anybody(
    drawing: DrawingApart, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(CannotDraw):
        drawing.svg({"mark": "Maria Eastbrook"})

    assert "Maria" not in "".join(capfd.readouterr()) + caplog.text
    assert "board_qa.drawing ended over a request: svg, 1" in caplog.text


def test_a_picture_asks_nothing_of_a_network(drawing: DrawingApart) -> None:
    with pytest.raises(CannotDraw):
        drawing.svg({"data": {"url": "http://127.0.0.1:9/data.json"}, "mark": "bar"})
