"""Whether a board got where it wanted to, and how that is said."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from board_qa.domain.listening.figures import Figures, Window, counted
from board_qa.domain.listening.followers import OurFollowers
from board_qa.domain.listening.questions import Outcomes, People, Questions
from board_qa.domain.listening.targets import FIGURES, Target
from board_qa.domain.listening.tone import ToneReport, Tones
from board_qa.phrases.targets import AIMS, aim_said, reached_said
from tests.support.doubles import NOON


@dataclass(frozen=True)
class Told:
    """A report in which 34 questions were asked and answered half of the time within so many days."""

    days: float | None = 8.5
    figures: Figures = field(default_factory=lambda: counted([], Window(NOON, NOON)))
    followers: OurFollowers = field(default_factory=lambda: OurFollowers([]))
    tone: ToneReport = field(default_factory=lambda: ToneReport(Tones(), Tones(), []))

    @property
    def questions(self) -> Questions:
        return Questions([Outcomes("web", 34, 30, 0, 0)], [], [], People(20, 1_200, 0), 0, 0, self.days)


@pytest.mark.parametrize(
    ("target", "said"),
    [
        (Target("asked", 30), "34 of 30: reached"),
        (Target("asked", 34), "34 of 34: reached"),
        (Target("asked", 35), "34 of 35"),
        (Target("first_time", 5_000), "1,200 of 5,000"),
        (Target("days_to_answer", 10), "8.5 of at most 10 days: reached"),
        (Target("days_to_answer", 8), "8.5 of at most 8 days: not reached"),
        (Target("days_to_answer", 1), "8.5 of at most 1 day: not reached"),
        (Target("followers_gained", 100), "Not known yet"),
    ],
)
def test_how_far_a_meeting_got_is_said_in_words(target: Target, said: str) -> None:
    assert reached_said(target, Told()) == said


def test_before_anything_is_answered_nobody_knows_how_long_it_takes() -> None:
    assert reached_said(Target("days_to_answer", 10), Told(days=None)) == "Not known yet"
    assert not Target("days_to_answer", 10).is_reached_by(None)


def test_of_days_the_board_wants_few_and_of_all_else_many() -> None:
    assert [figure for figure in FIGURES if Target(figure, 1).is_at_most] == ["days_to_answer"]
    assert (aim_said(Target("days_to_answer", 10)), aim_said(Target("asked", 1_000))) == (
        "half of the answers within 10 days", "at least 1,000",
    )  # fmt: skip


def test_each_figure_that_can_be_aimed_at_is_one_that_meetings_are_compared_by() -> None:
    assert list(AIMS) == list(FIGURES)
