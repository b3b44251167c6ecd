"""Similar questions: suggested across channels and meetings, never the unrelated, the withdrawn or the group's own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from typing import NoReturn

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import DispositionUpdate, NewQuestion, Question
from board_qa.domain.questions.transitions import decide_withdraw
from board_qa.domain.text.content_words import content_words, plain_words
from board_qa.ports import Ports
from board_qa.screening.screener import Screener
from board_qa.services.meetings import meetings
from board_qa.services.questions.moderating import act, group
from board_qa.services.questions.similar import likeness, near_exact, similar
from board_qa.services.questions.vectors import work_out_vectors
from tests.measures.bench import similar as bench
from tests.measures.similar_pairs import others
from tests.support.doubles import NOON, details
from tests.support.places import ROOT

MEMORY = "When will the memory clinic reopen to new referrals?"
MEMORY_TOO = "My mum waited 14 months for the memory clinic. When will it take new patients again?"
CAFE = "Will the cafe sell hot meals on Sundays?"


class TooBusy(Screener):
    """Has no time to work vectors out."""

    def vector(self, text: str) -> None:  # type: ignore[override]
        return None


SCREENERS = {"by what they are about": Screener(), "by their words": TooBusy()}


@pytest.fixture(params=SCREENERS)
def ports(ports: Ports, request: pytest.FixtureRequest) -> Ports:
    """Questions are compared by their vectors and, until those are worked out, by their words."""
    return replace(ports, screening=SCREENERS[request.param])


def asked(ports: Ports, meeting: Meeting, text: str, channel: str = "web") -> Question:
    key = ports.ids.token()
    ports.store.questions.receive(meeting.id, NewQuestion(channel, key, text, "", NOON), key, NOON)
    question = ports.store.questions.by_token(key)
    assert question is not None
    return question


def again(ports: Ports, question: Question) -> Question:
    found = ports.store.questions.get(question.id)
    assert found is not None
    return found


def suggested(ports: Ports, question: Question) -> list[int]:
    work_out_vectors(ports)
    return [one.question.id for one in similar(ports, again(ports, question))]


def test_a_question_is_suggested_in_other_words_and_from_another_channel(ports: Ports, meeting: Meeting) -> None:
    question, other = asked(ports, meeting, MEMORY), asked(ports, meeting, f"@board {MEMORY_TOO} #Board", "x")
    asked(ports, meeting, CAFE)

    assert suggested(ports, question) == [other.id]
    assert suggested(ports, other) == [question.id]


def test_the_only_two_questions_of_a_new_board_are_compared_as_well(ports: Ports, meeting: Meeting) -> None:
    question, other = asked(ports, meeting, "Why are parking charges up?"), asked(ports, meeting, "Parking charges!")

    assert suggested(ports, question) == [other.id]


@pytest.mark.parametrize("text", ["Why?", "???", "😀", "Can the board please explain?", "   "])
def test_a_question_without_a_subject_has_no_similar_ones(ports: Ports, meeting: Meeting, text: str) -> None:
    question = asked(ports, meeting, text)
    asked(ports, meeting, "Can the board please explain why?")

    assert suggested(ports, question) == []


@pytest.mark.parametrize("text", ['"NEAR(" memory clinic* AND (', "memory clinic\x00", "memory clinic " * 900])
def test_hostile_text_is_compared_like_any_other(ports: Ports, meeting: Meeting, text: str) -> None:
    question, other = asked(ports, meeting, text), asked(ports, meeting, MEMORY)

    assert suggested(ports, question) == [other.id]


def test_a_question_about_something_else_is_never_suggested(ports: Ports, meeting: Meeting) -> None:
    question = asked(ports, meeting, "Will the eye clinic open on Saturdays?")
    asked(ports, meeting, "Why was the clinic in Langport painted green?")
    asked(ports, meeting, CAFE)

    assert suggested(ports, question) == []


def test_a_withdrawn_question_is_never_suggested(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    question, other = asked(ports, meeting, MEMORY), asked(ports, meeting, MEMORY_TOO)
    gone = decide_withdraw(other, (), "deleted")
    ports.store.questions.apply(meeting.id, gone, {other.id: other.revision}, alex, NOON)

    assert suggested(ports, question) == []


def test_what_is_grouped_already_is_not_suggested_again(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    leader, first, second = (asked(ports, meeting, MEMORY) for _ in range(3))
    for member in (first, second):
        group(ports, member, member.revision, leader, alex)
    outside = asked(ports, meeting, MEMORY_TOO)

    assert suggested(ports, leader) == suggested(ports, first) == suggested(ports, second) == [outside.id]


def test_a_large_group_does_not_hide_what_is_outside_it(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    leader = asked(ports, meeting, MEMORY)
    for _ in range(30):
        member = asked(ports, meeting, MEMORY)
        group(ports, member, member.revision, leader, alex)
    outside = asked(ports, meeting, MEMORY_TOO)

    assert suggested(ports, leader) == [outside.id]


def test_the_wording_put_is_what_is_compared(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    question, other = asked(ports, meeting, "u lot sort it"), asked(ports, meeting, MEMORY)
    act(ports, Action.EDIT_WORDING, question, question.revision, alex, update=DispositionUpdate(wording=MEMORY_TOO))

    assert suggested(ports, question) == [other.id]
    assert suggested(ports, other) == [question.id]


def test_of_past_questions_the_answered_one_comes_first(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    past = meetings.create(ports, details())
    answered, unanswered = asked(ports, past, MEMORY), asked(ports, past, MEMORY)
    for action in (Action.ACCEPT, Action.ANSWER):
        question = again(ports, answered)
        act(ports, action, question, question.revision, alex)

    assert suggested(ports, asked(ports, meeting, MEMORY)) == [answered.id, unanswered.id]


def test_an_unanswered_question_of_this_meeting_is_not_held_back(ports: Ports, meeting: Meeting) -> None:
    past = meetings.create(ports, details())
    asked(ports, past, MEMORY)
    here = asked(ports, meeting, MEMORY)

    assert suggested(ports, asked(ports, meeting, MEMORY))[0] == here.id


def test_no_more_are_suggested_than_asked_for(ports: Ports, meeting: Meeting) -> None:
    for _ in range(9):
        question = asked(ports, meeting, MEMORY)

    work_out_vectors(ports)
    assert len(similar(ports, question)) == 5
    assert len(similar(ports, question, limit=2)) == 2


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("When will the memory clinic reopen?", "when will the memmory clinic reopen"),
        ("Why is St Anne's pool shut?", "why is St Annes pool shut"),
        ("@board Why is the pool shut? #Board", "Why is the pool shut?"),
        ("How many beds in October?", "How many beds in Octobre??"),
    ],
)
def test_a_copy_with_slips_of_the_pen_is_near_exact(text: str, other: str) -> None:
    assert near_exact(text, other)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Why is the fire station closing?", "Why is the police station closing?"),
        ("Will ward 6 close?", "Will ward 9 close?"),
        ("Is it open at 10?", "Is it open at 100?"),
        ("Will it close?", "Will it not close?"),
        ("Why is the bus late?", "Why is the bug late?"),
        ("Is the Eastbrook clinic open?", "Is the Westbrook clinic open?"),
        ("Will charges increase?", "Will charges decrease?"),
        ("😀", "🎉"),
        ("Did the ward sue the board?", "Did the board sue the ward?"),
        (MEMORY, MEMORY_TOO),
    ],
)
def test_another_number_word_or_order_is_no_copy(text: str, other: str) -> None:
    assert not near_exact(text, other)


def test_near_exact_copies_are_marked_as_such_and_others_are_not(ports: Ports, meeting: Meeting) -> None:
    question = asked(ports, meeting, MEMORY)
    copy, other = asked(ports, meeting, MEMORY.upper()), asked(ports, meeting, MEMORY_TOO)

    work_out_vectors(ports)
    marked = {one.question.id: one.near_exact for one in similar(ports, question)}

    assert marked == {copy.id: True, other.id: False}


def test_one_word_in_common_is_a_coincidence_unless_it_is_all_there_is() -> None:
    assert likeness(["clinic", "memory"], ["clinic", "painted"]) == 0
    assert likeness(["parking"], ["parking", "charges"]) == 100
    assert likeness([], []) == likeness([], ["parking"]) == 0


def test_the_words_of_networks_and_of_every_question_are_not_content() -> None:
    text = "@AnytownICB please can the board explain why A&E waits are so long? https://x.test/1 #AnytownBoard"

    assert content_words(text) == ["a&e", "waits"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("#Board #Wards is #the ward open #Wards\n#Board ", ["is", "the", "ward", "open"]),
        ("zero #one,#two#three", ["zero", "one"]),
        ("one " + "#a " * 8_000 + "two.", ["one", *["a"] * 8_000, "two"]),
        ("#one", []),
        ("one #two three.", ["one", "two", "three"]),
        ("one # #two", ["one"]),
    ],
)
def test_labels_before_and_after_the_sentence_are_no_words_of_it(text: str, words: list[str]) -> None:
    assert plain_words(text) == words


def test_what_a_post_is_about_is_said_in_its_first_pages() -> None:
    assert content_words("Why? " * 1_500 + "parking") == []


def test_a_post_of_thousands_of_words_does_not_hold_up_the_desk() -> None:
    assert len(content_words(" ".join(f"word{n}" for n in range(10_000)))) == 50


class NeverAsked:
    """Whoever asks it waits for the other process."""

    def flags(self, text: str, language: str = "en") -> NoReturn:
        raise AssertionError(text)

    def flags_of_names(self, names: Sequence[str]) -> NoReturn:
        raise AssertionError(names)

    def vector(self, text: str) -> NoReturn:
        raise AssertionError(text)


def by_meaning(ports: Ports) -> Ports:
    return replace(ports, screening=SCREENERS["by what they are about"])


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("How long is the wait for the eye clinic?", "Ophthalmology outpatients keeps me waiting. For how long?"),
        ("Are there jabs for kids at the library?", "Is there childhood immunisation at the library?"),
        ("Pryd fydd y ward plant yn ailagor?", "When is the children's ward going to reopen?"),
        ("What does the catering cost?", "How much money is spent on food?"),
    ],
)
def test_a_question_is_suggested_that_shares_hardly_a_word(
    ports: Ports, meeting: Meeting, text: str, other: str
) -> None:
    ports = by_meaning(ports)
    question, same = asked(ports, meeting, text), asked(ports, meeting, other)
    asked(ports, meeting, CAFE)

    assert suggested(ports, question) == [same.id]
    assert suggested(ports, same) == [question.id]


def test_a_campaign_of_the_same_words_is_suggested_however_many_there_are(ports: Ports, meeting: Meeting) -> None:
    ports = by_meaning(ports)
    for _ in range(40):
        question = asked(ports, meeting, MEMORY)

    assert len(suggested(ports, question)) == 5


def test_many_that_were_withdrawn_do_not_hide_what_was_not(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    ports = by_meaning(ports)
    question = asked(ports, meeting, MEMORY)
    for _ in range(30):
        other = asked(ports, meeting, MEMORY)
        gone = decide_withdraw(other, (), "deleted")
        ports.store.questions.apply(meeting.id, gone, {other.id: other.revision}, alex, NOON)
    stays = asked(ports, meeting, MEMORY_TOO)

    assert suggested(ports, question) == [stays.id]


def test_a_page_with_suggestions_waits_for_no_other_process(ports: Ports, meeting: Meeting) -> None:
    question, other = asked(ports, meeting, MEMORY), asked(ports, meeting, MEMORY_TOO)
    work_out_vectors(ports)

    assert [one.question.id for one in similar(replace(ports, screening=NeverAsked()), question)] == [other.id]


def test_the_pairs_are_many_and_the_others_all_different() -> None:
    pairs = [*chain(*bench.MEASURED.values())]
    every = [*chain(*pairs), *others(bench.FLOOD)]

    assert len(pairs) >= 48
    assert len(set(every)) == len(every) == bench.FLOOD + 2 * len(pairs)


def test_the_figures_in_the_readme_are_the_measured_ones() -> None:
    readme = (ROOT / "README.md").read_text()
    section = readme.split("## How similar questions are found")[1].split("\n## ")[0]
    written = {
        label: tuple(map(int, figures))
        for label, *figures in re.findall(r"^\| ([a-z -]+) \| (\d+) of (\d+) \|", section, re.MULTILINE)
    }
    with bench.board() as ports:
        queue = bench.queue(ports, bench.YEARS)
        measured = {
            name: (bench.suggested(ports, queue, pairs), 2 * len(pairs)) for name, pairs in bench.MEASURED.items()
        }
        other = bench.unrelated(ports, queue)

    assert written == measured
    assert f"| other suggestions | {other} for " in section
