"""The page of a chat at the desk, as its template is told of it: its plan, and what was answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import timedelta

from flask import url_for

from board_qa.domain.chats.answers import ChatPost, people
from board_qa.domain.chats.plan import Standing, Step, posted, standings
from board_qa.domain.chats.screened import kinds_of
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.partners import Partner
from board_qa.domain.networks.outbox import CHAT_POSTS, OutboxState, OutgoingPost, PostKind
from board_qa.domain.questions.admission import LATE_ANSWERS
from board_qa.domain.rests_on import of_plan
from board_qa.domain.text.excerpt import excerpt
from board_qa.domain.text.flags import Kind
from board_qa.phrases.chats import when_due
from board_qa.services.chats import gathering, posting
from board_qa.services.meetings import partners
from board_qa.web.desk.chats.chat_form import QuestionForm
from board_qa.web.desk.chats.labels import labels
from board_qa.web.desk.parts.listed import Tag
from board_qa.web.desk.posts.cards import PostCard, cards
from board_qa.web.desk.posts.writing import Writing, WritingForm, begun, channels, made_from, writing
from board_qa.web.shell import words
from board_qa.web.shell.installation import installation, ports

# What the page of a running chat shows of each question: the latest. All of them have a page of their own.
LATEST = 10
_LONGEST = 500  # characters of a post; no network's usual limit is longer
_TITLES = {PostKind.CHAT_WELCOME: "Welcome", PostKind.CHAT_THANKS: "Thank you"}


@dataclass(frozen=True)
class Changing:
    """How a question that is not posted can be changed, as far as those beside it are not posted either."""

    form: QuestionForm
    address: str
    rests_on: str
    is_open: bool
    goes_earlier: bool
    goes_later: bool
    goes_away: bool


@dataclass(frozen=True)
class StepCard:
    """A step of the plan. `due` says when within the hour. `writing` is the post that somebody can publish, None where
    it is out or on its way, or there is no network; it is open where `is_next`."""

    name: str
    title: str
    text: str
    at: str
    due: str
    standing: Standing
    is_next: bool
    writing: Writing | None
    action: str
    changing: Changing | None
    out_on: str


@dataclass(frozen=True)
class AnswerRow:
    """A post of somebody's as its network has it. `who` is the handle, or the name where none is known. `tags` are what
    was found in it; `in_distress`: one of them is that."""

    who: str
    name: str
    channel: str
    at: str
    text: str
    lang: str
    url: str
    tags: Sequence[Tag]
    in_distress: bool


@dataclass(frozen=True)
class AnswersCard:
    """The posts below one question, or the others. `all` leads to all of them, '' where these are all."""

    name: str
    title: str
    text: str
    count: str
    rows: Sequence[AnswerRow]
    all: str


@dataclass(frozen=True)
class SourceLine:
    """How the reading of a network is doing, and the button beside it: "pause" or "resume"."""

    network: str
    doing: str
    is_troubled: bool
    button: str


@dataclass(frozen=True)
class ChatPage:
    """`read_now` are all posts that may be of somebody in distress. `is_worked`: whether there is a worker, which reads
    and sends."""

    meeting: Meeting
    said: str
    hosts: str
    steps: Sequence[StepCard]
    adding: QuestionForm
    read_now: Sequence[AnswerRow]
    answers: Sequence[AnswersCard]
    counts: str
    sources: Sequence[SourceLine]
    is_worked: bool
    cards: Sequence[PostCard]
    spent: int  # millionths of a US dollar, on this chat
    has_network: bool


@dataclass(frozen=True)
class Typed:
    """Forms that came back with something to put right, by the name of their step; of a new question as "new"."""

    writing: Mapping[str, WritingForm] = field(default_factory=dict)
    questions: Mapping[str, QuestionForm] = field(default_factory=dict)


def chat_page(meeting: Meeting, typed: Typed) -> ChatPage:
    read = gathering.read(ports(), meeting)
    gathered = installation().run_apart(read.gathered)
    told = {number: one.text for number, one in enumerate(read.questions, start=1)}
    return ChatPage(
        meeting,
        said=_said(meeting),
        hosts=", ".join(_host(one) for one in partners.hosts(ports(), meeting.id)),
        steps=_steps(meeting, typed),
        adding=typed.questions.get("new") or QuestionForm(meeting.details.section_minutes, formdata=None),
        read_now=[_row(meeting, one) for one in gathered.all if _in_distress(one)],
        answers=[
            *(latest_answers(meeting, number, text, gathered.answers[number]) for number, text in told.items()),
            latest_answers(meeting, 0, "", gathered.others),
        ],
        counts=f"{_counted(gathered.participants, 'person', 'people')}, {_counted(gathered.posts, 'post', 'posts')}",
        sources=[_source(meeting, one.name) for one in channels()],
        is_worked=bool(ports().store.leases.holder("worker", ports().clock())),
        cards=cards(meeting, CHAT_POSTS),
        spent=ports().store.sources.spent_on(meeting.id),
        has_network=bool(channels()),
    )


def latest_answers(meeting: Meeting, number: int, text: str, posts: Sequence[ChatPost]) -> AnswersCard:
    """As the page of the chat shows them."""
    all_of_them = url_for("chats.answers", meeting_id=meeting.id, number=number) if len(posts) > LATEST else ""
    return answers_card(meeting, number, text, posts, posts[-LATEST:], all_of_them)


def answers_card(
    meeting: Meeting, number: int, text: str, posts: Sequence[ChatPost], shown: Sequence[ChatPost], all_of_them: str
) -> AnswersCard:
    """Some of the posts below a question; with the number 0, of those that answer none."""
    what = ("answer", "answers") if number else ("post", "posts")
    return AnswersCard(
        name=f"answers-{number}",
        title=f"Q{number}" if number else "Other posts",
        text=text,
        count=f"{_counted(len(posts), *what)} from {_counted(people(posts), 'person', 'people')}" if posts else "",
        rows=[_row(meeting, one) for one in shown],
        all=all_of_them,
    )


def _row(meeting: Meeting, post: ChatPost) -> AnswerRow:
    handle = post.author_handle
    return AnswerRow(
        who=f"@{handle}" if handle else post.author_name,
        name=post.author_name if handle and post.author_name != handle else "",
        channel=post.account.channel,
        at=words.at(post.posted_at, ports().clock(), meeting.details.timezone),
        text=excerpt(post.words, _LONGEST),
        lang=post.lang,
        url=post.url if post.url.startswith(("https://", "http://")) else "",
        tags=labels(post),
        in_distress=_in_distress(post),
    )


def _in_distress(post: ChatPost) -> bool:
    return Kind.DISTRESS in kinds_of(post)


def _steps(meeting: Meeting, typed: Typed) -> list[StepCard]:
    plan, posts = posting.plan(ports(), meeting), ports().store.outbox.of_meeting(meeting.id)
    now, out, with_us = ports().clock(), posted(posts), partners.hosts(ports(), meeting.id)
    stand = standings(plan, posts, now)
    waiting = [one in (Standing.TO_COME, Standing.DUE) for one in stand]
    following = waiting.index(True) if any(waiting) else None
    shown = []
    for place, (step, standing) in enumerate(zip(plan, stand, strict=True)):
        name, is_next = name_of(step), place == following
        offered = channels() and waiting[place] and not meeting.details.cancelled
        form = typed.writing.get(name) or (_begun(step, meeting, with_us) if offered else None)
        shown.append(
            StepCard(
                name,
                title_of(step),
                step.question.text if step.question else "",
                words.short_time(step.at, meeting.details.timezone),
                when_due(step.at, now) if waiting[place] else "",
                standing,
                is_next or name in typed.writing,
                writing(form, name) if form else None,
                _address(meeting, step),
                _changing(meeting, plan, place, out, typed),
                _out_on(step, posts),
            )
        )
    return shown


def name_of(step: Step) -> str:
    """By which the page and its forms know a step."""
    return f"q{step.question_id}" if step.question else {PostKind.CHAT_WELCOME: "welcome"}.get(step.kind, "thanks")


def title_of(step: Step) -> str:
    return f"Q{step.number}" if step.question else _TITLES[step.kind]


def _begun(step: Step, meeting: Meeting, with_us: Sequence[Partner]) -> WritingForm:
    """Drafted for each network, and ticked on all that are there."""
    known = installation().channels
    form = begun(posting.drafted(step, meeting, with_us, known), known)
    return made_from(form, posting.rests_on(ports(), meeting, step))


def _address(meeting: Meeting, step: Step) -> str:
    if step.question:
        return url_for("chats.post_question", meeting_id=meeting.id, question_id=step.question.id)
    return url_for("chats.post_other", meeting_id=meeting.id, what=name_of(step))


def _changing(
    meeting: Meeting, plan: Sequence[Step], place: int, out: AbstractSet[int], typed: Typed
) -> Changing | None:
    """What is posted is not changed, and gets no other number."""
    step = plan[place]
    if step.question is None or step.question.id in out:
        return None
    around = [one.question_id for one in plan]
    before, after = around[place - 1], around[place + 1]
    form = typed.questions.get(name_of(step))
    return Changing(
        form or QuestionForm(meeting.details.section_minutes, step.question, formdata=None),
        url_for("chats.change", meeting_id=meeting.id, question_id=step.question.id),
        of_plan([one.question for one in plan if one.question]),
        is_open=form is not None,
        goes_earlier=before is not None and before not in out,
        goes_later=after is not None and after not in out,
        goes_away=out.isdisjoint(one for one in around[place:] if one),
    )


def _out_on(step: Step, posts: Sequence[OutgoingPost]) -> str:
    """The networks that have it."""
    return ", ".join(one.channel for one in posts if step.has(one) and one.state is OutboxState.SENT)


def _source(meeting: Meeting, network: str) -> SourceLine:
    source = ports().store.sources.get(network)
    return SourceLine(
        network,
        words.source_sentence(source, meeting.details.timezone, ports().clock()),
        bool(source.problem_kind) or source.paused,
        "resume" if source.paused else "pause",
    )


def _said(meeting: Meeting) -> str:
    """Where the chat stands just now, in a sentence."""
    details, now = meeting.details, ports().clock()
    zone, lasts = details.timezone, timedelta(minutes=1)
    if details.cancelled:
        return "This chat is cancelled. Nothing is posted from here."
    if now < details.starts_at:
        return f"It begins on {words.when(details.starts_at, zone)} and takes {details.section_minutes} minutes."
    if now < details.closes_at:
        return f"It is on: minute {(now - details.starts_at) // lasts} of {details.section_minutes}."
    until, ended = details.closes_at + LATE_ANSWERS, words.when(details.closes_at, zone)
    late = "Answers still count" if now < until else "Answers counted"
    return f"It ended on {ended}. {late} until {words.when(until, zone)}."


def _host(one: Partner) -> str:
    handles = ", ".join(f"@{handle} on {network}" for network, handle in one.handles.items())
    return f"{one.name} ({handles})" if handles else one.name


def _counted(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}"
