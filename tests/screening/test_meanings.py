"""What a text is about: the same for its synonyms, of the same form in the other process, and asked of nobody."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import numpy as np
import pytest

from board_qa.screening.meanings import meanings
from board_qa.screening.process import ScreeningApart, ScreeningProcess
from board_qa.screening.screener import Screener
from tests.support.places import ROOT


def cosine(text: str, other: str) -> float:
    one, two = (np.frombuffer(meanings().vector(one), dtype="<f2").astype(np.float32) for one in (text, other))
    return float(one @ two)


@pytest.fixture
def process() -> Iterator[ScreeningProcess]:
    process = ScreeningProcess()
    yield process
    process.close()


@pytest.mark.parametrize(
    ("text", "same", "other"),
    [
        ("the eye clinic", "ophthalmology outpatients", "the staff gym"),
        ("jabs for kids", "childhood immunisation", "hip operations"),
        ("food thrown away in the kitchens", "catering waste", "waiting for a scan"),
        ("clinig llygaid", "the eye clinic", "the hospital bus"),
        ("Pryd fydd y ward plant yn agor?", "When will the children's ward open?", "When will the chapel open?"),
        ("skin specialist", "dermatology", "dementia"),
    ],
)
def test_texts_on_the_same_matter_point_the_same_way(text: str, same: str, other: str) -> None:
    assert cosine(text, same) > 0.5 > cosine(text, other)
    assert cosine(text, same) > cosine(text, other) + 0.2


def test_a_vector_has_the_length_one_and_is_the_same_each_time() -> None:
    assert cosine("Why is the lift broken?", "Why is the lift broken?") == pytest.approx(1, abs=0.001)
    assert meanings().vector("Why is the lift broken?") == meanings().vector("why is the LIFT broken")


@pytest.mark.parametrize("text", ["", "Why?", "???", "Can the board please explain?", "@board #Board"])
def test_a_text_about_nothing_has_none(text: str) -> None:
    assert meanings().vector(text) == b""


@pytest.mark.server
@pytest.mark.parametrize("text", ["Why is the lift broken?", "Why?", "Pam?\nPam\u2028?", "王芳", "lift " * 5_000])
def test_the_other_process_gives_the_same(process: ScreeningProcess, text: str) -> None:
    assert ScreeningApart(process).vector(text) == Screener().vector(text)


@pytest.mark.server
def test_a_text_over_which_the_process_ends_has_no_vector_and_is_not_tried_for_ever() -> None:
    ending = ScreeningProcess(budget=float("nan"))  # no timer can be set to it
    try:
        assert ScreeningApart(ending).vector("Why is the lift broken?") == b""
    finally:
        ending.close()


def test_nobody_is_asked_for_the_words_and_no_code_of_their_package_runs() -> None:
    """An audit hook hears of every socket, whoever opens it (PEP 578)."""
    script = (
        "import sys; sys.addaudithook(lambda event, _: event.startswith('socket.') and sys.exit(event))\n"
        "from board_qa.screening.meanings import meanings\n"
        "assert meanings().vector('Why is the lift broken?')\n"
        "assert not {'wordllama', 'huggingface_hub', 'requests'} & set(sys.modules), 'imported'"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
