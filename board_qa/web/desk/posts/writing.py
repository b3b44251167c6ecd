"""The form in which a post is written: words for all networks, a network's own where they differ, and when it goes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from wtforms import BooleanField, FieldList, Form, FormField, HiddenField, TextAreaField
from wtforms.validators import Length

from board_qa.domain.networks.posts import Measure
from board_qa.ports.channels import Channel
from board_qa.services.networks.approving import NotPublishable
from board_qa.web.shell.forms import MadeFrom, PageForm
from board_qa.web.shell.installation import installation
from board_qa.web.shell.words import dollars

Sent = TypeVar("Sent", bound="WritingForm")

_LONGEST = 1000  # characters; the network takes fewer, and says so as they are typed


class NetworkForm(Form):  # type: ignore[misc]  # wtforms ships no types
    """Whether the post goes to one network, and in which words where they are not those for all."""

    on = BooleanField()
    own = TextAreaField(validators=[Length(max=_LONGEST)])


class WritingForm(PageForm):
    """`press` names the draft that is being edited, if it is one. `rests_on` is the mark of what the words rested on
    when the page was made; '' where they rest on nothing that changes."""

    text = TextAreaField("Text of the post", [Length(max=_LONGEST)])
    networks = FieldList(FormField(NetworkForm))
    press = HiddenField()
    rests_on = MadeFrom()

    def words_for(self, place: int) -> str:
        """What goes to the network at this place, in the order of the channels."""
        return self.own_words(place) or str(self.text.data or "")

    def own_words(self, place: int) -> str:
        return str(self.networks[place].form.own.data or "").strip()

    def goes_to(self, place: int, of: int) -> bool:
        """Where there is one network only, nobody is asked."""
        return of == 1 or bool(self.networks[place].form.on.data)


@dataclass(frozen=True)
class NetworkDraft:
    """The post as one network would have it. `form` is None where it is the only one."""

    network: str
    form: NetworkForm | None
    measure: Measure

    @property
    def price(self) -> str:
        """'' where posting costs nothing."""
        return dollars(self.measure.price) if self.measure.price else ""

    @property
    def without_link(self) -> str:
        """What it would cost without a link; '' where links cost nothing more."""
        return dollars(self.measure.without_link) if self.measure.without_link else ""

    def figures(self) -> dict[str, object]:
        """What changes as somebody types."""
        measure = self.measure
        return {"length": measure.length, "limit": measure.limit, "has_link": measure.has_link, "price": self.price}


@dataclass(frozen=True)
class Writing:
    """A form and what each network makes of its words."""

    form: WritingForm
    drafts: Sequence[NetworkDraft]
    name: str


def channels() -> list[Channel]:
    return list(installation().channels.values())


def as_sent(form: Sent) -> Sent:
    """A form that was sent, with a row for each network, also where it came with fewer."""
    while len(form.networks) < len(channels()):
        form.networks.append_entry()
    return form


def rows(on: Collection[str] | None = None) -> list[dict[str, object]]:
    """What a new form says of each network: ticked are those named, or all."""
    return [{"on": on is None or one.name in on} for one in channels()]


def begun(words: Mapping[str, str], on: Collection[str], press: str = "") -> WritingForm:
    """A form that begins with words for each network by its name: the shortest are those for all."""
    shortest = min(filter(None, words.values()), key=len, default="")
    own = {name: "" if text == shortest else text for name, text in words.items()}
    networks = [{**row, "own": own.get(one.name, "")} for row, one in zip(rows(on), channels(), strict=True)]
    return WritingForm(formdata=None, text=shortest, networks=networks, press=press)


def writing(form: WritingForm, name: str = "") -> Writing:
    """`name` keeps the fields apart from those of other forms on the page."""
    several = len(channels()) > 1
    if name:
        for field in (form.text, *(field for row in form.networks for field in row.form)):
            field.id = f"{name}-{field.id}"
    return Writing(
        form,
        [
            NetworkDraft(
                channel.name,
                form.networks[place].form if several else None,
                channel.measure(form.words_for(place)),
            )
            for place, channel in enumerate(channels())
        ],
        name,
    )


def words_of(form: WritingForm) -> list[tuple[Channel, str]]:
    """What goes where, as it was sent; nothing where no network is ticked, which the form then says."""
    known = channels()
    words = [(one, form.words_for(place)) for place, one in enumerate(known) if form.goes_to(place, len(known))]
    if not words:
        form.text.errors = ["Choose at least one network to publish on"]
    return words


def made_from(form: Sent, mark: str) -> Sent:
    """A form whose words rest on this; what came back keeps what it had."""
    form.rests_on.data = form.rests_on.data or mark
    return form


def look_again(form: WritingForm, mark: str, what: str, since: str = "you opened this page") -> None:
    """Say that the words may not be right any more: who sends them once more means them."""
    form.rests_on.data = mark
    form.text.errors = [f"{what} changed since {since}. Check that the words are right, then publish"]


def blame(form: WritingForm, unfit: NotPublishable) -> None:
    """Say it beside the words that do not fit: a network's own, or those for all."""
    alone = len(channels()) == 1
    for place, channel in enumerate(channels()):
        if measure := unfit.measures.get(channel.name):
            own = not alone and form.own_words(place)
            field = form.networks[place].form.own if own else form.text
            field.errors = [*field.errors, _what_is_wrong("" if alone else channel.name, measure)][:1]


def _what_is_wrong(network: str, measure: Measure) -> str:
    if not measure.length:
        return "Enter the words of the post"
    on = f" for {network}" if network else ""
    return f"The post is too long by {measure.length - measure.limit} characters{on}. Shorten it"
