"""Reply to those who asked by post: each draft is one person's, and goes out when somebody here sends it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse
from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from board_qa.domain.accounts.roles import Right
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.links import LONGEST, NotALink, read_link
from board_qa.domain.networks.outbox import PostKind
from board_qa.services.networks import approving, replies
from board_qa.services.networks.replies import ReplyOffer, Way
from board_qa.web.desk.posts.cards import PostCard, cards
from board_qa.web.desk.posts.writing import NetworkDraft
from board_qa.web.shell.forms import MadeFrom, PageForm
from board_qa.web.shell.guards import actor, allowed
from board_qa.web.shell.installation import installation, ports
from board_qa.web.shell.responses import meeting_or_404

pages = Blueprint("replies", __name__, url_prefix="/desk/meetings/<number:meeting_id>/replies")

_LONGEST = 1000  # characters, as of every post


class ReplyForm(PageForm):
    text = TextAreaField("Reply", [Length(max=_LONGEST)])
    link = StringField("Link to your reply", [Length(max=LONGEST)])
    told_of = MadeFrom()  # what had become of the question when the page was made


@dataclass(frozen=True)
class ReplyCard:
    """A reply that waits: to whom, in which words, and the ways that are open."""

    offer: ReplyOffer
    form: ReplyForm
    draft: NetworkDraft

    @property
    def replies(self) -> bool:
        """Whether the network takes it as a reply, as far as is known."""
        return Way.REPLY in self.offer.ways


@dataclass(frozen=True)
class RepliesPage:
    meeting: Meeting
    due: Sequence[ReplyCard]
    cards: Sequence[PostCard]
    spent: int  # millionths of a US dollar, on this meeting


@pages.get("")
@allowed(Right.READ)
def page(meeting_id: int) -> str:
    return _page(meeting_or_404(meeting_id))


@pages.post("/<number:number>")
@allowed(Right.MODERATE)
def send(meeting_id: int, number: int) -> BaseResponse | tuple[str, int]:
    """Send the words that stand in the form to one person, or record that somebody did so by hand."""
    meeting = meeting_or_404(meeting_id)
    question = ports().store.questions.by_number(meeting.id, number) or abort(404)
    form, way = ReplyForm(), request.form.get("way", "")
    with ports().store.transaction():  # of two who press at once one is told
        offered = next((one for one in _due(meeting) if one.question.id == question.id), None)
        is_sent = offered is not None and way in offered.ways and _sent(meeting, offered, form, Way(way))
    if offered is None:
        flash(f"Whoever asked question {question.called} was told already, or is not to be told by post.")
    elif is_sent:
        flash(f"The reply about question {question.called} is {'on record' if way == Way.BY_HAND else 'being sent'}.")
    else:
        return _page(meeting, {number: form}), 422
    return redirect(url_for("replies.page", meeting_id=meeting.id), 303)


def _sent(meeting: Meeting, offer: ReplyOffer, form: ReplyForm, way: Way) -> bool:
    """Whether it was; where not, the form says why."""
    channel, text = installation().channels[offer.channel], str(form.text.data or "")
    if form.told_of.data != offer.told_of:
        form.told_of.data, now = offer.told_of, f" A reply would now say: “{offer.words}”" if offer.words else ""
        form.text.errors = [
            "Something else became of this question since you opened this page. Change your words where they are not "
            f"right any more, then send them.{now}"
        ]
        return False
    try:
        if way is Way.BY_HAND:
            link = read_link(str(form.link.data or "")).address
            replies.sent_by_hand(ports(), channel, meeting, offer, text, link, actor())
        else:
            replies.reply(ports(), channel, meeting, offer, text, way, actor())
    except NotALink:
        form.link.errors = ["Paste the address of your reply, so that it is on record"]
    except approving.NotPublishable as unfit:
        measure = unfit.measures[channel.name]
        over = measure.length - measure.limit
        form.text.errors = [f"Shorten it by {over} characters" if measure.length else "Enter the words of the reply"]
    except approving.NotPublic as closed:
        form.text.errors = [closed.why]
    return not form.errors


def _due(meeting: Meeting) -> list[ReplyOffer]:
    return replies.replies_due(ports(), meeting, installation().channels)


def _page(meeting: Meeting, forms: dict[int, Any] | None = None) -> str:
    view = RepliesPage(
        meeting,
        [_card(offer, (forms or {}).get(offer.question.number)) for offer in _due(meeting)],
        cards(meeting, {PostKind.REPLY}),
        ports().store.sources.spent_on(meeting.id),
    )
    return render_template("desk/posts/replies.html", view=view)


def _card(offer: ReplyOffer, form: ReplyForm | None) -> ReplyCard:
    form = form or ReplyForm(formdata=None, text=offer.words, told_of=offer.told_of)
    for field in (form.text, form.link):
        field.id = f"reply-{offer.question.number}-{field.name}"
    measure = installation().channels[offer.channel].measure(str(form.text.data or ""))
    return ReplyCard(offer, form, NetworkDraft(offer.channel, None, measure))
