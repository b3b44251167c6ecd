"""The form that narrows the record: what became of a question, its agenda item, words in it. A plain GET."""

from __future__ import annotations

from flask import request
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice

from board_qa.domain.questions.narrowing import RecordFilter
from board_qa.domain.questions.question import State
from board_qa.domain.text.wording import one_line, shown
from board_qa.exports.register.rows import PublishedRecord
from board_qa.phrases.record import STATES
from board_qa.web.shell.forms import PageForm
from board_qa.web.shell.language import current, say

_LONGEST = 100  # characters: more than anybody looks for
# In this order.
_STATES = (
    State.ANSWERED, State.WRITTEN, State.ON_SCREEN, State.ACCEPTED, State.GROUPED, State.REDIRECTED, State.DECLINED,
)  # fmt: skip


class SearchForm(PageForm):
    """Nothing is changed by it, and so it needs no token."""

    class Meta:
        csrf = False

    find = StringField()

    @property
    def words(self) -> str:
        return one_line((self.find.data or "")[: 4 * _LONGEST])[:_LONGEST]


class NarrowingForm(SearchForm):
    """It offers what is in the record, and no more."""

    state = SelectField(validate_choice=False)
    item = SelectField(validate_choice=False)

    @property
    def wanted(self) -> RecordFilter:
        """What was chosen; what is not offered counts as nothing."""
        return RecordFilter(
            state=State(self.state.data) if _is_offered(self.state) else None,
            agenda_item=self.item.data if _is_offered(self.item) else "",
            words=self.words,
        )


def narrowing_form(one: PublishedRecord) -> NarrowingForm:
    form, entries, _ = NarrowingForm(request.args), one.record.entries, say().gettext
    states = [state for state in _STATES if any(entry.state is state for entry in entries)]
    items = _in_their_order(one, {entry.agenda_item for entry in entries if entry.agenda_item})
    typed = {"lang": "en"} if current() != "en" else {}
    everything = SelectChoice("", _("Everything"))
    form.state.choices = [everything, *(SelectChoice(state.value, _(STATES[state])) for state in states)]
    form.item.choices = [everything, *(SelectChoice(item, item, typed) for item in items)]
    return form


def _in_their_order(one: PublishedRecord, items: set[str]) -> list[str]:
    """As on the agenda; what is not on it any more comes last."""
    agenda = [shown(item) for item in one.record.meeting.details.agenda]
    return [item for item in agenda if item in items] + sorted(items - set(agenda))


def _is_offered(field: SelectField) -> bool:
    return bool(field.data) and field.data in {choice.value for choice in field.choices}
