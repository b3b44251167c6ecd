"""The list of questions that anyone may read: waiting, answered and one's own, and the same for the live page."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from flask import Response, json, render_template, request

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.phases import Phase
from board_qa.domain.questions import audience
from board_qa.domain.questions.admission import Window
from board_qa.domain.questions.audience import PUBLIC_LISTS, PUBLIC_STATES, PublicQuestion
from board_qa.domain.questions.question import Question
from board_qa.services.meetings.phases import phase
from board_qa.services.questions import rule_checks
from board_qa.services.questions.asking import window
from board_qa.web.poll.poll_panel import PollPanel, poll_here, poll_panel, poll_version
from board_qa.web.public.chat import chat
from board_qa.web.public.list_page import PublicPage, public_page
from board_qa.web.public.list_panels import TABS
from board_qa.web.public.pages import meeting_of, pages, unless_known
from board_qa.web.public.question_cards import Support
from board_qa.web.public.questions_page import questions_page
from board_qa.web.public.supporting import said, supported_here
from board_qa.web.shell import responses
from board_qa.web.shell.installation import ports
from board_qa.web.shell.language import say

# Questions that a page which missed something is told of: those it shows, which are few, and the latest changes.
MOST_KNOWN, MOST_CHANGED = 200, 60


@dataclass(frozen=True)
class _Listed:
    """What the page of a meeting is made of, but for the poll: the tab `show` is open."""

    meeting: Meeting
    window: Window
    phase: Phase
    show: str
    lists: dict[str, PublicPage]
    on_screen: Question | None
    support: Support

    @property
    def version(self) -> str:
        """Support is no revision of the meeting, but makes it another page all the same."""
        meeting, support, today = self.meeting, self.support, rule_checks.today(ports(), self.meeting)
        begins = "-".join(str(one.begins) for one in self.lists.values())
        at = f"{meeting.revision}-{self.window}-{self.phase}-{today}"
        return f"{meeting.id}-{at}-{self.show}-{begins}-{_fingerprint(support.counts, support.mine)}"

    def page(self, poll: PollPanel | None) -> str:
        view = questions_page(
            self.meeting, self.window, self.phase, self.show, self.lists, self.on_screen, self.support, poll
        )
        return render_template("public/meeting.html", view=view)


@pages.get("/<code:code>")
def meeting_page(code: str) -> Response:
    """The list with one of its tabs; of a chat its own page."""
    meeting = meeting_of(code)
    if meeting.details.is_chat:
        return chat(meeting)
    listed, poll = _listed(meeting), poll_here(meeting)
    response = unless_known(f"{listed.version}-{poll_version(poll)}")
    if listed.support.mine or poll.mine:
        response.headers["Cache-Control"] = "private, no-cache"
    if response.status_code != 304:
        response.set_data(listed.page(poll_panel(meeting, poll)))
    return response


def page_again(meeting: Meeting, poll: PollPanel | None) -> str:
    """The page that somebody was at, with what there is to say of their answer to the poll."""
    return _listed(meeting).page(poll)


@pages.get("/<code:code>/questions.json")
def snapshot(code: str) -> Response:
    """What became of the questions that a page shows, and what else changed since it last heard, for one that missed a
    message. It is the same for everybody who shows the same."""
    meeting, since = meeting_of(code), request.args.get("since", 0, type=responses.number)
    questions = _asked_for(meeting, since)
    counts = ports().store.support.counts([question.id for question in questions])
    response = unless_known(f"{meeting.revision}-{_fingerprint(counts)}")
    if response.status_code != 304:
        response.set_data(json.dumps(_told(meeting, since, questions, counts)))
        response.mimetype = "application/json"
    return response


def _listed(meeting: Meeting) -> _Listed:
    show = request.args.get("show", "")
    show = show if show in TABS else TABS[0]
    lists, now = _lists(meeting, show), ports().store.questions.on_screen(meeting.id)
    questions = [*([now] if now else []), *(question for one in lists.values() for question in one.questions)]
    ids = [question.id for question in questions]
    support = Support(ports().store.support.counts(ids), supported_here(ids))
    return _Listed(meeting, window(ports(), meeting), phase(ports(), meeting), show, lists, now, support)


def _lists(meeting: Meeting, show: str) -> dict[str, PublicPage]:
    """A page of each list: that of the open tab is the one in the address."""
    counts = audience.public_counts(ports().store.questions.counts(meeting.id))
    begins = max(request.args.get("from", 0, type=responses.number), 0)
    return {
        name: public_page(meeting, states, begins if name == show else 0, counts[name])
        for name, states in PUBLIC_LISTS.items()
    }


def _asked_for(meeting: Meeting, since: int) -> list[Question]:
    queue = ports().store.queue
    known = re.findall(r"\d{1,9}", request.args.get("known", ""), re.ASCII)[:MOST_KNOWN]
    found = [
        *queue.numbered(meeting.id, PUBLIC_STATES, [int(number) for number in known]),
        *queue.changed_since(meeting.id, PUBLIC_STATES, since, MOST_CHANGED),
        *([on_screen] if (on_screen := ports().store.questions.on_screen(meeting.id)) else []),
    ]
    return sorted({question.id: question for question in found}.values(), key=lambda question: question.number)


def _told(meeting: Meeting, since: int, questions: list[Question], counts: dict[int, int]) -> dict[str, Any]:
    by_number = {question.number: question for question in questions}
    fresh = ports().store.queue.new_since(PUBLIC_STATES, since, [question.id for question in questions])
    return {
        "since": 0,
        "revision": meeting.revision,
        "now": next((q.number for q in questions if q.state == "on_screen"), None),
        "questions": [
            view.__dict__ | said(counts.get(by_number[view.number].id, 0)) for view in _views(meeting, questions)
        ],
        "fresh": sorted(q.number for q in questions if q.id in fresh),
        "gone": [],
        "counts": audience.public_counts(ports().store.questions.counts(meeting.id)),
    }


def _views(meeting: Meeting, questions: Iterable[Question]) -> list[PublicQuestion]:
    zone = meeting.details.timezone
    return [view for question in questions if (view := audience.public_question(question, zone, say()))]


def _fingerprint(counts: Mapping[int, int], mine: Collection[int] = ()) -> str:
    """A few letters that are others as soon as somebody supports a question or takes it back."""
    return sha256(repr((sorted(counts.items()), sorted(mine))).encode()).hexdigest()[:12]
