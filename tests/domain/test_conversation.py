"""Who talks to whom, worked out by hand: a tie for each account that a post answers, mentions or quotes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from board_qa.domain.listening.conversation import Conversation, Tie, TieKind, conversation
from board_qa.domain.listening.figures import Account, Window
from board_qa.domain.listening.spoken import Spoken
from tests.support.doubles import NOON

MARIA, JO, ANN, BOARD = (Account("X", name) for name in ("maria", "jo", "ann", "board"))
DAY = Window(NOON, NOON + timedelta(hours=24))


def spoken(id_: str, account: Account, text: str = "", hours: float = 1, **more: Any) -> Spoken:
    answers: Account | None = more.pop("answers", None)
    return Spoken(
        id=id_,
        account=account,
        handle=account.id.title(),
        posted_at=NOON + timedelta(hours=hours),
        text=text,
        is_ours=account == BOARD,
        is_repost=more.pop("is_repost", False),
        is_reply=answers is not None,
        answers_author=answers.id if answers else "",
        quotes=more.pop("quotes", ()),
        followers=None,
        impressions=None,
    )


def talked(*posts: Spoken, may_be_named: Mapping[Account, str] | None = None) -> Conversation:
    handles = {one.account: one.handle for one in posts}
    return conversation(posts, handles, DAY, may_be_named or {}, {BOARD})


def by_name(told: Conversation) -> list[tuple[str, str, TieKind]]:
    def name(place: int) -> str:
        return told.talkers[place].handle

    return [(name(one.source), name(one.target), one.kind) for one in told.ties]


def test_a_post_ties_its_author_to_whomever_it_answers_mentions_or_quotes() -> None:
    told = talked(
        spoken("1", BOARD, "Ask us"),
        spoken("2", MARIA, "@Jo @board look", answers=BOARD),
        spoken("3", JO, "This", quotes=("2", "unknown")),
        may_be_named={MARIA: "Maria", JO: "Jo"},
    )

    assert by_name(told) == [
        ("@Board", "@Board", TieKind.POST),
        ("@Maria", "@Jo", TieKind.MENTION),
        ("@Maria", "@Board", TieKind.REPLY),
        ("@Jo", "@Maria", TieKind.QUOTE),
    ]


def test_whoever_talks_with_most_others_stands_first_and_only_those_who_may_are_named() -> None:
    told = talked(
        spoken("1", MARIA, answers=BOARD), spoken("2", JO, answers=BOARD), spoken("3", ANN), spoken("4", ANN),
        may_be_named={JO: "Jo"},
    )  # fmt: skip

    assert [(one.handle, one.number, one.posts, one.is_ours) for one in told.talkers] == [
        ("", 1, 0, True), ("@Jo", 2, 1, False), ("", 3, 1, False), ("", 4, 2, False),
    ]  # fmt: skip
    assert told.ties[2:] == [Tie(3, 3, TieKind.POST)] * 2


def test_whoever_calls_themselves_something_else_by_now_has_the_handle_that_was_approved() -> None:
    told = talked(spoken("1", MARIA, answers=BOARD), may_be_named={MARIA: "maria.before"})

    assert [one.handle for one in told.talkers if not one.is_ours] == ["@maria.before"]


def test_our_own_accounts_have_their_handles() -> None:
    assert [one.handle for one in talked(spoken("1", BOARD)).talkers] == ["@Board"]


def test_reposts_and_posts_of_other_times_tie_nobody() -> None:
    told = talked(
        spoken("1", MARIA, "@Board", hours=-1), spoken("2", JO, "RT @Board", is_repost=True), spoken("3", ANN, hours=25)
    )

    assert told == Conversation([], [])


def test_somebody_who_posted_nothing_is_known_by_the_handle_alone() -> None:
    told = talked(spoken("1", MARIA, "@nobody_known and @NOBODY_KNOWN, look"))

    assert [(one.handle, one.posts) for one in told.talkers] == [("", 0), ("", 1)]
    assert len(told.ties) == 1
