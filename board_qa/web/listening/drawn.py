"""A picture of a report as an answer. It is described in a thread and drawn in a process, so that no page waits."""

from __future__ import annotations

from collections.abc import Callable
from gettext import NullTranslations

from flask import Response, make_response, request

from board_qa.domain.listening.conversation import Conversation
from board_qa.exports.listening.pictures.network import network_picture
from board_qa.exports.listening.pictures.style import NARROW, WIDE
from board_qa.exports.listening.pictures.timeline import timeline_picture
from board_qa.exports.listening.pictures.tone import tone_picture
from board_qa.exports.listening.pictures.ways import ways_picture
from board_qa.exports.listening.pictures.words import words_picture
from board_qa.ports.drawing import CannotDraw, Specification
from board_qa.services.listening.report import Report
from board_qa.web.shell.installation import installation

# In addresses: what there is a picture of, what of it the public is shown, and as which files.
NAMES = "any(timeline, ways, words, conversation, tone)"
PUBLIC_NAMES = "any(timeline, ways, words, conversation)"
KINDS = "any(svg, png)"
_AGAIN = 10  # seconds, after which it is worth asking again


def width_asked() -> int:
    """Pixels: a phone asks for a narrow picture, in which letters are as large."""
    return NARROW if "narrow" in request.args else WIDE


def described(
    name: str,
    report: Callable[[], Report],
    conversation: Callable[[], Conversation],
    width: int,
    translations: NullTranslations,
) -> Specification:
    """A picture of what is counted up when it is needed. Raises CannotDraw."""
    here = installation()
    if name == "conversation":
        told = here.run_apart(conversation)
        network = here.drawing.network(told)
        return here.run_apart(lambda: network_picture(told, network, width, translations))
    return here.run_apart(lambda: _of_report(report(), name, width, translations))


def drawn(describe: Callable[[], Specification], name: str, kind: str) -> Response:
    """503 where it cannot be drawn just now: whoever shows it says so."""
    try:
        response = make_response(draw(describe(), kind))
    except CannotDraw:
        return could_not_be_drawn()
    return as_picture(response, name, kind)


def draw(picture: Specification, kind: str) -> bytes:
    """Raises CannotDraw."""
    drawing = installation().drawing
    return drawing.png(picture) if kind == "png" else drawing.svg(picture)


def as_picture(response: Response, name: str, kind: str) -> Response:
    """With what it is, and what it is called where somebody saves it."""
    response.mimetype = "image/png" if kind == "png" else "image/svg+xml"
    response.headers["Content-Disposition"] = f"inline; filename={name}.{kind}"
    return response


def could_not_be_drawn() -> Response:
    response = make_response("The picture could not be drawn just now. Try again in a moment.", 503)
    response.mimetype = "text/plain"
    response.headers["Retry-After"] = str(_AGAIN)
    return response


def _of_report(told: Report, name: str, width: int, translations: NullTranslations) -> Specification:
    return {
        "timeline": lambda: timeline_picture(told.timeline, width, translations),
        "ways": lambda: ways_picture(told.questions.by_channel, width, translations),
        "words": lambda: words_picture(told.asked_about, width, translations),
        "tone": lambda: tone_picture(told.tone, width),
    }[name]()
