"""One person's data before an administrator's eyes: found, taken out and erased, on a phone and by keyboard."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from board_qa.domain.questions.admission import AskForm
from board_qa.services.questions.asking import ask
from tests.support.browsers import LAPTOP, PHONE, Window, axe, sideways
from tests.support.running import Running

WHO, HOSTILE = "Zebedee Quillfeather", "</textarea><script>document.title='broken'</script>" + "W" * 90


def right(page: Page) -> None:
    """The checks of docs/screens.md."""
    assert axe(page) == []
    assert page.locator("h1:visible").count() == 1
    assert "broken" not in page.title()
    for width, height in (PHONE, LAPTOP, (320, 640)):
        page.set_viewport_size({"width": width, "height": height})
        assert sideways(page) == 0, width


def test_it_is_found_taken_out_and_erased_from_page_to_page(live: Running, desk: Window) -> None:
    page, meeting = desk.page, live.meeting()
    desk.forgive("422")
    for text in ("Why the xylophone?", HOSTILE):
        ask(live.ports, meeting, AskForm(text, text, WHO, email="zebedee@quillfeather.example"))
    ask(live.ports, meeting, AskForm("other", f"Who is {WHO}?", "Sam Patel", email="sam@example.org"))
    page.goto(f"{live.address}/desk/person-data")
    page.get_by_label("Name, email address").fill(WHO.upper())
    page.keyboard.press("Enter")
    expect(page.get_by_role("checkbox")).to_have_count(2)
    expect(page.get_by_role("link", name=f"Who is {WHO}?")).to_be_visible()
    right(page)
    assert "zebedee" not in page.url.casefold()

    for box in page.get_by_role("checkbox").all():
        box.focus()
        page.keyboard.press("Space")
    with page.expect_download() as started:
        page.get_by_role("button", name="Take out").click()
    file = Path(started.value.path())
    kept = file.read_text(encoding="utf-8")
    assert WHO in kept
    assert "&lt;script&gt;" in kept

    page.get_by_role("button", name="Erase what is ticked").click()
    expect(page.get_by_role("heading", level=1, name="Erase this?")).to_be_visible()
    right(page)
    page.get_by_role("button", name="Erase for good").click()
    expect(page.get_by_role("link", name="Tick the box to confirm")).to_be_visible()  # and it is above what is erased
    right(page)
    page.get_by_label("I have checked").check()
    page.get_by_role("button", name="Erase for good").click()

    expect(page.get_by_text("Erased. Nothing of it is left in the database.")).to_be_visible()
    assert [one.words for one in live.ports.store.questions.of_meeting(meeting.id)] == ["", "", f"Who is {WHO}?"]
