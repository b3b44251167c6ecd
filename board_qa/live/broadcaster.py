"""Turns "this meeting changed" into one small message per room: at once, and after that at most every 150 ms."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from gettext import NullTranslations
from typing import Any, Protocol, TypeVar

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions import audience
from board_qa.domain.questions.history import Change
from board_qa.domain.questions.question import Question
from board_qa.ports.stores import Store, StoreUnavailable
from board_qa.ports.system import Clock
from board_qa.services.operating.absence import Absence

Dated = TypeVar("Dated", Question, Change)

log = logging.getLogger(__name__)

FLUSH_SECONDS = 0.15
# In which it is looked so often whether something changed after nothing did for as long: that need not wait.
STEPS = 6
# Every how many flushes the safety net runs: it finds what another process wrote, and tells every screen the
# revision, so that a screen that missed something notices (3 seconds).
PULSE_EVERY = 20
# Changes that fit one message. More happen at once in an import, or where another process was at work: then every
# screen fetches the little it shows, instead of being sent all that changed.
MOST_TOLD = 200
# Every how many flushes other processes' writes are looked for (0.6 seconds).
LOOK_EVERY = 4
# Seconds by which the desk and the screen are ahead of the public. The one who pressed now fetches the page as it has
# become, and would wait for a message to thousands of phones.
HEAD_START = 0.05
# The audiences whose pages count seconds. The public's do not, and are many: they are told the revision alone.
COUNTING = ("screen", "desk")


class Emitter(Protocol):
    """What is needed of Flask-SocketIO."""

    def emit(self, event: str, data: dict[str, Any], *, to: str) -> None: ...


def room(audience_name: str, meeting_id: int) -> str:
    return f"{audience_name}:{meeting_id}"


def public_in(language: str) -> str:
    """The audience of the public's pages in a language: each hears the news in its own words."""
    return f"public-{language}"


class Broadcaster:
    """The announcer. It remembers which revision each meeting's rooms were last told.

    `languages` are those of the public's pages, with what their sentences are said with; `sleep` takes seconds.
    """

    def __init__(
        self,
        store: Store,
        emitter: Emitter,
        clock: Clock,
        languages: Mapping[str, NullTranslations],
        sleep: Callable[[float], None],
    ) -> None:
        self._store, self._emitter, self._clock, self.languages = store, emitter, clock, languages
        self._sleep = sleep
        self._told: dict[int, int] = {}
        self._changed: set[int] = set()
        self.on_pulse: list[Callable[[], None]] = []

    def changed(self, meeting_id: int) -> None:
        self._changed.add(meeting_id)

    def notice(self, meeting_id: int, words: str) -> None:
        try:
            self._emitter.emit("notice", {"message": words}, to=room("desk", meeting_id))
        except Exception:
            log.exception("the desk was not told")  # nothing was done, and nothing is lost

    def watch(self, meeting: Meeting) -> None:
        """Somebody now looks at this meeting: from here on its changes are told."""
        self._told.setdefault(meeting.id, meeting.revision)

    def watches(self, meeting_id: int) -> bool:
        return meeting_id in self._told

    def run(self) -> None:
        """Tell the news for ever."""
        step, quiet, absence = 0, 0, Absence("telling the news")
        while True:
            self._sleep(FLUSH_SECONDS / STEPS)
            step, quiet = step + 1, quiet + 1
            news = bool(self._changed)
            try:
                if step % STEPS == 0:
                    self.round(step // STEPS)
                elif quiet >= STEPS:
                    self.flush()
            except StoreUnavailable as error:
                absence.note(error)
            except Exception:
                # The pulse tells it again: a screen is late, never wrong, and the loop must not die.
                log.exception("telling the news failed and will be tried again")
            if step % (STEPS * LOOK_EVERY) == 0:
                absence.end_of_round()
            quiet = 0 if news and not self._changed else quiet

    def round(self, count: int) -> None:
        if count % LOOK_EVERY == 0:
            self._look_for_other_processes()
        self.flush()
        if count % PULSE_EVERY == 0:
            self.pulse()

    def flush(self) -> None:
        """Send one delta per room for every meeting that changed."""
        while self._changed:
            meeting = self._store.meetings.get(self._changed.pop())
            if meeting is not None and meeting.id in self._told:
                self._tell(meeting)

    def pulse(self) -> None:
        for meeting_id, revision in list(self._told.items()):
            for name in (*map(public_in, self.languages), *COUNTING):
                self._emitter.emit("pulse", {"revision": revision, **self.time_for(name)}, to=room(name, meeting_id))
        for check in self.on_pulse:
            check()

    def time_for(self, audience_name: str) -> dict[str, str]:
        """What time it is here (ISO, UTC), for whoever counts with it: the clock of a projector may be wrong."""
        return {"now": self._clock().isoformat()} if audience_name in COUNTING else {}

    def _look_for_other_processes(self) -> None:
        for meeting_id, revision in self._store.meetings.revisions().items():
            if self._told.get(meeting_id, revision) != revision:
                self._changed.add(meeting_id)

    def _tell(self, meeting: Meeting) -> None:
        """Tell the rooms what changed. Without a new revision it concerns the desk alone: who looks at what."""
        since = self._told[meeting.id]
        changes = _until(meeting, self._store.meetings.changes_since(meeting.id, since, MOST_TOLD + 1))
        if len(changes) > MOST_TOLD:
            self._tell_much(since, meeting)
        else:
            self._emitter.emit("delta", audience.desk_delta(since, meeting, changes), to=room("desk", meeting.id))
            if meeting.revision != since:
                self._tell_screen(meeting)
                self._sleep(HEAD_START)
                questions = _until(meeting, self._store.questions.of_meeting(meeting.id, since))
                self._tell_public(since, meeting, questions, changes)
        self._told[meeting.id] = meeting.revision

    def _tell_screen(self, meeting: Meeting) -> None:
        view = audience.screen_delta(meeting, self._store.questions.on_screen(meeting.id), self._clock())
        self._emitter.emit("delta", view, to=room("screen", meeting.id))

    def _tell_much(self, since: int, meeting: Meeting) -> None:
        """A message that follows one which nobody has had: each page fetches what it shows, and no more.

        Questions that only came are on no public page, and a thousand of them make nobody fetch one.
        """
        gap = {"since": meeting.revision, "revision": meeting.revision}
        self._emitter.emit("delta", gap, to=room("desk", meeting.id))
        self._tell_screen(meeting)
        if not self._store.meetings.decided_since(meeting.id, since):
            self._tell_public(since, meeting, [], [])
            return
        for language in self.languages:
            self._emitter.emit("delta", gap, to=room(public_in(language), meeting.id))

    def _tell_public(
        self, since: int, meeting: Meeting, questions: Sequence[Question], changes: Sequence[Change]
    ) -> None:
        on_screen = self._store.questions.on_screen(meeting.id)
        counts = audience.public_counts(self._store.questions.counts(meeting.id))
        for language, say in self.languages.items():
            news = audience.public_delta(since, meeting, questions, changes, on_screen, say)
            self._emitter.emit("delta", {**news, "counts": counts}, to=room(public_in(language), meeting.id))


def _until(meeting: Meeting, read: Sequence[Dated]) -> list[Dated]:
    """Without what another process stored since the meeting was read: that is of the next message."""
    return [one for one in read if one.revision <= meeting.revision]
