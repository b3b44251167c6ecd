"""How the board uses social media: true of the networks that are set up, and linked where the board wants it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from board_qa.channels.mastodon.channel import MastodonChannel
from board_qa.channels.x.channel import XChannel
from board_qa.config.practice_keys import PRACTICE_KEYS
from board_qa.domain.meetings.about import NOT_ANSWERED, AboutBoard
from board_qa.ports.channels import Channel
from board_qa.services.meetings import meetings
from board_qa.system.clock import utc_now
from tests.channels.contract.practised import Kept
from tests.support.board import Board
from tests.support.page_forms import form_on
from tests.support.rules_board import text_of

PATH = "/social-media"
X = XChannel("http://127.0.0.1:1", PRACTICE_KEYS, utc_now)
MASTODON = MastodonChannel("https://mastodon.example", "token", utc_now, Kept())


def on(board: Board, *channels: Channel, practice: bool = False) -> None:
    """The board as it is on these networks."""
    installation = board.process.installation
    board.process.app.extensions["board_qa"] = replace(
        installation,
        settings=replace(installation.settings, practice=practice),
        channels={channel.name: channel for channel in channels},
    )


def learned(board: Board, channel: Channel, handle: str) -> None:
    board.ports.store.sources.set_metadata(channel.name, f"{channel.fingerprint}/handle", handle)


def main(board: Board, path: str = PATH) -> str:
    return board.browser().get(path).text.split("<main")[1].split("</main>")[0]


def text(board: Board, path: str = PATH) -> str:
    return text_of(main(board, path))


def test_an_untouched_installation_has_a_page_that_promises_no_hours_and_names_nobody(board: Board) -> None:
    page = text(board)

    assert "Nobody looks at our accounts all the time." in page
    assert "At other times your post waits until somebody reads it." in page
    assert "a person approves the exact words first" in page
    for one in NOT_ANSWERED:
        assert one in page


def test_it_says_what_the_next_meeting_takes_and_leads_to_its_rules(board: Board) -> None:
    assert f"use #{board.meeting.details.hashtag}, the hashtag of the next meeting" in text(board)
    assert f'href="/{board.meeting.code}/rules"' in main(board)
    assert f'href="/cy/{board.meeting.code}/rules"' in main(board, f"/cy{PATH}")


def test_without_a_meeting_it_names_no_hashtag_and_no_deadline(board: Board) -> None:
    past = board.ports.clock() - timedelta(days=300)
    meetings.change(board.ports, board.meeting, replace(board.meeting.details, starts_at=past))

    assert "use the hashtag of the meeting" in text(board)
    assert board.meeting.details.hashtag not in text(board)
    assert "deadline" not in text(board)


@pytest.mark.parametrize(
    ("channels", "said"),
    [
        ([X], "in a post on X."),
        ([X, MASTODON], "in a post on X or Mastodon."),
    ],
)
def test_it_names_the_networks_that_are_set_up_and_no_other(
    board: Board, channels: Sequence[Channel], said: str
) -> None:
    on(board, *channels)

    assert said in text(board)
    assert "Bluesky" not in text(board)


def test_names_are_listed_as_each_language_lists_them(board: Board) -> None:
    on(board, X, MASTODON)

    assert "ar X neu Mastodon." in text(board, f"/cy{PATH}")


def test_an_account_is_linked_once_its_handle_was_learned(board: Board) -> None:
    on(board, X, MASTODON)
    assert "https://x.com" not in main(board)

    learned(board, X, "anytownboard")
    learned(board, MASTODON, "board")
    page = main(board)
    assert 'href="https://x.com/anytownboard"' in page
    assert 'href="https://mastodon.example/@board"' in page
    assert "X : x.com" not in text(board)


def test_other_keys_do_not_lead_to_the_account_of_the_old_ones(board: Board) -> None:
    learned(board, X, "anytownboard")
    on(board, XChannel("http://127.0.0.1:1", ("a", "b", "c", "d"), utc_now))

    assert "anytownboard" not in main(board)


def test_an_account_that_is_practised_with_is_never_taken_for_one_on_the_real_network(board: Board) -> None:
    on(board, X, practice=True)
    learned(board, X, "practiceboard")

    assert "practiceboard" not in main(board)


def test_a_handle_cannot_lead_anywhere_else(board: Board) -> None:
    on(board, X)
    learned(board, X, '"><script>alert(1)</script>?a=b#c')

    assert "<script>alert" not in main(board)
    assert 'href="https://x.com/%22%3E%3Cscript%3Ealert%281%29%3C%2Fscript%3E%3Fa%3Db%23c"' in main(board)


@pytest.mark.parametrize("welsh", ["", "/cy"])
def test_a_board_on_no_network_says_that_it_takes_questions_on_its_form(board: Board, welsh: str) -> None:
    on(board)
    page = main(board, welsh + PATH)

    assert page.count("<h2") == 1
    assert f'href="{welsh}/{board.meeting.code}/ask"' in page
    for network in ("Mastodon", "Bluesky", board.meeting.details.hashtag):
        assert network not in page
    assert "The board does not take questions on social media." in text(board)


def test_the_page_of_a_meeting_says_where_to_post_and_leads_to_what_happens_then(board: Board) -> None:
    meeting = f"/{board.meeting.code}"
    on(board, X, MASTODON)
    assert f"Or post on X or Mastodon with #{board.meeting.details.hashtag}." in text(board, meeting)
    assert f'href="{PATH}"' in main(board, meeting)

    on(board)
    assert "Or post on" not in text(board, meeting)
    assert PATH not in main(board, meeting)


def test_a_page_that_a_browser_kept_is_news_when_a_network_is_set_up(board: Board) -> None:
    meeting = f"/{board.meeting.code}"
    on(board)
    tag = board.browser().get(meeting).headers["ETag"]
    assert board.browser().get(meeting, headers={"If-None-Match": tag}).status_code == 304

    on(board, X)
    assert board.browser().get(meeting, headers={"If-None-Match": tag}).status_code == 200


def test_no_page_leads_there_until_the_board_has_agreed_it(board: Board) -> None:
    browser = board.signed_in()
    form = form_on(browser.get("/desk/board").text, "before")
    assert form["social_media_linked"] == "y"
    del form["social_media_linked"]
    assert browser.post("/desk/board", data=form).status_code == 303

    for path in ("/", "/help", "/nowhere", f"/{board.meeting.code}", f"/{board.meeting.code}/ask", PATH):
        assert f'href="{PATH}"' not in board.browser().get(path).text, path
    assert "How to ask a question in a post" in text(board)
    assert "changed Link to this page from every public page from yes to no" in text_of(browser.get("/desk/board"))


def test_what_the_board_does_not_answer_is_its_own_to_say_or_to_leave_out(board: Board) -> None:
    board.ports.store.about.save(AboutBoard(not_answered=("letters to the editor",)))
    assert "On social media we do not answer: letters to the editor" in text(board)
    assert NOT_ANSWERED[0] not in text(board)

    board.ports.store.about.save(AboutBoard(not_answered=()))
    assert "On social media we do not answer:" not in text(board)
    assert "says who can help with your own care" in text(board)


def test_what_was_saved_before_there_were_house_rules_is_still_read(board: Board) -> None:
    database = board.ports.store.about._db  # type: ignore[attr-defined]  # as an older version wrote it
    with database.write():
        old = '{"controller": "Anytown", "signposts": ["Ring 111."]}'
        database.execute("INSERT OR REPLACE INTO about_board (id, details) VALUES (1, ?)", old)

    assert board.ports.store.about.get() == AboutBoard(controller="Anytown", signposts=("Ring 111.",))
