"""The pictures of the partners' kit, as files: their size, what their code leads to, and that nothing breaks them."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from werkzeug.test import TestResponse

from board_qa.domain.questions.question import WEB_FORM
from board_qa.services.meetings import meetings
from board_qa.web.pictures.letters import LEADING, Letters
from tests.support.board import Board

SIZES = {"a4": (1654, 2339), "square": (1080, 1080)}
WHITE = 250  # of 255: printers leave out what is nearly white
HOSTILE = [
    "",
    "W" * 120,
    "<script>alert(1)</script> {x} %(time)s",
    "日本語 😀",
    "\u202egnp.exe",
    "العربية ŵŷ",
    "a " * 60,
]


def picture(board: Board, shape: str = "a4", mount: str = "") -> TestResponse:
    return board.browser().get(f"{mount}/{board.meeting.code}/share/{shape}.png")


def opened(answer: TestResponse) -> Image.Image:
    assert answer.status_code == 200
    assert answer.mimetype == "image/png"
    return Image.open(BytesIO(answer.data))


def change(board: Board, **changes: object) -> None:
    meetings.change(board.ports, board.meeting, replace(board.meeting.details, **changes))  # type: ignore[arg-type]


def decoded(image: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(image.convert("L"))]


def darkest(image: Image.Image) -> int:
    return next(shade for shade, pixels in enumerate(image.convert("L").histogram()) if pixels)


@pytest.mark.parametrize("shape", SIZES)
@pytest.mark.parametrize("mount", ["", "/cy"])
def test_the_code_leads_to_the_meeting_in_the_language_of_the_picture(board: Board, shape: str, mount: str) -> None:
    image = opened(picture(board, shape, mount))
    assert image.size == SIZES[shape]
    address = f"http://127.0.0.1:8000{mount}/{board.meeting.code}"
    assert decoded(image) == [address]
    assert decoded(image.convert("L").resize((image.width // 3, image.height // 3))) == [address]
    assert board.browser().get(address).status_code == 200


def test_the_sheet_is_a4_at_200_dots_per_inch_and_says_nothing_else_about_itself(board: Board) -> None:
    image = opened(picture(board))
    assert [round(one) for one in image.info["dpi"]] == [200, 200]
    assert [round(pixels / 200 * 25.4) for pixels in image.size] == [210, 297]  # mm
    assert set(image.info) == {"dpi"}


@pytest.mark.parametrize("typed", HOSTILE)
@pytest.mark.parametrize("shape", SIZES)
def test_whatever_is_typed_the_margins_stay_free_and_the_code_is_read(board: Board, shape: str, typed: str) -> None:
    change(board, title=typed or "?", venue=typed, hashtag="H" * 100)
    image = opened(picture(board, shape))
    assert len(decoded(image)) == 1
    margin = 50
    below = round(image.height * 0.4)  # where the paper is white
    for left in (0, image.width - margin):
        assert darkest(image.crop((left, below, left + margin, image.height))) >= WHITE
    assert darkest(image.crop((0, image.height - margin, *image.size))) >= WHITE


def test_another_date_makes_another_picture_and_the_same_is_not_sent_twice(board: Board) -> None:
    first = picture(board)
    again = board.browser().get(first.request.path, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    change(board, starts_at=board.clock.now.replace(day=30))
    after = picture(board)
    assert after.data != first.data
    assert after.headers["ETag"] != first.headers["ETag"]


def test_there_is_no_picture_with_a_deadline_that_has_passed_nor_while_nothing_is_taken(board: Board) -> None:
    board.ports.store.sources.pause(WEB_FORM, True)
    assert picture(board).status_code == 404
    board.ports.store.sources.pause(WEB_FORM, False)
    assert picture(board).status_code == 200
    board.clock.now = board.meeting.details.closes_at
    board.clock.advance(seconds=1)
    assert picture(board).status_code == 404


def test_there_are_two_pictures_and_neither_sets_a_cookie(board: Board) -> None:
    assert picture(board, "poster").status_code == 404
    assert "Set-Cookie" not in picture(board, "square").headers


def test_the_page_offers_both_with_words_for_those_who_cannot_see_them(board: Board) -> None:
    page = board.browser().get(f"/{board.meeting.code}/share").text
    for shape in SIZES:
        assert f'href="/{board.meeting.code}/share/{shape}.png"' in page
    assert (
        "Ask the board a question. Anytown Board. Board meeting in public. Thursday 26 November at midday. Town Hall. "
        "Send your question by Wednesday 25 November at midday. "
        f"127.0.0.1:8000/{board.meeting.code}. Meeting code: {board.meeting.code}. #AnytownBoard"
    ) in page


@pytest.mark.parametrize("words", ["Ask the board a question", "W" * 300, "one two three " * 40, "", "b.example/" * 30])
@pytest.mark.parametrize("box", [(1434, 200), (300, 60)])
def test_words_are_drawn_within_their_box(words: str, box: tuple[int, int]) -> None:
    letters, (width, height) = Letters(bold=True), box
    block = letters.fit(words, width, height, 120, 20)
    assert 20 <= block.size <= 120
    assert len(block.lines) * block.size * LEADING <= height
    assert all(letters.font(block.size).getlength(line) <= width for line in block.lines)


def test_a_line_does_not_end_between_the_day_and_its_month_and_no_word_stands_alone() -> None:
    block = Letters(bold=True).fit("Send yours by Saturday 28\u00a0November", 600, 200, 60, 20)
    assert block.lines == ("Send yours by", "Saturday 28\u00a0November")


def test_what_the_font_has_no_letter_for_is_left_out() -> None:
    assert Letters(bold=False).fit("Bwrdd 😀 Ŵyl 日本", 900, 100, 60, 20).lines == ("Bwrdd Ŵyl",)
