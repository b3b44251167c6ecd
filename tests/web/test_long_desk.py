"""The desk of a meeting with more questions than fit a page: all can be reached, and a page is all that is read."""

from __future__ import annotations

import gzip
import re
from datetime import timedelta
from html import unescape

import pytest

from board_qa.domain.accounts.roles import Role
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.posts import Charge
from board_qa.domain.questions.history import Action, Actor, Details
from board_qa.domain.questions.question import DispositionUpdate, Question, State
from board_qa.services.meetings import meetings
from board_qa.services.questions.moderating import act, group
from board_qa.services.questions.vectors import work_out_vectors
from board_qa.storage.sqlite.store import SqliteStore
from board_qa.web.desk.choice import LISTS
from board_qa.web.desk.queue_page import PER_PAGE
from tests.support.board import Board, post
from tests.support.crowds import crowd
from tests.support.deciding import offered
from tests.support.doubles import details
from tests.support.watching import watched


def store_of(board: Board) -> SqliteStore:
    assert isinstance(board.ports.store, SqliteStore)
    return board.ports.store


def filled(board: Board, count: int, state: State = State.RECEIVED) -> None:
    crowd(store_of(board), board.meeting, count, state)


def numbers(page: str) -> list[int]:
    """The questions of the list on the left."""
    return [int(number) for number in re.findall(r'data-q="(\d+)"', page)]


def order(page: str) -> list[tuple[int, int]]:
    """The running order on the right: each question with its place."""
    return [
        (int(q), int(place)) for q, place in re.findall(r'<li[^>]*\sdata-number="(\d+)"\s+data-place="(\d+)"', page)
    ]


def selected(page: str) -> int:
    found = re.search(r'data-selected="(\d+)"', page)
    return int(found.group(1)) if found else 0


def links(page: str) -> dict[str, str]:
    """Where the pages of each list lead, by the list and the direction."""
    found = re.findall(r'href="([^"]+)" data-go data-pages="([^"]+)"', page)
    return {name: unescape(address) for address, name in found}


def question(board: Board, number: int) -> Question:
    found = board.ports.store.questions.by_number(board.meeting.id, number)
    assert found
    return found


def test_no_number_in_the_address_buys_more_than_a_page(board: Board) -> None:
    filled(board, 130)
    page = board.signed_in().get(f"{board.path}?limit=10000").text

    assert numbers(page) == list(range(1, PER_PAGE + 1))
    assert '<span class="m-count">130</span>' in page
    assert "1 to 50 of 130" in page


def test_every_question_is_on_one_of_the_pages_that_plain_links_lead_to(board: Board) -> None:
    filled(board, 130)
    browser, address, seen = board.signed_in(), board.path, []
    while address:
        page = browser.get(address).text
        assert selected(page) == numbers(page)[0]
        seen += numbers(page)
        address = links(page).get("page, later", "")
    assert seen == list(range(1, 131))

    back = browser.get(links(page)["page, earlier"]).text
    assert numbers(back) == list(range(51, 101))


def test_the_page_follows_the_question_before_the_moderator(board: Board) -> None:
    filled(board, 130)
    browser = board.signed_in()
    for number, on_page in ((50, 1), (51, 2), (130, 3)):
        page = browser.get(f"{board.path}?q={number}&page=1").text
        assert selected(page) == number
        assert number in numbers(page)
        assert links(page).get("page, earlier", "").endswith(f"page={on_page - 1}") == (on_page > 2)


def test_a_question_that_is_in_another_list_is_before_the_moderator_beside_the_page_they_were_on(board: Board) -> None:
    filled(board, 130)
    board.asked("Elsewhere?", Action.HOLD)
    page = board.signed_in().get(f"{board.path}?q=131&page=2").text

    assert selected(page) == 131
    assert numbers(page) == list(range(51, 101))


def test_a_page_that_is_no_more_is_the_last_one(board: Board) -> None:
    filled(board, 60)
    browser = board.signed_in()

    for number in ("9", "2147483648", "99999999999999999999", "-4", "x"):
        assert len(numbers(browser.get(f"{board.path}?page={number}").text)) in (10, 50)
    assert numbers(browser.get(f"{board.path}?page=9").text) == list(range(51, 61))


def test_filters_and_a_search_keep_their_pages(board: Board) -> None:
    filled(board, 130)
    browser = board.signed_in()
    for narrowed in ("source=web", "find=ward"):
        page = browser.get(f"{board.path}?{narrowed}").text
        assert len(numbers(page)) == PER_PAGE
        assert '<span class="m-count">130</span>' in page
        later = links(page)["page, later"]
        assert narrowed in later
        second = browser.get(later).text
        assert len(numbers(second)) == PER_PAGE
        assert set(numbers(second)).isdisjoint(numbers(page))
        # What is opened, and what a form goes back to, is on this page.
        assert re.search(rf'href="[^"]*{narrowed}&amp;page=2&amp;q=\d+"[^>]*data-q', second)
        assert f"{narrowed}&amp;page=2" in second.split('name="back" value="', 1)[1].split('"')[0]


def test_a_search_goes_on_in_the_questions_of_past_meetings(board: Board) -> None:
    past = meetings.create(board.ports, details(board.ports.clock()))
    crowd(store_of(board), past, 40)
    filled(board, 40)
    browser = board.signed_in()
    first = browser.get(f"{board.path}?find=ward").text
    second = browser.get(links(first)["page, later"]).text

    shown = [len(re.findall('<li class="m-item">', page)) for page in (first, second)]
    assert shown == [50, 30]
    assert len(numbers(first)) + len(numbers(second)) == 40


def test_whoever_decides_by_plain_forms_stays_on_their_page(board: Board) -> None:
    filled(board, 130)
    browser = board.signed_in()
    page = browser.get(f"{board.path}?page=2").text
    back = re.search(r'questions/51/hold".*?name="back" value="([^"]+)"', page, re.DOTALL)
    assert back
    answer = post(
        browser,
        board.path,
        f"{board.path}/questions/51/hold",
        expected=str(question(board, 51).revision),
        back=unescape(back.group(1)),
    )
    page = browser.get(answer.headers["Location"]).text

    assert "Held question 51." in page
    assert (selected(page), numbers(page)[0]) == (52, 52)


def test_the_running_order_beside_the_list_has_pages_of_its_own(board: Board) -> None:
    filled(board, 45, State.ACCEPTED)
    browser = board.signed_in()
    page = browser.get(f"{board.path}?show=all&q=3").text
    assert order(page) == [(number, number) for number in range(1, 21)]
    assert 'Running order <span class="m-count">45</span>' in page
    last = browser.get(browser.get(links(page)["order, later"]).request.full_path.replace("order=2", "order=3")).text

    assert order(last) == [*((number, number) for number in range(41, 46)), (3, 3)]
    assert selected(last) == 3


def test_the_question_before_the_moderator_can_be_moved_wherever_it_stands_in_the_order(board: Board) -> None:
    filled(board, 45, State.ACCEPTED)
    browser = board.signed_in()
    path = f"{board.path}?show=all&q=33"
    assert order(browser.get(path).text)[-1] == (33, 33)
    post(browser, path, f"{board.path}/questions/33/earlier", expected=str(question(board, 33).revision), places="31")

    assert order(browser.get(path).text)[:4] == [(1, 1), (33, 2), (2, 3), (3, 4)]


def test_what_comes_next_is_the_first_of_the_order_whatever_page_of_it_is_shown(board: Board) -> None:
    filled(board, 45, State.ACCEPTED)
    browser = board.signed_in()
    pages = [browser.get(f"{board.path}?order={number}").text for number in (1, 3)]
    seen = [re.findall(r'/screen/next".*?name="expected" value="([^"]+)"', page, re.DOTALL) for page in pages]

    assert seen[0] == seen[1] == [f"/1@{question(board, 1).revision}"]


def test_a_question_is_moved_by_no_more_places_than_a_meeting_has_questions(board: Board) -> None:
    filled(board, 400, State.ACCEPTED)
    browser = board.signed_in()
    post(
        browser,
        board.path,
        f"{board.path}/questions/400/earlier",
        expected=str(question(board, 400).revision),
        places="2147483647",
    )

    assert question(board, 400).place == 100


def test_a_large_group_and_a_long_history_are_read_a_page_at_a_time(board: Board) -> None:
    leader = board.asked("Why?", Action.ACCEPT)
    for n in range(25):
        member = board.asked(f"Why, though, number {n}?")
        group(board.ports, member, member.revision, question(board, leader.number), board.alex)
    for n in range(35):
        act(
            board.ports,
            Action.BRIEF,
            question(board, 1),
            question(board, 1).revision,
            board.alex,
            Details(note=f"Brief {n}"),
            DispositionUpdate(brief=f"{n}"),
        )
    jo = Actor("Jo Bloggs")
    act(board.ports, Action.NOTE, question(board, 1), question(board, 1).revision, jo, Details(note="Note"))
    browser = board.signed_in()
    page = browser.get(f"{board.path}?show=all&q=1").text
    assert "1 to 20 of 25" in page
    assert "1 to 30 of 38" in page
    for name, left in (("together, later", 5), ("history, later", 8)):
        later = browser.get(links(page)[name]).text
        section = later.split('id="h-g"' if name.startswith("together") else 'id="h-h"')[1].split("</section>")[0]
        assert len(re.findall("<li", section)) == left
        assert selected(later) == 1

    assert 'data-last="' in later
    assert "given a note by Jo Bloggs" in re.findall(r'data-last="([^"]*)"', later)[0]  # not the last of an older page


@pytest.mark.parametrize("show", [*LISTS, "find"])
def test_the_desk_reads_no_more_for_thousands_of_questions_than_for_a_page_and_along_an_index(
    board: Board, show: str
) -> None:
    browser = board.signed_in()
    query = f"{board.path}?find=ward&q=1" if show == "find" else f"{board.path}?show={show}"

    def cost() -> tuple[int, int, int]:
        with watched(store_of(board).database) as seen:
            page = browser.get(query)
        assert seen.whole_tables() == []
        return seen.rows, len(seen.reads), len(page.data)

    for state in (State.RECEIVED, State.ACCEPTED, State.ANSWERED, State.DECLINED):
        filled(board, 110, state)
    browser.get(query)
    rows, statements, size = cost()
    for state in (State.RECEIVED, State.ACCEPTED, State.ANSWERED, State.DECLINED):
        filled(board, 150, state)
    more_rows, more_statements, more_size = cost()

    assert (more_rows, more_statements) == (rows, statements)
    assert more_size - size < 1_000  # longer numbers
    assert rows < 400


def test_what_is_similar_by_meaning_is_found_without_reading_all_that_are_near(board: Board) -> None:
    browser = board.signed_in()

    def rows() -> int:
        while board.ports.store.vectors.due(1):
            work_out_vectors(board.ports)
        browser.get(f"{board.path}?q=1")  # reads the vectors that are new
        with watched(store_of(board).database) as seen:
            page = browser.get(f"{board.path}?q=1").text
        assert seen.whole_tables() == []
        assert len(re.findall("<li", page.split('id="h-sim"')[1].split("</ul>")[0])) == 5
        return seen.rows

    filled(board, 110)
    before = rows()
    filled(board, 400)

    assert rows() == before < 300


def test_the_desk_reads_one_meeting_however_many_there_are(board: Board) -> None:
    browser = board.signed_in()

    def rows() -> int:
        with watched(store_of(board).database) as seen:
            browser.get(board.path)
        return seen.rows

    before = rows()
    for _ in range(30):
        meetings.create(board.ports, details(board.ports.clock()))

    assert rows() == before


def test_the_list_of_meetings_is_read_with_its_agendas_in_two_questions_to_the_database(board: Board) -> None:
    made = [meetings.create(board.ports, details(board.ports.clock(), agenda=(f"Item {n}", "B"))) for n in range(30)]
    with watched(store_of(board).database) as seen:
        everything = board.ports.store.meetings.all()

    assert len(seen.reads) == 2
    assert [one.details.agenda for one in everything[1:]] == [one.details.agenda for one in made]
    assert board.ports.store.meetings.several([made[3].id, made[1].id]) == [made[1], made[3]]
    assert board.ports.store.meetings.several([]) == []


def test_what_was_spent_is_added_up_along_an_index(board: Board) -> None:
    sources, now = store_of(board).sources, board.ports.clock()
    sources.spend("X", [Charge("post", f"{n}", 5) for n in range(300)], now - timedelta(days=40), board.meeting.id)
    sources.spend("X", [Charge("post", "last", 7)], now, board.meeting.id)
    with watched(store_of(board).database) as seen:
        assert sources.spent_on(board.meeting.id) == 1_507
        assert sources.spent_since("X", now - timedelta(days=1)) == 7
        assert board.ports.store.questions.unscreened(5) == []

    plans = [step for plan in seen.plans().values() for step in plan]
    assert [step.split("INDEX ")[1].split()[0] for step in plans if "INDEX charge" in step] == [
        "charge_meeting",
        "charge_time",
    ]
    assert any("question_unscreened" in step for step in plans)


def test_people_are_listed_a_page_at_a_time(board: Board) -> None:
    for n in range(70):
        assert board.ports.store.accounts.add(f"person-{n}", f"Person {n:02}", "", board.ports.clock(), Role.READER)
    browser = board.signed_in()
    pages = [browser.get(f"/desk/people?page={number}").text for number in (1, 2, 9)]
    names = [re.findall(r'<a href="/desk/people/\d+">([^<]+)</a>', page) for page in pages]

    assert [len(found) for found in names] == [50, 21, 21]
    assert sorted({*names[0], *names[1]}) == sorted(["Alex Morgan", *(f"Person {n:02}" for n in range(70))])
    assert "1 to 50 of 71" in pages[0]
    assert '<a href="/desk/people?page=2">Later</a>' in pages[0]


def test_who_was_second_is_told_what_the_first_did_without_reading_all_that_happened(board: Board) -> None:
    filled(board, 300, State.ACCEPTED)
    last: Meeting = board.meeting
    with watched(store_of(board).database) as seen:
        assert board.ports.store.meetings.last_change(last.id)
        assert board.ports.store.meetings.last_of_the_screen(last.id) is None
        assert board.ports.store.meetings.last_timing(last.id) is None
        assert board.ports.store.questions.last_change(question(board, 7).id)
        assert board.ports.store.questions.last_answered(last.id) is None
        assert offered(board.ports, last, board.alex) == []

    assert seen.rows < 5
    assert seen.whole_tables() == []
    assert seen.steps < 2_000
    assert "change_of_the_screen" in str(seen.plans())


def test_a_page_of_a_long_list_is_small(board: Board) -> None:
    filled(board, 2_000)

    assert len(gzip.compress(board.signed_in().get(board.path).data)) < 60_000


def test_a_question_can_be_moved_to_any_of_many_meetings_whose_rules_are_read_once(board: Board) -> None:
    filled(board, 1)
    for n in range(30):
        meetings.create(board.ports, details(board.ports.clock(), title=f"Meeting {n}"))
    page = board.signed_in().get(f"{board.path}?q=1").text
    everything = board.ports.store.meetings.all()

    assert all(f"Meeting {n}" in page for n in range(30))
    assert everything[1].details.rules is everything[30].details.rules
