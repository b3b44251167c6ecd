"""A text is as long for the script, which counts while somebody types, as for the server, which has the last word."""

from __future__ import annotations

import random
import sys
import unicodedata
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.rules import Identity, Rules
from board_qa.domain.questions.history import Action
from board_qa.domain.text import wording
from tests.support.browsers import LAPTOP, PHONE, Window, sign_in
from tests.support.running import Running

WELSH = "Pam mae’r tŷ a’r ŵyn yn nŵr y môr? " * 10
FAMILY = "👩\u200d👩\u200d👧\u200d👦"
# Of this one Unicode 15 made a mark that stands beside its letter. Python and the browser follow as they are renewed.
KIND_CHANGED = {"\U0001171e"}
FLAG = "🏴" + "".join(chr(0xE0000 + ord(letter)) for letter in "gbwls") + "\U000e007f"
TEXTS = [
    "", "   ", "Why?", "a\r\nb", "a\n\n\n\n\nb", " two  spaces\tand\u00a0more ", "line\u2028end\u2029",
    "\u3000wide\u3000", WELSH, unicodedata.normalize("NFD", WELSH), FAMILY * 60, FLAG * 3, "👍🏽" * 170,
    "e" + "\u0301\u0316" * 300, "a" + "\u0336" * 50, "e" + ("\u0301" * 3 + "\u200d") * 60, "a" + "\u302e" * 300,
    "a" + "\U0001d165" * 30, "\u1b44" * 9 + "x", "pay\u202eroll\u200b\ufeff\u00ad", "\u3164" * 5, "\u2800\u17b4",
    "मे\u0902 हिन्दी में", "မြို့", "می\u200cخواهم", "שָׁלוֹם", "일본어", unicodedata.normalize("NFD", "일본어"),
    "\x01\x1f\x85 x \x7f", "\u0344\u0958ǅ", "x" * 4_001, "é" * 4_001, "👍" * 4_001, " " * 9_000 + "x",
    "\n" * 9_000 + "x", "a\n" * 2_500, "ﬁ①㍿ﷺ", "e\u0301" * 501, "\u180e\u061c\u2066x\u2069\ufffd",
]  # fmt: skip
COUNT = """async texts => {
  const loaded = performance.getEntriesByType('resource').map(one => one.name);
  const { counts, length, words } = await import(loaded.find(name => name.endsWith('/js/shared/length.js')));
  return texts.map(text => [length(text), words(text), counts(text, 500)]);
}"""


def by_the_server(text: str) -> list[int]:
    return [wording.length(text), len(wording.shown(text).split()), 500 + wording.over(text, 500)]


def by_the_script(page: Page, texts: list[str]) -> list[list[int]]:
    return [[length, words, max(counts, 500)] for length, words, counts in page.evaluate(COUNT, texts)]


@pytest.fixture
def meeting(live: Running) -> Meeting:
    return live.meeting(rules=Rules(length=0, identity=Identity.OPTIONAL))


@pytest.fixture
def page(live: Running, meeting: Meeting, window: Callable[..., Window]) -> Page:
    page = window(PHONE).page
    page.goto(f"{live.address}/{meeting.code}/ask")
    return page


def test_script_and_server_count_the_same_texts_alike(page: Page) -> None:
    assert by_the_script(page, TEXTS) == [by_the_server(text) for text in TEXTS]


def test_script_and_server_agree_on_every_character_that_both_know(page: Page) -> None:
    known = [
        chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) not in ("Cn", "Cs", "Co")
    ]
    # Five together tell a letter from a mark, from what has no width and from what cannot be seen.
    texts = [f"a{one * 5}b {one}" for one in known]

    unlike = [
        one
        for one, text, found in zip(known, texts, by_the_script(page, texts), strict=True)
        if found != by_the_server(text)
    ]
    assert set(unlike) <= KIND_CHANGED


def test_script_and_server_agree_on_texts_of_anything(page: Page) -> None:
    dice = random.Random(7)
    pieces = [
        "a",
        "é",
        "e\u0301",
        "\u0301",
        "\u200d",
        "\u200b",
        "👍",
        "🏽",
        "\n",
        "\r\n",
        " ",
        "\u00a0",
        "\t",
        "\u3164",
        "\u302e",
        "ŵ",
        "’",
        "\x1f",
        "\x85",
        "\u2028",
        "\ufeff",
        "한",
        "\u1100",
        "\u1161",
        "\u0340",
    ]
    texts = ["".join(dice.choices(pieces, k=dice.randrange(1, 60))) for _ in range(2_000)]

    assert by_the_script(page, texts) == [by_the_server(text) for text in texts]


@pytest.mark.parametrize(
    ("text", "said"),
    [(FAMILY * 60, "You have 80 characters remaining"), ("👍🏽" * 300, "You have 100 characters too many"),
     (unicodedata.normalize("NFD", "ŵ" * 400), "You have 100 characters remaining")],
)  # fmt: skip
def test_what_the_form_says_is_what_the_server_says(page: Page, text: str, said: str) -> None:
    page.get_by_label("Your question").fill(text)
    expect(page.locator("#question-left")).to_have_text(said)
    if "too many" in said:
        page.get_by_role("button", name="Send question").click()
        expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
        expect(page.locator(".nhsuk-error-summary:visible")).to_contain_text("Shorten it by 100 characters")


def test_a_screen_reader_hears_the_count_when_somebody_pauses_and_not_at_every_letter(page: Page) -> None:
    heard = page.locator("[data-left-said]")
    expect(heard).to_have_attribute("aria-live", "polite")
    page.clock.install()
    page.clock.pause_at("2040-01-01")
    page.get_by_label("Your question").press_sequentially("Why?")
    expect(page.locator("#question-left")).to_have_text("You have 496 characters remaining")
    assert heard.text_content() == ""
    page.clock.run_for(1_000)
    expect(heard).to_have_text("You have 496 characters remaining")


@pytest.mark.parametrize(("panel", "limit"), [("wording", 500), ("answer", 3000), ("brief", 300), ("assign", 2000)])
def test_fields_of_the_desk_say_how_much_room_is_left(
    live: Running, meeting: Meeting, window: Callable[..., Window], panel: str, limit: int
) -> None:
    question = live.asked(meeting, "Why?", Action.ACCEPT, Action.PUT_ON_SCREEN)
    desk = sign_in(live, window(LAPTOP))
    page = desk.page
    page.goto(f"{live.address}/desk/meetings/{meeting.id}?show=all&q={question.number}&panel={panel}")
    typed = page.locator(f"#panel-{panel} [data-limit]")
    line = page.locator(f"#panel-{panel} .m-left")
    expect(typed).to_have_accessible_description(line.inner_text())
    typed.fill("👍🏽" * (limit // 2 + 1))
    expect(line).to_have_text("You have 2 characters too many")
    expect(page.locator("[data-left-said]")).to_have_text("You have 2 characters too many")
    page.locator(f"#panel-{panel} button[type=submit]").first.click()

    expect(page.locator("[data-status]")).not_to_be_empty()
    expect(typed).to_have_value("👍🏽" * (limit // 2 + 1))
    desk.forgive("status of 422")


def test_a_note_that_is_too_long_is_not_cut_but_refused(
    live: Running, meeting: Meeting, window: Callable[..., Window]
) -> None:
    question = live.asked(meeting, "Why?")
    desk = sign_in(live, window(LAPTOP))
    page = desk.page
    page.goto(f"{live.address}/desk/meetings/{meeting.id}?q={question.number}")
    page.get_by_label("Note on question").fill("n" * 2_001)
    expect(page.locator("#note-left")).to_have_text("You have 1 character too many")
    page.get_by_role("button", name="Add note").click()

    expect(page.locator("[data-status]")).to_contain_text("The note must be 2,000 characters or fewer. Leave out 1.")
    expect(page.get_by_label("Note on question")).to_have_value("n" * 2_001)
    desk.forgive("status of 422")


def test_a_letter_that_is_logged_says_how_much_room_is_left(
    live: Running, meeting: Meeting, window: Callable[..., Window]
) -> None:
    page = sign_in(live, window(LAPTOP)).page
    for way in ("log", "paste"):
        page.goto(f"{live.address}/desk/meetings/{meeting.id}/{way}")
        page.locator("#text").fill("Why?\n\n\n\nAnd when?")
        expect(page.locator("#text-left")).to_have_text("You have 4,985 characters remaining")


def test_in_welsh_the_count_is_in_welsh(live: Running, meeting: Meeting, window: Callable[..., Window]) -> None:
    page = window(PHONE).page
    page.goto(f"{live.address}/cy/{meeting.code}/ask")
    page.locator("#question").fill("ŵ" * 498)

    expect(page.locator("#question-left")).to_have_text("Mae gennych 2 nod ar ôl")
    expect(page.locator("[data-left-said]")).to_have_text("Mae gennych 2 nod ar ôl")
