"""The page of who is told what became of their question, as its template is told of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.outbox import OutgoingPost
from board_qa.domain.questions.audience import via
from board_qa.domain.telling.letters import PRIVATE_PAGE, LetterKind, LetterState, MailMode
from board_qa.phrases.telling import Draft
from board_qa.services.networks.replies import ReplyOffer, Way, replies_due
from board_qa.services.telling import telling
from board_qa.services.telling.asked import SETTLED, Asker, Means, Standing, askers
from board_qa.services.telling.telling import Telling
from board_qa.web.desk.parts.buttons import Button
from board_qa.web.shell import language, words
from board_qa.web.shell.installation import installation, ports

# As many of a list as one looks through at once; the others follow once these are done.
MOST = 100
_BY_ITSELF = {
    Means.EMAIL: "By email",
    Means.POST: "By a reply to their post",
    Means.PAGE: "On their private page",
    Means.BY_HAND: "By a person",
}


@dataclass(frozen=True)
class Refused:
    """An email that was not sent: about which question, what was typed, and why."""

    number: int = 0
    text: str = ""
    why: str = ""


@dataclass(frozen=True)
class Row:
    """Somebody who asked. `value` names them as they were seen; `how` says by which way, and `about` what became of
    the telling. `draft` are the words that would be, or were, sent; `error` is why those that were typed were not."""

    asker: Asker
    value: str
    how: str
    about: str
    draft: Draft
    button: Button | None = None
    error: str = ""

    @property
    def ticked(self) -> bool:
        """Whether it is ticked to begin with: not where an answer is still to be noted, and not where the tick itself
        says that somebody told them."""
        return self.asker.standing is Standing.READY and not self.asker.answer_missing

    @property
    def leads_to_their_page(self) -> bool:
        return PRIVATE_PAGE in self.draft.text


@dataclass(frozen=True)
class List:
    """The first of them, and how many there are in all."""

    rows: Sequence[Row]
    total: int


@dataclass(frozen=True)
class TellingPage:
    """`replies` is how many who posted wait for a person on the page of replies. `ways` says how many are told how.
    `can_stop`: an email waits that could still be taken back. `refused` is what was typed and not sent, where that
    person is in no list in which it could be put right."""

    meeting: Meeting
    mail: MailMode
    told: int
    total: int
    ways: Sequence[tuple[str, int, int]]
    undecided: int
    replies: int
    can_stop: bool
    refused: Refused
    ready: List
    alone: List
    by_hand: List
    trouble: List
    under_way: List
    done: List


def working_with(meeting: Meeting) -> Telling:
    here = installation()
    return Telling(
        meeting, here.channels, here.mail, here.settings.organisation, _private_page, language.in_language("cy")
    )


def _private_page(code: str) -> str:
    somebodys = language.link_in(code, "receipt", token="somebody")  # noqa: S106
    return installation().settings.public_url + somebodys.replace("/r/somebody", PRIVATE_PAGE)


def telling_page(meeting: Meeting, refused: Refused) -> TellingPage:
    here = installation()
    all_of_them = askers(ports(), meeting, here.channels, here.mail)
    offers = {one.question.id: one for one in replies_due(ports(), meeting, here.channels)}
    groups = _groups(all_of_them, offers)
    make = _Rows(working_with(meeting), offers, refused)
    lists = {name: List([make.row(one) for one in found[:MOST]], len(found)) for name, found in groups.items()}
    done = Counter(one.means for one in all_of_them if one.standing in SETTLED)
    every = Counter(one.means for one in all_of_them)
    return TellingPage(
        meeting,
        here.mail,
        done.total(),
        len(all_of_them),
        [(said, done[means], every[means]) for means, said in _BY_ITSELF.items() if every[means]],
        sum(one.standing is Standing.UNDECIDED for one in all_of_them),
        len([one for one in all_of_them if _on_the_other_page(one, offers)]),
        any(one.letter is not None and one.letter.state is LetterState.QUEUED for one in all_of_them),
        Refused() if any(row.error for row in (*lists["ready"].rows, *lists["alone"].rows)) else refused,
        **lists,
    )


def _groups(everybody: Iterable[Asker], offers: Mapping[int, ReplyOffer]) -> dict[str, list[Asker]]:
    groups: dict[str, list[Asker]] = {name: [] for name in _LISTS.values()}
    for asker in everybody:
        if asker.standing in _LISTS and not _on_the_other_page(asker, offers):
            groups[_LISTS[asker.standing]].append(asker)
    return groups


_LISTS = {
    Standing.READY: "ready",
    Standing.ALONE: "alone",
    Standing.BY_HAND: "by_hand",
    Standing.TROUBLE: "trouble",
    Standing.UNDER_WAY: "under_way",
    Standing.TOLD: "done",
    Standing.NOT_TO_BE: "done",
}


def _on_the_other_page(asker: Asker, offers: Mapping[int, ReplyOffer]) -> bool:
    """Whether their reply needs a person, or words of one's own: the page of replies has what that takes."""
    if asker.means is not Means.POST or asker.standing not in (Standing.READY, Standing.ALONE):
        return False
    offer = offers.get(asker.question.id)
    return offer is None or not offer.words or Way.REPLY not in offer.ways


class _Rows:
    """What the rows of one page have in common."""

    def __init__(self, with_this: Telling, offers: Mapping[int, ReplyOffer], refused: Refused) -> None:
        self._telling, self._offers, self._refused = with_this, offers, refused

    def row(self, asker: Asker) -> Row:
        refused = self._refused if self._is_refused(asker) else Refused()
        value = f"{asker.question.number}@{asker.rests_on}"
        return Row(asker, value, _how(asker), self._about(asker), self._draft(asker), self._button(asker), refused.why)

    def _draft(self, asker: Asker) -> Draft:
        if self._is_refused(asker):
            return Draft("", self._refused.text)
        if asker.letter is not None and asker.letter.text:
            return Draft(asker.letter.subject, asker.letter.text)
        if asker.reply is not None:
            return Draft("", asker.reply.text)
        if offer := self._offers.get(asker.question.id):
            return Draft("", offer.words)
        return telling.draft(self._telling, asker)

    def _is_refused(self, asker: Asker) -> bool:
        to_send = asker.standing in (Standing.READY, Standing.ALONE)
        return to_send and self._refused.number == asker.question.number

    def _about(self, asker: Asker) -> str:
        zone = self._telling.meeting.details.timezone
        if asker.standing is Standing.NOT_TO_BE:
            return f"{asker.why}, so they are not told"
        if asker.letter is not None:
            by = f"{asker.letter.told_by}, {words.day_and_time(asker.letter.told_at, zone)}"
            return ". ".join(part for part in (asker.letter.problem, by) if part)
        if asker.reply is not None:
            return _of_reply(asker.reply, zone)
        if asker.means is Means.PAGE:
            return "Their page says it by itself"
        return "They were told of something earlier" if asker.again else ""

    def _button(self, asker: Asker) -> Button | None:
        letter = asker.letter
        if letter is None:
            return None
        offered = _OFFERED.get((letter.kind, letter.state))
        if offered is None:
            return None
        what, label = offered
        there = url_for("telling.change", meeting_id=self._telling.meeting.id, letter_id=letter.id, what=what)
        return Button(label, there, {}, f"question {asker.question.called}", "m-btn--s")


_OFFERED = {
    (LetterKind.EMAIL, LetterState.SENT): ("back", "It came back"),
    (LetterKind.EMAIL, LetterState.FAILED): ("again", "Send it again"),
    (LetterKind.EMAIL, LetterState.UNKNOWN): ("again", "Send it again"),
    (LetterKind.EMAIL, LetterState.QUEUED): ("off", "Do not send it"),
    (LetterKind.BY_HAND, LetterState.SENT): ("off", "Not told after all"),
}


def _how(asker: Asker) -> str:
    """By which way, and to where."""
    if asker.letter is not None and asker.letter.kind is LetterKind.BY_HAND:
        return "Told by a person"
    if asker.means is Means.EMAIL:
        return f"Email to {asker.question.source.email}"
    if asker.means is Means.POST:
        return f"Reply on {asker.question.source.channel}"
    return "Private page" if asker.means is Means.PAGE else via(asker.question)


def _of_reply(reply: OutgoingPost, zone: str) -> str:
    when = f"{reply.approved_by}, {words.day_and_time(reply.approved_at, zone)}"
    return ". ".join(part for part in (reply.problem, when) if part)
