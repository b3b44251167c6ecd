"""A question of the record as its card shows it."""

from __future__ import annotations

from dataclasses import dataclass

from board_qa.domain.questions.audience import EDITED
from board_qa.domain.text.spoken import dated
from board_qa.exports.register.rows import PublishedRecord, Row
from board_qa.phrases.record import reason_language, said_of_answer, together_said
from board_qa.web.shell.language import current, link, say


@dataclass(frozen=True)
class RecordCard:
    """One row in words. `path` is its permanent address on this site, and `with_path` that of the question that it was
    put together with. A language is '' where it is the page's own. What is not so is ''."""

    row: Row
    path: str
    label: str
    lang: str
    asked_lang: str
    asked_on: str
    together: str
    with_path: str
    reason_lang: str
    answered: str
    link_to_post: bool


def card(one: PublishedRecord, row: Row) -> RecordCard:
    here = current()
    return RecordCard(
        row=row,
        path=_path_of(one, row.number),
        label=say().gettext(EDITED) if row.edited else "",
        lang="" if row.question_language == here else row.question_language,
        asked_lang="" if row.asked_language == here else row.asked_language,
        asked_on=dated(row.asked_on, say()),
        together=together_said(row.also_asked_by, say()),
        with_path=_path_of(one, row.put_together_with),
        reason_lang=reason_language(row.reason, say()),
        answered=said_of_answer(row.answered_by, dated(row.answered_on, say()), say()),
        link_to_post=row.post.startswith(("https://", "http://")),
    )


def _path_of(one: PublishedRecord, called: str) -> str:
    entry = next((entry for entry in one.record.entries if called and entry.called == called), None)
    return link("register.question", code=one.meeting.code, number=entry.number) if entry else ""
