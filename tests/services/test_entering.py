from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.copies import words_key
from board_qa.domain.questions.entries import InvalidEntry, Logged, Pasted
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.imports import Row
from board_qa.domain.questions.question import Question, State
from board_qa.domain.text.flags import Kind
from board_qa.ports import Ports
from board_qa.services.meetings import meetings
from board_qa.services.networks import rechecking as checking
from board_qa.services.networks.collecting import collect
from board_qa.services.questions import entering, importing, moderating, rule_checks, undoing
from board_qa.services.questions.entering import AlreadyThere
from tests.conftest import RunningNetwork
from tests.support.doubles import NOON, RecordingAnnouncer, StoppedClock, details

FACEBOOK = "https://www.facebook.com/AnytownNHS/posts/123"


def phoned(text: str = "Why has the centre moved?", key: str = "key", **more: object) -> Logged:
    return Logged(key, text, **({"came_by": "phone"} | more))  # type: ignore[arg-type]


def questions(ports: Ports, meeting: Meeting) -> list[Question]:
    return ports.store.questions.of_meeting(meeting.id)


def texts(ports: Ports, meeting: Meeting) -> list[str]:
    return [question.source.text for question in questions(ports, meeting)]


def test_a_logged_question_waits_to_be_checked_with_all_that_was_said_and_who_logged_it(
    ports: Ports, meeting: Meeting, alex: Actor, announcer: RecordingAnnouncer
) -> None:
    typed = phoned(
        name=" Sam  Jones ",
        organisation="Carers’ Forum",
        email=" sam@example.org ",
        attending="read_out",
        name_withheld=True,
    )
    receipt = entering.log(ports, meeting, typed, alex)

    (question,) = questions(ports, meeting)
    source = question.source
    assert (question.state, question.number, question.token) == (State.RECEIVED, receipt.number, receipt.token)
    assert (source.channel, source.author_name, source.organisation) == ("phone", "Sam Jones", "Carers’ Forum")
    assert (source.email, source.attending, source.name_withheld) == ("sam@example.org", "read_out", True)
    assert (source.asked_at, question.received_at) == (NOON, NOON)
    assert [(c.action, c.actor, c.actor_id) for c in ports.store.questions.history(question.id)] == [
        (Action.RECEIVE, "Alex", alex.id)
    ]
    assert announcer.heard == [meeting.id]


def test_logging_is_not_undone_and_leaves_the_action_before_it_to_be_undone(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    entering.log(ports, meeting, phoned(), alex)
    assert undoing.very_last(ports, meeting, alex) is None
    question = questions(ports, meeting)[0]
    approved = moderating.act(ports, Action.ACCEPT, question, question.revision, alex)
    entering.log(ports, meeting, phoned(key="another page"), alex)
    undoing.undo(ports, meeting, approved, alex)

    assert [q.state for q in questions(ports, meeting)] == [State.RECEIVED, State.RECEIVED]


def test_a_logged_question_is_screened_like_any_other(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    entering.log(ports, meeting, phoned("My NHS number is 943 476 5919"), alex)

    assert Kind.NHS_NUMBER in {flag.kind for flag in questions(ports, meeting)[0].flags}


def test_the_same_page_sent_twice_logs_one_question_even_if_it_came_another_way_by_then(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    first = entering.log(ports, meeting, phoned(), alex)
    again = entering.log(ports, meeting, phoned(came_by="email"), alex)

    assert (again.token, first.new, again.new) == (first.token, True, False)
    assert [q.source.channel for q in questions(ports, meeting)] == ["phone"]


def test_two_callers_with_the_same_words_are_two_questions(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    for key in ("one page", "another page"):
        entering.log(ports, meeting, phoned(key=key), alex)

    assert len(questions(ports, meeting)) == 2


def test_a_letter_is_kept_word_for_word_beyond_the_length_of_the_form(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    letter = "Dear board,\n\n" + "Why? " * 900
    entering.log(ports, meeting, phoned(letter, came_by="letter"), alex)

    assert texts(ports, meeting) == [letter.strip()]


def test_a_late_one_is_logged_and_marked_late(ports: Ports, meeting: Meeting, alex: Actor, clock: StoppedClock) -> None:
    clock.now = meeting.details.closes_at + timedelta(hours=3)
    entering.log(ports, meeting, phoned(name="Sam Jones"), alex)
    entering.log(ports, meeting, phoned("What came in time?", name="Jo Kim", when="25/11/2026 11:59"), alex)

    broken = rule_checks.breaches(ports, meeting, ports.store.questions.of_meeting(meeting.id))
    assert [breach.label for breach in broken[1]] == ["Late"]
    assert broken[2] == ()


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [({"text": " \u200b "}, "text", "Enter the question"),
     ({"text": "x" * 5001}, "text", "Leave out 1"),
     ({"text": "Why e" + "\u0301\u0316" * 30_000}, "text", "Leave out 55,005"),
     ({"came_by": "web"}, "came_by", "Choose how"),
     ({"came_by": "X"}, "came_by", "Choose how"),
     ({"name": "n" * 81}, "name", "80 characters"),
     ({"organisation": "n" * 81}, "organisation", "80 characters"),
     ({"email": "nonsense"}, "email", "name@example.com"),
     ({"attending": "maybe"}, "attending", "Choose from the list"),
     ({"when": "31/02/2026 10:00"}, "when", "like 23/11/2026 14:30"),
     ({"when": "01/01/2027"}, "when", "this time is in the future")],
)  # fmt: skip
def test_what_must_be_put_right_is_said_and_nothing_is_stored(
    ports: Ports, meeting: Meeting, alex: Actor, changed: dict[str, str], field: str, said: str
) -> None:
    with pytest.raises(InvalidEntry) as wrong:
        entering.log(ports, meeting, replace(phoned(), **changed), alex)  # type: ignore[arg-type]

    assert set(wrong.value.problems) == {field}
    assert said in wrong.value.problems[field]
    assert questions(ports, meeting) == []


def test_a_pasted_post_is_stored_with_what_the_link_tells(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    entering.paste(ports, meeting, Pasted("https://twitter.com/sam/status/1861000000000000000?s=20", "Why?"), alex)

    (question,) = questions(ports, meeting)
    source = question.source
    assert (source.channel, source.native_id) == ("X", "1861000000000000000")
    assert source.url == "https://x.com/sam/status/1861000000000000000"
    assert (source.author_name, source.author_handle) == ("sam", "sam")
    assert source.asked_at.year == 2024
    assert ports.store.questions.history(question.id)[0].actor == "Alex"


def test_a_post_pasted_twice_is_stored_once_however_its_link_is_written(
    ports: Ports, meeting: Meeting, alex: Actor, announcer: RecordingAnnouncer
) -> None:
    entering.paste(ports, meeting, Pasted(f"{FACEBOOK}?comment_id=4", "Why?"), alex)
    with pytest.raises(AlreadyThere) as there:
        entering.paste(
            ports,
            meeting,
            Pasted("https://m.facebook.com/AnytownNHS/posts/123/?comment_id=4&fbclid=1", "Other words"),
            alex,
        )

    assert there.value.question.number == 1
    assert texts(ports, meeting) == ["Why?"]
    assert announcer.heard == [meeting.id]


def test_the_same_words_are_found_whatever_stands_around_them(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    entering.paste(ports, meeting, Pasted(FACEBOOK, "Why has the centre moved?", name="Sam"), alex)
    with pytest.raises(AlreadyThere):
        entering.paste(
            ports,
            meeting,
            Pasted(
                "https://bsky.app/profile/sam.example/post/3k",
                name="sam",
                text="@board why has the Centre moved??? #AnytownBoard https://example.org",
            ),
            alex,
        )


def test_a_campaign_of_many_people_with_the_same_words_is_many_questions(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    for number, name in enumerate(("Sam", "Jo", "Kim")):
        entering.paste(ports, meeting, Pasted(f"{FACEBOOK}?comment_id={number}", "Save our centre!", name=name), alex)

    assert len(questions(ports, meeting)) == 3


def test_a_post_in_the_queue_of_another_meeting_is_not_stored_again(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    other = meetings.create(ports, details())
    entering.paste(ports, other, Pasted(FACEBOOK, "Why?"), alex)
    with pytest.raises(AlreadyThere) as there:
        entering.paste(ports, meeting, Pasted(FACEBOOK, "Why?"), alex)

    assert there.value.question.meeting_id == other.id
    assert questions(ports, meeting) == []


@pytest.mark.parametrize(
    ("key", "words"),
    [("Why  has IT moved?", "why has it moved"), ("#Board @sam https://x.com/a", ""), ("!!!", ""),
     ("ＡＢＣ １", "abc 1"), ("कि", "कि")],
)  # fmt: skip
def test_the_key_of_a_text_is_its_words(key: str, words: str) -> None:
    assert words_key(key) == words


def test_texts_without_a_word_are_not_taken_for_each_other(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    entering.paste(ports, meeting, Pasted(FACEBOOK, "???"), alex)
    entering.paste(ports, meeting, Pasted(f"{FACEBOOK}4", "!!!"), alex)

    assert texts(ports, meeting) == ["???", "!!!"]


def on_x(post_id: str) -> str:
    return f"https://x.com/sam/status/{post_id}"


def read(ports: Ports, practice: RunningNetwork, clock: StoppedClock) -> None:
    clock.advance(minutes=2)
    collect(ports, practice.channel)


def test_a_pasted_x_post_is_not_counted_again_when_the_reader_finds_it(
    ports: Ports, meeting: Meeting, alex: Actor, practice: RunningNetwork, clock: StoppedClock
) -> None:
    post_id = practice.says("sam", "Why? #AnytownBoard")
    entering.paste(ports, meeting, Pasted(on_x(post_id), "Why? #AnytownBoard", "Sam"), alex)
    read(ports, practice, clock)

    assert texts(ports, meeting) == ["Why? #AnytownBoard"]


def test_a_link_to_the_newest_version_of_an_edited_post_is_the_same_post(
    ports: Ports, meeting: Meeting, alex: Actor, practice: RunningNetwork, clock: StoppedClock
) -> None:
    first = practice.says("sam", "Wy? #AnytownBoard")
    newest = practice.network.edit(first, "Why? #AnytownBoard")
    entering.paste(ports, meeting, Pasted(on_x(newest), "Why? #AnytownBoard", "Sam"), alex)
    read(ports, practice, clock)
    assert len(questions(ports, meeting)) == 1

    other = meetings.create(ports, details(hashtag="OtherBoard"))
    first = practice.says("jo", "Wen? #OtherBoard")
    newest = practice.network.edit(first, "When? #OtherBoard")
    read(ports, practice, clock)
    with pytest.raises(AlreadyThere):
        entering.paste(ports, other, Pasted(on_x(newest), "Anything", "Jo"), alex)


def test_a_pasted_x_post_that_is_deleted_later_is_withdrawn(
    ports: Ports, meeting: Meeting, alex: Actor, practice: RunningNetwork, clock: StoppedClock
) -> None:
    post_id = practice.says("sam", "Why?")
    entering.paste(ports, meeting, Pasted(on_x(post_id), "Why?", "Sam"), alex)
    read(ports, practice, clock)
    assert questions(ports, meeting)[0].state is State.RECEIVED
    practice.network.delete(post_id)
    read(ports, practice, clock)

    assert questions(ports, meeting)[0].state is State.WITHDRAWN


def test_posts_that_the_network_cannot_be_asked_about_are_never_looked_up(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    entering.paste(ports, meeting, Pasted("https://bsky.app/profile/sam.example/post/3k", "Why?"), alex)
    run, _ = importing.begin(ports, meeting, "file.csv", 1, alex)
    importing.carry_out(ports, meeting, run, [Row(2, "When?", network="X")], alex)

    assert ports.store.questions.stale_posts("Bluesky", NOON + timedelta(days=9)) == []
    assert ports.store.questions.stale_posts("X", NOON + timedelta(days=9)) == []


def test_a_real_post_pasted_while_practising_is_not_said_to_be_deleted(
    ports: Ports, meeting: Meeting, alex: Actor, practice: RunningNetwork
) -> None:
    receipt = entering.paste(ports, meeting, Pasted("https://x.com/jo/status/2065000000000000000", "Why?"), alex)
    posts = checking.posts_to_look_up(ports, practice.channel, [meeting])
    checking.check_posts(ports, practice.channel, posts)

    question = ports.store.questions.by_token(receipt.token)
    assert question is not None
    assert posts == [question]
    assert question.state is State.RECEIVED
