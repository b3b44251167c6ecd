"""The data dictionary: what each column of the public record means, in every file of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from gettext import NullTranslations

from board_qa.domain.text.saying import ENGLISH, gettext_noop

QUESTIONS: Mapping[str, str] = {
    "meeting": gettext_noop("Code of the meeting."),
    "number": gettext_noop("Number of the question in its meeting."),
    "state": gettext_noop(
        "What became of it, in one word: answered, written (to be answered in writing), declined, redirected (sent to "
        "others), grouped (put together with another question), accepted (not reached), on_screen (being answered) or "
        "withdrawn (erased at the request of the person who asked)."
    ),
    "became": gettext_noop("What became of it, in the words of the page."),
    "question": gettext_noop("The question as it was put to the board. Empty where its words are not published."),
    "question_language": gettext_noop("Language of the question, such as en or cy."),
    "edited": gettext_noop("Whether a moderator worded the question."),
    "asked": gettext_noop("The words of the person who asked, where they differ and are published."),
    "asked_language": gettext_noop("Language of those words."),
    "asked_by": gettext_noop("Who asked, as published. A name that is withheld is in no file."),
    "asked_on": gettext_noop("Day on which it was asked."),
    "came_by": gettext_noop("How it came: by the form, by email, as a post and so on."),
    "post": gettext_noop("Address of the post, where it came as one."),
    "agenda_item": gettext_noop("Agenda item that it is about."),
    "also_asked_by": gettext_noop("How many other questions were put together with it."),
    "put_together_with": gettext_noop("Number of the question that it was put together with."),
    "reason": gettext_noop("Why it was declined or sent to others, where the board publishes that."),
    "due_on": gettext_noop("Day by which a written answer is due."),
    "answer": gettext_noop("The answer of the board."),
    "answered_by": gettext_noop("Who gave the answer."),
    "answered_on": gettext_noop("Day on which it was answered."),
    "left_out": gettext_noop("Why the words of the question are not shown."),
    "changed_at": gettext_noop("When this row may last have changed, in UTC."),
    "address": gettext_noop("Permanent address of the question."),
}
MEETINGS: Mapping[str, str] = {
    "code": gettext_noop("Code of the meeting, by which the other tables name it."),
    "title": gettext_noop("Title of the meeting."),
    "starts_at": gettext_noop("When it starts, by the clocks of the board."),
    "venue": gettext_noop("Where it is held."),
    "published_at": gettext_noop("When its record was published, in UTC."),
    "questions_asked": gettext_noop("How many questions were asked, but for those that were withdrawn."),
    "days_to_answer": gettext_noop(
        "Median number of days from the meeting to each answer that came after its day. Empty where none did."
    ),
    "address": gettext_noop("Address of the record."),
}
COUNTS: Mapping[str, str] = {
    "meeting": gettext_noop("Code of the meeting."),
    "counted": gettext_noop("What is counted: became (what became of the questions) or came_by (how they came)."),
    "label": gettext_noop("Which of them."),
    "questions": gettext_noop("How many questions, also those that are not in the record."),
}
TABLES: Mapping[str, Mapping[str, str]] = {"question": QUESTIONS, "meeting": MEETINGS, "count": COUNTS}


@dataclass(frozen=True)
class Meaning:
    """One column of one table, and what it means."""

    table: str
    column: str
    meaning: str


def dictionary(translations: NullTranslations = ENGLISH) -> list[Meaning]:
    return [
        Meaning(table, column, translations.gettext(meaning))
        for table, columns in TABLES.items()
        for column, meaning in columns.items()
    ]
