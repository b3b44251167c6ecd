"""The public's pages in every state they can be in: one list, for the checks to walk through and for pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from playwright.sync_api import Page, expect

from board_qa.domain.meetings.about import AboutBoard
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.rules import Identity, Late, LengthUnit, Rules
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import DispositionUpdate, NewQuestion, Question
from board_qa.services.listening import polling
from board_qa.services.questions import moderating, supporting
from board_qa.services.questions.withdrawing import by_its_asker
from board_qa.system.clock import utc_now
from tests.support.deciding import told
from tests.support.doubles import ABUSIVE
from tests.support.recaps import told_meeting
from tests.support.records import Records
from tests.support.running import Running

APPROVE, SHOW, ANSWER, HOLD, DECLINE = (
    Action.ACCEPT, Action.PUT_ON_SCREEN, Action.ANSWER, Action.HOLD, Action.DECLINE)  # fmt: skip
HOSTILE = "</textarea><script>document.title='broken'</script>" + "W" * 90 + " \u202egnp.exe"
LONG = "Given that the clinic has had no consultant since June, what date will it reopen, and who is accountable? " * 3
AGENDA = ("Chief executive’s report", "Performance", "Estates and capital")
PALS = "PALS or complaints. Our patient advice team can look into it with you, in private"
STRICT = Rules(identity=Identity.NAME_AND_ORGANISATION, length=50, length_unit=LengthUnit.WORDS, per_person=1)
ABOUT = AboutBoard("Anytown Integrated Care Board", "questions@board.example", "01632 960 001",
                   "Data protection officer, dpo@board.example", "Six years after the meeting.",
                   "PALS, 01632 960 002", "foi@board.example", "2026-11-02", hours="Monday to Friday, 9am to 5pm",
                   accounts_run_by="The communications team, for the company secretary")  # fmt: skip


class PublicScenes:
    """A meeting in full swing with a question in each state; and meetings that are early, late, closed and empty."""

    def __init__(self, live: Running) -> None:
        self.live = live
        self.q: dict[str, Question] = {}
        now = utc_now()
        live.ports.store.about.save(ABOUT)
        self.busy = live.meeting(title="Board meeting in public", venue="Town Hall, Eastbrook", agenda=AGENDA)
        self.empty = live.meeting(title="An empty meeting")
        self.closed = live.meeting(title="A closed meeting", closes_at=now - timedelta(hours=1))
        self.early = live.meeting(title="An early meeting", opens_at=now + timedelta(hours=1))
        self.late = live.meeting(title="A late meeting", rules=Rules(identity=Identity.OPTIONAL, late=Late.WRITTEN))
        self.strict = live.meeting(title="A meeting with strict rules", rules=STRICT)
        self._decided()
        self._waiting()
        self._late()
        self.polled, self.poll_over = self._polled("A meeting with a poll"), self._polled("A poll that is over")
        live.ports.store.meetings.update(self.poll_over.id, replace(self.poll_over.details, poll=False))
        self.records = Records(live)
        self.recap = told_meeting(live)

    def _decided(self) -> None:
        live, busy = self.live, self.busy
        self.q["answered"] = live.asked(
            busy, "Why are board papers not published in Welsh?", APPROVE, SHOW, name="Gwen"
        )
        answer = "From January each paper will be published in both languages on the same day."
        self.does("answered", Action.NOTE_ANSWER, update=DispositionUpdate(answer=answer))
        self.does("answered", ANSWER)
        self.q["on screen"] = live.asked(
            busy,
            "Why has the diagnostic centre moved from March to September?",
            APPROVE,
            SHOW,
            name="Daniel, Northfield",
        )
        self.q["declined"] = live.asked(busy, "You are all useless", DECLINE, reason=ABUSIVE)
        self.q["redirected"] = live.asked(busy, "Why was my operation cancelled?", name="Bill Marsh")
        self.does("redirected", Action.REDIRECT, PALS)
        self.q["written"] = live.asked(busy, "Has the backlog of roof repairs at Northfield been costed?", name="Ken")
        self.does("written", Action.WRITE, update=DispositionUpdate(owner="Director of Estates", due_on="2027-01-08"))
        self.q["held"] = live.asked(busy, "Is it true that the maternity unit is about to move?", HOLD)
        self.q["withdrawn"] = live.asked(busy, "Will the pharmacy close?", APPROVE)
        by_its_asker(live.ports, self.now("withdrawn"))

    def _waiting(self) -> None:
        live, busy = self.live, self.busy
        self.q["received"] = live.asked(busy, "Where can we read the assessment for the ward moves?", name="Sam")
        self.q["approved"] = live.asked(
            busy, "How long are children now waiting for a first autism assessment?", APPROVE, name="Maria, Eastbrook"
        )
        self.does("approved", Action.LINK, update=DispositionUpdate(agenda_item=AGENDA[1]))
        self.q["grouped"] = live.asked(busy, "How long do children wait for an autism assessment?", name="Tom")
        moderating.group(live.ports, self.now("grouped"), self.now("grouped").revision, self.now("approved"), live.alex)
        for number in range(3):
            supporting.support(live.ports, self.now("approved"), f"supporter-{number}", f"192.0.2.{number}")
        self.q["edited"] = live.asked(busy, "Will you lot ever say if the walk-in keeps its hours?", APPROVE)
        put = "Will the Mill Street walk-in centre keep its weekend opening hours after the review?"
        self.does("edited", Action.EDIT_WORDING, update=DispositionUpdate(wording=put))
        live.asked(busy, "Pam nad yw papurau’r bwrdd ar gael yn Gymraeg cyn y cyfarfod?", APPROVE, name="Gwen")
        self.q["hostile"] = live.asked(busy, HOSTILE, APPROVE, name=HOSTILE[:80])
        live.asked(busy, LONG[:480], APPROVE)
        post = NewQuestion(
            "X",
            "post-1",
            "@anytownicb what is the agency staff bill this year? #AnytownBoard",
            "Len Wood",
            utc_now(),
            author_handle="lenwood",
            version="1",
            url="https://x.com/lenwood/status/1",
        )
        live.ports.store.questions.receive(busy.id, post, live.ports.ids.token(), utc_now())
        self.q["post"] = live.ports.store.questions.by_native_id("X", "post-1") or self.q["approved"]
        self.does("post", APPROVE)

    def _late(self) -> None:
        """Questions closed an hour ago, and one came after that."""
        closed = replace(self.late.details, closes_at=utc_now() - timedelta(hours=1))
        self.live.ports.store.meetings.update(self.late.id, closed)
        self.q["late"] = self.live.asked(self.late, "Can this still be asked?")

    def _polled(self, title: str) -> Meeting:
        """A meeting that seven people answered."""
        meeting = self.live.meeting(title=title, poll=True)
        for number, choice in enumerate(("Facebook",) * 4 + ("WhatsApp",) * 2 + ("Email",)):
            polling.answer(self.live.ports, meeting, choice, f"device-{number}", f"192.0.2.{number}")
        return meeting

    def now(self, name: str) -> Question:
        question = self.live.ports.store.questions.get(self.q[name].id)
        assert question is not None
        return question

    def does(self, name: str, action: Action, reason: str = "", update: DispositionUpdate | None = None) -> None:
        question = self.now(name)
        moderating.act(
            self.live.ports, action, question, question.revision, self.live.alex, told(action, reason), update
        )


@dataclass(frozen=True)
class State:
    """One state of a page: where it is, what is done there, and what is then to be seen (a selector).

    `before` happens first and somewhere else, `after` puts it right again. `noted` is what the browser itself then
    writes on its console. `scripted`: it comes about by a script, and not without.
    """

    address: Callable[[PublicScenes], str]
    shows: str = "h1"
    then: Callable[[PublicScenes, Page], object] = lambda scenes, page: None
    before: Callable[[PublicScenes], object] = lambda scenes: None
    after: Callable[[PublicScenes], object] = lambda scenes: None
    noted: tuple[str, ...] = ()
    scripted: bool = False


def listed(meeting: str, query: str = "", shows: str = "h1") -> State:
    return State(lambda s: f"/{getattr(s, meeting).code}{query}", shows)


def asking(meeting: str, shows: str = "#question") -> State:
    return State(lambda s: f"/{getattr(s, meeting).code}/ask", shows)


def receipt(name: str, shows: str, page: str = "") -> State:
    return State(lambda s: f"/r/{s.q[name].token}{page}", shows)


def scripted(meeting: str, page: str, then: Callable[[PublicScenes, Page], object], shows: str, *noted: str) -> State:
    return State(lambda s: f"/{getattr(s, meeting).code}{page}", shows, then, noted=noted, scripted=True)


def record(meeting: str, page: str = "", shows: str = "h1", noted: tuple[str, ...] = ()) -> State:
    return State(lambda s: f"/{getattr(s.records, meeting).code}/register{page}", shows, noted=noted)


def _paused(paused: bool) -> Callable[[PublicScenes], object]:
    return lambda s: s.live.ports.store.sources.pause("web", paused)


def _own(s: PublicScenes, page: Page) -> None:
    tokens = f'["{s.q["approved"].token}","{s.q["declined"].token}"]'
    page.evaluate("([key, tokens]) => localStorage.setItem(key, tokens)", [f"yours:{s.busy.code}", tokens])
    page.locator("#yours-tab").click()
    page.locator("[data-yours] li >> nth=1").wait_for()


def _arrivals(s: PublicScenes, page: Page) -> None:
    page.wait_for_selector("html[data-live=on]", state="attached")
    before = len(s.live.ports.store.questions.of_meeting(s.empty.id))
    for number in (before + 1, before + 2):
        s.live.asked(s.empty, f"Is there a plan for winter on ward {number}?", APPROVE)


def _offline(s: PublicScenes, page: Page) -> None:
    page.wait_for_selector("html[data-live=on]", state="attached")
    page.context.set_offline(True)
    page.locator("[data-support] button:visible").first.click()
    page.wait_for_selector("html[data-live=off]", state="attached")


def _supported(s: PublicScenes, page: Page) -> None:
    page.locator("[data-support] button:visible").first.click()


def _answered(s: PublicScenes, page: Page) -> None:
    page.locator("#poll input[value=Facebook]").check()
    page.locator("#poll button").click()


def _nothing_chosen(s: PublicScenes, page: Page) -> None:
    page.locator("#poll button").click()


def _nothing_typed(s: PublicScenes, page: Page) -> None:
    page.locator(".app-send").click()


def _typed_before(s: PublicScenes, page: Page) -> None:
    page.locator("#question").fill("What I typed last time")
    page.reload()


def _line_lost(s: PublicScenes, page: Page) -> None:
    page.locator("#question").fill("Why?")
    page.context.set_offline(True)
    page.locator(".app-send").click()


# Every state, by its name.
STATES: dict[str, State] = {
    "front": State(lambda s: "/"),
    "front, with a code that is none": State(lambda s: "/join?code=ZZZZ", "#code-error"),
    "list": listed("busy", shows=".app-now:visible"),
    "list, answered": listed("busy", "?show=answered", ".app-q__answer:visible"),
    "list, nothing of one's own": listed("busy", "?show=yours", "[data-yours-words]"),
    "list, empty": listed("early", shows="[data-empty=waiting]"),
    "list, closed": listed("closed", shows=".nhsuk-inset-text"),
    "list, late": listed("late", shows=".app-ask"),
    "list, paused": State(lambda s: f"/{s.closed.code}", before=_paused(True), after=_paused(False)),
    "list, one's own": scripted("busy", "", _own, "[data-yours] li"),
    "list, new questions wait": scripted("empty", "", _arrivals, "[data-new] button"),
    "list, supported": scripted("busy", "", _supported, "[aria-pressed=true]"),
    "list, the line is lost": scripted("busy", "", _offline, ".app-live--off", "ERR_INTERNET_DISCONNECTED"),
    "poll": listed("polled", shows="#poll form"),
    "poll, answered": State(lambda s: f"/{s.polled.code}", ".app-poll__results", _answered),
    "poll, nothing chosen": State(lambda s: f"/{s.polled.code}", "#poll .nhsuk-error-message", _nothing_chosen,
                                  noted=("422",)),
    "poll, closed": listed("poll_over", shows=".app-poll__results"),
    "kit": State(lambda s: f"/{s.busy.code}/share", "#text-1"),
    "kit, too late": State(lambda s: f"/{s.late.code}/share", ".nhsuk-inset-text"),
    "rules": State(lambda s: f"/{s.busy.code}/rules"),
    "rules, strict": State(lambda s: f"/{s.strict.code}/rules"),
    "ask": asking("busy"),
    "ask, strict": asking("strict", "#organisation"),
    "ask, late": asking("late", ".nhsuk-inset-text"),
    "ask, closed": asking("early", "main .nhsuk-inset-text"),
    "ask, paused": State(lambda s: f"/{s.busy.code}/ask", "main .nhsuk-inset-text", before=_paused(True),
                         after=_paused(False)),
    "ask, something to put right": scripted("busy", "/ask", _nothing_typed, "#question-error"),
    "ask, what was typed last time": scripted("busy", "/ask", _typed_before, "[data-draft]"),
    "ask, the line is lost": scripted("busy", "/ask", _line_lost, "[data-problem]", "ERR_INTERNET_DISCONNECTED"),
    "receipt, received": receipt("received", ".app-panel--received"),
    "receipt, sent again": receipt("received", "[data-again]", "?again=1"),
    "receipt, late": receipt("late", ".app-panel--received"),
    "receipt, on hold": receipt("held", ".app-panel--held"),
    "receipt, approved": receipt("approved", ".app-panel--accepted"),
    "receipt, edited": receipt("edited", ".app-quote >> nth=1"),
    "receipt, on screen": receipt("on screen", ".app-panel--on_screen"),
    "receipt, in writing": receipt("written", ".app-panel--written"),
    "receipt, answered": receipt("answered", ".app-answer"),
    "receipt, grouped": receipt("grouped", ".app-quote >> nth=1"),
    "receipt, redirected": receipt("redirected", ".app-panel--redirected"),
    "receipt, declined": receipt("declined", ".app-panel--declined"),
    "receipt, withdrawn": receipt("withdrawn", ".app-panel--withdrawn"),
    "withdraw": receipt("received", ".nhsuk-button--warning", "/withdraw"),
    "withdraw, too late": receipt("declined", "h1", "/withdraw"),
    "record": record("full", "", ".app-figures"),
    "record, its last page": record("full", "?page=2", ".app-pages"),
    "record, narrowed": record("full", "?state=answered&item=Performance", ".app-found"),
    "record, nothing found": record("full", "?find=zeppelin", ".app-empty"),
    "record, empty": record("empty", "", ".app-empty"),
    "record, to come": record("to_come"),
    "record, taken down": record("taken_down", noted=("410",)),
    "record, cancelled": record("cancelled", noted=("404",)),
    "record, a question": record("full", "/2", ".app-q__answer"),
    "record, a hostile question": State(lambda s: f"/{s.records.full.code}/register/{s.records.hostile.number}"),
    "record, no such question": record("full", "/999", noted=("404",)),
    "records": State(lambda s: "/register", ".app-r__meetings"),
    "records, searched": State(lambda s: "/register?find=assessment", ".app-q"),
    "records, nothing found": State(lambda s: "/register?find=zeppelin", ".app-empty"),
    "records, columns": State(lambda s: "/register/columns", ".app-r__columns"),
    "recap": State(lambda s: f"/{s.recap.code}/recap", ".app-rc"),
    "recap, none": State(lambda s: f"/{s.closed.code}/recap", "h1", noted=("404",)),
    "help": State(lambda s: "/help"),
    "social media": State(lambda s: "/social-media"),
    "privacy": State(lambda s: "/privacy"),
    "cookies": State(lambda s: "/cookies"),
    "shared devices": State(lambda s: "/shared-device"),
    "accessibility": State(lambda s: "/accessibility"),
    "not found": State(lambda s: "/nowhere", noted=("404",)),
}  # fmt: skip


def open_state(scenes: PublicScenes, page: Page, state: State, mount: str = "") -> None:
    """Go there, and see that it is there. Call `state.after` when done."""
    state.before(scenes)
    page.goto(scenes.live.address + mount + state.address(scenes))
    state.then(scenes, page)
    expect(page.locator(state.shows).first).to_be_visible()
