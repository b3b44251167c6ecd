"""Whoever pauses a network or the web form, or removes a draft, is in the history of the meeting."""

from __future__ import annotations

from board_qa.domain.meetings.settings import Difference
from board_qa.domain.rests_on import mark
from board_qa.services.networks import approving
from tests.support.board import Board, post
from tests.support.page_text import bare


def changes(board: Board) -> list[tuple[str, Difference]]:
    return [(one.by, one.what) for one in board.ports.store.settings.history(board.meeting.id, 10)]


def test_the_history_of_the_meeting_says_who_paused_the_form_or_a_network_and_who_began_again(board: Board) -> None:
    browser, page = board.signed_in(), board.path
    for source, presses in (("web-form", ("pause", "pause", "resume")), ("X", ("pause",))):
        for press in presses:
            assert post(browser, page, f"{page}/sources/{source}/{press}").status_code == 303

    told = [("", "X"), ("web", ""), ("", "web")]  # a second press on the same button changed nothing
    assert changes(board) == [(board.alex.name, Difference("paused", *one)) for one in told]
    history = bare(browser.get(f"{page}/edit").text)
    assert "Paused, so that nothing is taken from there" in history
    assert "the web form" in history


def test_the_history_of_the_meeting_says_who_removed_a_draft_and_nothing_of_its_words(board: Board) -> None:
    channel = board.process.installation.channels["X"]
    press = approving.save_draft(board.ports, board.meeting, [(channel, "Our words")], board.alex)
    browser, where = board.signed_in(), f"{board.path}/outbox/drafts/remove"
    for _ in range(2):
        post(browser, board.path, where, press=press, rests_on=mark([("X", "Our words")]))

    assert board.ports.store.outbox.of_meeting(board.meeting.id) == []
    assert changes(board) == [(board.alex.name, Difference("draft_removed", "", "X"))]
