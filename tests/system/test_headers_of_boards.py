"""What answers beside the boards says what every answer says: the operators' page, and what nobody's host gets."""

from __future__ import annotations

from pathlib import Path

import pytest

from board_qa.boards.files import read_installed
from board_qa.boards.serving import make_boards
from tests.system.test_board_files import boards

OPERATORS, TOKEN = "operators.example", "a-password-for-operators"


@pytest.mark.parametrize(
    ("host", "method", "path", "status"),
    [
        (OPERATORS, "GET", "/", 401),
        (OPERATORS, "GET", "/nothing", 404),
        (OPERATORS, "POST", "/", 405),
        (OPERATORS, "GET", "/readyz", 200),
        ("nobody.example", "GET", "/", 404),
        ("anytown.example", "GET", "/help", 200),
    ],
)
def test_each_header_is_there_once(tmp_path: Path, host: str, method: str, path: str, status: int) -> None:
    environ = boards(tmp_path, anytown="")
    app = make_boards(read_installed({**environ, "OPERATORS_URL": f"https://{OPERATORS}", "OPERATORS_TOKEN": TOKEN}))
    answer = app.test_client().open(path, method=method, base_url=f"https://{host}")

    assert answer.status_code == status
    assert answer.headers.getlist("Strict-Transport-Security") == ["max-age=31536000; includeSubDomains"]
    assert answer.headers.getlist("X-Content-Type-Options") == ["nosniff"]
    (policy,) = answer.headers.getlist("Content-Security-Policy")
    assert {"object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"} <= set(policy.split("; "))
