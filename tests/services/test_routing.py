"""With several meetings at once, each question goes to the meeting that its post says."""

from __future__ import annotations

import unicodedata
from datetime import timedelta

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.posts import Post
from board_qa.domain.questions.history import Actor
from board_qa.ports import Ports
from board_qa.services.meetings import meetings
from board_qa.services.networks import approving, publishing
from board_qa.services.networks.routing import further_hashtag_alone
from tests.conftest import RunningNetwork
from tests.support.collecting import queue, read, receives, texts
from tests.support.doubles import NOON, StoppedClock, details


@pytest.fixture
def other(ports: Ports) -> Meeting:
    """Another meeting, two days later."""
    return meetings.create(ports, details(hashtag="CaffiBwrdd", starts_at=NOON + timedelta(days=5)))


@pytest.fixture
def other_call(ports: Ports, practice: RunningNetwork, other: Meeting, alex: Actor) -> str:
    approving.approve(ports, practice.channel, other, "Gofynnwch! #CaffiBwrdd", alex)
    publishing.send_due(ports, practice.channel)
    return ports.store.outbox.of_meeting(other.id)[0].native_id


def only_at(ports: Ports, there: Meeting, text: str, *elsewhere: Meeting) -> None:
    assert texts(ports, there) == [text]
    assert [texts(ports, meeting) for meeting in elsewhere] == [[] for _ in elsewhere]


def test_a_reply_to_a_call_is_its_meetings_whatever_hashtag_it_has(
    ports: Ports,
    practice: RunningNetwork,
    clock: StoppedClock,
    meeting: Meeting,
    call: str,
    other: Meeting,
    other_call: str,
) -> None:
    practice.says("maria", "Why? #AnytownBoard", reply_to=other_call)
    read(ports, practice, clock)

    only_at(ports, other, "Why? #AnytownBoard", meeting)


def test_a_quote_of_a_call_is_its_meetings(
    ports: Ports,
    practice: RunningNetwork,
    clock: StoppedClock,
    meeting: Meeting,
    call: str,
    other: Meeting,
    other_call: str,
) -> None:
    practice.says("maria", "@PracticeBoard and why not? #AnytownBoard", quotes=other_call)
    read(ports, practice, clock)

    assert len(queue(ports, other)) == 1
    assert queue(ports, meeting) == []


def test_an_answer_to_somebodys_question_goes_where_that_question_is(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str, other: Meeting
) -> None:
    first = practice.says("maria", "Why? #CaffiBwrdd")
    read(ports, practice, clock)
    practice.says("jo", "@PracticeBoard the same here", reply_to=first)
    practice.says("sam", "@PracticeBoard just look at this", quotes=first)
    read(ports, practice, clock)

    assert len(queue(ports, other)) == 3
    assert queue(ports, meeting) == []


@pytest.mark.parametrize("tag", ["#caffibwrdd", "#CAFFIBWRDD", "＃CaffiBwrdd", "#ＣａｆｆｉＢｗｒｄｄ", "#CaffïBwrdd",
                                 "#Caffi\u0308Bwrdd"])  # fmt: skip
def test_a_hashtag_is_compared_as_networks_compare_it(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str, other: Meeting, tag: str
) -> None:
    practice.says("maria", f"@PracticeBoard pam? {tag}")
    read(ports, practice, clock)

    only_at(ports, other, f"@PracticeBoard pam? {tag}", meeting)


def test_a_meetings_hashtag_with_an_accent_is_met_without_it_and_in_any_form(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    mon = meetings.create(ports, details(hashtag="BwrddMôn", starts_at=NOON + timedelta(days=5)))
    forms = [unicodedata.normalize("NFC", "BwrddMôn"), unicodedata.normalize("NFD", "BwrddMôn"), "BwrddMon"]
    for n, tag in enumerate(forms):
        practice.says(f"p{n}", f"@PracticeBoard pam {n}? #{tag}")
    read(ports, practice, clock)

    assert len(queue(ports, mon)) == 3
    assert queue(ports, meeting) == []


def test_of_two_hashtags_that_differ_by_an_accent_the_one_that_was_written_counts(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    plain = meetings.create(ports, details(hashtag="BwrddMon", starts_at=NOON + timedelta(days=4)))
    accent = meetings.create(ports, details(hashtag="BwrddMôn", starts_at=NOON + timedelta(days=5)))
    practice.says("maria", "Pam? #bwrddmôn")
    practice.says("jo", "Why? #bwrddmon")
    read(ports, practice, clock)

    assert (texts(ports, plain), texts(ports, accent)) == (["Why? #bwrddmon"], ["Pam? #bwrddmôn"])


def test_a_late_reply_to_a_meeting_that_is_over_stays_with_it(
    ports: Ports,
    practice: RunningNetwork,
    clock: StoppedClock,
    meeting: Meeting,
    call: str,
    other: Meeting,
    other_call: str,
) -> None:
    clock.now = meeting.details.starts_at + timedelta(hours=20)
    practice.says("maria", "@PracticeBoard what did they say?", reply_to=call)
    read(ports, practice, clock)

    only_at(ports, meeting, "@PracticeBoard what did they say?", other)


def test_of_two_meetings_with_one_hashtag_the_one_that_was_on_or_to_come_has_the_post(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    following = meetings.create(
        ports, details(starts_at=NOON + timedelta(days=30), closes_at=NOON + timedelta(days=29))
    )
    practice.says("maria", "First? #AnytownBoard")
    read(ports, practice, clock)
    clock.now = meeting.details.starts_at + timedelta(hours=20)
    practice.says("jo", "Second? #AnytownBoard")
    read(ports, practice, clock)

    assert (texts(ports, meeting), texts(ports, following)) == (["First? #AnytownBoard"], ["Second? #AnytownBoard"])


def test_a_hashtag_that_only_begins_like_a_meetings_is_not_its(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str, other: Meeting
) -> None:
    practice.says("maria", "@PracticeBoard pam? #CaffiBwrddMawr")
    read(ports, practice, clock)

    assert len(queue(ports, meeting)) == 1  # by its mention alone: the next one to come
    assert queue(ports, other) == []


def test_a_mention_that_says_no_meeting_goes_to_the_next_one_to_come(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str, other: Meeting
) -> None:
    practice.says("maria", "@PracticeBoard why?")
    read(ports, practice, clock)

    only_at(ports, meeting, "@PracticeBoard why?", other)


# Hashtags of the sector, beside a meeting's own.


@pytest.fixture
def sector(ports: Ports) -> Meeting:
    """A meeting two days after the next one, which reads #NHSAnytown as well."""
    later = details(hashtag="CaffiBwrdd", more_hashtags=("NHSAnytown",), starts_at=NOON + timedelta(days=5))
    return meetings.create(ports, later)


def test_a_post_with_a_further_hashtag_alone_goes_to_the_meeting_that_has_it(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str, sector: Meeting
) -> None:
    practice.says("maria", "Why? #nhsanytown")
    read(ports, practice, clock)

    only_at(ports, sector, "Why? #nhsanytown", meeting)


@pytest.mark.parametrize("text", ["Why? #NHSAnytown #AnytownBoard", "@PracticeBoard why? #NHSAnytown"])
def test_a_meetings_own_hashtag_and_a_mention_say_more_than_a_further_hashtag(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str, sector: Meeting, text: str
) -> None:
    practice.says("maria", text)
    read(ports, practice, clock)

    only_at(ports, meeting, text, sector)


def test_a_reply_says_more_than_a_further_hashtag(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str, sector: Meeting
) -> None:
    practice.says("maria", "Why? #NHSAnytown", reply_to=call)
    read(ports, practice, clock)

    only_at(ports, meeting, "Why? #NHSAnytown", sector)


def test_of_two_meetings_with_one_further_hashtag_the_next_one_that_was_open_has_the_post(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str, sector: Meeting
) -> None:
    sooner = details(more_hashtags=("NHSAnytown",), opens_at=NOON + timedelta(days=1))
    meetings.change(ports, meeting, sooner, actor=None)
    practice.says("maria", "Why? #NHSAnytown")
    read(ports, practice, clock)

    only_at(ports, sector, "Why? #NHSAnytown", meeting)


@pytest.mark.parametrize(
    ("text", "is_reply", "alone"),
    [("Why? #nhsanytown", False, "NHSAnytown"), ("Why? #NHSAnytown #AnytownBoard", False, ""), ("Why?", True, ""),
     ("Why? #NHSAnytown", True, ""), ("@PracticeBoard why? #NHSAnytown", False, "")],
)  # fmt: skip
def test_a_further_hashtag_is_all_that_brought_a_post_unless_it_answers_or_mentions_us(
    ports: Ports,
    practice: RunningNetwork,
    clock: StoppedClock,
    meeting: Meeting,
    call: str,
    text: str,
    is_reply: bool,
    alone: str,
) -> None:
    meetings.change(ports, meeting, details(more_hashtags=("Elsewhere", "NHSAnytown")), actor=None)
    practice.says("maria", text, reply_to=call if is_reply else "")
    read(ports, practice, clock)
    (question,) = queue(ports, meeting)
    changed = ports.store.meetings.get(meeting.id)
    assert changed is not None

    assert further_hashtag_alone(ports, practice.channel, changed, question) == alone


@pytest.mark.parametrize("days", [-1, 30])
def test_a_post_of_a_time_to_come_is_asked_now(ports: Ports, clock: StoppedClock, meeting: Meeting, days: int) -> None:
    posted_at = clock() + timedelta(days=days)
    receives(ports, clock, meeting, "Mastodon", Post("1", "1", "Why?", "7", "Maria", "maria@a.test", posted_at))

    assert [one.source.asked_at for one in queue(ports, meeting)] == [min(posted_at, NOON)]
