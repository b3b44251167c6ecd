"""How many questions may come and how long one may be: whoever goes over is flagged, counted across channels."""

from __future__ import annotations

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.rules import LengthUnit
from board_qa.domain.questions.breaches import Rule
from board_qa.domain.questions.entries import Logged
from board_qa.domain.questions.history import Action, Actor
from board_qa.ports import Ports
from board_qa.services.questions.entering import log
from tests.support.deciding import asked, do
from tests.support.rules_meeting import broken, found, posted, ruled, sent


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_per_person_1_2_or_3_questions_across_the_form_x_and_what_was_logged(
    ports: Ports, meeting: Meeting, alex: Actor, limit: int
) -> None:
    """The form knows her name and email, X her name and handle, whoever took the call her email and no more."""
    meeting = ruled(ports, meeting, per_person=limit)
    sent(ports, meeting, "One?", name="Dr Dina Smith", email="dina@example.org")
    posted(ports, meeting, "1", "Two?", "Dina Smith", "dina_s")
    log(ports, meeting, Logged("k", "Three?", "phone", email="Dina@Example.org"), alex)
    posted(ports, meeting, "2", "Four?", "dina 🌻", "Dina_S")
    sent(ports, meeting, "Somebody else's?", name="Dina Jones", email="jones@example.org")

    over = {number: f"{number} from one person" for number in range(limit + 1, 5)}
    assert broken(ports, meeting, Rule.PER_PERSON) == over
    (breach,) = found(ports, meeting)[4]
    assert breach.sentence.endswith(f"see question 1. The limit is {limit} for each person.")


def test_people_who_share_a_first_name_or_give_none_are_not_counted_together(ports: Ports, meeting: Meeting) -> None:
    meeting = ruled(ports, meeting, per_person=1)
    for number, name in enumerate(("Sam", "Sam", "Sam J", "Mr Jones", "Mrs Jones", "", "", "Anon", "Anon")):
        sent(ports, meeting, f"Question {number}?", name=name)

    assert broken(ports, meeting, Rule.PER_PERSON) == {}


def test_a_handle_is_one_persons_on_its_own_network_only(ports: Ports, meeting: Meeting) -> None:
    meeting = ruled(ports, meeting, per_person=1)
    for number, network in enumerate(("X", "Bluesky", "X"), start=1):
        posted(ports, meeting, str(number), f"Question {number}?", "", "dina", network)

    assert broken(ports, meeting, Rule.PER_PERSON) == {3: "2 from one person"}


@pytest.mark.parametrize("limit", [1, 2])
def test_per_organisation_1_or_2_questions_across_channels(
    ports: Ports, meeting: Meeting, alex: Actor, limit: int
) -> None:
    meeting = ruled(ports, meeting, per_organisation=limit)
    sent(ports, meeting, "One?", name="Ann Lee", organisation="The Carers’ Group")
    log(ports, meeting, Logged("k", "Two?", "letter", "Bo Kim", "carers' group."), alex)
    sent(ports, meeting, "Three?", name="Cy Roe", organisation="CARERS GROUP")
    for text in ("For myself?", "For me too?"):
        sent(ports, meeting, text, organisation="Member of the public")
    sent(ports, meeting, "For nobody?")

    over = {number: f"{number} from one organisation" for number in range(limit + 1, 4)}
    assert broken(ports, meeting, Rule.PER_ORGANISATION) == over


@pytest.mark.parametrize("limit", [5, 8])
def test_per_meeting_5_or_8_questions_whoever_asks_and_however(ports: Ports, meeting: Meeting, limit: int) -> None:
    meeting = ruled(ports, meeting, per_meeting=limit)
    for number in range(1, limit + 3):
        if number % 2:
            posted(ports, meeting, str(number), f"Post {number}?", "", f"user{number}")
        else:
            sent(ports, meeting, f"Question {number}?")

    over = dict.fromkeys((limit + 1, limit + 2), f"Over the limit of {limit}")
    assert broken(ports, meeting, Rule.PER_MEETING) == over


def test_without_a_limit_any_number_may_come(ports: Ports, meeting: Meeting) -> None:
    meeting = ruled(ports, meeting, per_person=0, per_organisation=0, per_meeting=0)
    for number in range(12):
        sent(ports, meeting, f"Question {number}?", name="Dina Smith", organisation="Carers")

    assert set(found(ports, meeting).values()) == {()}


def test_what_its_author_withdrew_counts_against_nobody(ports: Ports, meeting: Meeting) -> None:
    meeting = ruled(ports, meeting, per_person=1, per_meeting=1)
    first = asked(ports, meeting, "One?")
    posted(ports, meeting, "1", "Two?", "Dina Smith", "dina")
    assert broken(ports, meeting, Rule.PER_MEETING) == {2: "Over the limit of 1"}

    do(ports, Action.WITHDRAW, first, Actor("X"), "Deleted by its author")
    assert found(ports, meeting) == {2: ()}


@pytest.mark.parametrize("limit", [50, 150])
def test_length_of_50_or_150_words(ports: Ports, meeting: Meeting, limit: int) -> None:
    meeting = ruled(ports, meeting, length=limit, length_unit=LengthUnit.WORDS)
    for more in (0, 1):
        posted(ports, meeting, str(more), "why " * (limit - 1 + more) + "self-evident?", "", "dan")

    assert broken(ports, meeting, Rule.LENGTH) == {2: f"{limit + 1} words"}
    assert found(ports, meeting)[2][0].sentence == f"It has {limit + 1} words. The limit is {limit}."


def test_length_in_characters(ports: Ports, meeting: Meeting) -> None:
    meeting = ruled(ports, meeting, length=300, length_unit=LengthUnit.CHARACTERS)
    for length in (300, 301):
        sent(ports, meeting, "?" * length)

    assert broken(ports, meeting, Rule.LENGTH) == {2: "301 characters"}


def test_length_without_a_limit(ports: Ports, meeting: Meeting) -> None:
    meeting = ruled(ports, meeting, length=0)
    posted(ports, meeting, "1", "why " * 2000, "", "dan")

    assert found(ports, meeting) == {1: ()}


def test_length_is_what_a_reader_sees_and_not_what_hides_between(ports: Ports, meeting: Meeting) -> None:
    meeting = ruled(ports, meeting, length=4, length_unit=LengthUnit.WORDS)
    sent(ports, meeting, "Why  is\n\nit\u200b \u200b so?")

    assert found(ports, meeting) == {1: ()}
