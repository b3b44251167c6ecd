"""Reading the practice network over HTTP: nothing missed, nothing twice, trouble never in the way."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import NewQuestion, State
from board_qa.phrases import history
from board_qa.ports import Ports
from board_qa.practice.state import Fault
from board_qa.services.meetings import meetings
from board_qa.services.networks.collecting import collect, read_now
from board_qa.services.questions.moderating import act
from tests.conftest import RunningNetwork
from tests.support.collecting import put_on_screen, queue, read, texts
from tests.support.doubles import NOON, StoppedClock, details


def test_replies_hashtag_posts_and_mentions_land_in_one_queue(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    practice.says("maria", "How long is the wait?", reply_to=call)
    practice.says("jo", "When does it open? #anytownboard")
    practice.says("dan", "@PracticeBoard what does it cost?")
    read(ports, practice, clock)

    assert sorted(texts(ports, meeting)) == sorted(
        ["How long is the wait?", "When does it open? #anytownboard", "@PracticeBoard what does it cost?"]
    )
    assert {q.source.author_handle for q in queue(ports, meeting)} == {"maria", "jo", "dan"}


def test_a_reply_that_is_also_a_mention_with_the_hashtag_is_one_question(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    practice.says("maria", "@PracticeBoard why? #AnytownBoard", reply_to=call)
    read(ports, practice, clock, rounds=3)

    assert len(queue(ports, meeting)) == 1


def test_our_own_posts_and_reposts_are_not_questions(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    practice.network.post(practice.network.user("news", "News"), "RT @PracticeBoard: Ask us!", repost_of=call)
    practice.network.post(practice.network.board_id, "@PracticeBoard reminder #AnytownBoard", reply_to=call)
    read(ports, practice, clock)

    assert queue(ports, meeting) == []


def test_several_pages_are_read_to_the_end(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    for n in range(250):
        practice.says(f"p{n}", f"Question {n}?", reply_to=call)
    read(ports, practice, clock)

    assert len(queue(ports, meeting)) == 250
    assert practice.network.calls.count("search") == 3


@pytest.mark.parametrize(
    "fault",
    [Fault("search", 500, skip=1), Fault("search", 200, body='{"data": [', skip=2), Fault("search", drop=True, skip=1)],
)
def test_a_failure_between_pages_loses_nothing_and_repeats_nothing(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str, fault: Fault
) -> None:
    for n in range(250):
        practice.says(f"p{n}", f"Question {n}?", reply_to=call)
    practice.network.faults.append(replace(fault))
    read(ports, practice, clock)  # fails after one page or two
    assert 0 < len(queue(ports, meeting)) < 250
    read(ports, practice, clock)

    assert sorted(texts(ports, meeting)) == sorted(f"Question {n}?" for n in range(250))


def test_the_cursor_saves_reading_old_posts_again(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    for n in range(150):
        practice.says(f"p{n}", f"Question {n}?", reply_to=call)
    clock.advance(minutes=10)
    read(ports, practice, clock)
    practice.network.calls.clear()
    read(ports, practice, clock)

    assert practice.network.calls.count("search") == 1


def test_a_post_that_appears_late_is_still_found(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    late = practice.says("slow", "I was held up", reply_to=call)
    practice.network.db.execute("UPDATE post SET deleted = 1 WHERE id = ?", [late])
    clock.advance(seconds=30)
    practice.says("quick", "I was not", reply_to=call)
    read(ports, practice, clock)
    practice.network.db.execute("UPDATE post SET deleted = 0 WHERE id = ?", [late])
    read(ports, practice, clock)

    assert sorted(texts(ports, meeting)) == ["I was held up", "I was not"]


def test_an_edited_post_goes_back_to_be_checked_with_its_old_words_in_the_history(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str, alex: Actor
) -> None:
    post_id = practice.says("maria", "How long?", reply_to=call)
    read(ports, practice, clock)
    (question,) = queue(ports, meeting)
    act(ports, Action.ACCEPT, question, question.revision, alex)
    practice.network.edit(post_id, "How long, you crooks?")
    read(ports, practice, clock)

    (question,) = queue(ports, meeting)
    assert (question.state, question.source.text) == (State.RECEIVED, "How long, you crooks?")
    edit = ports.store.questions.history(question.id)[-1]
    assert edit.text_before == "How long?"
    assert history.done(edit) == "changed by its author on X, so it needs checking again"


def test_an_edit_takes_the_question_off_the_screen(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str, alex: Actor
) -> None:
    post_id = practice.says("maria", "How long?", reply_to=call)
    read(ports, practice, clock)
    put_on_screen(ports, meeting, alex)
    practice.network.edit(post_id, "Something else")
    read(ports, practice, clock)

    assert ports.store.questions.on_screen(meeting.id) is None


def test_deleted_at_source_means_withdrawn_here_even_from_the_screen(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str, alex: Actor
) -> None:
    post_id = practice.says("maria", "How long?", reply_to=call)
    read(ports, practice, clock)
    put_on_screen(ports, meeting, alex)
    practice.network.delete(post_id)
    read(ports, practice, clock)

    (question,) = queue(ports, meeting)
    assert (question.state, question.reason) == (State.WITHDRAWN, "Deleted by its author on X")


def test_silence_about_a_post_is_not_a_deletion(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    practice.says("maria", "How long?", reply_to=call)
    read(ports, practice, clock)
    practice.network.faults.append(Fault("lookup", 200, body="{}"))
    read(ports, practice, clock)

    assert queue(ports, meeting)[0].state is State.RECEIVED


def test_posts_the_network_is_silent_about_do_not_keep_the_others_from_being_checked(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    for n in range(120):
        pasted = NewQuestion("X", f"{900000 + n}", f"Pasted {n}?", "Ann", clock(), version=f"{900000 + n}")
        ports.store.questions.receive(meeting.id, pasted, f"pasted {n}", clock())
    post_id = practice.says("maria", "How long?", reply_to=call)
    read(ports, practice, clock)
    practice.network.delete(post_id)
    read(ports, practice, clock, rounds=2)

    states = [question.state for question in queue(ports, meeting)]
    assert states == [State.RECEIVED] * 120 + [State.WITHDRAWN]


TROUBLES = [
    (Fault("any", 401), "auth"), (Fault("any", 402), "out_of_credit"), (Fault("any", 403), "blocked"),
    (Fault("any", 429), "rate_limited"), (Fault("any", 500), "transient"), (Fault("any", 503), "transient"),
    (Fault("any", 200, body="not json"), "transient"), (Fault("any", 200, body="[]"), "transient"),
    (Fault("any", drop=True), "transient"), (Fault("any", 302, {"Location": "http://evil.example/"}), "bad_request"),
    (Fault("any", 429, {"x-rate-limit-reset": "soon"}), "rate_limited"),
]  # fmt: skip


@pytest.mark.parametrize(("fault", "kind"), TROUBLES)
def test_trouble_is_noted_on_the_source_and_passes(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str, fault: Fault, kind: str
) -> None:
    practice.says("maria", "How long?", reply_to=call)
    practice.network.faults.append(Fault(**{**fault.__dict__, "times": 1}))
    read(ports, practice, clock)
    assert ports.store.sources.get("X").problem_kind == kind

    clock.advance(minutes=15)
    read(ports, practice, clock)
    assert texts(ports, meeting) == ["How long?"]
    assert ports.store.sources.get("X").problem_kind == ""


def test_a_long_rest_of_one_stream_does_not_make_the_others_wait(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    reset = clock() + timedelta(minutes=15)
    read(ports, practice, clock)
    practice.network.faults.append(Fault("mentions", 429, {"x-rate-limit-reset": str(int(reset.timestamp()))}))
    read(ports, practice, clock)
    practice.says("maria", "How long?", reply_to=call)
    read(ports, practice, clock)

    assert texts(ports, meeting) == ["How long?"]
    assert ports.store.sources.get("X").resting_until == reset


def test_a_longer_hashtag_is_another_hashtag(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    later = meetings.create(ports, details(hashtag="AnytownBoardNov", starts_at=NOON + timedelta(days=5)))
    practice.says("maria", "@PracticeBoard why? #AnytownBoardNov")
    read(ports, practice, clock)

    assert (texts(ports, meeting), len(texts(ports, later))) == ([], 1)


def test_an_answer_of_an_unexpected_shape_is_survived(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    practice.says("maria", "How long?", reply_to=call)
    odd = [
        '{"data": [{"id": "1", "text": null}, 7, {"id": "2"}], "errors": ["odd"], "includes": [], "meta": 3}',
        '{"data": [{"id": "3"}, {"id": null, "text": "x", "edit_history_post_ids": []}], "includes": {"users": 5}}',
        '{"data": "text", "errors": 5, "meta": {"next_token": null}}',
    ]
    practice.network.faults += [Fault(on, 200, body=body) for on in ("mentions", "search", "lookup") for body in odd]
    read(ports, practice, clock, rounds=30)

    assert texts(ports, meeting) == ["How long?"]


def test_trouble_with_mentions_does_not_stop_the_hashtag(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    practice.network.faults.append(Fault("mentions", 403, times=1000))
    practice.says("maria", "How long?", reply_to=call)
    read(ports, practice, clock)
    practice.says("jo", "How much?", reply_to=call)
    read(ports, practice, clock, rounds=2)

    assert sorted(texts(ports, meeting)) == ["How long?", "How much?"]
    assert ports.store.sources.get("X").problem_kind == "blocked"


def test_a_post_deleted_weeks_after_the_meeting_is_withdrawn_within_a_day(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    post_id = practice.says("maria", "How long?", reply_to=call)
    read(ports, practice, clock)
    clock.advance(days=20)
    practice.network.delete(post_id)
    read(ports, practice, clock)

    assert queue(ports, meeting)[0].state is State.WITHDRAWN


def test_a_rest_the_network_asked_for_is_kept(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    reset = clock() + timedelta(minutes=12)
    practice.network.faults.append(Fault("any", 429, {"x-rate-limit-reset": str(int(reset.timestamp()))}, times=2))
    read(ports, practice, clock)
    practice.network.calls.clear()
    read_now(ports, "X")  # also when a person is impatient
    read(ports, practice, clock, rounds=8)

    assert practice.network.calls == []
    assert ports.store.sources.get("X").resting_until == reset


def test_trouble_with_a_network_is_in_the_log_once_when_it_begins_and_once_when_it_is_over(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, call: str, caplog: pytest.LogCaptureFixture
) -> None:
    practice.network.faults.append(Fault("any", 401, times=20))
    read(ports, practice, clock, rounds=10)
    practice.network.faults.clear()
    clock.advance(minutes=15)
    read(ports, practice, clock, rounds=3)

    said = [one.getMessage() for one in caplog.records if one.name == "board_qa.services.networks.collecting"]
    assert said == ["X: trouble with reading: auth", "X: is read again"]


def test_a_rest_of_our_own_making_ends_when_a_person_asks_or_the_worker_starts_anew(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    practice.network.faults.append(Fault("any", 401, times=20))
    read(ports, practice, clock, rounds=10)
    practice.network.faults.clear()
    practice.says("maria", "How long?", reply_to=call)
    read_now(ports, "X")
    collect(ports, practice.channel)

    assert texts(ports, meeting) == ["How long?"]


@pytest.mark.parametrize("field", ["note_tweet", "referenced_tweets", "created_at", "lang", "edit_history_tweet_ids"])
@pytest.mark.parametrize("value", ["5", "[null]", '"nonsense"', "[]", "{}", "null"])
def test_an_odd_side_field_never_costs_a_question(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str, field: str, value: str
) -> None:
    body = f'{{"data": [{{"id": "9", "text": "How long?", "conversation_id": "{call}", "{field}": {value}}}]}}'
    practice.network.faults.append(Fault("search", 200, body=body))
    read(ports, practice, clock)

    assert texts(ports, meeting) == ["How long?"]


@pytest.mark.parametrize("odd", [{"text": "?" * 100_001}, {"author_id": "7" * 6_000}, {"id": "9" * 30}, {"id": "../9"}])
def test_what_is_no_post_of_that_network_is_put_aside_and_stops_no_other(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str, odd: dict[str, str]
) -> None:
    posts = [{"id": id_, "text": f"Why {id_}?", "conversation_id": call} for id_ in ("8", "9", "10")]
    posts[1] |= odd
    practice.network.faults.append(Fault("search", 200, body=json.dumps({"data": posts})))
    read(ports, practice, clock)

    assert texts(ports, meeting) == ["Why 8?", "Why 10?"]
    (aside,) = ports.store.sources.unreadable("X")
    assert len(aside.native_id) <= 16


def test_a_name_of_an_account_leads_nowhere_else(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    body = {
        "data": [{"id": "9", "text": "Why?", "conversation_id": call, "author_id": "7"}],
        "includes": {"users": [{"id": "7", "username": '../../search?q=a&"#', "name": "Maria"}]},
    }
    practice.network.faults.append(Fault("search", 200, body=json.dumps(body)))
    read(ports, practice, clock)

    (question,) = ports.store.questions.of_meeting(meeting.id)
    assert question.source.url == "https://x.com/..%2F..%2Fsearch%3Fq%3Da%26%22%23/status/9"


def test_a_paused_source_is_not_read(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    ports.store.sources.pause("X", True)
    practice.network.calls.clear()
    read(ports, practice, clock, rounds=3)
    assert practice.network.calls == []

    ports.store.sources.pause("X", False)
    read(ports, practice, clock)
    assert "search" in practice.network.calls


@pytest.mark.parametrize("cap", [0, 300_000, 1_000_000, 2_000_000])
def test_reading_stops_before_the_cap_is_passed(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str, cap: int
) -> None:
    for n in range(300):
        practice.says(f"p{n}", f"Question {n}?", reply_to=call)
    already = practice.network.billed()
    practice.channel.cap = already + cap
    read(ports, practice, clock, rounds=30)

    assert practice.network.billed() <= already + cap
    assert ports.store.sources.get("X").problem_kind == "spending_cap"


def test_the_books_agree_with_the_networks_bill(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    for n in range(30):
        practice.says(f"p{n}", f"@PracticeBoard question {n}?", reply_to=call)
    read(ports, practice, clock, rounds=5)

    assert ports.store.sources.spent_since("X", NOON - timedelta(days=1)) == practice.network.billed()


def booked(ports: Ports) -> int:
    return ports.store.sources.spent_since("X", NOON - timedelta(days=1))


def test_a_read_whose_answer_was_lost_stays_booked_once_until_the_same_was_read(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    practice.says("maria", "How long?", reply_to=call)
    sent = booked(ports)
    practice.network.faults.append(Fault("search", drop=True, times=3))
    read(ports, practice, clock)
    once = booked(ports)
    read(ports, practice, clock, rounds=2)

    assert once > sent + practice.channel.worst_price("search", 1)
    assert booked(ports) == once
    practice.network.faults.clear()
    read(ports, practice, clock, rounds=9)
    assert texts(ports, meeting) == ["How long?"]
    assert booked(ports) == practice.network.billed()


def test_a_clear_no_costs_nothing(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    sent = booked(ports)
    practice.network.faults.append(Fault("any", 403, times=100))
    read(ports, practice, clock)

    assert booked(ports) == sent


def test_the_new_field_names_are_understood_when_the_network_moves_to_them(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    practice.network.field_names = "post"
    post_id = practice.says("maria", "How long?", reply_to=call)
    practice.network.post(practice.network.user("news", "News"), "A repost", repost_of=call, reply_to=call)
    read(ports, practice, clock)
    practice.network.edit(post_id, "How long now?")
    read(ports, practice, clock)

    assert texts(ports, meeting) == ["How long now?"]


def test_html_entities_and_long_posts_arrive_as_they_were_written(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    practice.says("a", "Cuts & <losses> &amp; more?", reply_to=call)
    practice.says("b", "long " * 100 + "end?", reply_to=call)
    read(ports, practice, clock)

    assert sorted(texts(ports, meeting)) == sorted(["Cuts & <losses> &amp; more?", "long " * 100 + "end?"])


def test_a_post_after_the_deadline_is_kept(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    clock.advance(days=2, hours=1)
    practice.says("late", "Am I too late?", reply_to=call)
    read(ports, practice, clock)

    assert queue(ports, meeting)[0].source.asked_at > meeting.details.closes_at


def test_each_meeting_gets_its_own_posts(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    other = meetings.create(ports, details(hashtag="OtherBoard", starts_at=NOON + timedelta(days=5)))
    practice.says("a", "First? #AnytownBoard")
    practice.says("b", "Second? #OtherBoard")
    read(ports, practice, clock)

    assert texts(ports, meeting) == ["First? #AnytownBoard"]
    assert texts(ports, other) == ["Second? #OtherBoard"]


def test_nothing_is_read_when_no_meeting_wants_it(ports: Ports, practice: RunningNetwork, clock: StoppedClock) -> None:
    read(ports, practice, clock)

    assert practice.network.calls == []
