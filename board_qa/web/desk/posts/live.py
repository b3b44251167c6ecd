"""Tell of the meeting while it is on: each question as it is put, each answer, and whatever else there is to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from board_qa.domain.accounts.roles import Right
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.outbox import LIVE_POSTS, OutgoingPost, PostKind
from board_qa.domain.questions.question import Question
from board_qa.phrases.posts import KINDS, draft_item, draft_sign_off
from board_qa.services.networks import approving, live_posts
from board_qa.services.networks.approving import Purpose
from board_qa.services.networks.holding import still_right
from board_qa.services.networks.live_posts import NotOffered, Offer, networks_used, no_longer_true, offers
from board_qa.services.networks.signing_off import end_of_day
from board_qa.web.desk.posts.cards import PostCard, cards
from board_qa.web.desk.posts.writing import (
    Writing,
    WritingForm,
    as_sent,
    begun,
    blame,
    channels,
    look_again,
    made_from,
    words_of,
    writing,
)
from board_qa.web.public.site_page import help_now
from board_qa.web.shell.guards import actor, allowed, wants_json
from board_qa.web.shell.installation import installation, ports
from board_qa.web.shell.responses import done, meeting_or_404, rejected

pages = Blueprint("live", __name__, url_prefix="/desk/meetings/<number:meeting_id>/live")


# Posts about no question, as their addresses say.
_FREE = {"post": PostKind.LIVE, "sign-off": PostKind.SIGN_OFF}


@dataclass(frozen=True)
class OfferCard:
    """A draft that waits for a person: what it is, the form it is in, and where it is sent."""

    title: str
    writing: Writing
    action: str


@dataclass(frozen=True)
class Starter:
    """Words to begin a post with: an agenda item, or the last post of the day."""

    label: str
    address: str


@dataclass(frozen=True)
class LivePage:
    """`free` is the form for whatever else there is to say, None where there is no network."""

    meeting: Meeting
    offers: Sequence[OfferCard]
    free: Writing | None
    free_action: str
    kind: str
    starters: Sequence[Starter]
    cards: Sequence[PostCard]
    untrue: Sequence[tuple[OutgoingPost, Question]]
    end_of_day: Sequence[str]
    spent: int  # millionths of a US dollar, on this meeting


@pages.get("")
@allowed(Right.READ)
def page(meeting_id: int) -> BaseResponse | str:
    meeting, press = meeting_or_404(meeting_id), request.args.get("draft", "")
    if not press:
        return _page(meeting, _begun(meeting), PostKind.SIGN_OFF if request.args.get("sign_off") else PostKind.LIVE)
    saved = approving.drafts(ports(), meeting, press)
    if saved:
        return _page(meeting, _draft(meeting, saved, press), saved[0].kind)
    flash("This draft was published or removed.")
    return redirect(url_for("live.page", meeting_id=meeting.id), 303)


def _draft(meeting: Meeting, saved: Sequence[OutgoingPost], press: str) -> WritingForm:
    """The free post with a draft of before. What was written from something else is said."""
    form = begun({post.channel: post.text for post in saved}, {post.channel for post in saved}, press=press)
    if not all(still_right(ports(), post) for post in saved):
        purpose = Purpose(saved[0].kind)
        look_again(form, approving.rests_on(ports(), meeting, purpose, press), _rests_on(purpose), "this was saved")
    return form


def _begun(meeting: Meeting) -> WritingForm:
    """The free post: empty, or with the words for an agenda item or for the end of the day."""
    on, hashtag = _used(meeting), meeting.details.hashtag
    place = request.args.get("item", 0, type=int)
    if 0 < place <= len(meeting.details.agenda):
        title = meeting.details.agenda[place - 1]
        return begun({one.name: draft_item(place, title, hashtag, one.measure) for one in channels()}, on)
    if request.args.get("sign_off"):
        signposts = help_now(meeting)
        return begun({one.name: draft_sign_off(hashtag, signposts, one.measure) for one in channels()}, on)
    return begun({one.name: f" #{hashtag}" for one in channels()}, on)


def _used(meeting: Meeting) -> set[str]:
    """Where live posts go unless somebody chooses otherwise: where the meeting was told of already, or everywhere."""
    return networks_used(ports(), meeting) or {one.name for one in channels()}


@pages.post("/<any(question, answer):what>/<number:number>")
@allowed(Right.MODERATE)
def send(meeting_id: int, what: str, number: int) -> BaseResponse | tuple[str, int]:
    """Publish what was drafted about a question, in the words that stand in the form, or leave it out."""
    meeting = meeting_or_404(meeting_id)
    question = ports().store.questions.by_number(meeting.id, number) or abort(404)
    form = as_sent(WritingForm())
    purpose = Purpose(PostKind(what), question.id, seen=str(form.rests_on.data or ""))
    title = f"{KINDS[purpose.kind]} {question.called}"
    try:
        if not request.form.get("leave_out"):
            return _approve(meeting, form, purpose, title, number)
        words = [(one, form.words_for(place)) for place, one in enumerate(channels())]
        live_posts.leave_out(ports(), meeting, words, actor(), purpose)
        return _done(meeting, f"{title} is not posted.")
    except NotOffered:
        return rejected(meeting, f"{title} was published or left out already, or there is nothing to post yet.")
    except approving.ChangedSince:
        return _look_again(meeting, form, purpose, title, number)


@pages.post("/<any(post, 'sign-off'):what>")
@allowed(Right.MODERATE)
def say(meeting_id: int, what: str) -> BaseResponse | tuple[str, int]:
    """Publish whatever else there is to say, or keep it for later."""
    meeting, form = meeting_or_404(meeting_id), as_sent(WritingForm())
    purpose = Purpose(_FREE[what], seen=str(form.rests_on.data or ""), draft=str(form.press.data or ""))
    if request.form.get("check"):
        return _page(meeting, form, purpose.kind), 200
    if request.form.get("save"):
        words = words_of(form)
        if not words:
            return _page(meeting, form, purpose.kind), 422
        try:
            approving.save_draft(ports(), meeting, words, actor(), purpose)
        except approving.ChangedSince:
            return _look_again(meeting, form, purpose, KINDS[purpose.kind], None)
        return _done(meeting, "Saved as a draft. It is not published.")
    return _approve(meeting, form, purpose, KINDS[purpose.kind])


def _approve(
    meeting: Meeting, form: WritingForm, purpose: Purpose, title: str, number: int | None = None
) -> BaseResponse | tuple[str, int]:
    words = words_of(form)
    try:
        if words:
            with ports().store.transaction():
                is_as_seen = purpose.seen == approving.rests_on(ports(), meeting, purpose, purpose.draft)
                live_posts.publish(ports(), meeting, words, actor(), purpose)
                if is_as_seen:  # what is under way already is no reason to throw away what a colleague made of it
                    approving.drop_draft(ports(), meeting, purpose.draft)
            where = ", ".join(one.name for one, _ in words)
            return _done(meeting, f"{title} is being published on {where}.")
    except approving.NotPublishable as unfit:
        blame(form, unfit)
    except approving.NotPublic as closed:
        form.text.errors = [closed.why]
    except approving.ChangedSince:
        return _look_again(meeting, form, purpose, title, number)
    return _wrong(meeting, form, purpose.kind, number)


def _look_again(
    meeting: Meeting, form: WritingForm, purpose: Purpose, title: str, number: int | None
) -> BaseResponse | tuple[str, int]:
    what = f"{title}, its name or its answer" if number else _rests_on(purpose)
    look_again(form, approving.rests_on(ports(), meeting, purpose, purpose.draft), what)
    return _wrong(meeting, form, purpose.kind, number)


def _rests_on(purpose: Purpose) -> str:
    """What a post about no question is written from, in words."""
    draft = "The draft, the meeting" if purpose.draft else "The meeting"
    return f"{draft} or where people get help" if purpose.kind is PostKind.SIGN_OFF else f"{draft} or its agenda"


def _wrong(meeting: Meeting, form: WritingForm, kind: PostKind, number: int | None) -> BaseResponse | tuple[str, int]:
    if wants_json():
        errors = [error for field in (form.text, *(row.form.own for row in form.networks)) for error in field.errors]
        return rejected(meeting, f"{'. '.join(errors)}.", rests_on=str(form.rests_on.data or ""))
    if number is None:
        return _page(meeting, form, kind), 422
    return _page(meeting, _begun(meeting), PostKind.LIVE, {(kind, number): form}), 422


def _done(meeting: Meeting, message: str) -> BaseResponse:
    if wants_json():
        return jsonify(message=message)
    if request.form.get("from") != "live":
        return done(meeting, message)
    flash(message)
    return redirect(url_for("live.page", meeting_id=meeting.id), 303)


def offer_card(meeting: Meeting, offer: Offer, form: WritingForm | None = None) -> OfferCard:
    """What there is to tell, in a form of its own: the one that came back with something wrong, or a new one."""
    kind, number = offer.kind.value, offer.question.number
    form = form or begun(offer.words(meeting, installation().channels), _used(meeting))
    mark = approving.rests_on(ports(), meeting, Purpose(offer.kind, offer.question.id))
    return OfferCard(
        f"{KINDS[offer.kind]} {offer.question.called}",
        writing(made_from(form, mark), f"{kind}-{number}"),
        url_for("live.send", meeting_id=meeting.id, what=kind, number=number),
    )


def _page(
    meeting: Meeting,
    free: WritingForm,
    kind: PostKind,
    forms: dict[tuple[PostKind, int], WritingForm] | None = None,
) -> str:
    draft = str(free.press.data or "")
    view = LivePage(
        meeting,
        [
            offer_card(meeting, offer, (forms or {}).get((offer.kind, offer.question.number)))
            for offer in offers(ports(), meeting)
        ],
        writing(made_from(free, approving.rests_on(ports(), meeting, Purpose(kind), draft))) if channels() else None,
        url_for("live.say", meeting_id=meeting.id, what="sign-off" if kind is PostKind.SIGN_OFF else "post"),
        KINDS[kind],
        list(_starters(meeting)),
        cards(meeting, LIVE_POSTS),
        no_longer_true(ports(), meeting),
        end_of_day(ports(), meeting, installation().channels),
        ports().store.sources.spent_on(meeting.id),
    )
    return render_template("desk/posts/live.html", view=view)


def _starters(meeting: Meeting) -> Sequence[Starter]:
    items = [
        Starter(f"Item {place}: {title}", url_for("live.page", meeting_id=meeting.id, item=place, _anchor="free-h"))
        for place, title in enumerate(meeting.details.agenda, start=1)
    ]
    end = url_for("live.page", meeting_id=meeting.id, sign_off=1, _anchor="free-h")
    return [*items, Starter(KINDS[PostKind.SIGN_OFF], end)]
