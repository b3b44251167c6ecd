"""What reads hostile texts and draws them, in processes of their own, is told no secret of the service."""

from __future__ import annotations

from pathlib import Path

import pytest

from board_qa.apart import ProcessApart
from board_qa.config.names import ALL
from board_qa.drawing.process import DrawingProcess
from board_qa.screening.process import ScreeningApart, ScreeningProcess

pytestmark = pytest.mark.server

SECRET = "a-secret-of-the-settings"


def environment_of(process: ProcessApart) -> str:
    """As anybody who got into that process would read it."""
    return Path(f"/proc/{process.pid}/environ").read_text()


@pytest.mark.parametrize("kind", [ScreeningProcess, DrawingProcess])
def test_no_setting_reaches_a_process_apart(monkeypatch: pytest.MonkeyPatch, kind: type[ProcessApart]) -> None:
    for name in ALL:
        monkeypatch.setenv(name, SECRET)
        monkeypatch.setenv(f"{name}_FILE", f"/{SECRET}")
    monkeypatch.setenv("LANG", "C.UTF-8")
    process = kind()  # type: ignore[call-arg]  # both say by themselves what they run
    try:
        process._pipes()
        seen = environment_of(process)
    finally:
        process.close()

    assert SECRET not in seen
    assert "LANG=C.UTF-8" in seen


def test_a_text_is_looked_through_without_any() -> None:
    process = ScreeningProcess()
    found = ScreeningApart(process).flags("Ring 07700 900123")
    process.close()

    assert found
