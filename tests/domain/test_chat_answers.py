"""Which posts answer which question of a chat, worked out by hand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from board_qa.domain.chats.answers import ChatPost, Gathered, answers_to, gather
from board_qa.domain.listening.figures import Account
from tests.support.doubles import NOON

# Q1 and Q2 are out on X, Q1 on Mastodon as well. There are five questions.
ASKED = {("X", "q1"): 1, ("X", "q2"): 2, ("Mastodon", "m1"): 1}


def said(
    id_: str, text: str = "So true", minutes: float = 0, who: str = "", channel: str = "X", **more: Any
) -> ChatPost:
    return ChatPost(
        len(id_), Account(channel, who or f"author of {id_}"), id_, NOON + timedelta(minutes=minutes), text, **more
    )


def ids(gathered: Gathered) -> dict[int, list[str]]:
    """By question; the others as 0."""
    answers = {number: [one.native_id for one in posts] for number, posts in gathered.answers.items() if posts}
    return answers | ({0: [one.native_id for one in gathered.others]} if gathered.others else {})


def numbers(*posts: ChatPost) -> dict[int, list[str]]:
    return ids(gather(posts, ASKED, 5))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("A1 We talk to patients #OurChat", 1),
        ("a1. we talk", 1),
        ("A1: we talk", 1),
        ("A1) we talk", 1),
        ("A1- we talk", 1),
        ("A5", 5),
        ("A1, A2: both", 1),
        ("A1/A2 both", 1),
        ("Q1 A: we talk", 1),
        ("Q2: A2 we talk", 2),
        ("Q2A. we talk", 2),
        ("@AnytownBoard A3: yes", 3),
        ("@board@anytown.example @sam.test #OurChat A3 yes", 3),
        ("#OurChat: A4 yes", 4),
        ("#A4 yes", 4),
        ("💙 A2 yes", 2),
        ("“A2 yes”", 2),
        ("Ａ２：はい", 2),
        ("A2️⃣ yes", 2),
    ],
)
def test_what_begins_with_the_letter_and_number_answers_that_question(text: str, number: int) -> None:
    assert answers_to(text, 5) == number


@pytest.mark.parametrize(
    "text",
    [
        "A9 there are only five questions",
        "A0 nothing",
        "A12 either",
        "A 1 in 5 chance",
        "A1c is a test of blood sugar",
        "A1steel",
        "Our A1 was that we talk",
        "Q1: A good place to start?",
        "Q1: What would you do?",
        "@A1 hello",
        "Ateb 1: siarad",
        "",
        "   ",
        "#OurChat",
        "💙",
        "@AnytownBoard #OurChat",
        "Aa1",
        "ＡＡ1",
    ],
)
def test_what_only_looks_like_it_answers_none(text: str) -> None:
    assert answers_to(text, 5) is None


def test_a_hostile_text_takes_no_time() -> None:
    for text in ("@a." * 9_000, "!" * 25_000, "Q1" + ":" * 25_000, "#" * 25_000, "a" * 25_000, "@" * 25_000):
        assert answers_to(text, 5) is None


def test_each_goes_to_its_question_and_what_answers_none_to_the_others() -> None:
    assert numbers(said("one", "A1 yes"), said("two", "A2 no"), said("hello", "Hello everyone")) == {
        1: ["one"], 2: ["two"], 0: ["hello"],
    }  # fmt: skip


def test_a_reply_to_the_post_of_a_question_answers_it() -> None:
    assert numbers(said("one", refers_to=("q1",)), said("two", channel="Mastodon", refers_to=("m1",))) == {
        1: ["one", "two"]
    }


def test_the_same_id_on_another_network_is_another_post() -> None:
    assert numbers(said("one", refers_to=("m1",)), said("two", channel="Mastodon", refers_to=("q1",))) == {
        0: ["one", "two"]
    }


def test_a_reply_to_an_answer_counts_with_its_question_however_deep() -> None:
    thread = [said("d0", refers_to=("q2",))] + [said(f"d{n}", refers_to=(f"d{n - 1}",)) for n in range(1, 10_000)]

    assert len(numbers(*reversed(thread))[2]) == 10_000


def test_a_reply_to_what_says_its_question_goes_there_as_well() -> None:
    assert numbers(
        said("first", "A2 no", refers_to=("q1",)), said("second", refers_to=("first",), conversation="q1")
    ) == {2: ["first", "second"]}


def test_what_a_post_says_itself_counts_more_than_what_it_answers() -> None:
    assert numbers(said("one", "A2 no", refers_to=("q1",))) == {2: ["one"]}


def test_a_number_that_no_question_has_leaves_a_reply_where_it_is() -> None:
    assert numbers(said("one", "A9 yes", refers_to=("q1",)), said("two", "A9 yes")) == {1: ["one"], 0: ["two"]}


def test_whoever_quotes_a_question_answers_it() -> None:
    assert numbers(said("one", refers_to=("q2",))) == {2: ["one"]}


def test_a_reply_to_a_post_that_we_never_read_goes_with_its_conversation() -> None:
    assert numbers(said("one", refers_to=("unread",), conversation="q2"), said("two", refers_to=("unread",))) == {
        2: ["one"], 0: ["two"],
    }  # fmt: skip


def test_replies_that_answer_each_other_in_a_circle_answer_nothing() -> None:
    assert numbers(said("one", refers_to=("two",)), said("two", refers_to=("one",)), said("me", refers_to=("me",))) == {
        0: ["me", "one", "two"]
    }


def test_our_own_posts_and_reposts_are_left_out_and_carry_the_thread_all_the_same() -> None:
    ours = said("ours", "A1 Thank you, tell us more", refers_to=("one",), is_ours=True)
    posts = (said("one", "A2 no"), ours, said("two", refers_to=("ours",)), said("rt", "A1 yes", is_repost=True))

    assert numbers(*posts) == {1: ["two"], 2: ["one"]}


def test_what_was_deleted_or_hidden_counts_nowhere() -> None:
    gone = said("gone", "", refers_to=("q1",), can_be_seen=False)

    assert numbers(gone, said("below", refers_to=("gone",))) == {1: ["below"]}


def test_answers_stand_in_the_order_in_which_they_were_posted() -> None:
    assert numbers(said("late", "A1", 3), said("early", "A1", 1), said("between", refers_to=("q1",), minutes=2)) == {
        1: ["early", "between", "late"]
    }


def test_people_are_counted_once_however_much_they_say() -> None:
    posts = [said("one", "A1", who="ann"), said("two", "A2", who="ann"), said("three", "Hello", who="bob")]
    posts += [said("four", "A1", who="ann", channel="Mastodon"), said("ours", "A1", who="us", is_ours=True)]
    gathered = gather(posts, ASKED, 5)

    assert (gathered.posts, gathered.participants) == (4, 3)


def test_a_chat_without_questions_has_only_others() -> None:
    assert ids(gather([said("one", "A1 yes")], {}, 0)) == {0: ["one"]}
