"""Each request has a line, with the name that our own proxy gave it and nobody else."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from tests.support.placed import placed

GIVEN = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(("proxies", "believed"), [("0", False), ("1", True)])
def test_what_a_visitor_calls_their_request_is_believed_of_our_proxy_alone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, proxies: str, believed: bool
) -> None:
    board = placed(tmp_path, LOG_FORMAT="json", PROXIES=proxies)
    caplog.set_level(logging.INFO, "board_qa.web.operators.request_lines")
    board.browser().get("/readyz", headers={"X-Request-ID": GIVEN})
    (line,) = [record.__dict__["fields"] for record in caplog.records if record.getMessage() == "answered"]

    assert (line["request"] == GIVEN) is believed
    assert line["request"]
