"""The listening report from what is stored: posts as they were read, and questions as they were decided."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from board_qa.domain.listening.figures import Account
from board_qa.domain.listening.poll import Stage
from board_qa.domain.listening.questions import Outcomes, People
from board_qa.domain.listening.ways import Bill
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.observed import ObservedPost
from board_qa.domain.networks.posts import Charge, Metrics, Post
from board_qa.domain.questions.admission import AskForm
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import DispositionUpdate
from board_qa.domain.telling.letters import MailMode
from board_qa.ports import Ports
from board_qa.services.listening.report import Report, report
from board_qa.services.listening.report import read as read_kept
from board_qa.services.meetings import meetings, partners
from board_qa.services.questions.asking import ask
from board_qa.services.questions.moderating import group
from board_qa.storage.sql.store import SqlStore
from board_qa.storage.sqlite.store import SqliteStore
from tests.conftest import RunningNetwork
from tests.support.collecting import read
from tests.support.deciding import asked, do, logged, named, take_back
from tests.support.doubles import ABUSIVE, NOON, StoppedClock, details
from tests.support.watching import watched


def kept(store: SqlStore, id_: str, author: str, meeting_id: int | None, hours: float = 1, **more: Any) -> None:
    """A post as it was read, so many hours from now."""
    at = NOON + timedelta(hours=hours)
    post = Post(id_, id_, more.pop("text", "Why?"), author, author.title(), author, at, **more)
    store.posts.save(ObservedPost("X", post, "search", at, at, at, meeting_id=meeting_id))


def told_of(ports: Ports, meeting: Meeting) -> Report:
    return report(read_kept(ports, {}, meeting, MailMode.PRACTICE))


def test_a_meeting_of_which_nobody_said_a_word_has_a_true_report(ports: Ports, meeting: Meeting) -> None:
    told = told_of(ports, meeting)

    assert (told.called, told.ours, told.questions.asked, told.questions.by_channel) == (False, 0, 0, [])
    assert (told.questions.people, told.questions.days_to_answer) == (People(0, 0, 0), None)
    assert (told.window.begins, told.window.ends) == (NOON - timedelta(days=1), NOON + timedelta(days=4))
    assert (told.figures.posts, told.before.posts, told.figures.reach) == (0, 0, 0)


def test_what_the_networks_told_is_what_it_counts(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    network = practice.network
    for handle, followers in (("maria", 300), ("jo", 70)):
        network.follow(network.user(handle, handle.title()), followers)
    practice.says("maria", "@PracticeBoard how long is the wait? #AnytownBoard")
    practice.says("jo", "Yes @maria, how long?", reply_to=call)
    network.post(network.user("jo", "Jo"), "RT", repost_of=call)
    clock.advance(minutes=5)
    read(ports, practice, clock, rounds=2)
    told = report(read_kept(ports, {"X": practice.channel}, meeting, MailMode.PRACTICE))

    assert told.called
    assert told.window.begins == NOON
    assert (told.figures.posts, told.figures.participants, told.ours) == (2, 2, 0)
    assert told.figures.reach == 370
    assert {told.handles[one.account]: one.count for one in told.top.by_mentions} == {"maria": 1, "PracticeBoard": 2}


def test_posts_of_another_meeting_and_of_another_time_are_left_out(
    ports: Ports, store: SqlStore, meeting: Meeting
) -> None:
    other = meetings.create(ports, details(hashtag="Another"))
    kept(store, "1", "maria", meeting.id)
    kept(store, "2", "jo", None)
    kept(store, "3", "ann", other.id)
    kept(store, "4", "bea", meeting.id, hours=24 * 4)
    kept(store, "5", "cat", meeting.id, hours=-25)
    told = told_of(ports, meeting)

    assert (told.figures.posts, told.before.posts) == (2, 1)


def test_a_post_that_was_edited_counts_when_it_was_first_posted(
    ports: Ports, store: SqlStore, meeting: Meeting
) -> None:
    kept(store, "1", "maria", meeting.id, hours=1, made_at=NOON - timedelta(hours=30))

    assert (told_of(ports, meeting).figures.posts, told_of(ports, meeting).before.posts) == (0, 1)


def test_whom_words_name_and_whom_a_reply_answers_is_one_account(
    ports: Ports, store: SqlStore, meeting: Meeting
) -> None:
    kept(store, "1", "maria", meeting.id)
    kept(store, "2", "jo", meeting.id, text="@Maria. and @nobody_here, why? me@maria.example", answers="1",
         answers_author="maria", metrics=Metrics(followers=9))  # fmt: skip
    top = told_of(ports, meeting).top

    assert [(one.account, one.count) for one in top.by_mentions] == [
        (Account("X", "@nobody_here"), 1), (Account("X", "maria"), 1),
    ]  # fmt: skip


def test_questions_are_counted_by_the_way_they_came_and_a_grouped_one_as_its_head(
    ports: Ports, meeting: Meeting, clock: StoppedClock, alex: Actor
) -> None:
    first, same, third, gone = (asked(ports, meeting, text) for text in ("Why?", "Why, then?", "When?", "Who?"))
    letter = logged(ports, meeting, "Where?", alex)
    head = do(ports, Action.ACCEPT, first, alex, update=DispositionUpdate(agenda_item="Performance"))
    group(ports, same, same.revision, head, alex)
    clock.advance(days=2)
    for action in (Action.PUT_ON_SCREEN, Action.ANSWER):
        head = do(ports, action, head, alex)
    do(ports, Action.DECLINE, third, alex, ABUSIVE)
    do(ports, Action.WITHDRAW, gone, alex)
    do(ports, Action.ACCEPT, letter, alex)
    told = told_of(ports, meeting).questions

    assert told.by_channel == [Outcomes("web", 3, 2, 0, 1), Outcomes("letter", 1, 0, 0, 0)]
    assert told.by_agenda_item == [Outcomes("", 3, 1, 0, 1), Outcomes("Performance", 1, 1, 0, 0)]
    assert (told.asked, told.answered) == (4, 2)
    assert told.declined_for == [(ABUSIVE, 1)]
    assert told.days_to_answer == 2
    assert told.people == People(askers=0, first_time=0, unnamed=4)


def test_an_answer_that_was_taken_back_took_no_days(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    question = asked(ports, meeting)
    for action in (Action.ACCEPT, Action.PUT_ON_SCREEN, Action.ANSWER):
        question = do(ports, action, question, alex)
    take_back(ports, meeting, alex)

    assert told_of(ports, meeting).questions.days_to_answer is None


def test_people_are_counted_once_and_for_the_first_time_where_no_earlier_meeting_had_them(
    ports: Ports, meeting: Meeting
) -> None:
    earlier = meetings.create(ports, details(hashtag="Earlier", starts_at=NOON + timedelta(days=1)))
    later = meetings.create(ports, details(hashtag="Later", starts_at=NOON + timedelta(days=9)))
    named(ports, earlier, "Maria Jones")
    named(ports, later, "Jo Walker")
    for name in ("Maria Jones", "Jo Walker", "Ann Other", "Dr Ann Other", "Sam"):
        named(ports, meeting, name)

    assert told_of(ports, meeting).questions.people == People(askers=3, first_time=2, unnamed=1)


def test_whoever_is_known_by_two_names_is_one_where_an_address_joins_them(ports: Ports, meeting: Meeting) -> None:
    for name, email in (("Ann Other", ""), ("Annie Other", "ann@example.org"), ("Ann Other", "ann@example.org")):
        ask(ports, meeting, AskForm(f"{name}{email}", "Why?", name, email))

    assert told_of(ports, meeting).questions.people == People(askers=1, first_time=1, unnamed=0)


def test_nothing_is_read_but_along_an_index(sqlite: SqliteStore, ports: Ports, meeting: Meeting) -> None:
    with watched(sqlite.database) as seen:
        told_of(ports, meeting)

    assert seen.whole_tables() == []


def test_which_channel_next_is_told_from_what_was_asked_heard_and_charged(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str, alex: Actor
) -> None:
    practice.says("maria", "How long is the wait?", reply_to=call)
    practice.says("jo", "And for children? #AnytownBoard")
    clock.advance(minutes=5)
    read(ports, practice, clock, rounds=2)
    question = ports.store.questions.of_meeting(meeting.id)[0]
    for action in (Action.ACCEPT, Action.PUT_ON_SCREEN, Action.ANSWER):
        question = do(ports, action, question, alex)
    asked(ports, meeting)
    told = report(read_kept(ports, {"X": practice.channel}, meeting, MailMode.PRACTICE)).ways
    network, form = told

    assert (network.name, network.asked, network.answered, network.share) == ("X", 2, 1, 67)
    assert (network.posts, network.accounts, network.bill) == (2, 2, Bill.CHARGED)
    assert network.cost == ports.store.sources.spent_on(meeting.id) > 0
    assert (form.name, form.asked, form.answered, form.bill) == ("web", 1, 0, Bill.NOT_COUNTED)


def test_our_own_posts_bring_a_network_nothing(ports: Ports, store: SqlStore, meeting: Meeting) -> None:
    kept(store, "1", "maria", meeting.id)
    post = Post("2", "2", "Ask us", "board", "Board", "board", NOON + timedelta(hours=1))
    at = NOON + timedelta(hours=1)
    store.posts.save(ObservedPost("X", post, "search", at, at, at, meeting_id=meeting.id, is_ours=True))
    told = {one.name: one for one in told_of(ports, meeting).ways}

    assert (told["X"].posts, told["X"].accounts) == (1, 1)


def test_what_came_through_partners_stands_apart_and_what_another_meeting_cost_does_not(
    ports: Ports, meeting: Meeting
) -> None:
    partner = partners.add(ports, meeting, "Healthwatch", Actor("Alex"))
    ask(ports, meeting, AskForm("a", "Why?", partner=partner.key))
    asked(ports, meeting, "When?")
    other = meetings.create(ports, details(hashtag="Another"))
    ports.store.sources.spend("X", [Charge("post", "1", 5_000)], NOON, other.id)

    assert [(one.name, one.through_partner, one.asked) for one in told_of(ports, meeting).ways] == [
        ("web", False, 1), ("web", True, 1),
    ]  # fmt: skip


def test_an_empty_meeting_without_networks_has_the_form_alone_and_no_poll(ports: Ports, meeting: Meeting) -> None:
    told = told_of(ports, meeting)

    assert [(one.name, one.asked, one.share, one.posts, one.cost) for one in told.ways] == [
        ("web", 0, None, None, None)
    ]
    assert (told.poll.stage, told.poll.counts) == (Stage.HIDDEN, {})
