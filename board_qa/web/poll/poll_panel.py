"""The poll "What do you use most?" as the public page shows it: the question, or what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from flask import request
from markupsafe import Markup
from wtforms import RadioField

from board_qa.domain.listening.poll import FEWEST, QUESTION, Poll, Stage
from board_qa.domain.meetings.meeting import Meeting
from board_qa.services.listening import polling
from board_qa.web.public.counted_once import own_secret
from board_qa.web.shell.forms import PageForm
from board_qa.web.shell.installation import ports
from board_qa.web.shell.language import in_page, link, say


class PollForm(PageForm):
    """It carries nobody's authority and so has no token: guards.refuse_other_sites is its defence."""

    class Meta:
        csrf = False

    choice = RadioField(validate_choice=False)

    def __init__(self, poll: Poll, **more: Any) -> None:
        super().__init__(**more)
        self.choice.choices = [(one, in_page(one)) for one in poll.offered]


@dataclass(frozen=True)
class PollRow:
    """`share` is of a hundred of all who answered."""

    choice: Markup
    answers: str
    share: int


@dataclass(frozen=True)
class PollPanel:
    """`mine` is what this browser answered, '' for nothing. `rows` are what came of it, and none where those are too
    few to show. `counted` says of how many people they are, and `lost` whether an answer came just now that was too
    late to be counted."""

    question: str
    is_open: bool
    form: PollForm
    address: str
    mine: Markup
    rows: tuple[PollRow, ...]
    counted: str
    lost: bool

    @property
    def asks(self) -> bool:
        """Whether the question stands there, and nothing of what others answered."""
        return self.is_open and not self.mine

    @property
    def wrong(self) -> bool:
        return self.lost or bool(self.form.errors)


def poll_here(meeting: Meeting) -> Poll:
    """As it stands for this browser."""
    return polling.poll_of(ports(), meeting, own_secret())


def poll_version(poll: Poll) -> str:
    """A few letters that are others as soon as the page says something else of it. Nobody can work out from them what
    it does not say."""
    told = sorted(poll.counts.items()) if poll.is_public else []
    return sha256(repr((poll.stage, poll.mine, told)).encode()).hexdigest()[:12]


def poll_panel(meeting: Meeting, poll: Poll, sent: PollForm | None = None, lost: bool = False) -> PollPanel | None:
    """None where there is nothing of it on the page. `sent` is a form that was refused."""
    if poll.stage is Stage.HIDDEN and not lost:
        return None
    return PollPanel(
        question=say().gettext(QUESTION),
        is_open=poll.stage is Stage.OPEN,
        form=sent or PollForm(poll, formdata=None, data={"choice": poll.mine}),
        address=link("answer_poll", code=meeting.code, **place()),
        mine=in_page(poll.mine),
        rows=tuple(PollRow(in_page(one.choice), f"{one.answers:,}", one.share) for one in poll.results)
        if poll.is_public
        else (),
        counted=_counted(poll),
        lost=lost,
    )


def _counted(poll: Poll) -> str:
    if not poll.is_public:
        few = say().gettext("Fewer than {number} people have answered. That is too few to show what they said.")
        return few.format(number=FEWEST)
    said = say().ngettext("{count} person answered.", "{count} people answered.", poll.answers)
    return said.format(count=f"{poll.answers:,}")


def place() -> dict[str, Any]:
    """The tab and the page of the list that somebody is at, as arguments of an address."""
    return {name: request.args[name] for name in ("show", "from") if name in request.args}
