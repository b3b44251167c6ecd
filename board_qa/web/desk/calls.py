"""Write, measure, approve and follow the call for questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, abort, flash, jsonify, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as BaseResponse
from wtforms import BooleanField, FieldList, Form, FormField, TextAreaField
from wtforms.validators import Length

from board_qa.domain.accounts.roles import Right
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.outbox import OutboxState, OutgoingPost
from board_qa.domain.networks.posts import Measure
from board_qa.phrases.posts import draft_call
from board_qa.ports.channels import Channel
from board_qa.services.networks import approving
from board_qa.web.shell.guards import actor, allowed
from board_qa.web.shell.installation import installation, ports
from board_qa.web.shell.words import dollars

pages = Blueprint("calls", __name__, url_prefix="/desk/meetings/<number:meeting_id>/call")


_LONGEST = 1000  # characters; the network takes fewer, and says so as they are typed


class NetworkForm(Form):  # type: ignore[misc]  # wtforms ships no types
    """Whether the post goes to one network, and in which words where they are not those for all."""

    on = BooleanField()
    own = TextAreaField(validators=[Length(max=_LONGEST)])


class CallForm(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    text = TextAreaField(
        "Text of the post",
        [Length(max=_LONGEST)],
        description="Edit it until it is right. We publish exactly these words, and record that you approved them.",
    )
    networks = FieldList(FormField(NetworkForm))

    def words_for(self, place: int) -> str:
        """What goes to the network at this place, in the order of the channels."""
        return self.own_words(place) or str(self.text.data or "")

    def own_words(self, place: int) -> str:
        return str(self.networks[place].form.own.data or "").strip()

    def goes_to(self, place: int, of: int) -> bool:
        """Where there is one network only, nobody is asked."""
        return of == 1 or bool(self.networks[place].form.on.data)


@dataclass(frozen=True)
class Draft:
    """The post as one network would have it. `form` is None where it is the only one."""

    network: str
    form: NetworkForm | None
    measure: Measure

    @property
    def price(self) -> str:
        """'' where posting costs nothing."""
        return dollars(self.measure.price) if self.measure.price else ""

    def figures(self) -> dict[str, object]:
        """What changes as somebody types."""
        measure = self.measure
        return {"length": measure.length, "limit": measure.limit, "has_link": measure.has_link, "price": self.price}


@dataclass(frozen=True)
class CallPage:
    meeting: Meeting
    form: CallForm
    drafts: Sequence[Draft]
    posts: Sequence[OutgoingPost]
    spent: int  # millionths of a US dollar, on this meeting
    address: str  # of the public page, to be read out


@pages.get("")
@allowed(Right.READ)
def call(meeting_id: int) -> str:
    meeting = _meeting(meeting_id)
    # Once a call is out the box starts empty: the same words twice are refused by the network.
    posts = ports().store.outbox.of_meeting(meeting.id)
    called = any(approving.is_under_way(channel, post) for channel in _channels() for post in posts)
    text = "" if called else draft_call(meeting.details, _address(meeting))
    return _page(meeting, CallForm(formdata=None, text=text, networks=[{"on": True}] * len(_channels())))


@pages.post("")
@allowed(Right.MODERATE)
def publish(meeting_id: int) -> BaseResponse | tuple[str, int]:
    """Approve exactly these words for these networks; the "check" button only measures them."""
    meeting = _meeting(meeting_id)
    form, channels = _as_sent(), _channels()
    if request.form.get("check"):
        return _page(meeting, form), 200
    words = [(one, form.words_for(place)) for place, one in enumerate(channels) if form.goes_to(place, len(channels))]
    if not words:
        form.text.errors = ["Choose at least one network to publish on"]
        return _page(meeting, form), 422
    try:
        posts = approving.approve_on_all(ports(), meeting, words, actor())
    except approving.NotPublishable as unfit:
        _blame(form, unfit)
        return _page(meeting, form), 422
    out = all(post.state is OutboxState.SENT for post in posts)
    flash("This text is published already. It was not sent again." if out else "Approved. It is being published now.")
    return redirect(url_for("calls.call", meeting_id=meeting.id), 303)


@pages.post("/measure")
@allowed(Right.MODERATE)
def measure(meeting_id: int) -> Response:
    """The length and price of a draft on each network as it is typed. Changes nothing."""
    _meeting(meeting_id)
    return jsonify([draft.figures() for draft in _drafts(_as_sent())])


@pages.post("/<number:post_id>/<any(cancel, retry):what>")
@allowed(Right.MODERATE)
def change(meeting_id: int, post_id: int, what: str) -> BaseResponse:
    meeting = _meeting(meeting_id)
    post = _post(meeting, post_id)
    if what == "cancel":
        flash(
            "Cancelled. It was not sent."
            if approving.cancel(ports(), post)
            else "Too late to cancel: it is being sent."
        )
    elif approving.retry(ports(), post, actor()):
        flash("It is being published again.")
    return redirect(url_for("calls.call", meeting_id=meeting.id), 303)


def _as_sent() -> CallForm:
    """The form with a row for each network, also where what was sent names fewer."""
    form = CallForm()
    while len(form.networks) < len(_channels()):
        form.networks.append_entry()
    return form


def _blame(form: CallForm, unfit: approving.NotPublishable) -> None:
    """Say it beside the words that do not fit: a network's own, or those for all."""
    alone = len(_channels()) == 1
    for place, channel in enumerate(_channels()):
        if measure := unfit.measures.get(channel.name):
            own = not alone and form.own_words(place)
            field = form.networks[place].form.own if own else form.text
            field.errors = [*field.errors, _what_is_wrong("" if alone else channel.name, measure)][:1]


def _what_is_wrong(network: str, measure: Measure) -> str:
    if not measure.length:
        return "Enter the words of the post"
    on = f" for {network}" if network else ""
    return f"The post is too long by {measure.length - measure.limit} characters{on}. Shorten it"


def _channels() -> list[Channel]:
    return list(installation().channels.values())


def _drafts(form: CallForm) -> list[Draft]:
    channels = _channels()
    return [
        Draft(
            channel.name,
            form.networks[place].form if len(channels) > 1 else None,
            channel.measure(form.words_for(place)),
        )
        for place, channel in enumerate(channels)
    ]


def _page(meeting: Meeting, form: CallForm) -> str:
    view = CallPage(
        meeting,
        form,
        drafts=_drafts(form),
        posts=ports().store.outbox.of_meeting(meeting.id),
        spent=ports().store.sources.spent_on(meeting.id),
        address=_address(meeting),
    )
    return render_template("desk/call.html", view=view)


def _address(meeting: Meeting) -> str:
    return installation().settings.public_url + url_for("public.meeting_page", code=meeting.code)


def _meeting(meeting_id: int) -> Meeting:
    return ports().store.meetings.get(meeting_id) or abort(404)


def _post(meeting: Meeting, post_id: int) -> OutgoingPost:
    posts = ports().store.outbox.of_meeting(meeting.id)
    return next((post for post in posts if post.id == post_id), None) or abort(404)
