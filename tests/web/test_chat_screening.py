"""What was found in posts of a chat is said at the desk, and reaches the public by no slip."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from board_qa.domain.accounts.roles import Role
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.text.flags import OF_CHATS, Flag, Kind
from board_qa.phrases.chats import IN_A_RECAP
from board_qa.services.meetings import recap
from board_qa.services.networks import observing
from board_qa.web.desk.chats.chat_page import LATEST
from board_qa.web.desk.chats.labels import WAITS
from tests.support.board import Board
from tests.support.chats import asked, planned, said
from tests.support.doubles import NOON
from tests.support.page_text import bare
from tests.web.test_recap_desk import form_of, order
from tests.web.test_roles import person, signed_in

HOSTILE = "<script>alert(1)</script>"
PHONE = "A1 Ring me on 07700 900123"
LET_THROUGH = "Show it as it is: I have read it"
LABELS = ("May be in distress", "Phone number", "Abuse", "Likely complaint", WAITS)


@pytest.fixture
def chat(board: Board) -> Meeting:
    return planned(board.ports)


def found(*kinds: Kind) -> tuple[Flag, ...]:
    return tuple(Flag(kind) for kind in kinds)


def chat_page(board: Board, chat: Meeting, path: str = "chat") -> str:
    return board.signed_in().get(f"/desk/meetings/{chat.id}/{path}").text


def row(page: str, words: str) -> str:
    """A post, and what stands beside it."""
    rows: list[str] = re.findall(r'<li class="m-post.*?</li>', page, re.DOTALL)
    (one,) = [row for row in rows if words in row]
    return one


# The page of the chat.


@pytest.mark.parametrize(("kind", "label"), [
    (Kind.DISTRESS, "May be in distress"), (Kind.PHONE, "Phone number"), (Kind.ABUSE, "Abuse"),
    (Kind.COMPLAINT, "Likely complaint"), (Kind.UNREAD, "Not checked"),
])  # fmt: skip
def test_what_was_found_stands_beside_the_post_on_both_pages(
    board: Board, chat: Meeting, kind: Kind, label: str
) -> None:
    said(board.ports, chat, "1", "A1 We listen", flags=found(kind))
    said(board.ports, chat, "2", "A1 And so do we")

    for path in ("chat", "chat/answers/1"):
        page = chat_page(board, chat, path)
        assert label in bare(page)
        assert not any(one in row(page, "And so do we") for one in (label, *LABELS))
    assert label in row(page, "We listen")


def test_a_post_that_waits_says_nothing_else(board: Board, chat: Meeting) -> None:
    said(board.ports, chat, "1", PHONE, flags=None)
    page = chat_page(board, chat)

    assert WAITS in row(page, PHONE)
    assert not any(label in bare(page) for label in LABELS if label != WAITS)
    assert "Read these now" not in page


@pytest.mark.parametrize("kind", [Kind.STATEMENT, Kind.LANGUAGE, Kind.IMPERSONATION])
def test_what_matters_of_questions_alone_is_not_said(board: Board, chat: Meeting, kind: Kind) -> None:
    said(board.ports, chat, "1", "A1 We listen", flags=found(kind))

    assert "nhsuk-tag" not in row(chat_page(board, chat), "We listen")


def test_all_that_may_be_of_somebody_in_distress_stands_above_the_rest_with_where_to_get_help(
    board: Board, chat: Meeting
) -> None:
    said(board.ports, chat, "old", "A1 I cannot go on", "sam", flags=found(Kind.DISTRESS))
    for number in range(LATEST):
        said(board.ports, chat, f"{number}", f"A1 answer {number}.")
    page = chat_page(board, chat)
    card = page.split('data-fresh="read-now"')[1].split("</section>")[0]

    assert page.index("I cannot go on") < page.index(">Plan<") < page.index(">Answers<")
    assert 'Read these now <span class="m-count">1</span>' in card
    assert "I cannot go on" not in page.split(">Answers<")[1]  # an earlier one, which the list below leaves out
    assert "answer 3." not in card
    assert card.count('href="https://x.com/sam/old"') == 2
    assert "nothing is sent from here" in bare(card)
    assert chat.details.rules.signposts
    assert all(html.escape(one) in card for one in chat.details.rules.signposts)
    assert "<button" not in card


def test_what_was_posted_and_by_whom_is_text_in_the_card(board: Board, chat: Meeting) -> None:
    said(board.ports, chat, "1", f"A1 {HOSTILE}", HOSTILE, flags=found(Kind.DISTRESS, Kind.PHONE))
    pages = [chat_page(board, chat, path) for path in ("chat", "chat/answers/1", "recap")]
    pages.append(save(board, chat, board.signed_in(), [key_of(board, chat, "1")]).text)

    for page in pages:
        assert HOSTILE not in page
        assert html.escape(HOSTILE) in page


# The recap.


def key_of(board: Board, chat: Meeting, id_: str) -> str:
    heard = recap.material(board.ports, chat).heard
    return next(key for key, (_, one) in heard.items() if one.native_id == id_)


def save(
    board: Board, chat: Meeting, browser: FlaskClient, keys: Sequence[str], do: str = "publish", **typed: Any
) -> TestResponse:
    """Open the recap, tick these and press a button."""
    address = f"/desk/meetings/{chat.id}/recap"
    form = form_of(browser.get(address).text)
    return browser.post(address, data={**form, "tick": list(keys), "do": do, **typed})


def let_through(answer: TestResponse) -> dict[str, str]:
    """The second boxes of a page, by name."""
    return dict(re.findall(r'name="(as-it-is-[\w-]+)"\s+value="(\w+)"', answer.text))


def public(board: Board, chat: Meeting) -> str:
    return bare(board.browser().get(f"/{chat.code}/recap").text)


def reread(board: Board, id_: str, **changes: Any) -> None:
    held = board.ports.store.posts.several("X", [id_])[id_]
    observing.keep(board.ports, "X", [replace(held, post=replace(held.post, **changes))])


@pytest.mark.parametrize("flags", [found(Kind.PHONE), found(Kind.DISTRESS), found(Kind.UNREAD), None])
def test_what_everyone_should_not_read_by_a_slip_is_not_saved_by_one_tick(
    board: Board, chat: Meeting, flags: tuple[Flag, ...] | None
) -> None:
    first = asked(board.ports, chat, 1)
    said(board.ports, chat, "1", PHONE, flags=flags)
    said(board.ports, chat, "2", "A1 We listen", "jo")
    keys = [f"post-{first.id}", key_of(board, chat, "1"), key_of(board, chat, "2")]
    typed = {"introduction": "An hour it was.", f"heading-post-{first.id}": "Q1"}
    answer = save(board, chat, board.signed_in(), keys, **typed)
    page = bare(answer.text)

    assert answer.status_code == 422
    assert board.ports.store.recaps.of_meeting(chat.id).revision == 0
    assert board.browser().get(f"/{chat.code}/recap").status_code == 404
    assert "<title>Error: Recap" in answer.text
    assert f'href="#as-it-is-{keys[1]}"' in answer.text
    assert f'id="as-it-is-{keys[1]}"' in answer.text
    assert "The post of @maria: " in page
    assert (order(answer.text), form_of(answer.text)["tick"]) == (keys, keys)
    assert form_of(answer.text)["introduction"] == "An hour it was."
    assert form_of(answer.text)[f"heading-post-{first.id}"] == "Q1"
    assert list(let_through(answer)) == [f"as-it-is-{keys[1]}"]  # and none beside the other


def test_the_second_box_lets_it_through_and_it_is_not_asked_for_again(board: Board, chat: Meeting) -> None:
    said(board.ports, chat, "1", PHONE, flags=found(Kind.PHONE))
    browser, keys = board.signed_in(), [key_of(board, chat, "1")]
    refused = save(board, chat, browser, keys)
    assert LET_THROUGH in refused.text
    assert save(board, chat, browser, keys, **let_through(refused)).status_code == 303
    assert PHONE in public(board, chat)

    page = browser.get(f"/desk/meetings/{chat.id}/recap")
    assert let_through(page) == {}
    assert "Somebody read it" in page.text
    assert save(board, chat, browser, keys, introduction="More").status_code == 303
    assert PHONE in public(board, chat)


def test_a_box_that_was_ticked_beside_other_words_lets_nothing_through(board: Board, chat: Meeting) -> None:
    said(board.ports, chat, "1", PHONE, flags=found(Kind.PHONE))
    browser, keys = board.signed_in(), [key_of(board, chat, "1")]
    boxes = let_through(save(board, chat, browser, keys))
    reread(board, "1", text="A1 Ring Jo on 07700 900999", version_order="2")
    answer = save(board, chat, browser, keys, **boxes)

    assert answer.status_code == 422
    assert "900999" in answer.text
    assert let_through(answer) != boxes


def test_a_ticked_second_box_stays_ticked_while_something_else_is_put_right(board: Board, chat: Meeting) -> None:
    said(board.ports, chat, "1", PHONE, flags=found(Kind.PHONE))
    said(board.ports, chat, "2", "A1 I cannot go on", "sam", flags=found(Kind.DISTRESS))
    browser, keys = board.signed_in(), [key_of(board, chat, "1"), key_of(board, chat, "2")]
    boxes = let_through(save(board, chat, browser, keys))
    only = {name: mark for name, mark in boxes.items() if name.endswith(keys[0])}
    answer = save(board, chat, browser, keys, **only)

    assert answer.status_code == 422
    assert re.findall(r'name="(as-it-is-[\w-]+)"\s+value="\w+"\s+checked', answer.text) == [f"as-it-is-{keys[0]}"]
    assert answer.text.count("The post of @sam") == 2  # above, and beside it
    assert "The post of @maria" not in answer.text


@pytest.mark.parametrize(("changes", "now"), [
    ({"text": "A1 We always listen", "version_order": "2"}, "A1 We always listen"),
    ({"shown": "A1 We listen: anytown.example"}, "A1 We listen: anytown.example"),
    ({"author_name": "Vote No"}, "Vote No"),
    ({"author_handle": "voteno"}, "@voteno"),
    ({"url": "https://evil.example/sign-in"}, "We listen"),
])  # fmt: skip
def test_a_published_post_that_its_author_changes_is_told_no_more_until_somebody_read_it_again(
    board: Board, chat: Meeting, changes: dict[str, str], now: str
) -> None:
    said(board.ports, chat, "1", "A1 We listen")
    said(board.ports, chat, "2", "A1 And so do we", "jo")
    keys = [key_of(board, chat, "1"), key_of(board, chat, "2")]
    browser = board.signed_in()
    save(board, chat, browser, keys)
    save(board, chat, browser, keys, **{f"heading-{keys[0]}": "In your words"})
    assert "We listen" in public(board, chat)

    reread(board, "1", **changes)
    for _, waiting in board.ports.store.chats.unscreened(10):
        board.ports.store.chats.set_flags(waiting, ())
    assert "isten" not in public(board, chat)
    assert "In your words" in public(board, chat)
    assert "And so do we" in public(board, chat)

    page = browser.get(f"/desk/meetings/{chat.id}/recap")
    assert "1 post that you picked is left out until somebody reads it again" in bare(page.text)
    assert page.text.count("Nobody has read it as it is now") == 1
    assert list(let_through(page)) == [f"as-it-is-{keys[0]}"]
    assert save(board, chat, browser, keys, do=f"later {keys[0]}").status_code == 303  # other work goes on
    assert "isten" not in public(board, chat)
    assert save(board, chat, browser, keys, **let_through(page)).status_code == 303
    assert now in public(board, chat)
    assert "Nobody has read it as it is now" not in chat_page(board, chat, "recap")


@pytest.mark.parametrize("changes", [{"text": "A1 Buy this", "version_order": "2"}, {"author_name": "Vote No"}])
def test_a_post_that_changed_while_somebody_read_it_is_not_picked_before_they_read_it_again(
    board: Board, chat: Meeting, changes: dict[str, str]
) -> None:
    said(board.ports, chat, "1", "A1 We listen")
    browser, key = board.signed_in(), key_of(board, chat, "1")
    address = f"/desk/meetings/{chat.id}/recap"
    opened = {**form_of(browser.get(address).text), "tick": [key], "do": "publish"}
    reread(board, "1", **changes)
    for _, waiting in board.ports.store.chats.unscreened(10):
        board.ports.store.chats.set_flags(waiting, ())
    answer = browser.post(address, data=opened)

    assert answer.status_code == 422
    assert "The post of @maria changed since you opened this page. Read it again" in bare(answer.text)
    assert f'href="#tick-{key}"' in answer.text
    assert (let_through(answer), form_of(answer.text)["tick"]) == ({}, [key])
    assert board.browser().get(f"/{chat.code}/recap").status_code == 404
    assert browser.post(address, data={**form_of(answer.text), "do": "publish"}).status_code == 303
    assert next(iter(changes.values())) in public(board, chat)


def test_a_tick_that_stood_beside_no_words_tells_nobody_of_a_post(board: Board, chat: Meeting) -> None:
    said(board.ports, chat, "1", "A1 We listen")
    key = key_of(board, chat, "1")
    answer = save(board, chat, board.signed_in(), [key], **{f"beside-{key}": ""})

    assert answer.status_code == 422
    assert board.browser().get(f"/{chat.code}/recap").status_code == 404


def test_a_published_post_in_whose_new_words_something_is_found_waits_for_a_person(board: Board, chat: Meeting) -> None:
    said(board.ports, chat, "1", "A1 We listen")
    browser, keys = board.signed_in(), [key_of(board, chat, "1")]
    save(board, chat, browser, keys)
    reread(board, "1", text=PHONE, version_order="2")
    ((_, waiting),) = board.ports.store.chats.unscreened(10)
    board.ports.store.chats.set_flags(waiting, found(Kind.PHONE))
    page = browser.get(f"/desk/meetings/{chat.id}/recap")
    assert "1 post that you picked is left out until somebody reads it again" in bare(page.text)
    assert "900123" not in public(board, chat)

    assert save(board, chat, browser, keys, introduction="More").status_code == 303  # other work goes on
    assert "900123" not in public(board, chat)
    assert "More" in public(board, chat)
    assert save(board, chat, browser, keys, **let_through(page)).status_code == 303
    assert PHONE in public(board, chat)


def test_a_post_that_was_let_through_is_told_no_more_in_other_words(board: Board, chat: Meeting) -> None:
    said(board.ports, chat, "1", PHONE, flags=found(Kind.PHONE))
    browser, keys = board.signed_in(), [key_of(board, chat, "1")]
    save(board, chat, browser, keys, **let_through(save(board, chat, browser, keys)))
    reread(board, "1", text="A1 Ring Jo on 07700 900999", version_order="2")

    for address in (f"/{chat.code}/recap", f"/cy/{chat.code}/recap"):
        assert "07700" not in board.browser().get(address).text
    assert "07700" not in browser.get(f"/desk/meetings/{chat.id}/recap/preview").text
    assert b"07700" not in browser.get(f"/desk/meetings/{chat.id}/recap/folder.zip").data


def test_a_post_that_is_unticked_must_be_let_through_anew(board: Board, chat: Meeting) -> None:
    said(board.ports, chat, "1", PHONE, flags=found(Kind.PHONE))
    browser, keys = board.signed_in(), [key_of(board, chat, "1")]
    save(board, chat, browser, keys, **let_through(save(board, chat, browser, keys)))
    save(board, chat, browser, [])

    assert save(board, chat, browser, keys).status_code == 422


def test_what_would_not_stop_an_approval_is_said_and_saved(board: Board, chat: Meeting) -> None:
    said(board.ports, chat, "1", "A1 We listen", flags=found(Kind.COMPLAINT))
    page = bare(chat_page(board, chat, "recap"))
    assert "Likely complaint" in page
    assert IN_A_RECAP[Kind.COMPLAINT] in html.unescape(page)

    assert save(board, chat, board.signed_in(), [key_of(board, chat, "1")]).status_code == 303
    assert "We listen" in public(board, chat)


@pytest.mark.parametrize("flags", [found(Kind.PHONE), ()])
def test_a_post_is_read_to_its_end_where_it_is_picked(board: Board, chat: Meeting, flags: tuple[Flag, ...]) -> None:
    said(board.ports, chat, "1", "A1 " + "listening " * 400 + "07700 900123", flags=flags)

    assert "07700 900123" in chat_page(board, chat, "recap")


def test_whoever_may_look_alone_reads_what_was_found_and_has_no_box(board: Board, chat: Meeting) -> None:
    said(board.ports, chat, "1", PHONE, flags=found(Kind.PHONE))
    browser, keys = board.signed_in(), [key_of(board, chat, "1")]
    save(board, chat, browser, keys, **let_through(save(board, chat, browser, keys)))
    reader = signed_in(board, person(board, Role.READER))
    page = reader.get(f"/desk/meetings/{chat.id}/recap").text

    assert "Phone number" in page
    assert 'type="checkbox"' not in page
    assert "Nobody has read it as it is now" not in page
    reread(board, "1", author_name="Vote No")
    assert "Nobody has read it as it is now" in reader.get(f"/desk/meetings/{chat.id}/recap").text


def test_nothing_of_what_was_found_is_public(board: Board, chat: Meeting) -> None:
    said(board.ports, chat, "1", PHONE, flags=found(Kind.PHONE, Kind.DISTRESS))
    browser, keys = board.signed_in(), [key_of(board, chat, "1")]
    save(board, chat, browser, keys, **let_through(save(board, chat, browser, keys)))

    for address in (f"/{chat.code}/recap", f"/cy/{chat.code}/recap", f"/{chat.code}"):
        page = board.browser().get(address).text
        assert not any(label in page for label in (*LABELS, "m-post--distress"))


def test_nobody_elses_post_is_told_in_place_of_one_that_was_picked_and_erased(board: Board, chat: Meeting) -> None:
    said(board.ports, chat, "1", "A1 We listen")
    said(board.ports, chat, "2", "A1 We ask")
    save(board, chat, board.signed_in(), [key_of(board, chat, "1"), key_of(board, chat, "2")])
    erased = key_of(board, chat, "2")
    board.ports.store.erasures.forget_posts("X", ["2"], NOON)
    said(board.ports, chat, "3", "A1 Nobody picked this")

    assert key_of(board, chat, "3") != erased
    assert [pick.key for pick in board.ports.store.recaps.of_meeting(chat.id).picks] == [key_of(board, chat, "1")]
    assert "We listen" in public(board, chat)
    assert "Nobody picked this" not in public(board, chat)


def test_what_was_picked_of_a_post_goes_when_it_was_kept_long_enough(board: Board, chat: Meeting) -> None:
    said(board.ports, chat, "1", "A1 We listen")
    save(board, chat, board.signed_in(), [key_of(board, chat, "1")])
    assert board.ports.store.posts.forget(NOON + timedelta(days=4000), 100) == 1

    assert board.ports.store.recaps.of_meeting(chat.id).picks == ()


def test_there_is_a_sentence_about_each_kind_that_matters_in_a_chat() -> None:
    assert set(IN_A_RECAP) == OF_CHATS
