"""What a moderator does with a question that came by hand, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from board_qa.domain.meetings.meeting import Meeting
from tests.support.browsers import LAPTOP, PHONE, Window, axe, sideways, sign_in
from tests.support.running import Running

QUESTION = "Why has the bus to the clinic been cut?"
LINK = "https://www.facebook.com/AnytownNHS/posts/{}?comment_id=4&fbclid=7"
FILE = """\
author;question;date;url
Sam Jones;"When will it open;
and who decides?";20/11/2026 09:15;https://www.facebook.com/AnytownNHS/posts/77
Jo;Is £5 a visit fair?;31/02/2026;
Kim;</textarea><script>document.title='broken'</script>;;
"""


def stored(live: Running, meeting: Meeting) -> list[str]:
    return [question.source.text for question in live.ports.store.questions.of_meeting(meeting.id)]


class Hands:
    """A keyboard that counts what is done besides typing words, used no sooner than the page's script is there."""

    def __init__(self, page: Page) -> None:
        self.page, self.actions = page, 0

    def press(self, key: str) -> None:
        self.actions += 1
        self.page.wait_for_load_state()
        self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)


def check(page: Page) -> None:
    assert axe(page) == []
    assert page.locator("h1:visible").count() == 1
    assert page.title() != "broken"
    size = page.viewport_size
    for width in (320, 683, 1366):
        page.set_viewport_size({"width": width, "height": 768})
        assert sideways(page) == 0, width
    assert size
    page.set_viewport_size(size)


def test_a_call_is_logged_from_the_desk_with_two_keys_beside_its_words(live: Running, desk: Window) -> None:
    meeting = live.meeting()
    page = desk.live(f"{live.address}/desk/meetings/{meeting.id}")
    hands = Hands(page)
    hands.press("l")
    expect(page.get_by_label("The question")).to_be_focused()
    hands.type(QUESTION)
    hands.press("Control+Enter")
    expect(page.get_by_role("status").first).to_contain_text(f"receipt number is {meeting.code}-1")

    expect(page.get_by_role("heading", name="Question 1")).to_be_visible()
    assert stored(live, meeting) == [QUESTION]
    assert hands.actions == 2


def test_a_caller_who_gives_a_name_costs_three_more_keys(live: Running, desk: Window) -> None:
    meeting = live.meeting()
    page = desk.live(f"{live.address}/desk/meetings/{meeting.id}")
    hands = Hands(page)
    hands.press("l")
    expect(page.get_by_label("The question")).to_be_focused()
    hands.type(QUESTION)
    hands.press("Tab")  # how it came
    hands.press("ArrowRight")  # by email
    hands.press("Tab")
    hands.type("Sam Jones")
    hands.press("Enter")
    expect(page.get_by_role("heading", name="Question 1")).to_be_visible()

    source = live.ports.store.questions.of_meeting(meeting.id)[0].source
    assert (source.text, source.channel, source.author_name) == (QUESTION, "email", "Sam Jones")
    assert hands.actions == 5


def test_a_pile_of_letters_is_logged_one_after_the_other_and_each_has_its_private_link(
    live: Running, desk: Window
) -> None:
    meeting, page = live.meeting(), desk.page
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{live.address}/desk/meetings/{meeting.id}/log")
    page.get_by_label("By letter").check()
    for number in (1, 2):
        page.get_by_label("The question").fill(f"Letter {number}?")
        page.get_by_role("button", name="Save and log another").click()
        expect(page.get_by_role("region", name=f"Receipt of question {number}")).to_be_visible()
        expect(page.get_by_label("The question")).to_be_focused()
        expect(page.get_by_label("By letter")).to_be_checked()
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    check(page)
    page.goto(page.evaluate("navigator.clipboard.readText()"))

    expect(page.get_by_text(f"{meeting.code}-2")).to_be_visible()
    assert stored(live, meeting) == ["Letter 1?", "Letter 2?"]


def test_logging_works_without_javascript(live: Running, window: Callable[..., Window]) -> None:
    meeting = live.meeting()
    page = sign_in(live, window(LAPTOP, java_script_enabled=False)).page
    page.goto(f"{live.address}/desk/meetings/{meeting.id}")
    page.get_by_role("link", name="Log a question").click()
    page.get_by_label("The question").fill(QUESTION)
    page.get_by_role("button", name="Save", exact=False).first.click()

    expect(page.get_by_role("heading", name="Question 1")).to_be_visible()
    assert stored(live, meeting) == [QUESTION]


def test_a_double_click_logs_one_question(live: Running, desk: Window) -> None:
    meeting, page = live.meeting(), desk.page
    page.goto(f"{live.address}/desk/meetings/{meeting.id}/log")
    page.get_by_label("The question").fill(QUESTION)
    page.get_by_role("button", name="Save", exact=False).first.dblclick()
    expect(page.get_by_role("heading", name="Question 1")).to_be_visible()

    assert stored(live, meeting) == [QUESTION]


def test_when_the_line_drops_the_back_button_finds_what_was_typed(live: Running, desk: Window) -> None:
    meeting, page = live.meeting(), desk.page
    page.goto(f"{live.address}/desk/meetings/{meeting.id}/log")
    as_people_type = 40  # ms a key: a browser notes what is typed once a second
    page.get_by_label("The question").press_sequentially(QUESTION, delay=as_people_type)
    desk.context.set_offline(True)
    page.get_by_role("button", name="Save", exact=False).first.click()
    page.wait_for_url("chrome-error://**")
    desk.context.set_offline(False)
    page.go_back()
    expect(page.get_by_label("The question")).to_have_value(QUESTION)
    page.get_by_role("button", name="Save", exact=False).first.click()
    expect(page.get_by_role("heading", name="Question 1")).to_be_visible()

    assert stored(live, meeting) == [QUESTION]
    desk.forgive("ERR_INTERNET_DISCONNECTED")
    desk.asked -= {address for address in desk.asked if address.startswith("chrome-error:")}


def test_a_file_is_looked_at_and_imported(live: Running, desk: Window, tmp_path: Path) -> None:
    meeting, page = live.meeting(), desk.page
    file = tmp_path / "questions.csv"
    file.write_bytes(FILE.encode("cp1252"))
    page.goto(f"{live.address}/desk/meetings/{meeting.id}")
    page.get_by_text("More", exact=True).click()
    page.get_by_role("link", name="Import a file").click()
    expect(page.get_by_label("CSV file")).to_be_visible()
    check(page)
    page.get_by_label("CSV file").set_input_files(file)
    page.get_by_role("button", name="Check the rows").click()
    expect(page.get_by_text("Row 3: the time “31/02/2026” is not a date")).to_be_visible()
    expect(page.get_by_role("button", name="Import 2 questions")).to_be_visible()
    check(page)
    page.get_by_text("Fix the rows").click()
    box = page.get_by_label("The file as text")
    box.fill(box.input_value().replace("31/02", "28/02"))
    check(page)
    page.get_by_role("button", name="Import 2 questions").click()
    expect(page.get_by_text("You made changes")).to_be_visible()
    assert stored(live, meeting) == []
    page.get_by_role("button", name="Import 3 questions").click()
    expect(page.get_by_role("status").first).to_contain_text("Imported 3 questions, numbers 1 to 3")

    assert stored(live, meeting) == [
        "When will it open;\nand who decides?",
        "Is £5 a visit fair?",
        "</textarea><script>document.title='broken'</script>",
    ]


def test_an_unchanged_file_comes_back_from_the_browser_as_it_was_sent(live: Running, desk: Window) -> None:
    meeting, page = live.meeting(), desk.page
    page.goto(f"{live.address}/desk/meetings/{meeting.id}/import")
    text = '\n\ntext,author\n"Line one\n\n  line two \u202e ﬁ","é\u0301 👩\u200d👧"\n\n'
    page.get_by_label("CSV file").set_input_files(
        {"name": "a.csv", "mimeType": "text/csv", "buffer": text.replace("\n", "\r\n").encode()}
    )
    page.get_by_role("button", name="Check the rows").click()
    page.get_by_role("button", name="Import 1 question").click()
    expect(page.get_by_role("status").first).to_contain_text("Imported 1 question, number 1")

    assert stored(live, meeting) == ["Line one\n\n  line two \u202e ﬁ"]


@pytest.mark.parametrize("size", [300_000, 5_000_000])
def test_a_file_that_is_too_large_to_be_read_is_explained_on_its_page(live: Running, desk: Window, size: int) -> None:
    meeting, page = live.meeting(), desk.page
    page.goto(f"{live.address}/desk/meetings/{meeting.id}/import")
    page.get_by_label("CSV file").set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": b"x" * size})
    page.get_by_role("button", name="Check the rows").click()
    expect(page.get_by_role("link", name="at most 240 kB")).to_be_visible()

    check(page)
    desk.forgive("status of 413")


@pytest.mark.parametrize("size", [PHONE, LAPTOP])
def test_the_pages_are_fit_for_everyone_in_all_their_states(
    live: Running, window: Callable[..., Window], size: tuple[int, int]
) -> None:
    meeting = live.meeting()
    opened = sign_in(live, window(size))
    page, here = opened.page, f"{live.address}/desk/meetings/{meeting.id}"
    titles = []
    for what, button in (("log", "Save"), ("paste", "Save"), ("import", "Check the rows")):
        page.goto(f"{here}/{what}")
        check(page)
        titles.append(page.title())
        page.get_by_role("button", name=button).first.click()
        expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
        expect(page.locator(".nhsuk-error-summary")).to_be_focused()
        assert page.title().startswith("Error: ")
        check(page)
    assert len(set(titles)) == 3
    opened.forgive("status of 422")


def test_a_post_that_is_in_the_queue_already_is_said_so_kindly(live: Running, desk: Window) -> None:
    meeting, page = live.meeting(), desk.page
    link = LINK.format(meeting.id)
    for _ in range(2):
        page.goto(f"{live.address}/desk/meetings/{meeting.id}/paste")
        page.get_by_label("Link to the post").fill(link)
        page.get_by_label("Text of the post").fill(QUESTION)
        with page.expect_navigation():
            page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("This is in the queue already")
    check(page)
    page.get_by_role("link", name="question 1").click()
    expect(page.get_by_role("heading", name="Question 1")).to_be_visible()

    assert stored(live, meeting) == [QUESTION]
    assert not any("facebook" in address for address in desk.asked)
    desk.forgive("status of 409")


def test_every_tab_stop_of_the_log_form_can_be_seen_and_comes_in_order(live: Running, desk: Window) -> None:
    meeting, page = live.meeting(), desk.page
    page.goto(f"{live.address}/desk/meetings/{meeting.id}/log")
    names = []
    for _ in range(9):
        names.append(page.evaluate("document.activeElement.name || document.activeElement.textContent"))
        assert page.evaluate(
            """() => { const b = document.activeElement.getBoundingClientRect();
            const hit = document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2);
            return hit && (document.activeElement.contains(hit) || hit.htmlFor === document.activeElement.id); }"""
        ), names
        page.keyboard.press("Tab")

    assert names[:8] == ["text", "came_by", "name", "organisation", "email", "attending", "when", "name_withheld"]
