"""What the projector's page shows before its script has heard anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime

from flask import url_for

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.audience import PublicQuestion, ScreenView


@dataclass(frozen=True)
class ProjectorPage:
    """`address` is where the public asks, in the QR code; `drives`: this browser may change what is shown."""

    meeting: Meeting
    shown: ScreenView
    now: datetime
    address: str
    drives: bool

    @property
    def question(self) -> Mapping[str, object]:
        """What stands in each field. What is not on the screen is not in the page either."""
        if self.shown.question is None:
            return dict.fromkeys((field.name for field in fields(PublicQuestion)), "")
        return asdict(self.shown.question)

    @property
    def drive(self) -> str:
        """Where the script sends what was pressed, without its last part: the name of the button."""
        return url_for("desk.screen", meeting_id=self.meeting.id, what="next").removesuffix("next")
