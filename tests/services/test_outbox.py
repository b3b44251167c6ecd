"""The outbox before and after sending: schedules, holds, Stop, threads and taking back, on a practice network."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.outbox import OutboxState, OutgoingPost, PostKind
from board_qa.domain.questions.history import Action, Actor, Details
from board_qa.domain.questions.question import Question
from board_qa.ports import Ports
from board_qa.practice.state import Fault
from board_qa.services.meetings import meetings
from board_qa.services.networks import approving, publishing, stopping
from board_qa.services.networks.approving import Purpose
from board_qa.services.networks.signing_off import end_of_day
from board_qa.services.networks.taking_back import take_back
from board_qa.services.questions import moderating
from tests.conftest import RunningNetwork
from tests.support.deciding import asked, now
from tests.support.doubles import ABUSIVE, StoppedClock

WORDS = "Item 4: finance. #AnytownBoard"
LIVE = Purpose(PostKind.LIVE)


class Desk:
    """What somebody at the desk does with posts on one network, and what the network has of it."""

    def __init__(
        self, ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, alex: Actor
    ) -> None:
        self.ports, self.practice, self.clock, self.meeting, self.alex = ports, practice, clock, meeting, alex

    def approve(self, text: str = WORDS, purpose: Purpose = LIVE) -> OutgoingPost:
        return approving.approve(self.ports, self.practice.channel, self.meeting, text, self.alex, purpose)

    def work(self, seconds: int = 1) -> None:
        for _ in range(seconds):
            publishing.send_due(self.ports, self.practice.channel)
            self.clock.advance(seconds=1)

    def sent(self, text: str = WORDS, purpose: Purpose = LIVE) -> OutgoingPost:
        post = self.approve(text, purpose)
        self.work()
        return self.again(post)

    def again(self, post: OutgoingPost) -> OutgoingPost:
        found = self.ports.store.outbox.get(post.id)
        assert found is not None
        return found

    def question(self) -> Question:
        """One that was approved."""
        question = asked(self.ports, self.meeting)
        moderating.act(self.ports, Action.ACCEPT, question, question.revision, self.alex)
        return now(self.ports, question)

    def on_network(self) -> dict[str, str]:
        """The board's own posts there, with what each answers."""
        network = self.practice.network
        return {
            post["text"]: post["in_reply_to"] for post in network.current() if post["author_id"] == network.board_id
        }


@pytest.fixture
def desk(ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, alex: Actor) -> Desk:
    return Desk(ports, practice, clock, meeting, alex)


def test_posts_that_went_out_are_counted_and_no_others(desk: Desk) -> None:
    desk.sent()
    desk.approve("It waits. #AnytownBoard")

    outbox = desk.ports.store.outbox
    assert (outbox.sent(desk.practice.channel.name), outbox.sent("Elsewhere")) == (1, 0)


def test_a_scheduled_post_goes_out_when_it_is_due_and_not_before(desk: Desk) -> None:
    post = desk.approve(purpose=Purpose(PostKind.REMINDER, due_at=desk.clock() + timedelta(minutes=2)))
    desk.work(119)
    assert (desk.again(post).state, desk.on_network()) == (OutboxState.SCHEDULED, {})

    desk.work(3)
    assert desk.again(post).state is OutboxState.SENT
    assert list(desk.on_network()) == [WORDS]


def test_a_scheduled_post_is_held_as_soon_as_its_meeting_changes(desk: Desk) -> None:
    post = desk.approve(purpose=Purpose(PostKind.REMINDER, due_at=desk.clock() + timedelta(hours=2)))
    moved = replace(desk.meeting.details, starts_at=desk.meeting.details.starts_at + timedelta(days=7))
    meetings.change(desk.ports, desk.meeting, moved, actor=desk.alex)
    desk.work()

    assert desk.again(post).state is OutboxState.HELD
    assert "The meeting was changed" in desk.again(post).problem
    desk.clock.advance(hours=3)
    desk.work()
    assert desk.on_network() == {}


def test_a_scheduled_post_is_held_when_its_meeting_is_cancelled(desk: Desk) -> None:
    post = desk.approve(purpose=Purpose(PostKind.REMINDER, due_at=desk.clock() + timedelta(hours=2)))
    meetings.change(desk.ports, desk.meeting, replace(desk.meeting.details, cancelled=True), actor=desk.alex)
    desk.work()
    desk.clock.advance(hours=2)
    desk.work(5)

    assert desk.again(post).state is OutboxState.HELD
    assert desk.on_network() == {}


def test_what_is_held_goes_out_on_a_persons_word_alone(desk: Desk) -> None:
    post = desk.approve(purpose=Purpose(PostKind.REMINDER, due_at=desk.clock() + timedelta(hours=2)))
    meetings.change(desk.ports, desk.meeting, replace(desk.meeting.details, venue="Elsewhere"), actor=desk.alex)
    desk.work()
    assert stopping.retry(desk.ports, desk.again(post), desk.alex)
    desk.work(2)

    assert desk.again(post).state is OutboxState.SENT
    assert desk.again(post).approved_by == "Alex, then Alex"


def test_a_post_whose_time_went_by_is_not_sent_without_asking(desk: Desk) -> None:
    post = desk.approve(purpose=Purpose(PostKind.LAST_CALL, due_at=desk.clock() + timedelta(minutes=1)))
    desk.clock.advance(hours=1)
    desk.work(5)

    assert desk.again(post).state is OutboxState.HELD
    assert "It was due at 12:01pm" in desk.again(post).problem
    assert desk.on_network() == {}


def test_words_that_were_scheduled_go_out_once_at_the_time_that_was_approved_last(desk: Desk) -> None:
    later = Purpose(PostKind.REMINDER, due_at=desk.clock() + timedelta(hours=2))
    first = desk.approve(purpose=later)
    assert desk.approve(purpose=later).id == first.id
    at_once = desk.sent(purpose=Purpose(PostKind.REMINDER))
    desk.clock.advance(hours=3)
    desk.work(5)

    assert desk.again(first).state is OutboxState.CANCELLED
    assert (at_once.state, list(desk.on_network())) == (OutboxState.SENT, [WORDS])


def test_a_post_that_is_a_few_minutes_late_goes_out(desk: Desk) -> None:
    post = desk.approve(purpose=Purpose(PostKind.LAST_CALL, due_at=desk.clock() + timedelta(minutes=1)))
    desk.clock.advance(minutes=10)
    desk.work(2)

    assert desk.again(post).state is OutboxState.SENT


def test_stop_cancels_everything_that_waits(desk: Desk) -> None:
    due = desk.clock() + timedelta(hours=2)
    posts = [desk.approve(), desk.approve("Later #AnytownBoard", Purpose(PostKind.REMINDER, due_at=due))]

    assert stopping.stop_all(desk.ports, desk.meeting, desk.alex) == 2
    desk.clock.advance(hours=2)
    desk.work(5)
    assert [desk.again(post).state for post in posts] == [OutboxState.CANCELLED] * 2
    assert desk.again(posts[0]).problem == "Alex pressed Stop"
    assert desk.on_network() == {}


def test_stop_keeps_what_was_on_its_way_from_being_sent_again(desk: Desk) -> None:
    desk.practice.network.faults.append(Fault("create", 503))
    post = desk.approve()
    desk.work()
    assert desk.again(post).state is OutboxState.UNKNOWN
    stopping.stop_all(desk.ports, desk.meeting, desk.alex)
    desk.work(60)

    assert desk.again(post).state is OutboxState.CANCELLED
    assert desk.practice.network.calls.count("create") == 1
    assert desk.on_network() == {}


def test_what_was_out_before_stop_is_said_to_be_out(desk: Desk) -> None:
    desk.practice.network.faults.append(Fault("create", 503, commit=True))
    post = desk.approve()
    desk.work()
    stopping.stop_all(desk.ports, desk.meeting, desk.alex)
    desk.work(60)

    assert desk.again(post).state is OutboxState.SENT


def test_a_reply_that_its_network_refused_is_not_sent_again(desk: Desk) -> None:
    """Whoever blocked us is left alone."""
    refused = replace(desk.approve(purpose=Purpose(PostKind.REPLY, reply_to="900")), state=OutboxState.BLOCKED)
    desk.ports.store.outbox.move(desk.again(refused), refused)
    with pytest.raises(stopping.NotAgain, match="Tell them another way"):
        stopping.retry(desk.ports, refused, desk.alex)
    desk.work(5)

    assert desk.again(refused).state is OutboxState.BLOCKED
    assert desk.on_network() == {}


def test_what_a_person_posted_by_hand_is_not_ours_to_take_back(desk: Desk) -> None:
    link, purpose = "https://x.com/board/status/7", Purpose(PostKind.REPLY, reply_to="900")
    approving.record_as_sent(desk.ports, desk.practice.channel, desk.meeting, "Answered", link, desk.alex, purpose)
    (post,) = desk.ports.store.outbox.of_meeting(desk.meeting.id)

    assert not take_back(desk.ports, post, desk.alex, "A slip")
    assert desk.again(post) == post


def test_after_stop_a_person_can_send_again(desk: Desk) -> None:
    desk.practice.network.faults.append(Fault("create", 503))
    post = desk.approve()
    desk.work()
    stopping.stop_all(desk.ports, desk.meeting, desk.alex)
    desk.work(60)
    desk.practice.network.faults.append(Fault("create", 429))
    assert stopping.retry(desk.ports, desk.again(post), desk.alex)
    desk.work(120)

    assert desk.again(post).state is OutboxState.SENT


def test_live_posts_hang_below_the_call_and_answers_below_their_question(desk: Desk) -> None:
    question = desk.question()
    call = desk.sent("Ask us! #AnytownBoard", Purpose(PostKind.CALL))
    item = desk.sent()
    put = desk.sent("Q1 Why? #AnytownBoard", Purpose(PostKind.QUESTION, question.id))
    answer = desk.sent("A1 Because. #AnytownBoard", Purpose(PostKind.ANSWER, question.id))

    assert desk.on_network() == {
        call.text: "",
        item.text: call.native_id,
        put.text: call.native_id,
        answer.text: put.native_id,
    }


def test_without_a_call_a_live_post_stands_alone(desk: Desk) -> None:
    desk.sent()

    assert desk.on_network() == {WORDS: ""}


def test_a_double_press_of_a_post_in_a_thread_is_one_post(desk: Desk) -> None:
    desk.sent("Ask us! #AnytownBoard", Purpose(PostKind.CALL))
    first, second = desk.sent(), desk.sent()

    assert first.id == second.id
    assert len(desk.on_network()) == 2


def test_a_post_that_hung_below_one_that_is_gone_is_sent_alone_on_a_persons_word(desk: Desk) -> None:
    call = desk.sent("Ask us! #AnytownBoard", Purpose(PostKind.CALL))
    desk.practice.network.delete(call.native_id)
    post = desk.sent()
    assert post.state in (OutboxState.BLOCKED, OutboxState.FAILED)
    assert "will not be in the thread" in post.problem
    stopping.retry(desk.ports, post, desk.alex)
    desk.work(2)

    assert desk.on_network() == {WORDS: ""}


def test_a_question_that_was_declined_after_its_post_was_approved_is_not_posted(desk: Desk) -> None:
    question = desk.question()
    post = desk.approve("Q1 Why? #AnytownBoard", Purpose(PostKind.QUESTION, question.id))
    moderating.act(desk.ports, Action.DECLINE, question, question.revision, desk.alex, Details(reason=ABUSIVE))
    desk.work(5)

    assert desk.again(post).state is OutboxState.HELD
    assert "Question 1 is no longer public" in desk.again(post).problem
    assert desk.on_network() == {}


def test_what_was_sent_is_taken_back_with_a_reason(desk: Desk) -> None:
    post = desk.sent()
    assert take_back(desk.ports, post, desk.alex, "Wrong item")
    desk.work(2)

    after = desk.again(post)
    assert (after.state, after.taken_back_by, after.taken_back_why) == (OutboxState.DELETED, "Alex", "Wrong item")
    assert desk.on_network() == {}


def test_taking_back_goes_on_until_the_network_says_yes(desk: Desk) -> None:
    post = desk.sent()
    desk.practice.network.faults.append(Fault("delete", 503, times=2))
    take_back(desk.ports, post, desk.alex, "Wrong item")
    desk.work(2)
    assert desk.again(post).state is OutboxState.DELETING
    assert "It is still on X" in desk.again(post).problem

    desk.work(60)
    assert desk.again(post).state is OutboxState.DELETED
    assert desk.on_network() == {}


def test_where_the_network_refuses_the_desk_says_that_the_post_is_still_there(desk: Desk) -> None:
    post = desk.sent()
    desk.practice.network.faults.append(Fault("delete", 403, body='{"detail": "Not permitted"}'))
    take_back(desk.ports, post, desk.alex, "Wrong item")
    desk.work(5)

    assert desk.again(post).state is OutboxState.SENT
    assert "It is still on X" in desk.again(post).problem
    assert "Delete it there by hand" in desk.again(post).problem


def test_only_what_is_out_is_taken_back(desk: Desk) -> None:
    post = desk.approve()

    assert not take_back(desk.ports, post, desk.alex, "Wrong item")
    assert desk.again(post).state is OutboxState.APPROVED


def test_what_a_post_cost_is_kept_with_it(desk: Desk) -> None:
    assert desk.sent().price == 15_000
    assert desk.sent("See https://board.example.org #AnytownBoard").price == 200_000


def test_drafts_are_nobodys_word_and_are_not_sent(desk: Desk) -> None:
    words = [(desk.practice.channel, WORDS)]
    press = approving.save_draft(desk.ports, desk.meeting, words, desk.alex, LIVE)
    desk.work(5)
    assert desk.on_network() == {}

    other = [(desk.practice.channel, "Other words")]
    approving.save_draft(desk.ports, desk.meeting, other, desk.alex, replace(LIVE, draft=press))
    (draft,) = desk.ports.store.outbox.of_meeting(desk.meeting.id)
    assert (draft.text, draft.state) == ("Other words", OutboxState.DRAFT)


def test_dropping_drafts_leaves_what_was_approved(desk: Desk) -> None:
    (post,) = approving.approve_on_all(desk.ports, desk.meeting, [(desk.practice.channel, WORDS)], desk.alex, LIVE)
    approving.drop_draft(desk.ports, desk.meeting, post.press)

    assert desk.again(post) == post


def end(desk: Desk) -> list[str]:
    return end_of_day(desk.ports, desk.meeting, {"X": desk.practice.channel})


def test_the_desk_warns_when_the_last_post_of_the_day_is_due(desk: Desk) -> None:
    desk.sent()
    desk.clock.advance(minutes=50)
    assert end(desk) == []

    desk.clock.advance(minutes=20)
    assert end(desk) == ["The last post was at midday. Is it time for the last post of the day?"]


def test_the_desk_warns_when_something_was_posted_after_the_last_post(desk: Desk) -> None:
    desk.sent()
    desk.sent("That is all. Call 111.", Purpose(PostKind.SIGN_OFF))
    assert end(desk) == []

    desk.clock.advance(minutes=10)
    desk.sent("Item 5: any other business. #AnytownBoard")
    assert end(desk) == ["Something was posted at 12:10pm, after the last post of the day. Post the last one again?"]


def test_a_meeting_that_was_told_nowhere_needs_no_last_post(desk: Desk) -> None:
    desk.sent("Ask us! #AnytownBoard", Purpose(PostKind.CALL))
    desk.clock.advance(hours=5)

    assert end(desk) == []


def test_the_last_post_of_yesterday_says_nothing_of_today(desk: Desk) -> None:
    desk.sent()
    desk.sent("That is all. Call 111.", Purpose(PostKind.SIGN_OFF))
    desk.clock.advance(days=1)

    assert end(desk) == []
