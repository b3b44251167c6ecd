"""A password among the words of a command is refused, however it is written, and is in no sentence about that."""

from __future__ import annotations

import pytest

from board_qa.config.databases import database_of
from board_qa.typed_secrets import database_typed


@pytest.mark.parametrize(
    "typed",
    ["postgresql://board:hunter2@h/db", "postgres://board:hunter2@h/db", "postgresql://h/db?password=hunter2",
     "postgresql://h/db?pass%77ord=hunter2", "postgresql://h/db?PASSWORD=hunter2", "host=h password=hunter2",
     "mysql://board:hunter2@h/db", "postgresql://h/db?x=y&password%3Dhunter2"],
)  # fmt: skip
def test_the_password_of_a_database_is_taken_from_no_word_of_a_command(typed: str) -> None:
    with pytest.raises(ValueError, match="must be without its password") as refused:
        database_typed(typed)

    assert "hunter2" not in str(refused.value)


def test_a_file_may_be_called_whatever_it_is() -> None:
    assert database_typed("sqlite:////srv/a:b@c.db") == "/srv/a:b@c.db"


@pytest.mark.parametrize(
    ("typed", "end"),
    [("mysql://h/db", ", but begins “mysql:”"), ("host=h password=hunter2", "board_qa"), ("hunter2:h/db", "board_qa"),
     ("", "board_qa")],
)  # fmt: skip
def test_of_an_address_that_is_none_only_its_kind_is_repeated(typed: str, end: str) -> None:
    with pytest.raises(ValueError, match="must name an SQLite file") as refused:
        database_of(typed)

    assert str(refused.value).endswith(end)
    assert "hunter2" not in str(refused.value)
