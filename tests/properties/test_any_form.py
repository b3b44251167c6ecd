from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from lxml import html  # type: ignore[import-untyped]  # lxml ships no types

from board_qa.domain.text import wording
from tests.properties.made import texts
from tests.support.board import Board, new_process, post, token_on
from tests.web.test_sending_again import key_in


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Board:
    folder = tmp_path_factory.mktemp("board")
    return Board(folder, new_process(folder))


def texts_stored(board: Board) -> list[str]:
    stored = board.ports.store.questions.of_meeting(board.meeting.id)
    return [one.source.text for one in sorted(stored, key=lambda one: one.id)]


def typed_again(page: str, field: str) -> str:
    """What a field of the page holds, as a browser shows it."""
    (box,) = html.fromstring(page).xpath(f"//*[@name='{field}']")
    return str(box.text or "") if box.tag == "textarea" else str(box.get("value", ""))


@settings(max_examples=50)
@given(texts, texts)
def test_a_question_is_stored_word_for_word_or_stands_in_the_form_again(board: Board, text: str, name: str) -> None:
    board.clock.advance(seconds=timedelta(minutes=10).total_seconds())
    browser, path = board.browser(), f"/{board.meeting.code}"
    key = key_in(browser.get(f"{path}/ask").text)
    before = texts_stored(board)
    answer = browser.post(f"{path}/questions", data={"key": key, "question": sent(text), "name": sent(name)})
    if answer.status_code == 303:
        assert texts_stored(board) == [*before, wording.received(sent(text))]
    else:
        assert answer.status_code == 422
        assert texts_stored(board) == before
        assert wording.received(typed_again(answer.text, "question")) == wording.received(sent(text))


@settings(max_examples=25)
@given(texts, texts, texts)
def test_a_moderator_logs_a_question_or_finds_all_that_they_typed(
    board: Board, text: str, name: str, when: str
) -> None:
    browser, path = board.signed_in(), f"{board.path}/log"
    form, before = {"text": sent(text), "name": sent(name), "when": sent(when)}, texts_stored(board)
    answer = browser.post(f"{board.path}/questions", data={**form, "csrf_token": token_on(browser.get(path).text)})

    if answer.status_code in (302, 303):
        assert texts_stored(board) == [*before, wording.received(form["text"])]
    else:
        assert answer.status_code == 422
        assert texts_stored(board) == before
        assert {field: wording.received(typed_again(answer.text, field)) for field in form} == {
            field: wording.received(value) for field, value in form.items()
        }


@settings(max_examples=25)
@given(texts, texts)
def test_whoever_knows_no_password_does_not_get_in(board: Board, name: str, password: str) -> None:
    answer = post(board.browser(), "/sign-in", "/sign-in", username=sent(name), password=sent(password))

    assert answer.status_code in (200, 400, 401, 403, 422, 429)
    assert board.alex.name not in answer.text


def sent(text: str) -> str:
    """As a browser sends it, which has no field for what is no character."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()
