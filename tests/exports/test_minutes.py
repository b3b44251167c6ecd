"""The minutes' appendix and the report: the same in Word, PDF and on a page, and no more than the register tells."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from board_qa.domain.meetings.key_messages import KeyMessages
from board_qa.domain.meetings.rules import Rules
from board_qa.domain.questions.question import State
from board_qa.exports.minutes.document import Kind
from board_qa.services.meetings.record import Record
from tests.support.doubles import POLITICAL
from tests.support.packs import ANSWERED, WRITTEN, described, packed, read_in_all

HOSTILE = [
    '#import "x": y #panic() $x^2$ *bold* _it_ `raw` @ref <label> // gone /* gone */ \\ ~ - = ==',
    "</td></table><script>alert(1)</script><img src=x onerror=alert(1)> &amp; {{ 7*7 }} {% raw %}",
    "=1+1 +1 -1 @SUM(A1) ]]> <w:p> & \" '",
    "W" * 90,
]


def test_everything_that_is_public_of_a_question_is_in_each_file() -> None:
    for read in read_in_all(described(packed())).values():
        for said in (
            "Questions from the public: appendix to the minutes",
            "Board meeting in public, Thursday 26 November 2026",
            "Board: Anytown Board",
            "Venue: Town Hall",
            "Public section: 30 minutes",
            "Questions asked: 4",
            "Answered: 2",
            "Web form: 4",
            "Will the walk-in centre keep its hours?",
            "As put to the board (edited)",
            "In the words of the person who asked: Will you lot keep the walk-in open?",
            "Asked by: Maria Jones · Web form",
            "Agenda item: Performance",
            "Also asked by 2 other people",
            "Yes. At weekends as well.",
            "Answered by Dr Shah, chief nurse on Monday 23 November 2026",
            "Follow-up to question 4",
            "To be answered in writing by Friday 8 January",
            "Question 7: By Friday 8 January 2027",
            f"Question 9. Declined: {POLITICAL}",
            "Made on Monday 23 November 2026 from the record of the meeting",
        ):
            assert said in read


def test_a_supplementary_question_comes_after_its_own() -> None:
    for read in read_in_all(described(packed())).values():
        assert read.index("keep its hours?") < read.index("And on Sundays?") < read.index("What does the roof cost?")


def test_no_file_has_the_address_of_a_post() -> None:
    for read in read_in_all(described(packed(), Kind.REPORT)).values():
        assert "x.example" not in read


def test_the_report_begins_with_the_key_messages_and_the_minutes_have_none() -> None:
    minutes, report = (read_in_all(described(packed(), kind)) for kind in Kind)
    for shape, read in report.items():
        assert read.index("Key messages") < read.index("The roof is costed by January.") < read.index("The meeting")
        assert "costed by January" not in minutes[shape]


def test_the_report_tells_what_came_of_listening_and_the_minutes_do_not() -> None:
    minutes, report = (read_in_all(described(packed(), kind)) for kind in Kind)
    for shape, read in report.items():
        assert re.search(r"What came of listening.*Participants\W+12", read, re.DOTALL), shape
        assert "Asked about most: parking, roof." in read
        assert "What came of listening" not in minutes[shape]


def test_in_welsh_all_of_our_own_sentences_are_welsh() -> None:
    for read in read_in_all(described(packed(), Kind.REPORT, "cy")).values():
        for said in ("Negeseuon allweddol", "Adran y cyhoedd: 30 munud", "Atebwyd gan Dr Shah", "Erbyn dydd Gwener 8"):
            assert said in read
        for english in ("Asked", "Answered", "Declined", "Key messages", "Number"):
            assert english not in read


def test_a_report_in_welsh_has_the_english_messages_only_where_there_are_no_welsh_ones() -> None:
    both = KeyMessages(("In English.",), ("Yn Gymraeg.",))
    part = described(packed(messages=both), Kind.REPORT, "cy").first_page
    alone = described(packed(), Kind.REPORT, "cy").first_page

    assert part
    assert [(one.text, one.lang) for one in part.items] == [("Yn Gymraeg.", "")]
    assert alone
    assert {one.lang for one in alone.items} == {"en"}


@pytest.mark.parametrize("words", HOSTILE)
def test_what_people_type_is_shown_as_they_typed_it_and_is_never_markup(words: str) -> None:
    hostile = replace(
        ANSWERED, text=words, asked=words, asked_by=words, via=words, agenda_item=words, answer=words, answered_by=words
    )
    declined = replace(ANSWERED, state=State.DECLINED, reason=words)
    pack = packed((hostile, declined), KeyMessages((words,)), title=words, venue=words)
    for read in read_in_all(described(pack, Kind.REPORT)).values():
        assert read.replace(" ", "").count(words.replace(" ", "")) >= 10


def test_a_character_without_a_letter_does_not_stop_the_pdf_which_says_so() -> None:
    words = "When 😡 中文 👩\u200d👧 \ue000 हिन्दी اردو ŵ ✓ \u0301\u0302\u0303 \U0001f1ec\U0001f1e7?"
    read = read_in_all(described(packed((replace(ANSWERED, text=words),))))

    assert "When □ □ □ □" in read["pdf"]
    assert "shows □ in their place" in read["pdf"]
    for shape in ("word", "page"):
        assert "When 😡 中文" in read[shape]
        assert "□" not in read[shape]


def test_what_nobody_can_see_is_in_no_file() -> None:
    hidden = "Not\x0b ours\x00\ufffe\u202e!"
    declined = replace(ANSWERED, state=State.DECLINED, reason=hidden)
    for read in read_in_all(described(packed((declined,), title=hidden, venue=hidden))).values():
        assert read.count("Not ours!") == 4


def test_declined_questions_are_not_listed_where_the_board_does_not_publish_them() -> None:
    pack = packed((ANSWERED,), rules=Rules(publish_declined=False))
    pack = replace(pack, record=replace(pack.record, counts={State.ANSWERED: 1, State.DECLINED: 2}))
    for read in read_in_all(described(pack)).values():
        assert "Declined: 2" in read
        assert "The board does not publish these one by one." in read


def test_a_meeting_without_a_question_has_files_as_well() -> None:
    pack = packed((), KeyMessages())
    for read in read_in_all(described(pack)).values():
        assert "Questions asked: 0" in read
        assert "No question was published." in read
        assert "No written answer is outstanding." in read
        assert "No question was declined or sent to others." in read


def test_four_hundred_questions_are_all_in_each_file() -> None:
    entries = [replace(ANSWERED, number=one, called=f"{one}", text=f"Question-{one}-ends") for one in range(400)]
    pack = Record(packed().record.meeting, entries, {State.ANSWERED: 400}, {"Web form": 400}, None)
    for read in read_in_all(described(replace(packed(), record=pack), Kind.REPORT)).values():
        assert read.count("-ends") == 400
        assert "Question-399-ends" in read


def test_a_promise_without_a_day_says_so() -> None:
    for read in read_in_all(described(packed((replace(WRITTEN, due_on=""),)))).values():
        assert "Question 7: No date was given" in read
