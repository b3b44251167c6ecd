"""The recap in one language: parts with items, in words. The page and the folder show the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from gettext import NullTranslations
from zoneinfo import ZoneInfo

from board_qa.domain.chats.answers import ChatPost
from board_qa.domain.meetings.recap import ItemKind, Pick
from board_qa.domain.meetings.recap import key as key_of
from board_qa.domain.networks.outbox import OutgoingPost
from board_qa.domain.questions.audience import EDITED, foreign
from board_qa.domain.questions.register import RegisterEntry
from board_qa.domain.text.languages import NAMES
from board_qa.domain.text.saying import ENGLISH, language
from board_qa.domain.text.spoken import dated, spoken_time
from board_qa.domain.text.wording import one_line, shown
from board_qa.exports.listening.summary import summary_said
from board_qa.phrases import recap as phrases
from board_qa.phrases.findings import asked_most_about
from board_qa.phrases.record import counts_said, left_out_said, said_of_answer, state_said
from board_qa.services.meetings.recap import Material


@dataclass(frozen=True)
class Author:
    """Who posted for the board: the name and handle on a network, and the address of the post; '' for none."""

    name: str
    handle: str = ""
    address: str = ""


@dataclass(frozen=True)
class Surroundings:
    """What is told beside what was picked. `authors` are of the board's own posts, by their ids. `record` is the
    address of the public record, '' where it is not published; `over` says that the meeting is."""

    authors: Mapping[int, Author]
    record: str
    over: bool


@dataclass(frozen=True)
class ToldItem:
    """One item in words; what is not so is ''. `by` is who asked or posted, by name and handle as their network has
    them, and `source` where and of a post when, which leads to the original at `address`; `when` is of any other. `at`
    is a time for machines. Of an answer `about` is the question, where that has no item of its own. `figures` are what
    became of how many questions, `ways` how they came, `listening` and `asked_about` what came of listening. A
    language is '' where it is the page's own."""

    key: str
    kind: ItemKind
    title: str
    at: str = ""
    text: str = ""
    lang: str = ""
    label: str = ""
    asked: str = ""
    asked_lang: str = ""
    about: str = ""
    about_lang: str = ""
    note: str = ""
    by: str = ""
    source: str = ""
    address: str = ""
    when: str = ""
    became: str = ""
    path: str = ""
    figures: tuple[tuple[str, str], ...] = ()
    ways: tuple[tuple[str, str], ...] = ()
    listening: tuple[tuple[str, str], ...] = ()
    asked_about: str = ""


@dataclass(frozen=True)
class ToldPart:
    heading: str
    items: tuple[ToldItem, ...]


@dataclass(frozen=True)
class Told:
    """`typed_lang` is the language of what the board typed, '' where it is the page's own. The other names are those of
    sentences in `phrases.recap`."""

    introduction: str
    typed_lang: str
    parts: tuple[ToldPart, ...]
    empty: str
    own_words: str
    in_the_record: str
    how_they_came: str
    came_of_listening: str


def told(
    material: Material,
    introduction: str,
    picks: Sequence[Pick],
    around: Surroundings,
    translations: NullTranslations = ENGLISH,
) -> Told:
    """What was picked, as far as it can be told. All of it comes from the material."""
    typed_lang = "" if language(translations) == "en" else "en"
    teller = _Teller(material, {pick.key for pick in picks}, around, translations, typed_lang)
    return Told(
        shown(introduction),
        typed_lang,
        tuple(_parts(teller, picks)),
        translations.gettext(phrases.EMPTY),
        translations.gettext(phrases.OWN_WORDS),
        translations.gettext(phrases.IN_THE_RECORD),
        translations.gettext(phrases.HOW_THEY_CAME),
        translations.gettext(phrases.CAME_OF_LISTENING),
    )


def _parts(teller: _Teller, picks: Sequence[Pick]) -> Iterator[ToldPart]:
    heading, items = "", list[ToldItem]()
    for pick in picks:
        begins = one_line(pick.heading)
        if begins and items:
            yield ToldPart(heading, tuple(items))
            items = []
        heading = begins or heading
        items.append(teller.item(pick.key))
    if items:
        yield ToldPart(heading, tuple(items))


@dataclass(frozen=True)
class _Teller:
    material: Material
    picked: set[str]
    around: Surroundings
    translations: NullTranslations
    typed_lang: str

    @property
    def zone(self) -> str:
        return self.material.record.meeting.details.timezone

    def item(self, key: str) -> ToldItem:
        if key in self.material.posts:
            return self._post(key, self.material.posts[key])
        if key in self.material.heard:
            return self._heard(key, *self.material.heard[key])
        if key not in self.material.entries:
            return self._figures(key)
        entry = self.material.entries[key]
        return self._answer(key, entry) if key.startswith(ItemKind.ANSWER) else self._question(key, entry)

    def _post(self, key: str, post: OutgoingPost) -> ToldItem:
        at, author = post.sent_at or post.approved_at, self.around.authors[post.id]
        return ToldItem(
            key,
            ItemKind.CALL if key.startswith(ItemKind.CALL) else ItemKind.POST,
            phrases.title_of_post(post.kind, self.translations),
            at=at.isoformat(),
            text=shown(post.text),
            lang=self.typed_lang,
            by=f"{author.name} @{author.handle}" if author.handle else author.name,
            source=phrases.posted_on(post.channel, spoken_time(at, self.zone, self.translations), self.translations),
            address=author.address,
        )

    def _heard(self, key: str, number: int, post: ChatPost) -> ToldItem:
        """Somebody's post as its network shows it."""
        when = spoken_time(post.posted_at, self.zone, self.translations)
        known = post.lang if post.lang in NAMES else ""
        return ToldItem(
            key,
            ItemKind.HEARD,
            phrases.title_of_answer(number, self.translations),
            at=post.posted_at.isoformat(),
            text=shown(post.words),
            lang=foreign(known, self.translations),
            by=f"{post.author_name} @{post.author_handle}" if post.author_handle else post.author_name,
            source=phrases.posted_on(post.account.channel, when, self.translations),
            address=post.url if post.url.startswith(("https://", "http://")) else "",
        )

    def _question(self, key: str, entry: RegisterEntry) -> ToldItem:
        say = self.translations
        return ToldItem(
            key,
            ItemKind.QUESTION,
            phrases.title_of(ItemKind.QUESTION, entry.called, say),
            at=self._day(entry.asked_at),
            text=entry.text,
            lang=entry.lang,
            label=say.gettext(EDITED) if entry.edited else "",
            asked=entry.asked,
            asked_lang=entry.asked_lang,
            note=left_out_said(entry, say),
            by=entry.asked_by,
            source=entry.via,
            address=entry.url if entry.url.startswith(("https://", "http://")) else "",
            when="" if entry.via.endswith(spoken_time(entry.asked_at, self.zone, say)) else self._asked_on(entry),
            became=state_said(entry, self.around.over, say),
            path=self._path(entry),
        )

    def _answer(self, key: str, entry: RegisterEntry) -> ToldItem:
        """The question stands with its answer where it is nowhere else."""
        alone = key_of(ItemKind.QUESTION, entry.number) not in self.picked
        on = dated(self._day(entry.answered_at), self.translations) if entry.answered_at else ""
        return ToldItem(
            key,
            ItemKind.ANSWER,
            phrases.title_of(ItemKind.ANSWER, entry.called, self.translations),
            at=self._day(entry.answered_at) if entry.answered_at else "",
            text=entry.answer,
            lang=self.typed_lang,
            about=entry.text if alone else "",
            about_lang=entry.lang if alone else "",
            note=left_out_said(entry, self.translations) if alone else "",
            source=said_of_answer(entry.answered_by, on, self.translations),
            path=self._path(entry) if alone else "",
        )

    def _figures(self, key: str) -> ToldItem:
        whole, listening = self.material.record, self.material.listening
        title = phrases.title_of(ItemKind.FIGURES, "", self.translations)
        if self.material.chat:
            rows = phrases.figures_of_chat(self.material.chat, self.translations)
            return ToldItem(key, ItemKind.FIGURES, title, figures=_rows(rows))
        return ToldItem(
            key,
            ItemKind.FIGURES,
            title,
            figures=_rows(counts_said(whole.counts, self.translations)),
            ways=_rows(whole.came_by.items()),
            listening=_rows(summary_said(listening, self.translations)) if listening else (),
            asked_about=asked_most_about(listening.words, self.translations, len(listening.words)) if listening else "",
        )

    def _asked_on(self, entry: RegisterEntry) -> str:
        say = self.translations
        return say.gettext("Asked on %(date)s") % {"date": dated(self._day(entry.asked_at), say)}

    def _path(self, entry: RegisterEntry) -> str:
        return f"{self.around.record}/{entry.number}" if self.around.record else ""

    def _day(self, moment: datetime) -> str:
        return moment.astimezone(ZoneInfo(self.zone)).date().isoformat()


def _rows(counts: Iterable[tuple[str, int]]) -> tuple[tuple[str, str], ...]:
    """What nothing became of is left out, but for how many were asked, which comes first."""
    return tuple((label, f"{count:,}") for place, (label, count) in enumerate(counts) if count or not place)
