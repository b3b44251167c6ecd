"""A meeting's invitation as a picture: a sheet for the wall and a square to post. Nothing but what anyone may know of
the meeting is on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any

import segno
from PIL import Image, ImageDraw

from board_qa.web.pictures.letters import LEADING, Letters

# Those of the public pages (static/css/public.css). White on navy and ink on yellow have a contrast of 11.8:1,
# blue on white, in large letters, of 6.4:1.
_NAVY, _WHITE, _INK, _YELLOW, _BLUE = "#003087", "#ffffff", "#212b32", "#ffeb3b", "#005eb8"
_COLOURS = 64  # with the shades between two of them: a third of the bytes, and nobody sees it
_KEPT = 64  # pictures, of about 60 kB

Box = tuple[int, int, int, int]  # left, top, width, height


@dataclass(frozen=True)
class Poster:
    """The words of a picture, in its language. `link` is what the code leads to, `address` the same as people type
    it."""

    organisation: str
    heading: str
    title: str
    starts: str
    venue: str
    deadline: str
    scan: str
    address: str
    code_label: str
    code: str
    hashtag: str
    link: str


@dataclass(frozen=True)
class Shape:
    """A kind of picture: its size in pixels, and in dots per inch where it is printed."""

    width: int
    height: int
    dpi: int
    draw: Callable[[Drawing, Poster], None]


class Drawing:
    """A picture while it is drawn."""

    def __init__(self, width: int, height: int) -> None:
        self.image = Image.new("RGB", (width, height), _WHITE)
        self._draw = ImageDraw.Draw(self.image)
        self._letters = {bold: Letters(bold) for bold in (True, False)}

    def fill(self, box: Box, colour: str, radius: int = 0) -> None:
        left, top, width, height = box
        self._draw.rounded_rectangle((left, top, left + width - 1, top + height - 1), radius, fill=colour)

    def write(
        self, words: str, box: Box, sizes: tuple[int, int], colour: str = _INK, bold: bool = True, middle: bool = False
    ) -> int:
        """Words in a box, in the largest letters of these sizes that fit; where they end, in pixels from the top."""
        left, top, width, height = box
        letters = self._letters[bold]
        block = letters.fit(words, width, height, *sizes)
        top += (height - block.height) // 2 if middle else 0
        for number, line in enumerate(block.lines):
            baseline = top + round((number + 0.84) * block.size * LEADING)
            self._draw.text((left, baseline), line, colour, letters.font(block.size), anchor="ls")
        return top + block.height

    def code(self, link: str, left: int, top: int, size: int) -> None:
        """A QR code, in whole pixels to each module. Around it the picture must be white for four modules, as the
        standard asks (ISO/IEC 18004)."""
        made: Any = segno.make(link, error="m", micro=False)
        modules = [list(row) for row in made.matrix_iter(border=0)]
        scale = size // len(modules)
        for y, row in enumerate(modules):
            for x, dark in enumerate(row):
                if dark:
                    self.fill((left + x * scale, top + y * scale, scale, scale), "#000000")

    def png(self, dpi: int) -> bytes:
        file = BytesIO()
        shades = self.image.quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        shades.save(file, "PNG", dpi=(dpi, dpi))
        return file.getvalue()


def _sheet(drawing: Drawing, poster: Poster) -> None:
    """A4 upright at 200 dots per inch: 14 mm of margin, which every printer leaves."""
    left, width = 110, 1434
    drawing.fill((0, 0, 1654, 840), _NAVY)
    end = drawing.write(poster.organisation, (left, 96, width, 180), (76, 40), _WHITE, bold=False)
    drawing.write(poster.heading, (left, end + 20, width, 780 - end), (260, 90), _WHITE, middle=True)
    end = drawing.write(poster.title, (left, 890, width, 250), (120, 44))
    end = drawing.write(poster.starts, (left, end + 20, width, 100), (84, 40), bold=False)
    drawing.write(poster.venue, (left, end + 4, width, 1350 - end), (68, 34), bold=False)
    drawing.fill((left, 1376, width, 210), _YELLOW, 16)
    drawing.write(poster.deadline, (left + 40, 1386, width - 80, 190), (90, 40), middle=True)
    drawing.code(poster.link, left, 1680, 560)
    beside, room = 750, 1654 - 110 - 750
    end = drawing.write(poster.scan, (beside, 1662, room, 130), (58, 34), bold=False)
    end = drawing.write(poster.address, (beside, end + 8, room, 150), (84, 30), _BLUE)
    end = drawing.write(poster.code_label, (beside, end + 28, room, 60), (48, 34), bold=False)
    end = drawing.write(poster.code, (beside, end - 8, room, 170), (140, 60))
    drawing.write(poster.hashtag, (beside, end + 14, room, 90), (60, 22), _BLUE)


def _square(drawing: Drawing, poster: Poster) -> None:
    """For posts, which networks show as small as 300 pixels."""
    left, width, room = 64, 952, 560
    drawing.fill((0, 0, 1080, 410), _NAVY)
    end = drawing.write(poster.organisation, (left, 48, width, 100), (46, 26), _WHITE, bold=False)
    drawing.write(poster.heading, (left, end + 4, width, 388 - end), (140, 60), _WHITE, middle=True)
    end = drawing.write(poster.title, (left, 444, room, 124), (56, 28))
    end = drawing.write(poster.starts, (left, end + 6, room, 100), (44, 28), bold=False)
    drawing.write(poster.venue, (left, end + 2, room, 704 - end), (40, 24), bold=False)
    drawing.fill((left, 720, room, 150), _YELLOW, 12)
    drawing.write(poster.deadline, (left + 24, 728, room - 48, 134), (54, 28), middle=True)
    drawing.code(poster.link, 676, 464, 340)
    drawing.write(f"{poster.code_label}: {poster.code}", (676, 820, 340, 50), (38, 20), bold=False)
    drawing.write(poster.address, (left, 894, width, 84), (62, 26), _BLUE)
    drawing.write(poster.hashtag, (left, 976, width, 62), (46, 22))


SHAPES = {
    "a4": Shape(1654, 2339, 200, _sheet),
    "square": Shape(1080, 1080, 72, _square),
}


@lru_cache(_KEPT)
def draw(poster: Poster, shape: str) -> bytes:
    """The picture as a PNG file. It takes some tenths of a second: never in the event loop."""
    kind = SHAPES[shape]
    drawing = Drawing(kind.width, kind.height)
    kind.draw(drawing, poster)
    return drawing.png(kind.dpi)
