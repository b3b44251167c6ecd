"""Posts can have 25,000 characters. A list of them shows how each begins; the question that was chosen is whole."""

from __future__ import annotations

import re
from html import unescape

import pytest

from board_qa.domain.questions.question import NewQuestion, Question, State
from board_qa.domain.text.excerpt import LENGTH, excerpt
from board_qa.services.questions.moderating import group
from board_qa.services.questions.vectors import work_out_vectors
from board_qa.storage.sqlite.store import SqliteStore
from tests.support.board import Board

END = "and this is where it ends"
# The desk's own markup for a question in a list, and all that stands around the lists.
MARKUP, AROUND = 2_500, 90_000


def text(number: int) -> str:
    """As X takes it at the most."""
    begins = f"Letter {number}: why was the rehabilitation ward closed? "
    return begins + "ŵyn " * ((25_000 - len(begins) - len(END)) // 4) + END


def long_posts(board: Board, count: int) -> list[Question]:
    questions, now = board.ports.store.questions, board.ports.clock()
    made = []
    for number in range(1, count + 1):
        new = NewQuestion("X", f"{number}", text(number), f"Jo {number}", now, flags=())
        token = questions.receive(board.meeting.id, new, f"post-{number}", now).token
        question = questions.by_token(token)
        assert question is not None
        made.append(question)
    return made


def as_approved_before(board: Board) -> None:
    """Approving stops at what is too long for a screen now. There are boards where it did not."""
    assert isinstance(board.ports.store, SqliteStore)
    board.ports.store.database.execute("UPDATE question SET state = ?", State.ACCEPTED.value)


def shown_in(page: str, mark: str) -> list[str]:
    """The texts of the elements with this class or attribute."""
    return [unescape(found) for found in re.findall(rf"<(?:span|a|p)[^>]*{mark}[^>]*>([^<]*)</", page)]


def part(page: str, beginning: str, ending: str) -> str:
    return page.split(beginning, 1)[1].split(ending, 1)[0]


def test_the_desks_list_shows_how_each_long_post_begins_and_the_chosen_one_whole(board: Board) -> None:
    long_posts(board, 40)
    page = board.signed_in().get(f"{board.path}?q=7").text
    cards = shown_in(page, "m-item__text")

    assert cards == [excerpt(text(number)) for number in range(1, 41)]
    assert all(card.startswith(f"Letter {number}:") for number, card in enumerate(cards, start=1))
    assert text(7) in unescape(part(page, 'aria-label="The question"', "</p>"))
    assert unescape(page).count(END) == 2  # to be read, and in the field for other words


def test_a_page_of_long_posts_is_no_larger_than_its_lists_and_the_chosen_question(board: Board) -> None:
    long_posts(board, 40)
    page = board.signed_in().get(board.path).data
    whole = 2 * len(text(1).encode())

    assert len(page) < 40 * (LENGTH * 2 + MARKUP) + whole + AROUND < 350_000


@pytest.mark.parametrize("show", ["running-order", "all"])
def test_the_running_order_shows_how_each_begins_as_well(board: Board, show: str) -> None:
    long_posts(board, 12)
    as_approved_before(board)
    page = board.signed_in().get(f"{board.path}?show={show}&q=3").text

    assert shown_in(page, "m-run__t") == [excerpt(text(number)) for number in range(1, 13)]
    assert unescape(page).count(END) == 2


def test_the_run_sheet_shows_those_that_can_be_next_whole_and_of_the_later_ones_a_line(board: Board) -> None:
    long_posts(board, 9)
    as_approved_before(board)
    page = board.signed_in().get(f"{board.path}/run-sheet").text

    assert shown_in(page, "m-sheet__line") == [excerpt(text(number)) for number in range(4, 10)]
    assert shown_in(page, 'm-sheet__q"') == [text(number) for number in range(1, 4)]


def test_what_is_grouped_or_similar_is_told_by_how_it_begins(board: Board) -> None:
    leader, member, other = long_posts(board, 3)
    group(board.ports, member, member.revision, leader, board.alex)
    work_out_vectors(board.ports)
    browser = board.signed_in()
    page = browser.get(f"{board.path}?show=all&q=1").text
    grouped = browser.get(f"{board.path}?show=all&q=2").text

    for section, number in ((part(page, 'id="h-g"', "</ul>"), 2), (part(page, 'id="h-sim"', "</ul>"), other.number)):
        assert excerpt(text(number), 220) in unescape(section)
        assert END not in section
    assert excerpt(text(1), 220) in unescape(part(grouped, "Grouped with question 1", "</div>"))


def test_the_public_list_shows_all_of_what_was_approved(board: Board) -> None:
    long_posts(board, 1)
    as_approved_before(board)

    assert text(1) in unescape(board.browser().get(f"/{board.meeting.code}").text)


def test_a_short_question_stands_in_the_list_as_it_was_asked(board: Board) -> None:
    board.asked("Why is 1 < 2 & “so” on?")

    assert shown_in(board.signed_in().get(board.path).text, "m-item__text") == ["Why is 1 < 2 & “so” on?"]
