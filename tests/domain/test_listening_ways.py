"""Which channel next, worked out by hand: nine questions that came five ways."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from board_qa.domain.listening.figures import Account, Heard, Window
from board_qa.domain.listening.questions import Asked, days_to_answer
from board_qa.domain.listening.ways import Bill, Way, ways
from board_qa.domain.questions.question import WEB_FORM, State
from tests.support.doubles import NOON

DAY = Window(NOON, NOON + timedelta(hours=24))
FREE = {"X": False, "Town": True}


def asked(channel: str, fate: State = State.ACCEPTED, through_partner: bool = False) -> Asked:
    return Asked(channel, fate, "", "", "", NOON, None, through_partner)


def heard(channel: str, author: str, hours: float = 1, is_repost: bool = False) -> Heard:
    return Heard(Account(channel, author), NOON + timedelta(hours=hours), is_repost)


# By the web form 4, of which 3 are answered; through a partner 1; on X 2, of which 1 is answered; by letter 1; pasted
# from Facebook 1; and one that was withdrawn.
ASKED = [
    *(asked(WEB_FORM, fate) for fate in (State.ANSWERED, State.ANSWERED, State.WRITTEN, State.DECLINED)),
    asked(WEB_FORM, State.ANSWERED, through_partner=True),
    asked("X", State.ANSWERED), asked("X"),
    asked("letter"),
    asked("Facebook", State.REDIRECTED),
    asked("Town", State.WITHDRAWN),
]  # fmt: skip
# On X three posts by two accounts, one passed on and one too late; in Town one.
HEARD = [
    heard("X", "maria"), heard("X", "maria", 2), heard("X", "jo", 3), heard("X", "ann", 4, is_repost=True),
    heard("X", "ann", 25), heard("Town", "bea"),
]  # fmt: skip


def told(spent: dict[str, int], free: dict[str, bool] = FREE) -> dict[str, Way]:
    return {one.name: one for one in ways(ASKED, HEARD, DAY, free, spent) if not one.through_partner}


def test_each_figure_is_as_worked_out_by_hand() -> None:
    # X: three posts and two authors are read (3 * 0.005 + 2 * 0.010), and a call was posted (0.015).
    assert ways(ASKED, HEARD, DAY, FREE, {"X": 50_000}) == [
        Way(WEB_FORM, False, 4, 3, 9, None, None, Bill.NOT_COUNTED, None),
        Way("X", False, 2, 1, 9, 3, 2, Bill.CHARGED, 50_000),
        Way("Facebook", False, 1, 0, 9, None, None, Bill.UNKNOWN, None),
        Way("letter", False, 1, 0, 9, None, None, Bill.NOT_COUNTED, None),
        Way(WEB_FORM, True, 1, 1, 9, None, None, Bill.NOT_COUNTED, None),
        Way("Town", False, 0, 0, 9, 1, 1, Bill.FREE, 0),
    ]


def test_shares_are_of_a_hundred_and_a_cost_is_shared_by_the_questions_that_came() -> None:
    way = told({"X": 50_000})

    assert [way[name].share for name in (WEB_FORM, "X", "Facebook", "Town")] == [44, 22, 11, 0]
    assert [way[name].share_answered for name in (WEB_FORM, "X", "Facebook", "Town")] == [75, 50, 0, None]
    assert [way[name].cost_a_question for name in (WEB_FORM, "X", "Town")] == [None, 25_000, None]
    assert replace(way["X"], cost=50_000, asked=3).cost_a_question == 16_667


def test_a_free_network_costs_0_and_that_is_another_thing_than_not_known() -> None:
    way = told({})

    assert (way["Town"].bill, way["Town"].cost) == (Bill.FREE, 0)
    assert (way["X"].bill, way["X"].cost, way["X"].cost_a_question) == (Bill.CHARGED, 0, 0)
    assert (way["Facebook"].bill, way["Facebook"].cost, way["Facebook"].cost_a_question) == (Bill.UNKNOWN, None, None)
    assert replace(way["Town"], asked=2).cost_a_question == 0


def test_a_network_that_was_switched_off_since_keeps_what_it_brought_and_cost() -> None:
    way = told({"X": 50_000}, free={})

    assert (way["X"].posts, way["X"].bill, way["X"].cost) == (3, Bill.CHARGED, 50_000)
    assert (way["Town"].posts, way["Town"].bill, way["Town"].cost) == (1, Bill.UNKNOWN, None)


def test_an_empty_meeting_has_the_form_and_each_network_and_no_share_of_nothing() -> None:
    form, network = ways([], [], DAY, {"X": False}, {})

    assert (form.name, form.asked, form.share, form.share_answered) == (WEB_FORM, 0, None, None)
    assert (network.name, network.posts, network.accounts, network.cost) == ("X", 0, 0, 0)


def test_a_board_that_is_on_no_network_has_the_form_alone() -> None:
    assert [one.name for one in ways([], [], DAY, {}, {})] == [WEB_FORM]


def test_no_answer_came_before_its_question_whatever_the_clock_of_a_network_says() -> None:
    ahead = replace(asked("Mastodon", State.ANSWERED), answered_at=NOON - timedelta(seconds=1))
    late = replace(ahead, answered_at=NOON + timedelta(days=3))

    assert days_to_answer([ahead]) == 0
    assert days_to_answer([ahead, late]) == 1.5
    assert days_to_answer([asked("Mastodon")]) is None
