"""The board's targets at the desk: set, changed and removed by an administrator, and told of each meeting in words."""

from __future__ import annotations

import csv
import io

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from board_qa.domain.accounts.roles import Role
from board_qa.domain.listening.targets import FIGURES, Target
from board_qa.domain.meetings.settings import Difference
from board_qa.domain.questions.history import Action
from tests.support.board import Board, post
from tests.support.page_text import bare

LIST = "/desk/listening/targets"
ASKED = f"{LIST}/asked"
HOSTILE = "<script>alert(1)</script>"


def sent(browser: FlaskClient, address: str, opened: str = LIST, **form: str) -> TestResponse:
    return post(browser, opened, address, **form)


def added(board: Board, figure: str, number: int) -> None:
    assert sent(board.signed_in(), LIST, figure=figure, number=str(number)).status_code == 303


def aims(board: Board) -> list[tuple[str, int]]:
    return [(one.figure, one.number) for one in board.ports.store.targets.all()]


def changes(board: Board) -> list[Difference]:
    return [one.what for one in board.ports.store.settings.history(None, 10)]


def test_without_a_target_the_pages_say_what_they_are_for_and_who_can_set_them(board: Board) -> None:
    for path in (f"{board.path}/listening", "/desk/listening"):
        page = bare(board.signed_in().get(path).text)
        assert "The board has set itself no targets yet, such as 30 questions" in page
        assert "Set targets" in page
        board.ports.store.people.set_role(board.alex.id or 0, Role.READER)
        page = bare(board.signed_in().get(path).text)
        assert "An administrator can set them." in page
        assert "Set targets" not in page
        board.ports.store.people.set_role(board.alex.id or 0, Role.ADMINISTRATOR)
    assert "There are none yet. Choose something below" in bare(board.signed_in().get(LIST).text)
    assert "Remove this target" not in board.signed_in().get(ASKED).text


def test_a_target_is_added_changed_and_removed_and_each_is_on_the_record(board: Board) -> None:
    browser = board.signed_in()
    added(board, "asked", 30)
    assert "Questions: at least 30" in bare(browser.get(LIST).text)
    assert sent(browser, ASKED, ASKED, number="40", before="30").status_code == 303
    assert aims(board) == [("asked", 40)]
    assert sent(browser, f"{ASKED}/remove").status_code == 303

    assert aims(board) == []
    assert changes(board) == [
        Difference("target_asked", 40, None), Difference("target_asked", 30, 40), Difference("target_asked", None, 30),
    ]  # fmt: skip
    assert "Target: Questions" in browser.get("/desk/board").text
    assert "Target: Questions" in browser.get(LIST).text


def test_what_is_saved_unchanged_or_removed_twice_is_no_change(board: Board) -> None:
    browser = board.signed_in()
    added(board, "asked", 30)
    sent(browser, ASKED, ASKED, number="30", before="30")
    for _ in range(2):
        assert sent(browser, f"{ASKED}/remove").status_code == 303

    assert len(changes(board)) == 2


def test_what_cannot_be_taken_stays_as_it_was_typed_and_is_said(board: Board) -> None:
    browser = board.signed_in()
    wrong = {
        "half": "must be a whole number from 1 to 999999",
        "": "must be a whole number from 1 to 999999",
        "0": "must be a whole number from 1 to 999999",
        "9" * 5_000: "must be a whole number from 1 to 999999",
        HOSTILE: "must be a whole number from 1 to 999999",
    }
    for number, advice in wrong.items():
        answer = sent(browser, LIST, figure="askers", number=number)
        assert answer.status_code == 422
        assert advice in answer.text
        assert HOSTILE not in answer.text
        assert number.replace("<", "&lt;").replace(">", "&gt;") in answer.text
        assert '<option value="askers" selected' in answer.text
    assert aims(board) == []


def test_what_is_aimed_at_is_one_of_the_list_and_nothing_else(board: Board) -> None:
    for figure in ("", "reach", HOSTILE):
        answer = sent(board.signed_in(), LIST, figure=figure, number="30")
        assert answer.status_code == 422
        assert "Choose what you aim at" in answer.text
        assert 'value="30"' in answer.text
        assert HOSTILE not in answer.text
    for address in (f"{LIST}/reach", f"{LIST}/reach/remove"):
        assert sent(board.signed_in(), address, number="30").status_code == 404
    assert aims(board) == []


def test_a_second_target_for_the_same_figure_is_refused_with_a_way_on(board: Board) -> None:
    added(board, "asked", 30)
    answer = sent(board.signed_in(), LIST, figure="asked", number="99")

    assert answer.status_code == 422
    assert "There is a target for this already. Change it in the list above" in answer.text
    assert 'value="99"' in answer.text
    assert aims(board) == [("asked", 30)]


def test_whoever_was_overtaken_reads_what_the_other_did_and_keeps_what_they_typed(board: Board) -> None:
    browser = board.signed_in()
    added(board, "asked", 30)
    board.ports.store.targets.save(Target("asked", 50))
    answer = sent(browser, ASKED, ASKED, number="40", before="30")
    assert answer.status_code == 409
    assert "They set it to 50." in answer.text
    assert 'value="40"' in answer.text
    assert aims(board) == [("asked", 50)]

    board.ports.store.targets.remove("asked")
    assert "They removed this target." in sent(browser, ASKED, ASKED, number="40", before="50").text
    assert aims(board) == []


def test_a_form_that_does_not_say_what_it_was_made_from_replaces_nothing(board: Board) -> None:
    added(board, "asked", 30)
    for odd in ("", "nothing", "9" * 5_000, "٣٠", HOSTILE):
        assert sent(board.signed_in(), ASKED, ASKED, number="40", before=odd).status_code == 409
    assert aims(board) == [("asked", 30)]


def test_when_there_is_a_target_for_everything_no_form_is_left(board: Board) -> None:
    for figure in FIGURES:
        added(board, figure, 5)
    page = board.signed_in().get(LIST).text

    assert "Add a target" not in page
    assert page.count(">Change<") == len(FIGURES)


def test_the_report_and_the_table_of_meetings_say_in_words_what_was_reached(board: Board) -> None:
    for figure, number in (("asked", 2), ("supports", 5), ("days_to_answer", 10), ("followers_gained", 100)):
        board.ports.store.targets.save(Target(figure, number))
    for words in ("Why?", "When?", "Where?"):
        board.asked(words, Action.ACCEPT)
    browser = board.signed_in()
    for path in (f"{board.path}/listening", "/desk/listening"):
        page = bare(browser.get(path).text)
        for said in ("3 of 2: reached", "0 of 5", "half of the answers within 10 days", "Not known yet"):
            assert said in page
        assert "0 of 5: reached" not in page


def test_the_files_have_the_targets_and_what_was_reached(board: Board) -> None:
    board.ports.store.targets.save(Target("asked", 2))
    board.ports.store.targets.save(Target("days_to_answer", 10))
    board.asked("Why?", Action.ACCEPT)
    browser = board.signed_in()
    told = browser.get(f"{board.path}/listening/figures.json").get_json()
    table = browser.get(f"{board.path}/listening/figures.csv").get_data().decode("utf-8-sig")
    rows = {row["figure"]: row["value"] for row in csv.DictReader(io.StringIO(table))}

    assert told["targets"] == [
        {"figure": "asked", "at_least": 2, "value": 1, "reached": False},
        {"figure": "days_to_answer", "at_most": 10, "value": None, "reached": False},
    ]
    assert (rows["target_asked"], rows["target_days_to_answer"]) == ("2", "10")
