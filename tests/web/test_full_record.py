"""Everything of a meeting in one file: for an administrator who says why, on the record, and for nobody else."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import fields
from typing import Any
from zipfile import ZipFile

import pytest
from werkzeug.test import TestResponse

from board_qa.domain.accounts.roles import Role
from board_qa.domain.questions.admission import AskForm
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import Disposition, NewQuestion, Question, SourceState
from board_qa.domain.telling.letters import PRIVATE_PAGE, Letter, LetterKind, LetterState
from board_qa.services.questions.asking import ask
from tests.support.board import Board, post, token_on
from tests.support.deciding import do, now
from tests.support.doubles import ABUSIVE
from tests.web.test_roles import person, signed_in

FOI = "a freedom of information request"
# What is in no full record: what opens a private page or repeats a form, and what the product worked out for itself.
LEFT_OUT = {"id", "meeting_id", "revision", "token", "source", "disposition", "post_id", "native_id", "version",
            "version_order"}  # fmt: skip
# What it is called there, where that is another name.
CALLED = {"checked_at": "last_seen_at", "assignee": "assignee_id", "name_withheld": "asked_to_withhold_name",
          "shown": "text_shown", "supplementary": "number", "parent_id": "follow_up_to",
          "lang": "language", "together": "grouped_with_it"}  # fmt: skip


def taken(board: Board, shape: str = "json", reason: str = FOI) -> TestResponse:
    path = f"{board.path}/full-record"
    return post(board.signed_in(), path, path, reason=reason, shape=shape)


def data(board: Board) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = json.loads(taken(board).data)
    return found


def asked(board: Board) -> Question:
    form = AskForm("key-of-the-form", "=1+1 Why is Ward 3 shut?", "Pat Doe", "pat@example.org", "Carers", "in_person")
    receipt = ask(board.ports, board.meeting, form)
    question = now(board.ports, board.ports.store.questions.by_token(receipt.token))
    question = do(board.ports, Action.NOTE, question, board.alex, "Between us")
    return do(board.ports, Action.DECLINE, question, board.alex, ABUSIVE)


def test_it_has_what_the_public_never_sees(board: Board) -> None:
    asked(board)
    whole = data(board)
    (question,) = whole["questions"]

    assert question["text"] == "=1+1 Why is Ward 3 shut?"
    assert (question["author_name"], question["email"], question["organisation"]) == (
        "Pat Doe", "pat@example.org", "Carers")  # fmt: skip
    assert (question["state"], question["reason"]) == ("declined", ABUSIVE)
    assert [row["action"] for row in whole["history"]] == ["receive", "note", "decline"]
    assert "Between us" in [row["note"] for row in whole["history"]]
    assert {row["setting"]: row["value"] for row in whole["settings"]}["title"] == "Board meeting in public"


def test_every_field_of_a_question_is_in_it_or_is_left_out_on_purpose(board: Board) -> None:
    asked(board)
    (question,) = data(board)["questions"]
    known = {field.name for kind in (Question, NewQuestion, Disposition) for field in fields(kind)}

    assert {CALLED.get(name, name) for name in known - LEFT_OUT} - set(question) == set()


def test_what_people_use_most_is_in_it_as_figures_alone(board: Board) -> None:
    board.ports.store.poll.answer(board.meeting.id, "the device of Pat", "Facebook", in_a_crowd=False)

    assert data(board)["poll"] == [{"answer": "Facebook", "people": 1}]


def told(board: Board, question: Question) -> None:
    """A letter to whoever asked it, with the address of their private page."""
    text = f"Hello,\n\nhttps://board.example{PRIVATE_PAGE}\n"
    letter = Letter(0, board.meeting.id, question.id, LetterKind.EMAIL, "of-this", "What became of it", text,
                    LetterState.SENT, "Alex Morgan", board.clock.now, "key-of-the-letter")  # fmt: skip
    board.ports.store.letters.add(letter)


def test_it_says_who_was_told_what_by_whom_and_when(board: Board) -> None:
    told(board, asked(board))
    (letter,) = data(board)["letters"]

    assert (letter["question"], letter["told_by"], letter["state"]) == ("1", "Alex Morgan", "sent")
    assert letter["text"] == "Hello,\n\nhttps://board.example/r/…\n"
    left_out = {"id", "meeting_id", "question_id", "told_of", "key", "attempts", "next_step_at", "reference",
                "rests_on"}  # fmt: skip
    assert {field.name for field in fields(Letter)} - left_out <= set(letter)


@pytest.mark.parametrize("shape", ["json", "csv"])
def test_nothing_in_it_opens_anything(board: Board, shape: str) -> None:
    question = asked(board)
    told(board, question)
    browser = board.signed_in()
    with browser.session_transaction() as session:
        token = session["token"]
    answer = taken(board, shape)
    said = answer.data
    if shape == "csv":
        with ZipFile(io.BytesIO(said)) as archive:
            said = b"".join(archive.read(name) for name in archive.namelist())
    person_ = board.ports.store.accounts.by_username("alex")
    assert person_ is not None

    assert b"Ward 3" in said
    for secret in (question.token, question.source.native_id, board.meeting.screen_token, token, person_.password_hash):
        assert secret
        assert secret.encode() not in said


def test_the_words_of_a_post_that_was_deleted_are_not_in_it(board: Board) -> None:
    ports = board.ports
    new = NewQuestion("X", "9", "Zanzibar?", "Len", ports.clock(), "lenwood", url="https://x.com/lenwood/status/9")
    receipt = ports.store.questions.receive(board.meeting.id, new, ports.ids.token(), ports.clock())
    question = now(ports, ports.store.questions.by_token(receipt.token))
    assert "Zanzibar" in taken(board).text
    with ports.store.transaction():
        ports.store.questions.set_source_state(question, SourceState.GONE)

    said = taken(board).text
    assert "Zanzibar" not in said
    assert "lenwood" not in said


def test_a_table_of_it_opens_in_a_spreadsheet_and_works_nothing_out(board: Board) -> None:
    asked(board)
    answer = taken(board, "csv")
    with ZipFile(io.BytesIO(answer.data)) as archive:
        names, file = archive.namelist(), archive.read("questions.csv").decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(file, newline=""))

    assert answer.mimetype == "application/zip"
    assert {"meeting.csv", "questions.csv", "history.csv", "settings.csv", "settings_history.csv"} <= set(names)
    assert row["text"] == "'=1+1 Why is Ward 3 shut?"


def test_it_is_never_kept_on_the_way_and_who_took_it_and_why_is_on_the_record(board: Board) -> None:
    answer = taken(board)

    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"] == f"attachment; filename=full-record-{board.meeting.code}.json"
    (change,) = board.ports.store.settings.history(board.meeting.id, 9)
    assert (change.what.setting, change.what.after, change.by) == ("full_record_taken", f"JSON: {FOI}", "Alex Morgan")
    assert FOI in board.signed_in().get(f"{board.path}/edit").text
    assert FOI in board.signed_in().get(f"{board.path}/full-record").text
    assert json.loads(answer.data)["settings_history"][0]["after"] == f"JSON: {FOI}"


@pytest.mark.parametrize("reason", ["", "   ", "x" * 201])
def test_without_a_reason_there_is_no_file_and_no_record(board: Board, reason: str) -> None:
    answer = taken(board, reason=reason)

    assert answer.status_code == 422
    assert answer.mimetype == "text/html"
    assert "There is a problem" in answer.text
    assert board.ports.store.settings.history(board.meeting.id, 9) == []


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}))
def test_nobody_else_gets_it_or_is_offered_it(board: Board, role: Role) -> None:
    asked(board)
    browser = signed_in(board, person(board, role))
    form = {"csrf_token": token_on(browser.get("/desk/").text), "reason": FOI, "shape": "json"}
    answer = browser.post(f"{board.path}/full-record", data=form)

    assert answer.status_code == 403
    assert "Ward 3" not in answer.text
    assert board.ports.store.settings.history(board.meeting.id, 9) == []
    assert "full-record" not in browser.get(f"{board.path}/edit").text


def test_a_form_from_elsewhere_gets_nothing(board: Board) -> None:
    answer = board.signed_in().post(f"{board.path}/full-record", data={"reason": FOI, "shape": "json"})

    assert answer.status_code == 400
    assert board.ports.store.settings.history(board.meeting.id, 9) == []
