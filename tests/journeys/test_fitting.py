"""Everything on the projector fits on it: at each size of screen and of text, with the longest names there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from board_qa.domain.meetings.meeting import IdleView, Meeting
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import DispositionUpdate, NewQuestion, Question
from board_qa.domain.text.wording import NAME_LIMIT, QUESTION_LIMIT, TITLE_LIMIT
from board_qa.services.questions import moderating
from board_qa.system.clock import utc_now
from tests.journeys.test_journeys import wait_in
from tests.support.boxes import WRONG, wrong_boxes
from tests.support.browsers import Window
from tests.support.deciding import do
from tests.support.running import Running, running

SIZES = [(1024, 768), (1280, 720), (1366, 768), (1920, 1080), (3840, 2160)]
HOST = "questions.anytown-and-district.nhs.uk"
LONG_HOST = "public-questions.mid-and-north-eastbrookshire-integrated-care-board.nhs.uk"
ORGANISATION = "Mid and North Eastbrookshire, Anytown and Westhaven Integrated Care Board"
ITEM = (
    "Item 14b: Update on the reconfiguration of urgent and emergency care in Mid and North Eastbrookshire, "
    "including the outcome of the consultation on the walk-in centre, and the next steps for the board and its partners"
)[:TITLE_LIMIT]
NAME = "Eastbrookshire Pensioners’ Forum, Carers’ Voice and the Friends of Mill Street"
QUESTION = (
    "Given that the Eastbrook memory clinic has had no consultant since June, that 214 families are waiting, and that "
    "the board was told in July that a locum would start within weeks, what date will the clinic reopen to new "
    "referrals and who on this board is accountable for that date being kept at last? "
)
# All steps of the text, from the smallest to the largest and back: at each, what is wrong, and the sizes chosen.
STEPS = f"""() => {{
  const wrong = {WRONG}, press = what => document.querySelector(`[data-look=${{what}}]:not(body)`).click();
  const size = element => element ? parseFloat(getComputedStyle(element).fontSize) / innerHeight : 0;
  for (let i = 0; i < 20; i++) press("smaller");
  const found = [];
  for (let i = 0; i < 11; i++) {{
    const question = document.querySelector(".p-q"), who = document.querySelector(".p-who:not([hidden])");
    found.push({{ step: i, wrong: wrong(), question: size(question), who: size(who) }});
    press("larger");
  }}
  for (let i = 0; i < 6; i++) press("smaller");
  return found;
}}"""


@pytest.fixture(scope="module", params=[HOST, LONG_HOST], ids=["host", "long-host"])
def service(request: pytest.FixtureRequest) -> Iterator[Running]:
    with running(ORGANISATION=ORGANISATION, PUBLIC_URL=f"http://{request.param}") as installation:
        yield installation


def posted(live: Running, meeting: Meeting, text: str) -> Question:
    """A post with the longest name and handle that X allows, put in other words, and asked by others as well."""
    new = NewQuestion(
        "X",
        meeting.code,
        "What?",
        "W" * 50,
        utc_now() - timedelta(hours=20),
        author_handle="w" * 15,
        version="1",
        url="https://x.com/w/status/1",
    )
    live.ports.store.questions.receive(meeting.id, new, live.ports.ids.token(), utc_now())
    question = live.ports.store.questions.by_native_id("X", meeting.code)
    assert question is not None
    for number in range(12):
        live.groups(live.asked(meeting, f"Also {number}?"), into=question)
    question = live.does(Action.ACCEPT, question)
    return do(live.ports, Action.EDIT_WORDING, question, live.alex, update=DispositionUpdate(wording=text))


def linked(live: Running, question: Question) -> Question:
    return do(live.ports, Action.LINK, question, live.alex, update=DispositionUpdate(agenda_item=ITEM))


CONTENTS: dict[str, Callable[[Running, Meeting], Question]] = {
    "short": lambda live, meeting: live.asked(meeting, "Why?", Action.ACCEPT, name="Maria"),
    "usual": lambda live, meeting: linked(live, live.asked(meeting, QUESTION[:140], Action.ACCEPT, name="Maria Jones")),
    "300": lambda live, meeting: linked(live, live.asked(meeting, QUESTION, Action.ACCEPT, name=NAME)),
    "longest": lambda live, meeting: linked(live, posted(live, meeting, (QUESTION * 2)[:QUESTION_LIMIT])),
    "one word": lambda live, meeting: linked(live, live.asked(meeting, "W" * 300, Action.ACCEPT,
                                                              name="W" * NAME_LIMIT)),
    "lines": lambda live, meeting: linked(live, live.asked(meeting, "Why?\n" * 99, Action.ACCEPT, name=NAME)),
    "right to left": lambda live, meeting: linked(live, live.asked(meeting, "متى سيفتح المركز؟ " * 20, Action.ACCEPT,
                                                                   name="مريم")),
}  # fmt: skip


def opened(live: Running, window: Callable[..., Window], meeting: Meeting) -> Page:
    page = window(SIZES[0]).live(f"{live.address}/screen/{meeting.screen_token}")
    page.wait_for_selector("html[data-fitted=yes]", state="attached")
    return page


def steps(page: Page, size: tuple[int, int]) -> list[dict[str, Any]]:
    """What was found at each step of the text, on a screen of this size."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    assert page.evaluate("[innerWidth, innerHeight]") == list(size)
    found: list[dict[str, Any]] = page.evaluate(STEPS)
    return found


@pytest.mark.parametrize("content", CONTENTS)
def test_nothing_of_a_question_is_cut_and_nothing_lies_over_another(
    service: Running, window: Callable[..., Window], content: str
) -> None:
    assert len(NAME) <= NAME_LIMIT
    assert len(ITEM) == TITLE_LIMIT
    meeting = service.meeting()
    moderating.time_section(service.ports, meeting, Action.START_SECTION, "", service.alex)
    service.does(Action.PUT_ON_SCREEN, CONTENTS[content](service, meeting))
    page = opened(service, window, meeting)
    for size in SIZES:
        found = steps(page, size)
        assert {(one["step"], *one["wrong"]) for one in found if one["wrong"]} == set(), size
        assert min(one["question"] for one in found) >= (0.05 if content in ("short", "usual") else 0.024), size
        assert min(one["who"] for one in found) >= 0.018, size


@pytest.mark.parametrize("view", [IdleView.JOINING, IdleView.CLOSED])
def test_nothing_of_the_other_views_is_cut_either(
    service: Running, window: Callable[..., Window], view: IdleView
) -> None:
    meeting = service.meeting(title="Extraordinary meeting of the board held in public " * 2 + "and joint committee")
    moderating.time_section(service.ports, meeting, Action.START_SECTION, "", service.alex)
    service.show(meeting, view)
    page = opened(service, window, meeting)

    for size in (*SIZES, (390, 844)):
        found = steps(page, size)
        assert {(one["step"], *one["wrong"]) for one in found if one["wrong"]} == set(), size
        assert min(one["who"] for one in found) >= (0.018 if size in SIZES else 0.014), size


def test_larger_never_makes_the_question_smaller(service: Running, window: Callable[..., Window]) -> None:
    meeting = service.meeting()
    page = None
    for content in CONTENTS.values():
        service.does(Action.PUT_ON_SCREEN, content(service, meeting))
        page = page or opened(service, window, meeting)
        text = service.ports.store.questions.on_screen(meeting.id)
        assert text
        expect(page.locator("[data-field=called]")).to_have_text(str(text.number))
        for size in SIZES[:2]:
            sizes = [one["question"] for one in steps(page, size)][4:]  # from the usual size up
            assert sizes == sorted(sizes), size


def test_what_the_screen_says_of_itself_takes_its_room_from_nobody(
    service: Running, window: Callable[..., Window]
) -> None:
    meeting, one = service.meeting(), window(SIZES[0])
    service.does(Action.PUT_ON_SCREEN, CONTENTS["longest"](service, meeting))
    page = one.live(f"{service.address}/screen/{meeting.screen_token}")
    page.keyboard.press("PageDown")
    expect(page.locator("[data-say]")).to_have_text("Clicker not connected")
    page.evaluate("document.querySelector('[data-hint]').hidden = false")
    page.context.set_offline(True)
    expect(page.locator("[data-off]")).to_contain_text("Not live", timeout=20_000)

    for size in (*SIZES, (768, 1024)):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        assert page.evaluate("[innerWidth, innerHeight]") == list(size)
        page.evaluate("document.querySelector('[data-look=smaller]').click()")
        assert wrong_boxes(page) == [], size
    one.forgive("net::ERR")  # the browser's own notes of the lost connection


def test_a_title_of_a_thousand_letters_takes_two_lines_and_the_rest_is_all_there(
    service: Running, window: Callable[..., Window]
) -> None:
    """The form takes no such agenda item any more; a meeting may have one from before."""
    meeting = service.meeting()
    question = service.asked(meeting, QUESTION, Action.ACCEPT, name=NAME)
    question = do(
        service.ports,
        Action.LINK,
        question,
        service.alex,
        update=DispositionUpdate(agenda_item="Estates and capital " * 99),
    )
    service.does(Action.PUT_ON_SCREEN, question)
    page = opened(service, window, meeting)
    for size in SIZES:
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.evaluate("document.querySelector('[data-look=smaller]').click()")
        assert [one for one in wrong_boxes(page) if "Estates" not in one] == []


def test_what_stands_around_the_question_has_the_room_it_needs_when_it_changes_by_itself(
    service: Running, window: Callable[..., Window]
) -> None:
    """A countdown says "Less than a minute left" without any news, and that may take another line."""
    meeting = service.meeting()
    service.does(Action.PUT_ON_SCREEN, CONTENTS["300"](service, meeting))
    moderating.time_section(service.ports, meeting, Action.START_SECTION, "", service.alex)
    page = opened(service, window, meeting)
    wrong_at_first = page.evaluate(
        f"""() => {{
          document.querySelector('.p-org').textContent += ' and the boards of its partners'.repeat(6);
          return ({WRONG})();
        }}"""
    )
    assert wrong_at_first

    wait_in(page, lambda: not wrong_boxes(page))
