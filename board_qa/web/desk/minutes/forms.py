"""The forms of the minutes and the report: which file to make, and the key messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wtforms.fields.choices import SelectChoice

from board_qa.domain.meetings.key_messages import LONGEST, MOST, KeyMessages
from board_qa.exports.minutes.document import Kind
from board_qa.web.desk.minutes.workshop import SHAPES, Wanted
from board_qa.web.shell.fields import Lines, OneOf
from board_qa.web.shell.forms import MadeFrom, PageForm
from board_qa.web.shell.language import NAMES

KINDS: Mapping[str, str] = {
    Kind.MINUTES: "Appendix to the minutes",
    Kind.REPORT: "Report, with the key messages on its first page",
}


def _choices(labels: Mapping[str, str]) -> list[SelectChoice]:
    return [SelectChoice(str(value), label) for value, label in labels.items()]


class MakeForm(PageForm):
    kind = OneOf("What to make", choices=_choices(KINDS), default=Kind.MINUTES.value)
    language = OneOf("Language", choices=_choices(NAMES), default="en")
    shape = OneOf("Kind of file", choices=_choices({name: one.label for name, one in SHAPES.items()}), default="word")

    @property
    def wanted(self) -> Wanted:
        return Wanted(Kind(self.kind.data), self.language.data, self.shape.data)


class MessagesForm(PageForm):
    """`before` is what this form was made from."""

    before = MadeFrom()
    english = Lines("Key messages", LONGEST, MOST)
    welsh = Lines("Key messages in Welsh", LONGEST, MOST)

    def with_lines(self, more: Sequence[str]) -> MessagesForm:
        """The form as it was sent, with these lines at the end of the English ones; nothing is looked at yet."""
        typed = str(self.english._value()).rstrip()
        lines = [typed, *more] if typed else more
        return MessagesForm(
            formdata=None,
            before=self.before.data,
            english=tuple(lines),
            welsh=tuple(str(self.welsh._value()).splitlines()),
        )

    @property
    def messages(self) -> KeyMessages:
        return KeyMessages(self.english.data or (), self.welsh.data or ())
