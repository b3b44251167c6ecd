"""Meetings that are over, with their records in every state that one can be in."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.rules import Identity, Rules
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import DispositionUpdate, NewQuestion, Question
from board_qa.services.meetings import meetings
from board_qa.services.meetings.record import publish, take_down
from board_qa.services.questions import moderating
from board_qa.system.clock import utc_now
from tests.support.deciding import do, now
from tests.support.doubles import ABUSIVE
from tests.support.running import Running

APPROVE, SHOW, ANSWER = Action.ACCEPT, Action.PUT_ON_SCREEN, Action.ANSWER
AGENDA = ("Chief executive’s report", "Performance", "Estates and capital")
HOSTILE = "</textarea><script>document.title='broken'</script>" + "W" * 90 + " \u202egnp.exe"
ASKED = (
    "When will the new car park at Northfield open?",
    "Why do letters about appointments come after the appointment?",
    "How many nurses left the trust this year, and how many joined?",
    "Will the bus to Eastbrook hospital run on Sundays?",
    "What is being done about the noise at night on the wards?",
)


class Records:
    """One record that is full, and the others: of nothing, to come, taken down, cancelled."""

    def __init__(self, live: Running) -> None:
        self.live = live
        rules = Rules(identity=Identity.OPTIONAL, publish_within_days=10, publish_declined=True)
        over = utc_now() - timedelta(days=30)
        self.full = live.meeting(
            title="Board meeting in October", venue="Town Hall, Eastbrook", agenda=AGENDA, rules=rules
        )
        self.empty = live.meeting(title="A short meeting", starts_at=over - timedelta(days=30))
        self.to_come = live.meeting(title="Last week’s meeting", starts_at=utc_now() - timedelta(days=7), rules=rules)
        self.taken_down = live.meeting(title="A meeting taken down", starts_at=over)
        self.cancelled = live.meeting(title="A cancelled meeting", starts_at=over, cancelled=True)
        self._decided()
        self._of_posts()
        for number in range(24):
            self.asked(f"{ASKED[number % len(ASKED)]} (letter {number + 1})", APPROVE, SHOW, ANSWER, name="Ken Hale")
        self.full = self._is_over(self.full, over)
        for meeting in (self.full, self.empty, self.taken_down):
            publish(live.ports, meeting, live.alex)
        take_down(live.ports, self.taken_down, live.alex)

    def _is_over(self, meeting: Meeting, starts_at: datetime) -> Meeting:
        """The meeting as it is once it was that day, when nothing can be asked of it any more."""
        meetings.change(self.live.ports, meeting, replace(meeting.details, starts_at=starts_at))
        after = self.live.ports.store.meetings.get(meeting.id)
        assert after is not None
        return after

    def _decided(self) -> None:
        waits = self.asked(
            "How long are children now waiting for a first autism assessment?", APPROVE, SHOW, ANSWER, name="Maria"
        )
        answer = (
            "Eleven months, as of the end of October. Two clinicians start in January.\n\nWe expect seven by April."
        )
        self.does(waits, Action.NOTE_ANSWER, DispositionUpdate(answer=answer, answered_by="Dr Shah, chief nurse"))
        self.does(waits, Action.LINK, DispositionUpdate(agenda_item=AGENDA[1]))
        hours = self.asked("Will you lot ever say if the walk-in keeps its hours?", APPROVE, SHOW, name="Daniel")
        wording = "Will the Mill Street walk-in centre keep its weekend opening hours after the review?"
        self.does(hours, Action.EDIT_WORDING, DispositionUpdate(wording=wording, shows_original=True))
        self.does(hours, ANSWER)
        self.does(hours, Action.NOTE_ANSWER, DispositionUpdate(answer="Yes.", answered_by="The chair"))
        roof = self.asked("Has the backlog of roof repairs at Northfield been costed?", APPROVE, name="Ken")
        self.does(roof, Action.WRITE, DispositionUpdate(owner="Director of Estates", due_on="2027-01-08"))
        self.does(roof, Action.LINK, DispositionUpdate(agenda_item=AGENDA[2]))
        self.asked("You are all useless", Action.DECLINE, reason=ABUSIVE)
        self.asked("Why was my operation cancelled?", Action.REDIRECT, reason="PALS. Ring 01632 960 002")
        same = self.asked("How long do children wait for an assessment?", name="Tom")
        moderating.group(self.live.ports, same, same.revision, now(self.live.ports, waits), self.live.alex)
        self.asked("Pam nad yw papurau’r bwrdd ar gael yn Gymraeg cyn y cyfarfod?", APPROVE, name="Gwen")
        self.hostile = self.asked(HOSTILE, APPROVE, SHOW, ANSWER, name=HOSTILE[:80])

    def _of_posts(self) -> None:
        for native_id, then in (("of-the-record-1", ()), ("of-the-record-2", (Action.WITHDRAW,))):
            post = NewQuestion(
                "X",
                native_id,
                "@anytownicb what is the agency staff bill this year? #AnytownBoard",
                "Len Wood",
                utc_now(),
                author_handle="lenwood",
                version="1",
                url=f"https://x.com/lenwood/status/{native_id}",
            )
            store = self.live.ports.store.questions
            receipt = store.receive(self.full.id, post, self.live.ports.ids.token(), utc_now())
            question = now(self.live.ports, store.by_token(receipt.token))
            for action in (APPROVE, SHOW, ANSWER, *then):
                self.does(question, action, reason="Deleted" if action in then else "")

    def asked(self, text: str, *actions: Action, name: str = "", reason: str = "") -> Question:
        return self.live.asked(self.full, text, *actions, name=name, reason=reason)

    def does(
        self, question: Question, action: Action, update: DispositionUpdate | None = None, reason: str = ""
    ) -> None:
        do(self.live.ports, action, now(self.live.ports, question), self.live.alex, reason, update)
