"""The public page of the rules in plain English: one sentence for each setting, and no setting without one."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from board_qa.domain.meetings.deadlines import Deadline, DeadlineKind, DueUnit, Weekday, WrittenDue
from board_qa.domain.meetings.rules import (
    OFF_AGENDA,
    REASONS,
    REDIRECTS,
    Attending,
    Decider,
    Identity,
    Late,
    LengthUnit,
    Nation,
    Rules,
    Scope,
    reasons_offered,
)
from board_qa.phrases.plain_rules import plain_rules
from tests.support.rules_meeting import OTHERS

STARTS, CLOSES = datetime(2026, 11, 26, 10, tzinfo=UTC), datetime(2026, 11, 25, 12, tzinfo=UTC)


def page(reason: str = "", **changes: Any) -> dict[str, str]:
    """The text under each heading."""
    sections = plain_rules(replace(Rules(), **changes), STARTS, CLOSES, "Europe/London", 30, reason)
    return {section.heading: " ".join(section.sentences) for section in sections}


WHEN, LATE, MANY, LONG = ("When to ask", "If your question is late", "How many questions you can ask",
                          "How long your question can be")  # fmt: skip
WHO, ABOUT, ATTEND = ("Telling us who you are", "What you can ask about", "Asking it yourself or having it read out")
DECIDES, MEETING, WRITTEN, PUBLISHED = "Who decides", "At the meeting", "Written answers", "What we publish"


@pytest.mark.parametrize(
    ("heading", "changes", "said"),
    [
        (WHEN, {"deadline": Deadline(DeadlineKind.HOURS, 24)}, "Our rule is 24 hours before the meeting."),
        (WHEN, {"deadline": Deadline(count=1, at="09:00")}, "Our rule is 9am, 1 working day before the meeting."),
        (WHEN, {"deadline": Deadline(DeadlineKind.CLEAR_WORKING_DAYS, 3)},
         "Our rule is midday, 3 clear working days before the meeting. "
         "We do not count the day questions close or the day of the meeting as clear working days."),
        (WHEN, {"deadline": Deadline(DeadlineKind.WEEKDAY, weekday=Weekday.FRIDAY, at="14:00")},
         "Our rule is 2pm on the Friday before the meeting. "
         "If that day is a bank holiday, questions close on the working day before it."),
        (WHEN, {"deadline": Deadline(DeadlineKind.WEEK_BEFORE, weekday=Weekday.MONDAY)},
         "Our rule is midday on the Monday of the week before the meeting. "
         "If that day is a bank holiday, questions close on the working day before it."),
        (WHEN, {"deadline": Deadline(at="14:30")}, "2:30pm, 1 working day"),
        (WHEN, {"nation": Nation.ENGLAND}, "Monday to Friday, except bank holidays in England."),
        (WHEN, {"nation": Nation.WALES}, "Monday to Friday, except bank holidays in Wales."),
        (WHEN, {"nation": Nation.SCOTLAND}, "Monday to Friday, except bank holidays in Scotland."),
        (LATE, {"late": Late.REFUSED}, "We do not take late questions for this meeting."),
        (LATE, {"late": Late.WRITTEN}, "We answer late questions in writing, not at the meeting."),
        (LATE, {"late": Late.NEXT_MEETING}, "We keep late questions for the next meeting."),
        (MANY, {"per_person": 1}, "You can ask 1 question."),
        (MANY, {"per_person": 3}, "You can ask up to 3 questions."),
        (MANY, {"per_person": 0}, "You can ask more than 1 question. We take as many questions as time allows."),
        (MANY, {"per_organisation": 2}, "Each organisation can ask up to 2 questions."),
        (MANY, {"per_meeting": 8}, "We take up to 8 questions at this meeting."),
        (LONG, {"length": 50}, "up to 50 words long. Our form has room for 500 characters."),
        (LONG, {"length": 1}, "up to 1 word long."),
        (LONG, {"length": 300, "length_unit": LengthUnit.CHARACTERS}, "up to 300 characters long."),
        (LONG, {"length": 0}, "We set no limit, but our form has room for 500 characters."),
        (WHO, {"identity": Identity.OPTIONAL}, "You do not have to give your name."),
        (WHO, {"identity": Identity.NAME}, "Give your full name."),
        (WHO, {"identity": Identity.NAME_AND_ORGANISATION}, "Give your full name and your organisation."),
        (WHO, {"names_may_be_withheld": True}, "You can ask us not to show your name."),
        (WHO, {"names_may_be_withheld": False}, "We show your name if you give it."),
        (ABOUT, {"scope": Scope.AGENDA}, "anything on the agenda of this meeting."),
        (ABOUT, {"scope": Scope.POWERS}, "anything this board is responsible for."),
        (ATTEND, {"attending": Attending.EITHER}, "You can come and ask your question yourself, or we can read it out"),
        (ATTEND, {"attending": Attending.IN_PERSON}, "You need to come to the meeting"),
        (ATTEND, {"attending": Attending.READ_OUT}, "You do not have to come."),
        (DECIDES, {"decider": Decider.MODERATOR}, "A moderator reads every question and decides"),
        (DECIDES, {"decider": Decider.CHAIR}, "only after the chair of the meeting has agreed"),
        (MEETING, {}, "We keep 30 minutes of the meeting for questions."),
        (MEETING, {"minutes_per_question": 4}, "Each question and its answer can take up to 4 minutes."),
        (MEETING, {"supplementary": True}, "you can ask a follow-up question."),
        (MEETING, {"supplementary": False}, "There is no time for follow-up questions."),
        *((WRITTEN, {"written_due": WrittenDue(days)}, f"within {days} working days of the meeting.")
          for days in (5, 7, 10, 20)),
        (WRITTEN, {"written_due": WrittenDue(1)}, "within 1 working day of the meeting."),
        (WRITTEN, {"written_due": WrittenDue(1, DueUnit.MONTHS)}, "within 1 month of the meeting."),
        (PUBLISHED, {}, "We publish your question, the answer and the name you gave, unless you asked us not to"),
        (PUBLISHED, {"names_may_be_withheld": False}, "the answer and the name you gave. We"),
        (PUBLISHED, {"publish_within_days": 10}, "We do this within 10 days of the meeting."),
        (PUBLISHED, {"publish_declined": True}, "We also publish questions that we declined, with the reason."),
        (PUBLISHED, {"publish_declined": False}, "We do not publish questions that we declined."),
    ],
)  # fmt: skip
def test_each_setting_has_its_sentence(heading: str, changes: dict[str, Any], said: str) -> None:
    assert said in page(**changes)[heading]


@pytest.mark.parametrize("setting", [field.name for field in fields(Rules)])
def test_no_setting_can_be_changed_behind_the_publics_back(setting: str) -> None:
    assert page(**{setting: getattr(OTHERS, setting)}) != page()


def test_late_ones_are_always_kept_and_always_told_whatever_the_rule() -> None:
    for late in Late:
        assert "We keep a record of every late question and tell you what happens to it." in page(late=late)[LATE]


def test_an_overriding_deadline_is_said_with_its_reason_beside_the_usual_rule() -> None:
    said = page(reason="The papers are late.", deadline=Deadline(DeadlineKind.HOURS, 24))[WHEN]

    assert "You can ask until Wednesday 25 November at midday. Our usual rule is 24 hours before the meeting." in said
    assert "We set a different time for this meeting. The reason: The papers are late." in said
    assert "different time" not in page()[WHEN]


def test_working_days_are_explained_once_wherever_the_page_counts_in_them() -> None:
    for deadline in (Deadline(), Deadline(DeadlineKind.HOURS, 24)):
        assert " ".join(page(deadline=deadline).values()).count("Working days are Monday to Friday") == 1


# The reasons of docs/boards.md, as short as there; "confidential" and "legal or under consultation" share a sentence.
DECLINING = {
    "not our responsibility": "It is about something this board is not responsible for",
    "not on the agenda": "It is not about anything on the agenda",
    "repeats one": "It repeats a question already asked",
    "from the last six months": "It was answered by this board in the last 6 months",
    "names or identifies a person": "It names or identifies a person",
    "one patient's care or complaint": "It is about one patient's care or complaint",
    "confidential; legal or under consultation":
        "It asks for something confidential, or under legal or formal consultation",
    "party political": "It is party political",
    "abusive, frivolous or defamatory": "It is abusive, frivolous or defamatory",
    "a statement, not a question": "It is a statement rather than a question",
}  # fmt: skip


def test_every_reason_for_declining_is_offered_and_on_the_page() -> None:
    assert tuple(DECLINING.values()) == tuple(reason.sentence for reason in REASONS)
    assert reasons_offered(Rules(scope=Scope.AGENDA)) == REASONS
    for reason in REASONS:
        assert f"{reason.sentence}." in page(scope=Scope.AGENDA)["Why we may decline a question"]


def test_not_on_the_agenda_is_no_reason_where_a_question_may_be_about_anything() -> None:
    assert set(REASONS) - set(reasons_offered(Rules(scope=Scope.POWERS))) == {OFF_AGENDA}
    assert OFF_AGENDA.sentence not in page(scope=Scope.POWERS)["Why we may decline a question"]


def test_every_redirect_is_on_the_page_and_said_to_be_no_rejection() -> None:
    said = page()["Where else we may send your question"]

    assert [one.name for one in REDIRECTS] == [
        "PALS or complaints",
        "Freedom of information",
        "A member of staff",
        "The next meeting",
    ]
    assert "This does not mean we declined them." in said
    assert all(f"{one.name}: {one.advice}" in said for one in REDIRECTS)


def test_the_order_is_receipt_order_and_support_informs_but_never_orders() -> None:
    assert page()["The order of questions"] == (
        "We take questions in the order we get them. The moderator may change the order. We record each change. "
        "Support from other people shows us what matters to them. It never decides the order."
    )


@pytest.mark.parametrize("rules", [Rules(), OTHERS])
def test_the_page_is_in_the_plain_english_of_the_nhs_content_guide(rules: Rules) -> None:
    """Short sentences, numerals, no shortened negatives, nothing left to fill in."""
    sections = plain_rules(rules, STARTS, CLOSES, "Europe/London", 30, "The papers are late")
    ours = [s for section in sections for s in section.sentences if section.heading != "If you need help now"]

    for sentence in ours:
        assert sentence.endswith((".", "?")), sentence
        assert not re.search(r"n’t|n't|\b(one|two|three|twenty) (day|question|word)|None|\{|  ", sentence), sentence
        assert max(len(part.split()) for part in re.split(r"(?<=[.:]) ", sentence)) <= 25, sentence
