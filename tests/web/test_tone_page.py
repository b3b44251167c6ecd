"""Tone at the desk: posts without their authors, a button each, and nothing for those who may only read."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from board_qa.domain.accounts.roles import Role
from board_qa.domain.networks.observed import ObservedPost
from board_qa.domain.networks.posts import Post
from board_qa.domain.questions.question import SourceState
from board_qa.phrases.listening import TONES
from board_qa.services.accounts import signing_in
from board_qa.services.listening.window import window_of
from board_qa.services.networks.observing import posts_not_to_be_seen
from board_qa.web.desk.listening.tone_page import PER_PAGE
from tests.support.board import PASSWORD, Board, post, token_on
from tests.support.doubles import PlainPasswords
from tests.support.page_text import bare

HOSTILE = "</bdi></textarea><script>alert(1)</script>"


def heard(board: Board, id_: str, text: str = "", hours: float = 1) -> int:
    """The number of a post that Maria wrote so many hours from now."""
    at = board.clock() + timedelta(hours=hours)
    one = Post(id_, id_, text or f"Words of {id_}.", "id-maria", "Maria Jones", "maria_j", at, url=f"https://x/{id_}")
    board.ports.store.posts.save(ObservedPost("X", one, "search", at, at, at, meeting_id=board.meeting.id))
    listed = board.ports.store.tones.listed(board.meeting.id, window_of(board.ports, board.meeting), False, 100, 0)
    return next(post.id for post in listed if post.words == one.text)


def in_focus(page: str) -> list[str]:
    """The words of the posts that are marked as the one in focus, and have the keys."""
    items = [item for item in page.split("<li") if 'aria-current="true"' in item and "data-post" in item]
    assert [len(re.findall('data-key="[123]"', item)) for item in items] == [3] * len(items)
    return [found.group(1) for item in items if (found := re.search(r"(Words of \w+)", item))]


class Tagging:
    """The page in a moderator's browser."""

    def __init__(self, board: Board, browser: FlaskClient | None = None) -> None:
        self.path, self.browser = f"{board.path}/tone", browser or board.signed_in()

    def page(self, query: str = "") -> str:
        return self.browser.get(f"{self.path}{query}").text

    def sends(self, post_id: int, tone: str, query: str = "", **headers: str) -> TestResponse:
        """What the form of a post sends when one of its buttons is pressed."""
        page = self.page(query)
        form = page.split(f'action="{self.path}/{post_id}"')[1].split("</form>")[0]
        fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
        return self.browser.post(f"{self.path}/{post_id}", data={**fields, "tone": tone}, headers=headers)

    def undoes(self, **headers: str) -> TestResponse:
        form = self.page().split(f'action="{self.path}/undo"')[1].split("</form>")[0]
        fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
        return self.browser.post(f"{self.path}/undo", data=fields, headers=headers)

    def follows(self, answer: TestResponse) -> str:
        assert answer.status_code == 303
        return self.browser.get(answer.headers["Location"]).text


@pytest.fixture
def tagging(board: Board) -> Tagging:
    return Tagging(board)


def test_where_nothing_was_read_the_page_says_so(tagging: Tagging) -> None:
    page = bare(tagging.page())

    assert "We read no post of others in this time that can be tagged." in page
    assert "0 of 0" not in page


def test_posts_are_listed_without_who_wrote_them_and_the_first_is_in_focus(board: Board, tagging: Tagging) -> None:
    heard(board, "two", hours=2)
    heard(board, "one", hours=1)
    page = tagging.page()

    assert "0 of 2 tagged" in page
    assert page.index("Words of one.") < page.index("Words of two.")
    assert in_focus(page) == ["Words of one"]
    for tie in ("Maria", "maria", "https://x/"):
        assert tie not in page


def test_a_button_tags_a_post_and_the_next_one_is_in_focus(board: Board, tagging: Tagging) -> None:
    first, second, third = (heard(board, name, hours=at) for at, name in enumerate(("one", "two", "three"), 1))
    page = tagging.follows(tagging.sends(second, "neutral"))

    assert "Tagged neutral. 1 of 3 tagged." in bare(page)
    assert "Words of two." not in page
    assert in_focus(page) == ["Words of three"]
    page = tagging.follows(tagging.sends(third, "positive"))
    assert in_focus(page) == ["Words of one"]
    page = tagging.follows(tagging.sends(first, "negative"))
    assert "All posts are tagged." in bare(page)
    assert "3 of 3 tagged" in page


def test_tagged_ones_can_be_seen_with_who_tagged_them_and_changed(board: Board, tagging: Tagging) -> None:
    first = heard(board, "one")
    assert "No post is tagged yet." in bare(tagging.page("?show=tagged"))
    tagging.sends(first, "neutral")
    page = tagging.page("?show=tagged")

    assert "Neutral, tagged by Alex Morgan, 23 November 2026, 12:00" in page
    assert re.search(r'value="neutral"[^>]*aria-pressed="true"', page, re.DOTALL)
    assert page.count('aria-pressed="true"') == 2  # and the switch of the keys
    page = tagging.follows(tagging.sends(first, "positive", "?show=tagged"))
    assert "Positive, tagged by Alex Morgan" in page
    assert "1 of 1 tagged" in page


def test_undo_brings_back_what_was_there_with_the_post_in_focus(board: Board, tagging: Tagging) -> None:
    heard(board, "one", hours=1)
    second = heard(board, "two", hours=2)
    tagging.sends(second, "neutral")
    tagging.sends(second, "negative", "?show=tagged")
    page = tagging.follows(tagging.undoes())

    assert "Taken back. The post is tagged neutral." in bare(page)
    assert "Neutral, tagged by" in page
    page = tagging.follows(tagging.undoes())
    assert "Taken back. It is not tagged now." in bare(page)
    assert in_focus(page) == ["Words of two"]
    assert f"{tagging.path}/undo" not in page


def test_a_script_hears_what_was_done_and_where_to_go_on(board: Board, tagging: Tagging) -> None:
    first, second = heard(board, "one", hours=1), heard(board, "two", hours=2)
    answer = tagging.sends(first, "positive", Accept="application/json")

    assert answer.get_json() == {
        "message": "Tagged positive. 1 of 2 tagged.", "address": f"{tagging.path}?page=1&at={second}",
    }  # fmt: skip
    assert tagging.undoes(Accept="application/json").get_json()["address"] == f"{tagging.path}?at={first}"


def test_a_colleagues_tag_is_not_overwritten_and_it_is_said_whose_it_was(board: Board, tagging: Tagging) -> None:
    first = heard(board, "one")
    token = token_on(tagging.page())
    Tagging(board, other(board, Role.MODERATOR)).sends(first, "negative")
    form = {"tone": "positive", "expected": "0", "csrf_token": token}
    answer = tagging.browser.post(f"{tagging.path}/{first}", data=form, headers={"Accept": "application/json"})

    assert answer.status_code == 409
    assert answer.get_json()["error"].startswith("Sam Lee tagged this post negative meanwhile.")
    assert "Sam Lee tagged this post negative meanwhile." in bare(
        tagging.follows(tagging.browser.post(f"{tagging.path}/{first}", data=form))
    )
    assert "Negative, tagged by Sam Lee" in tagging.page("?show=tagged")


@pytest.mark.parametrize(
    ("what", "status", "why"),
    [
        ({"tone": "angry"}, 422, "Choose positive, neutral or negative"),
        ({}, 422, "Choose positive, neutral or negative"),
        ({"tone": "positive", "expected": "7"}, 409, "A colleague took the tag of this post back"),
    ],
)
def test_what_cannot_be_done_changes_nothing(
    board: Board, tagging: Tagging, what: dict[str, str], status: int, why: str
) -> None:
    first = heard(board, "one")
    form = {"csrf_token": token_on(tagging.page()), **what}
    answer = tagging.browser.post(f"{tagging.path}/{first}", data=form, headers={"Accept": "application/json"})

    assert (answer.status_code, answer.get_json()["error"].startswith(why)) == (status, True)
    assert "0 of 1 tagged" in tagging.page()


def test_where_there_is_nothing_to_take_back_it_is_said(board: Board, tagging: Tagging) -> None:
    heard(board, "one")
    form = {"csrf_token": token_on(tagging.page()), "expected": "1"}
    page = tagging.follows(tagging.browser.post(f"{tagging.path}/undo", data=form))

    assert "There is nothing of yours to take back." in page


def test_a_deleted_post_shows_nothing_and_cannot_be_tagged(board: Board, tagging: Tagging) -> None:
    first = heard(board, "one")
    form = {"csrf_token": token_on(tagging.page()), "tone": "positive"}
    posts_not_to_be_seen(board.ports, "X", {"one": SourceState.GONE})
    page = tagging.follows(tagging.browser.post(f"{tagging.path}/{first}", data=form))

    assert "Nothing was tagged." in page
    assert "One post was deleted or hidden before anybody tagged it." in bare(page)
    assert "Words of one" not in page


def test_hostile_words_are_text_and_long_ones_are_cut(board: Board, tagging: Tagging) -> None:
    heard(board, "one", HOSTILE)
    heard(board, "two", "word " * 5_000)
    page = tagging.page()

    assert HOSTILE not in page
    assert "&lt;script&gt;" in page
    assert len(page) < 30_000


def test_of_many_posts_there_are_pages_and_focus_is_found_on_each(board: Board, tagging: Tagging) -> None:
    numbers = [heard(board, f"p{at:02}", hours=1 + at / 10) for at in range(PER_PAGE + 2)]
    page = tagging.page("?page=2")

    assert in_focus(page) == [f"Words of p{PER_PAGE}"]
    assert "26 to 27 of 27" in bare(page)
    assert in_focus(tagging.page(f"?at={numbers[-1]}")) == [f"Words of p{PER_PAGE + 1}"]
    assert in_focus(tagging.page("?page=99&at=nonsense")) == [f"Words of p{PER_PAGE}"]
    page = tagging.follows(tagging.sends(numbers[-2], "neutral", "?page=2"))
    assert in_focus(page) == [f"Words of p{PER_PAGE + 1}"]


def other(board: Board, role: Role) -> FlaskClient:
    """The browser of a colleague, Sam Lee."""
    person = signing_in.add_moderator(board.ports, PlainPasswords(), "sam", "Sam Lee", PASSWORD, role)
    assert person
    browser = board.browser()
    post(browser, "/sign-in", "/sign-in", username="sam", password=PASSWORD)
    return browser


@pytest.mark.parametrize("role", [Role.READER, Role.CHAIR])
def test_whoever_may_not_moderate_sees_posts_and_has_no_buttons(board: Board, tagging: Tagging, role: Role) -> None:
    first = heard(board, "one")
    second = heard(board, "two")
    tagging.sends(second, "negative")
    reader = Tagging(board, other(board, role))
    page = reader.page()

    assert "Words of one." in page
    assert "Negative, tagged by Alex Morgan" in reader.page("?show=tagged")
    for offer in ("data-key", "<kbd", f"{reader.path}/{first}", f"{reader.path}/undo"):
        assert offer not in page
    form = {"csrf_token": token_on(page), "tone": "positive", "expected": "0"}
    assert reader.browser.post(f"{reader.path}/{first}", data=form).status_code == 403
    assert "1 of 2 tagged" in tagging.page()


def test_the_report_says_that_nothing_is_tagged_and_where_to_do_it(board: Board, tagging: Tagging) -> None:
    heard(board, "one")
    page = tagging.browser.get(f"{board.path}/listening").text

    assert "No post is tagged yet." in bare(page)
    assert f'href="{tagging.path}"' in page
    assert "%" not in bare(page).split("Tone, as a moderator tagged it")[1].split("Take the figures")[0]


def test_the_report_has_counts_and_shares_and_days_and_no_name(board: Board, tagging: Tagging) -> None:
    tones = ("positive", "positive", "negative", "")
    for at, tone in enumerate(tones):
        number = heard(board, f"p{at}", hours=1 + 12 * at)  # of two days: 13:00, 01:00, 13:00, 01:00
        if tone:
            tagging.sends(number, tone)
    section = bare(tagging.browser.get(f"{board.path}/listening").text).split("Tone, as a moderator")[1]

    assert "3 of 4 posts of others are tagged." in section
    assert "Positive</th> <td>2</td> <td>67%</td> </tr>" in section
    assert "Neutral</th> <td>0</td> <td>0%</td>" in section
    assert "Negative</th> <td>1</td> <td>33%</td>" in section
    assert "Not tagged</th> <td>1</td> <td>–</td>" in section
    assert "23 November</th> <td>1 (100%)</td> <td>0 (0%)</td> <td>0 (0%)</td>" in section
    assert "24 November</th> <td>1 (50%)</td> <td>0 (0%)</td> <td>1 (50%)</td>" in section
    assert "before" not in section.split("Tone by day")[0]


def test_before_is_beside_it_where_something_was_tagged_there(board: Board, tagging: Tagging) -> None:
    first = heard(board, "one")
    tagging.sends(first, "negative")
    (held,) = board.ports.store.posts.several("X", ["one"]).values()
    early = board.clock() - timedelta(days=3)
    board.ports.store.posts.save(replace(held, post=replace(held.post, posted_at=early)))
    section = bare(tagging.browser.get(f"{board.path}/listening").text).split("Tone, as a moderator")[1]

    assert "Share before" in section
    assert "Negative</th> <td>0</td> <td>–</td> <td>1</td> <td>100%</td>" in section


def test_the_files_have_the_tones_and_nothing_that_says_whose_they_are(board: Board, tagging: Tagging) -> None:
    tagging.sends(heard(board, "one"), "negative")
    heard(board, "two")
    table = tagging.browser.get(f"{board.path}/listening/figures.csv")
    told = tagging.browser.get(f"{board.path}/listening/figures.json")
    side = tagging.browser.get("/desk/listening/meetings.csv")
    rows = {row["figure"]: row for row in csv.DictReader(io.StringIO(table.get_data().decode("utf-8-sig")))}
    (meeting,) = csv.DictReader(io.StringIO(side.get_data().decode("utf-8-sig")))

    assert [(one.name, rows[one.name]["value"]) for one in TONES] == [
        ("tone_positive", "0"), ("tone_neutral", "0"), ("tone_negative", "1"), ("tone_untagged", "1"),
        ("tone_positive_share", "0"), ("tone_neutral_share", "0"), ("tone_negative_share", "100"),
    ]  # fmt: skip
    assert rows["tone_positive_share"]["before"] == ""
    assert rows["tone_day_negative"]["counts"] == "Tone, 2026-11-23: negative"
    assert told.get_json()["tone"]["tone_negative"] == 1
    assert told.get_json()["tone_by_day"] == [{"day": "2026-11-23", "positive": 0, "neutral": 0, "negative": 1}]
    assert (meeting["tone_positive_share"], meeting["tone_negative_share"]) == ("0", "100")
    for answer in (table, told, side):
        for tie in ("maria", "Maria", "Words", "Alex"):
            assert tie not in answer.text
