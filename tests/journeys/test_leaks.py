"""What nobody approved, or is public no more, and every address that anybody can open: it is on none of them.

The addresses are read from the product itself, so that a new page cannot forget to be looked at.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import expect
from werkzeug.test import TestResponse

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.recap import Pick, Recap
from board_qa.domain.networks.posts import Post
from board_qa.domain.questions.admission import AskForm
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import DispositionUpdate, NewQuestion, Question
from board_qa.ports import Ports
from board_qa.rehearsal.__main__ import wait
from board_qa.services.meetings import partners
from board_qa.services.meetings.record import publish
from board_qa.services.networks.sighting import take_edit
from board_qa.services.operating.health import WORKER
from board_qa.services.privacy.erasing import erase
from board_qa.services.questions import moderating, undoing
from board_qa.services.questions.asking import ask
from tests.support.board import Board
from tests.support.browsers import PHONE, Window, sign_in
from tests.support.deciding import do, now
from tests.support.doubles import ABUSIVE, NOON
from tests.support.listening import Listener
from tests.support.recaps import publish_recap, unpacked
from tests.support.running import Running
from tests.web.test_metrics import TOKEN, set_token

SECRET = "Zanzibar"
APPROVE, SHOW, HOLD, ANSWER = Action.ACCEPT, Action.PUT_ON_SCREEN, Action.HOLD, Action.ANSWER
NETWORK = Actor("X")
# Of the desk, or for coming in: nobody's without an account, as tests/web/test_roles.py shows.
NOT_PUBLIC = ("/desk", "/sign-", "/static")

Way = Callable[[Ports, Question, Question, Actor], object]


def does(*actions: Action, reason: str = ABUSIVE) -> Way:
    def way(ports: Ports, question: Question, _: Question, actor: Actor) -> None:
        for action in actions:
            question = do(ports, action, question, actor, reason if action in EXPLAINED else "")

    return way


EXPLAINED = {Action.DECLINE, Action.PROPOSE_DECLINE, Action.REDIRECT, Action.WITHDRAW}


def edited(*after: Action) -> Way:
    """The words as put to the board are others; the asker's own are the secret."""

    def way(ports: Ports, question: Question, other: Question, actor: Actor) -> None:
        question = do(
            ports, Action.EDIT_WORDING, question, actor, update=DispositionUpdate(wording="Why is it closed?")
        )
        does(*after)(ports, question, other, actor)

    return way


def erased(*before: Action) -> Way:
    """Whoever asked had it erased."""

    def way(ports: Ports, question: Question, other: Question, actor: Actor) -> None:
        does(*before)(ports, question, other, actor)
        erase(ports, [question], [], actor)

    return way


def grouped(ports: Ports, question: Question, other: Question, actor: Actor) -> None:
    moderating.group(ports, question, question.revision, now(ports, other), actor)


def edited_at_its_source(ports: Ports, question: Question, _: Question, actor: Actor) -> None:
    question = do(ports, SHOW, do(ports, APPROVE, question, actor), actor)
    assert take_edit(ports, question, Post("n", "2", f"{SECRET} anew, unread", "a", "A", "a", NOON))


def approved_and_taken_back(ports: Ports, question: Question, _: Question, actor: Actor) -> None:
    accepted = do(ports, APPROVE, question, actor)
    meeting = ports.store.meetings.get(accepted.meeting_id)
    assert meeting
    undoing.undo(ports, meeting, accepted.revision, actor)


def noted(ports: Ports, _: Question, other: Question, actor: Actor) -> None:
    """Beside a public question stands what only the desk may read, and an answer that was not given yet."""
    fresh = do(ports, SHOW, now(ports, other), actor)
    for action, reason, sets in (
        (Action.NOTE, SECRET, DispositionUpdate()),
        (Action.BRIEF, "", DispositionUpdate(speaker=SECRET, brief=SECRET)),
        (Action.NOTE_ANSWER, "", DispositionUpdate(answer=SECRET)),
        (Action.ASSIGN, SECRET, DispositionUpdate(assignee=actor.id)),
    ):
        fresh = do(ports, action, fresh, actor, reason, sets)


def a_post_without_its_name(ports: Ports, _: Question, other: Question, actor: Actor) -> None:
    """The address of a post names its author as well."""
    post = NewQuestion("X", "77", "Why not?", SECRET, NOON, SECRET, url=f"https://x.com/{SECRET}/status/77")
    receipt = ports.store.questions.receive(other.meeting_id, post, "of-the-post", NOON)
    question = now(ports, ports.store.questions.by_token(receipt.token))
    do(
        ports,
        SHOW,
        do(
            ports,
            APPROVE,
            do(ports, Action.WITHHOLD_NAME, question, actor, update=DispositionUpdate(name_hidden=True)),
            actor,
        ),
        actor,
    )


WAYS: dict[str, Way] = {
    "not looked at yet": does(),
    "on hold": does(HOLD),
    "declined": does(Action.DECLINE),
    "approved, then declined": does(APPROVE, Action.DECLINE),
    "declined while it was on the screen": does(APPROVE, SHOW, Action.DECLINE),
    "proposed to the chair while it was on the screen": does(APPROVE, SHOW, Action.PROPOSE_DECLINE),
    "redirected": does(APPROVE, Action.REDIRECT),
    "approved, then on hold": does(APPROVE, HOLD),
    "approved by mistake, and taken back": approved_and_taken_back,
    "withdrawn": does(APPROVE, Action.WITHDRAW),
    "deleted while it was on the screen": does(APPROVE, SHOW, Action.WITHDRAW),
    "deleted after it was answered": does(APPROVE, SHOW, ANSWER, Action.WITHDRAW),
    "edited at its source while it was on the screen": edited_at_its_source,
    "put in other words, and approved": edited(APPROVE),
    "put in other words, and on the screen": edited(APPROVE, SHOW),
    "put in other words, and answered": edited(APPROVE, SHOW, ANSWER),
    "erased before anybody looked": erased(),
    "erased after it was answered": erased(APPROVE, SHOW, ANSWER),
    "put together with another": grouped,
    "beside a question that everyone reads": noted,
    "who posted a question whose name is withheld": a_post_without_its_name,
}


def stage(ports: Ports, meeting: Meeting, way: Way, actor: Actor) -> tuple[Question, Question]:
    """Somebody else's question, which is approved; and the secret one, to which this was done."""
    other, secret = (
        now(ports, ports.store.questions.by_token(ask(ports, meeting, AskForm(text, text, name)).token))
        for text, name in (("Why is the clinic closed?", "Maria"), (f"Why {SECRET}?", "Pat"))
    )
    # The record as well is looked at, the listening report, and a recap for which all of it was picked.
    publish(ports, meeting, actor)
    ports.store.about.save(replace(ports.store.about.get(), listening_public=True))
    named = (f"{kind}-{number}" for number in (1, 2, 3) for kind in ("question", "answer"))
    everything = Recap("", tuple(Pick(name) for name in named), saved_at=ports.clock())
    ports.store.recaps.save(meeting.id, everything)
    publish_recap(ports, meeting, actor)
    other = do(ports, APPROVE, other, actor)
    way(ports, secret, other, actor)
    return now(ports, other), now(ports, secret)


def addresses(board: Board, other: Question) -> Iterator[str]:
    """Every address that answers a GET without an account, in all its languages, for the other asker."""
    known: dict[str, object] = {"code": board.meeting.code, "number": other.number, "meeting_id": board.meeting.id}
    known |= {"name": "", "kind": "svg"}  # each picture of the listening report, as text
    known["shape"] = "a4"  # a picture: its bytes are looked through, and what is drawn is the meeting's alone
    known["key"] = partners.add(board.ports, board.meeting, "Healthwatch", board.alex).key
    board.ports.store.leases.take(WORKER, "a worker", board.ports.clock(), 3_600)  # else /healthz says there is none
    adapter = board.process.app.url_map.bind("localhost")
    for rule in board.process.app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.rule.startswith(NOT_PUBLIC):
            continue
        of_the_screen = rule.rule.startswith("/screen")
        token = board.meeting.screen_token if of_the_screen else other.token
        assert rule.arguments <= {*known, "token"}, f"{rule.rule} has a part this test knows nothing of"
        values = {name: token if name == "token" else known[name] for name in rule.arguments}
        pictures = ("timeline", "ways", "words", "conversation") if "name" in rule.arguments else ("",)
        for picture in pictures:
            yield adapter.build(rule.endpoint, {**values, "name": picture} if picture else values)


def read(answer: TestResponse) -> str:
    """What stands in an answer, be it a page, a picture or a folder."""
    if answer.mimetype == "application/zip":
        return "".join(unpacked(answer.get_data()).values())
    return answer.get_data().decode("utf-8", "replace")


@pytest.mark.parametrize("name", WAYS)
def test_it_is_on_no_address_that_anybody_can_open(board: Board, name: str) -> None:
    set_token(board)
    other, _ = stage(board.ports, board.meeting, WAYS[name], board.alex)
    browser, seen = board.browser(), []
    for address in addresses(board, other):
        for query in ("", "?show=waiting", "?show=answered", "?show=yours", f"?find={SECRET[:4]}"):
            # With the token for the figures, which nothing else asks for.
            token = {"Authorization": f"Bearer {TOKEN}"}
            answer = browser.get(address + query, follow_redirects=True, headers=token)
            assert answer.status_code < 400, address
            assert SECRET not in read(answer) + str(answer.headers), address
            seen.append(read(answer))

    assert sum("Why is the clinic closed?" in page for page in seen) > 5  # what may be seen is


def test_every_kind_of_address_is_among_those_that_are_looked_at(board: Board) -> None:
    other, _ = stage(board.ports, board.meeting, WAYS["on hold"], board.alex)
    found = set(addresses(board, other))
    code, token, screen = board.meeting.code, other.token, board.meeting.screen_token

    assert {
        "/",
        f"/{code}",
        f"/cy/{code}",
        f"/{code}/questions.json",
        f"/cy/{code}/questions.json",
        f"/{code}/ask",
        f"/{code}/rules",
        f"/r/{token}",
        f"/cy/r/{token}",
        f"/screen/{screen}",
        f"/screen/{screen}/view.json",
        "/register",
        "/cy/register.atom",
        "/register.db",
        f"/{code}/register",
        f"/cy/{code}/register/{other.number}",
        f"/{code}/register.csv",
        f"/{code}/register.json",
        f"/cy/{code}/register.atom",
        f"/{code}/listening",
        f"/cy/{code}/listening/conversation.svg",
        f"/{code}/listening.csv",
        "/healthz",
        "/readyz",
        "/metrics",
    } <= found


@pytest.mark.parametrize("name", [name for name in WAYS if name != "beside a question that everyone reads"])
def test_a_copy_that_was_kept_while_it_was_public_is_never_good_again(board: Board, name: str) -> None:
    """The secret is public, a browser keeps the pages with their tags, and then this is done to it."""
    ports = board.ports
    other, secret = stage(ports, board.meeting, does(APPROVE), board.alex)
    browser, kept = board.browser(), {}
    for address in addresses(board, other):
        answer = browser.get(address)
        policy = answer.headers.get("Cache-Control", "")
        assert "no-store" in policy or "no-cache" in policy or answer.status_code in (302, 303), address
        assert "public" not in policy
        if SECRET in read(answer) and "ETag" in answer.headers:
            kept[address] = answer.headers["ETag"]
    assert len(kept) >= 4  # the list and its snapshot, in both languages
    undoing.undo(ports, board.meeting, secret.revision, board.alex)
    WAYS[name](ports, now(ports, secret), now(ports, other), board.alex)

    for address, tag in kept.items():
        answer = browser.get(address, headers={"If-None-Match": tag})
        assert answer.status_code == 200, address
        assert SECRET not in read(answer), address


@pytest.fixture
def listeners(live: Running) -> Iterator[Callable[[Meeting], list[Listener]]]:
    made: list[Listener] = []

    def start(meeting: Meeting) -> list[Listener]:
        made.extend(
            Listener(live.address, introduction)
            for introduction in (
                {"code": meeting.code},
                {"code": meeting.code, "language": "cy"},
                {"screen": meeting.screen_token},
            )
        )
        return made

    yield start
    for listener in made:
        listener.client.disconnect()


# Ways in which it never was public, not even for a moment: the others say it once, and then take it away.
NEVER_PUBLIC = ["not looked at yet", "on hold", "declined", "put in other words, and approved",
                "put in other words, and on the screen", "put together with another",
                "beside a question that everyone reads"]  # fmt: skip


@pytest.mark.parametrize("name", NEVER_PUBLIC)
def test_it_is_in_no_message_that_anybody_hears(
    live: Running, listeners: Callable[[Meeting], list[Listener]], name: str
) -> None:
    meeting = live.meeting()
    heard = listeners(meeting)
    stage(live.ports, meeting, WAYS[name], live.alex)
    revision = live.ports.store.meetings.revisions()[meeting.id]
    wait("the news", lambda: all(listener.caught_up(revision) for listener in heard))

    assert SECRET not in json.dumps([listener.heard for listener in heard])
    assert "Why is the clinic closed?" in json.dumps(heard[0].heard)


def test_a_page_that_is_gone_back_to_does_not_show_what_was_declined_meanwhile(
    live: Running, window: Callable[..., Window]
) -> None:
    """Browsers keep pages for the way back, whole and alive."""
    meeting = live.meeting()
    _, secret = stage(live.ports, meeting, does(APPROVE), live.alex)
    page = window(PHONE).live(f"{live.address}/{meeting.code}")
    expect(page.get_by_text(f"Why {SECRET}?")).to_be_visible()
    page.get_by_role("link", name="Rules for questions").click()
    page.get_by_role("heading", level=1).wait_for()
    live.does(Action.DECLINE, secret, ABUSIVE)
    page.go_back()

    expect(page.get_by_text(f"Why {SECRET}?")).to_have_count(0)
    expect(page.get_by_text("Why is the clinic closed?")).to_be_visible()
    assert SECRET not in page.content()


def test_a_projector_that_was_away_comes_back_without_what_was_taken_off_meanwhile(
    live: Running, window: Callable[..., Window]
) -> None:
    meeting = live.meeting()
    _, secret = stage(live.ports, meeting, does(APPROVE, SHOW), live.alex)
    wall = sign_in(live, window())  # as somebody who works the screen as well
    page = wall.live(f"{live.address}/screen/{meeting.screen_token}")
    expect(page.locator("h1.p-q")).to_have_text(f"Why {SECRET}?")
    wall.context.set_offline(True)
    live.does(Action.WITHDRAW, secret, "Deleted by its author")
    wall.context.set_offline(False)

    expect(page.locator("body")).to_have_attribute("data-view", "blank", timeout=20_000)
    assert SECRET not in page.content()
    wall.forgive("net::ERR")  # the browser's own notes of the lost connection
