"""What matters of what was found in a post of a chat, and what the recap tells only once somebody read it."""

from __future__ import annotations

from typing import Any

import pytest

from board_qa.domain.chats.answers import ChatPost
from board_qa.domain.chats.screened import kinds_of, needs_second_tick
from board_qa.domain.listening.figures import Account
from board_qa.domain.text.flags import Flag, Kind
from tests.support.doubles import NOON


def post(*kinds: Kind, **more: Any) -> ChatPost:
    flags = tuple(Flag(kind) for kind in kinds)
    return ChatPost(1, Account("X", "1"), "1", NOON, "A1 We listen", **{"flags": flags, **more})


def test_each_kind_is_said_once_and_distress_first() -> None:
    assert kinds_of(post(Kind.COMPLAINT, Kind.PHONE, Kind.DISTRESS, Kind.PHONE)) == (
        Kind.DISTRESS,
        Kind.PHONE,
        Kind.COMPLAINT,
    )


@pytest.mark.parametrize("kind", [Kind.STATEMENT, Kind.LANGUAGE, Kind.IMPERSONATION])
def test_what_matters_of_a_question_alone_is_not_said_of_a_post(kind: Kind) -> None:
    assert kinds_of(post(kind)) == ()
    assert not needs_second_tick(post(kind))


@pytest.mark.parametrize("kind", [Kind.PHONE, Kind.NHS_NUMBER, Kind.WARD_AND_NAME, Kind.DISTRESS, Kind.UNREAD])
def test_what_would_stop_an_approval_is_told_everyone_by_no_single_tick(kind: Kind) -> None:
    assert needs_second_tick(post(kind))


@pytest.mark.parametrize("kind", [Kind.ABUSE, Kind.COMPLAINT])
def test_what_would_not_stop_an_approval_is_said_and_stops_nothing(kind: Kind) -> None:
    assert kinds_of(post(kind)) == (kind,)
    assert not needs_second_tick(post(kind))


def test_a_post_that_waits_has_nothing_to_say_and_needs_more_than_a_tick() -> None:
    assert kinds_of(post(flags=None)) == ()
    assert needs_second_tick(post(flags=None))
    assert not needs_second_tick(post())
