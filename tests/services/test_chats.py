"""A chat from its plan to its answers: posted by a press and once, read into no queue, and gathered by question."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from board_qa.domain.chats.questions import ChatQuestion, Posted
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.outbox import OutboxState, PostKind
from board_qa.domain.questions.history import Actor
from board_qa.domain.questions.question import SourceState
from board_qa.domain.telling.letters import MailMode
from board_qa.phrases.chats import draft_question, draft_thanks, draft_welcome
from board_qa.ports import Ports
from board_qa.practice.network import BOARD_HANDLE
from board_qa.services.chats import gathering, planning, posting
from board_qa.services.listening import report
from board_qa.services.meetings import meetings, partners
from board_qa.services.networks import observing, publishing, stopping
from board_qa.services.networks.collecting import collect
from board_qa.services.questions.moving import other_meetings
from board_qa.storage.sqlite.store import SqliteStore
from tests.conftest import RunningNetwork
from tests.support.chats import TEXTS, asked, chat_details, planned, said
from tests.support.collecting import queue, read
from tests.support.doubles import NOON, StoppedClock
from tests.support.watching import watched

WORDS = "Q1: What helps? #AnytownChat"


@pytest.fixture
def chat(ports: Ports) -> Meeting:
    return planned(ports)


def texts(ports: Ports, chat: Meeting) -> list[str]:
    return [one.text for one in ports.store.chats.questions(chat.id)]


def question_ids(ports: Ports, chat: Meeting) -> list[int]:
    return [one.id for one in ports.store.chats.questions(chat.id)]


def answers(ports: Ports, chat: Meeting) -> dict[int, list[str]]:
    """The words of each post by its question; the others as 0."""
    gathered = gathering.read(ports, chat).gathered()
    found = {number: [one.text for one in posts] for number, posts in gathered.answers.items() if posts}
    return found | ({0: [one.text for one in gathered.others]} if gathered.others else {})


def press(
    ports: Ports, practice: RunningNetwork, chat: Meeting, actor: Actor, text: str = WORDS, number: int = 1
) -> None:
    step = next(one for one in posting.plan(ports, chat) if one.number == number)
    posting.press(ports, chat, step, [(practice.channel, text)], actor)


def test_questions_are_added_changed_moved_and_removed_on_the_record(ports: Ports, chat: Meeting, alex: Actor) -> None:
    first, second, third = question_ids(ports, chat)
    planning.add(ports, chat, "Anything else?", 50, alex)
    planning.change(ports, chat, ChatQuestion(second, "What is in the way?"), alex)
    planning.move(ports, chat, third, -1, alex)
    planning.remove(ports, chat, first, alex)

    assert texts(ports, chat) == ["What next?", "What is in the way?", "Anything else?"]
    changes = ports.store.settings.history(chat.id, 10)
    assert [(one.what.setting, one.by) for one in changes] == [("chat_question", "Alex")] * 4
    assert "Q4 at 50: Anything else?" in str(changes[-1].what.after) + str(changes[0].what.before)


def test_another_chats_question_and_one_that_is_gone_are_not_there(ports: Ports, chat: Meeting, alex: Actor) -> None:
    (elsewhere,) = question_ids(ports, planned(ports, ["Elsewhere?"], hashtag="OtherChat"))
    with pytest.raises(planning.NotThere):
        planning.change(ports, chat, ChatQuestion(elsewhere, "Taken over"), alex)
    with pytest.raises(planning.NotThere):
        planning.remove(ports, chat, 0, alex)

    assert texts(ports, chat) == list(TEXTS)


def test_a_chat_has_twenty_questions_at_most(ports: Ports, chat: Meeting, alex: Actor) -> None:
    for number in range(17):
        planning.add(ports, chat, f"Number {number}?", None, alex)
    with pytest.raises(planning.TooMany):
        planning.add(ports, chat, "One more?", None, alex)


def test_what_is_posted_stays_as_it_is(ports: Ports, practice: RunningNetwork, chat: Meeting, alex: Actor) -> None:
    press(ports, practice, chat, alex)
    (first, _, third), before = question_ids(ports, chat), texts(ports, chat)
    with pytest.raises(Posted):
        planning.change(ports, chat, ChatQuestion(first, "Other words?"), alex)
    with pytest.raises(Posted):
        planning.remove(ports, chat, first, alex)
    assert texts(ports, chat) == before

    planning.remove(ports, chat, third, alex)
    assert texts(ports, chat) == before[:2]


def test_a_step_that_somebody_posted_anew_is_not_published_a_second_time(
    ports: Ports, practice: RunningNetwork, chat: Meeting, alex: Actor
) -> None:
    press(ports, practice, chat, alex)
    (first,) = ports.store.outbox.of_meeting(chat.id)
    assert stopping.cancel(ports, first)
    press(ports, practice, chat, alex, "Q1: What would help? #AnytownChat")
    with pytest.raises(stopping.NotAgain, match="Another post took its place on X"):
        stopping.retry(ports, ports.store.outbox.of_meeting(chat.id)[0], alex)

    states = [one.state for one in ports.store.outbox.of_meeting(chat.id)]
    assert states == [OutboxState.CANCELLED, OutboxState.APPROVED]


def test_of_a_cancelled_chat_nothing_goes_out_that_was_approved_before(
    ports: Ports, practice: RunningNetwork, chat: Meeting, alex: Actor
) -> None:
    press(ports, practice, chat, alex)
    meetings.change(ports, chat, replace(chat.details, cancelled=True), actor=alex)
    publishing.send_due(ports, practice.channel)
    (post,) = ports.store.outbox.of_meeting(chat.id)
    assert post.problem == "The chat is cancelled, so this was not sent"
    with pytest.raises(stopping.NotAgain, match="The chat is cancelled"):
        stopping.retry(ports, post, alex)

    assert list(practice.network.current()) == []


def test_nothing_is_posted_without_a_press_however_late_it_is(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, chat: Meeting
) -> None:
    for _ in range(3):
        clock.advance(minutes=20)
        publishing.send_due(ports, practice.channel)

    assert practice.network.published() == []
    assert ports.store.outbox.of_meeting(chat.id) == []


def test_a_press_is_one_post_whoever_presses_again_and_in_whichever_words(
    ports: Ports, practice: RunningNetwork, chat: Meeting, alex: Actor
) -> None:
    press(ports, practice, chat, alex)
    for text in (WORDS, "Q1: in words of my own #AnytownChat"):
        with pytest.raises(posting.AlreadyPressed) as first:
            press(ports, practice, chat, Actor("Bo"), text)
        assert first.value.by == "Alex"
        publishing.send_due(ports, practice.channel)

    assert [one.text for one in practice.network.published()] == [WORDS]
    with pytest.raises(posting.AlreadyPressed):
        press(ports, practice, chat, alex)


def test_a_step_of_a_plan_that_changed_meanwhile_is_not_posted(
    ports: Ports, practice: RunningNetwork, chat: Meeting, alex: Actor
) -> None:
    step = posting.plan(ports, chat)[1]
    planning.change(ports, chat, ChatQuestion(question_ids(ports, chat)[0], "Other words?"), alex)
    with pytest.raises(posting.NotInThePlan):
        posting.press(ports, chat, step, [(practice.channel, WORDS)], alex)

    assert ports.store.outbox.of_meeting(chat.id) == []


def test_each_question_stands_alone_so_that_replies_are_its_answers(
    ports: Ports, practice: RunningNetwork, chat: Meeting, alex: Actor
) -> None:
    press(ports, practice, chat, alex)
    publishing.send_due(ports, practice.channel)
    press(ports, practice, chat, alex, "Q2: What hinders? #AnytownChat", 2)
    publishing.send_due(ports, practice.channel)

    assert [one.reply_to for one in ports.store.outbox.of_meeting(chat.id)] == ["", ""]


def test_a_failed_post_of_a_removed_question_stays_on_record(
    ports: Ports, practice: RunningNetwork, chat: Meeting, alex: Actor
) -> None:
    press(ports, practice, chat, alex)
    (post,) = ports.store.outbox.of_meeting(chat.id)
    ports.store.outbox.move(post, replace(post, state=OutboxState.FAILED))
    planning.remove(ports, chat, question_ids(ports, chat)[0], alex)

    (left,) = ports.store.outbox.of_meeting(chat.id)
    assert (left.kind, left.chat_question_id, left.text) == (PostKind.CHAT_QUESTION, None, WORDS)


def test_posts_with_the_hashtag_and_replies_are_gathered_and_are_no_questions_to_the_board(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, chat: Meeting, alex: Actor
) -> None:
    press(ports, practice, chat, alex)
    publishing.send_due(ports, practice.channel)
    (q1,) = practice.network.published()
    practice.says("maria", "A1 We listen #AnytownChat")
    reply = practice.says("jo", "Time helps", reply_to=q1.id)
    practice.says("sam", "It does", reply_to=reply)
    practice.says("ann", "Hello #anytownchat")
    read(ports, practice, clock)

    assert answers(ports, chat) == {
        1: ["A1 We listen #AnytownChat", "Time helps", "It does"],
        0: ["Hello #anytownchat"],
    }
    assert queue(ports, chat) == []


def test_the_desk_hears_of_a_new_post_and_not_of_one_that_it_knows(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, chat: Meeting
) -> None:
    practice.says("maria", "A1 We listen #AnytownChat")
    read(ports, practice, clock)
    heard = ports.store.meetings.revisions()[chat.id]
    assert heard > chat.revision

    read(ports, practice, clock, rounds=3)
    assert ports.store.meetings.revisions()[chat.id] == heard


def test_a_mention_that_says_no_meeting_is_a_question_to_the_board_also_while_a_chat_is_on(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, chat: Meeting, meeting: Meeting
) -> None:
    practice.says("maria", f"@{BOARD_HANDLE} why is the ward closed?")
    read(ports, practice, clock)

    assert [one.source.text for one in queue(ports, meeting)] == [f"@{BOARD_HANDLE} why is the ward closed?"]
    assert answers(ports, chat) == {}


def test_where_a_meeting_and_a_chat_have_one_hashtag_a_question_is_not_lost_in_the_chat(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting
) -> None:
    chat = planned(ports, hashtag=meeting.details.hashtag)
    practice.says("maria", f"Why? #{meeting.details.hashtag}")
    read(ports, practice, clock)

    assert len(queue(ports, meeting)) == 1
    assert answers(ports, chat) == {}


@pytest.mark.parametrize(("hours", "counts"), [(0.5, True), (24.9, True), (25.1, False)])
def test_a_late_answer_counts_up_to_a_day_after_the_end(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, chat: Meeting, hours: float, counts: bool
) -> None:
    clock.advance(hours=hours)
    practice.says("maria", "A1 Late #AnytownChat")
    clock.advance(seconds=30)
    collect(ports, practice.channel)

    assert bool(answers(ports, chat)) is counts


def test_what_its_author_deleted_is_an_answer_no_more_and_the_desk_hears_of_it(ports: Ports, chat: Meeting) -> None:
    said(ports, chat, "7", "A1 We listen")
    assert answers(ports, chat) == {1: ["A1 We listen"]}
    before = ports.store.meetings.revisions()[chat.id]
    observing.posts_not_to_be_seen(ports, "X", {"7": SourceState.GONE})

    assert answers(ports, chat) == {}
    assert ports.store.meetings.revisions()[chat.id] > before


def test_the_report_counts_answers_by_question_and_people_once(ports: Ports, chat: Meeting) -> None:
    asked(ports, chat, 1)
    said(ports, chat, "1", "A1 yes", "maria")
    said(ports, chat, "2", "And more", "maria", answers="q1", refers_to=("q1",))
    said(ports, chat, "3", "A2 no", "jo")
    said(ports, chat, "4", "Hello", "sam")
    said(ports, chat, "5", "RT", "ann", is_repost=True)
    told = report.report(report.read(ports, {}, chat, MailMode.PRACTICE)).chat

    assert told is not None
    assert [(one.number, one.text, one.answers, one.people) for one in told.questions] == [
        (1, "What helps?", 2, 1), (2, "What hinders?", 1, 1), (3, "What next?", 0, 0),
    ]  # fmt: skip
    assert (told.others, told.posts, told.participants) == (1, 4, 3)


def test_a_board_meeting_has_no_part_about_a_chat(ports: Ports, meeting: Meeting) -> None:
    assert report.report(report.read(ports, {}, meeting, MailMode.PRACTICE)).chat is None


def test_a_chat_is_never_the_next_meeting_and_takes_no_question(ports: Ports, chat: Meeting, meeting: Meeting) -> None:
    assert meetings.next_meeting(ports) == meeting
    assert chat not in other_meetings(ports, meeting)


def test_a_hashtag_of_a_meeting_that_is_to_come_is_taken_and_one_of_long_ago_is_free(
    ports: Ports, clock: StoppedClock, chat: Meeting, meeting: Meeting
) -> None:
    assert planning.hashtag_taken(ports, ["anytownBOARD"]) == meeting
    assert planning.hashtag_taken(ports, ["anytownchat"]) is None
    assert planning.hashtag_taken(ports, ["ANYTOWNCHAT"], of_chats=True) == chat
    assert planning.hashtag_taken(ports, ["AnytownBoard"], but_not=meeting.id) is None

    clock.advance(days=30)
    assert planning.hashtag_taken(ports, ["AnytownBoard"]) is None


def test_gathering_goes_along_an_index(sqlite: SqliteStore, ports: Ports, chat: Meeting) -> None:
    for number in range(30):
        said(ports, chat, f"{number}", "A1 yes")
    with watched(sqlite.database) as seen:
        gathering.read(ports, chat)

    assert seen.whole_tables() == []


def test_drafts_name_the_co_hosts_by_their_handles_there_and_fit(
    ports: Ports, practice: RunningNetwork, chat: Meeting, alex: Actor
) -> None:
    count = practice.channel.measure
    hosts = [("Leeds Board", "LeedsBoard"), ("Bradford, @everyone http://evil.com", "")]
    welcome = draft_welcome(chat.details, hosts, count)

    assert welcome.startswith("Welcome to our chat, until 1pm today: What matters to you? #AnytownChat")
    assert "With us: Leeds Board @LeedsBoard, Bradford, everyone." in welcome
    assert "evil.com" not in welcome
    assert "Begin your answer to Q1 with A1" in welcome
    assert "Leeds Board @LeedsBoard" in draft_thanks(chat.details, hosts, count)
    many = [(f"The Community Health Board Number {number}", f"health_board_{number}") for number in range(20)]
    assert all(count(draft(chat.details, many, count)).fits for draft in (draft_welcome, draft_thanks))


def test_a_question_is_drafted_with_its_number_and_the_hashtag_once(practice: RunningNetwork) -> None:
    count = practice.channel.measure

    assert draft_question(1, "What helps?", "AnytownChat", count) == "Q1: What helps? #AnytownChat"
    assert draft_question(2, "What helps #anytownchat?", "AnytownChat", count) == "Q2: What helps #anytownchat?"
    assert count(draft_question(3, "Why? " * 200, "AnytownChat", count)).fits


def test_co_hosts_that_were_removed_are_named_no_more(ports: Ports, chat: Meeting, alex: Actor) -> None:
    leeds = partners.add(ports, chat, "Leeds Board", alex)
    partners.add(ports, chat, "Bradford Board", alex)
    partners.remove(ports, leeds, alex)

    assert [one.name for one in partners.hosts(ports, chat.id)] == ["Bradford Board"]


def test_a_chat_is_over_a_day_after_its_end(ports: Ports) -> None:
    chat = planned(ports)
    end = chat_details().closes_at

    assert not meetings.is_over(chat, end + timedelta(days=1))
    assert meetings.is_over(chat, end + timedelta(days=1, seconds=1))
    assert chat.details.starts_at == NOON
