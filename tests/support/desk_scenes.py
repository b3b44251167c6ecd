"""The desk in every state it can be in: one list, which the browser checks walk through and pictures are taken of."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from playwright.sync_api import Page, expect

from board_qa.domain.accounts.roles import Role
from board_qa.domain.meetings.rules import Decider, Redirect, Rules
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import DispositionUpdate, NewQuestion, Question
from board_qa.rehearsal.server import PASSWORD
from board_qa.services.accounts import presence, signing_in
from board_qa.services.meetings import meetings
from board_qa.services.questions import moderating
from board_qa.system.clock import utc_now
from tests.support.deciding import told
from tests.support.doubles import STATEMENT, QuickScrypt
from tests.support.running import Running

APPROVE, SHOW, ANSWER, DECLINE, HOLD = (
    Action.ACCEPT, Action.PUT_ON_SCREEN, Action.ANSWER, Action.DECLINE, Action.HOLD)  # fmt: skip
AGENDA = ("Chief executive’s report", "Performance", "Estates and capital")
PALS = Redirect("pals", "PALS or complaints", "Our patient advice team can look into it with you, in private.")
HOSTILE = "</textarea><script>document.title='broken'</script>" + "W" * 90 + " \u202egnp.exe"
LETTER = (
    "Dear Chair, I write on behalf of the Eastbrook Carers’ Group about the memory clinic. We were told in July that a "
    "locum would start within weeks. None has. Families ring and are told to ring again. "
) * 12 + "When will the clinic have a doctor, and who answers for it?"
NO_POSTS, CHAIR, READER = "An empty meeting", "chair", "reader"


class Scenes:
    """A meeting in which every kind of question waits and every kind of decision was taken; one where the chair
    confirms; one with nothing in it; and one of last spring."""

    def __init__(self, live: Running) -> None:
        self.live = live
        self.q: dict[str, Question] = {}
        past = live.meeting(title="Board meeting in March")
        live.asked(past, "Will the walk-in centre on Mill Street keep its weekend hours?", APPROVE, SHOW, ANSWER)
        meetings.change(live.ports, past, replace(past.details, starts_at=utc_now() - timedelta(days=200)))
        self.empty = live.meeting(title=NO_POSTS)
        self.busy = live.meeting(title="Board meeting in public", venue="Town Hall, Eastbrook", agenda=AGENDA)
        self.chairs = live.meeting(title="Where the chair confirms", rules=Rules(decider=Decider.CHAIR))
        self.colleague = self._person("colleague", "Alex Morgan", Role.MODERATOR)
        self._person(CHAIR, "Dame Ruth Okafor", Role.CHAIR)
        self._person(READER, "Sam Field", Role.READER)
        self._decided()
        self._waiting()
        self._for_the_chair()

    def _person(self, username: str, name: str, role: Role) -> Actor:
        person = signing_in.add_moderator(self.live.ports, QuickScrypt(), username, name, PASSWORD, role)
        assert person is not None
        return Actor(person.name, person.id)

    def _decided(self) -> None:
        live, busy = self.live, self.busy
        self.q["answered"] = live.asked(
            busy, "Why are board papers not published in Welsh?", APPROVE, ANSWER, name="Gwen"
        )
        self.q["declined"] = live.asked(busy, "You should all be ashamed.", DECLINE, reason=STATEMENT, name="Fred")
        moved = "Why has the community diagnostic centre opening moved from March to September?"
        self.q["on screen"] = live.asked(busy, moved, APPROVE, SHOW, name="Daniel, Northfield")
        self.q["leader"] = live.asked(
            busy,
            "How long are children now waiting for a first autism assessment, and what will change by April?",
            APPROVE,
            name="Maria, Eastbrook",
        )
        self.does("leader", Action.LINK, update=DispositionUpdate(agenda_item=AGENDA[1]))
        self.does(
            "leader",
            Action.BRIEF,
            update=DispositionUpdate(
                speaker="Chief nursing officer",
                brief="Two of the families "
                "who wrote are in the room. Have the figures about the waits since June to hand.",
            ),
        )
        self.q["grouped"] = live.asked(busy, "How long do children wait for an autism assessment?", name="Tom")
        moderating.group(live.ports, self.now("grouped"), self.now("grouped").revision, self.now("leader"), live.alex)
        self.q["edited"] = live.asked(
            busy,
            "Will you lot ever tell us if the Mill Street walk-in keeps its weekend "
            "opening hours after this so-called review?",
            APPROVE,
        )
        put = "Will the Mill Street walk-in centre keep its weekend opening hours after the review?"
        self.does("edited", Action.EDIT_WORDING, update=DispositionUpdate(wording=put))
        self.q["written"] = live.asked(busy, "Has the backlog of roof repairs at Northfield been costed?", name="Ken")
        self.does("written", Action.WRITE, update=DispositionUpdate(owner="Director of Estates", due_on="2027-01-08"))
        self.q["redirected"] = live.asked(busy, "Why was my operation cancelled three times?", name="Bill Marsh")
        self.does("redirected", Action.REDIRECT, f"{PALS.name}. {PALS.advice}")
        self.q["withdrawn"] = live.asked(busy, "Is the pharmacy closing?", name="Nadia")
        self.does("withdrawn", Action.WITHDRAW, "Its author deleted it")
        self.q["held"] = live.asked(busy, "Is it true that the maternity unit is about to move?", HOLD, name="Worried")

    def _waiting(self) -> None:
        live, busy = self.live, self.busy
        self.q["personal"] = live.asked(
            busy,
            "My mum, NHS number 943 476 5919, waited 14 months for the memory "
            "clinic. When will the Eastbrook clinic have a doctor again?",
            name="Helen, Eastbrook",
        )
        self.q["distress"] = live.asked(
            busy,
            "I have waited so long that I don’t want to be here any more. Does anybody at the trust read these?",
            name="Kay Lowe",
        )
        self.q["similar"] = live.asked(
            busy,
            "Will the walk-in centre on Mill Street stay open at weekends after the review of opening hours?",
            name="Jo",
        )
        self.q["abuse"] = live.asked(busy, "You lot are useless idiots, when will you resign?", name="???")
        self.q["official"] = live.asked(busy, "Why do the lifts at Northfield break down every week?", name="The Chair")
        self.q["statement"] = live.asked(busy, "The new outpatient target is a disgrace and everyone knows it.")
        self.q["welsh"] = live.asked(busy, "Pam nad yw papurau’r bwrdd ar gael yn Gymraeg cyn y cyfarfod?", name="Gwen")
        self.q["complaint"] = live.asked(
            busy,
            "Why did nobody ring me back about the care my father had on your ward in May, after three complaints?",
            name="Rita",
        )
        self.q["hostile"] = live.asked(busy, HOSTILE, name=HOSTILE[:80])
        self.q["letter"] = self._brought("letter", LETTER, "Eastbrook Carers’ Group")
        self.q["late"] = self._brought(
            "phone",
            "What is the board doing about dental access for care home residents?",
            "Ann Price",
            busy.details.closes_at + timedelta(hours=3),
        )
        self.q["post"] = self._brought(
            "Bluesky",
            "@anytownicb what is the actual cost of the agency staff bill this year? #AnytownBoard",
            "Len Wood",
            handle="lenwood.example",
            version="1",
            url="https://bsky.app/profile/lenwood.example/post/3l",
        )
        self.q["taken"] = live.asked(busy, "Where can we read the equality impact assessment for the ward moves?")
        self.does("taken", Action.NOTE, "Estates say it is on page 40 of the papers.", actor=self.colleague)
        self.does("taken", Action.CLAIM, update=DispositionUpdate(assignee=self.colleague.id), actor=self.colleague)
        self.does("taken", Action.NOTE, "Page 40 has only the summary.")

    def _for_the_chair(self) -> None:
        asked = self.live.asked(
            self.chairs, "Will everyone on the board vote for the council leader’s party in May?", name="Ed Marsh"
        )
        moderating.decline(self.live.ports, self.chairs, asked, asked.revision, self.live.alex, "abusive")
        self.q["proposed"] = asked

    def _brought(self, way: str, text: str, name: str, late: datetime | None = None, **more: str) -> Question:
        """A question that did not come by the form; a post was last seen on its network 20 minutes ago."""
        ports, now = self.live.ports, utc_now()
        asked_at = late if late else now - timedelta(minutes=20)
        named = {{"handle": "author_handle"}.get(key, key): value for key, value in more.items()}
        new = NewQuestion(way, f"{self.busy.id}-{way}", text, name, asked_at, **named)  # type: ignore[arg-type]
        new = replace(new, flags=ports.screening.flags(text))
        ports.store.questions.receive(self.busy.id, new, ports.ids.token(), now - timedelta(minutes=20))
        question = ports.store.questions.by_native_id(way, new.native_id)
        assert question is not None
        return question

    def now(self, name: str) -> Question:
        question = self.live.ports.store.questions.get(self.q[name].id)
        assert question is not None
        return question

    def does(
        self,
        name: str,
        action: Action,
        reason: str = "",
        update: DispositionUpdate | None = None,
        actor: Actor | None = None,
    ) -> None:
        question = self.now(name)
        moderating.act(
            self.live.ports, action, question, question.revision, actor or self.live.alex, told(action, reason), update
        )

    def somebody_looks_at(self, name: str) -> None:
        presence.set_presence(self.live.ports, self.busy, self.now(name), self.colleague)

    def address(self, name: str, show: str = "all", panel: str = "") -> str:
        """The desk with this question before the moderator, and a panel open under it."""
        question = self.q[name]
        opened = f"&panel={panel}" if panel else ""
        return f"/desk/meetings/{question.meeting_id}?show={show}&q={question.number}{opened}"


@dataclass(frozen=True)
class State:
    """One state of the desk: where it is, what is done there, and words that are then to be seen.

    `before` happens first and somewhere else, `after` puts it right again. `noted` is what the browser itself then
    writes on its console.
    """

    address: Callable[[Scenes], str]
    shows: str
    then: Callable[[Page], object] = lambda page: None
    before: Callable[[Scenes], object] = lambda scenes: None
    after: Callable[[Scenes], object] = lambda scenes: None
    role: str = ""
    noted: tuple[str, ...] = ()


def question(name: str, shows: str, panel: str = "", show: str = "all", role: str = "") -> State:
    return State(lambda s: s.address(name, show, panel), shows, role=role)


def a_list(query: str, shows: str) -> State:
    return State(lambda s: f"/desk/meetings/{s.busy.id}?{query}", shows)


def page(path: str, shows: str, role: str = "") -> State:
    return State(lambda s: path.format(busy=s.busy, empty=s.empty, chairs=s.chairs), shows, role=role)


def click(words: str) -> Callable[[Page], object]:
    return lambda page: page.get_by_text(words, exact=True).click()


def press(key: str) -> Callable[[Page], object]:
    return lambda page: page.keyboard.press(key)


def _paused(name: str, paused: bool) -> Callable[[Scenes], object]:
    return lambda s: s.live.ports.store.sources.pause(name, paused)


def _a_note_kept(page: Page) -> None:
    page.get_by_label(re.compile("Note on question")).fill("Rang back at ten.")
    page.get_by_role("button", name="Add note").click()
    expect(page.get_by_role("status")).to_contain_text("Added the note")


def _refused(page: Page) -> None:
    page.get_by_role("button", name=re.compile("Approve question")).click()
    expect(page.locator(".m-bar--problem")).to_be_visible()


def _offline(page: Page) -> None:
    page.context.set_offline(True)
    page.get_by_role("button", name=re.compile("^Hold question")).click()
    expect(page.locator(".m-bar--problem")).to_be_visible()


def _sheet_offline(page: Page) -> None:
    page.context.set_offline(True)
    page.get_by_role("button", name="Blank").click()
    expect(page.get_by_text("this may not be stored")).to_be_visible()
    page.evaluate("dispatchEvent(new Event('offline'))")
    expect(page.locator("[data-lost]")).to_be_visible(timeout=20_000)


SHEET = "/desk/meetings/{busy.id}/run-sheet"
# Every state, by its name.
STATES: dict[str, State] = {
    "to check": question("similar", "Similar questions", show="to-check"),
    "personal detail": question("personal", "This looks like somebody’s NHS number", show="to-check"),
    "personal detail, approving": question("personal", "say why it is published as it is", panel="override"),
    "distress": question("distress", "Samaritans", show="to-check"),
    "abuse": question("abuse", "Some words may be abuse"),
    "an official name": question("official", "The name may be taken for somebody"),
    "an official name, approving": question("official", "Withhold the name first", panel="override"),
    "statement": question("statement", "It does not ask anything"),
    "another language": question("welsh", "It seems to be in another language"),
    "likely complaint": question("complaint", "PALS and redirect it"),
    "hostile text": question("hostile", "This text has hidden characters"),
    "a long letter": question("letter", "Too long for a screen."),
    "late": question("late", "after questions closed"),
    "a post not seen lately": question("post", "We last checked this post"),
    "taken by a colleague": question("taken", "Alex Morgan has this question"),
    "declining": question("similar", "Why are you declining it? The asker will read the reason.", panel="decline"),
    "redirecting": question("similar", "Where are you redirecting it", panel="redirect"),
    "editing": question("similar", "Wording as put to the board", panel="wording"),
    "grouping": question("similar", "Group with which question?", panel="group"),
    "asking a colleague": question("similar", "What you would like to know", panel="assign"),
    "who answers in writing": question("written", "Who answers in writing, and by when", panel="written"),
    "on screen": question("on screen", "On screen now"),
    "in the running order": question("leader", "Grouped with this question", show="running-order"),
    "edited": question("edited", "Changes to the asker’s words", show="running-order"),
    "editing again, where it is public": question("edited", "If you keep a personal detail", panel="wording"),
    "in writing": question("written", "Director of Estates, by", show="written"),
    "on hold": question("held", "Is it true that the maternity unit", show="on-hold"),
    "answered": question("answered", "marked answered", show="answered"),
    "declined": question("declined", "Declined:", show="declined"),
    "redirected": question("redirected", "Redirected:", show="declined"),
    "withdrawn": question("withdrawn", "Withdrawn:", show="declined"),
    "grouped": question("grouped", "We put it to the board once, and everyone"),
    "waiting for the chair": question("proposed", "The chair has not decided yet", show="on-hold"),
    "the chair confirms": question("proposed", "Yes, decline", show="on-hold", role=CHAIR),
    "the chair at the desk": question("similar", "Put on screen", role=CHAIR),
    "a reader at the desk": question("similar", "Running order", role=READER),
    "all": a_list("show=all", "All"),
    "found": a_list("find=walk-in", "In this and past meetings"),
    "nothing found": a_list("find=xyzzy", "No question in this or a past meeting"),
    "narrowed": a_list("show=all&flag=personal", "Show all"),
    "nothing of that kind": a_list("show=on-hold&flag=abuse", "Show all"),
    "an empty meeting": page("/desk/meetings/{empty.id}", "Nothing to check."),
    "help": State(lambda s: s.address("similar"), "Keyboard shortcuts", then=press("?")),
    "more": State(lambda s: s.address("similar"), "Edit the meeting", then=click("More")),
    "keys switched off": State(lambda s: s.address("similar"), "Keyboard shortcuts: off",
                               then=click("Keyboard shortcuts: on")),
    "a colleague is looking": State(lambda s: s.address("similar"), "Alex Morgan is viewing it too",
                                    before=lambda s: s.somebody_looks_at("similar")),
    "something to undo": State(lambda s: s.address("taken"), "Undo", then=_a_note_kept),
    "a draft for somebody in distress": State(lambda s: s.address("distress"), "We do not send it",
                                              then=click("Draft of a private reply")),
    "something refused": State(lambda s: s.address("letter"), "Shorten the wording first", then=_refused,
                               noted=("422",)),
    "the connection is lost": State(lambda s: s.address("similar"), "The connection was lost", then=_offline,
                                     noted=("ERR_INTERNET_DISCONNECTED",)),
    "X is paused": State(lambda s: s.address("similar"), "paused by a moderator", before=_paused("X", True),
                         after=_paused("X", False)),
    "the form is paused": State(lambda s: s.address("similar"), "Nobody can send a question until you resume it",
                                before=_paused("web", True), after=_paused("web", False)),
    "meetings": page("/desk/", "Make a meeting"),
    "a new meeting": page("/desk/meetings/new", "Make the meeting"),
    "editing a meeting": page("/desk/meetings/{busy.id}/edit", "Save"),
    "the recap": page("/desk/meetings/{busy.id}/recap", "Save and publish"),
    "the full record": page("/desk/meetings/{busy.id}/full-record", "It holds personal information."),
    "the rules": page("/desk/meetings/{busy.id}/rules", "Save the rules"),
    "the call": page("/desk/meetings/{busy.id}/call", "Publish on X"),
    "logging": page("/desk/meetings/{busy.id}/log", "Log a question"),
    "pasting": page("/desk/meetings/{busy.id}/paste", "Paste a link to a post"),
    "importing": page("/desk/meetings/{busy.id}/import", "Import a file"),
    "not allowed": State(lambda s: "/desk/people", "can do this: ask one of them", role=READER, noted=("403",)),
    "briefing the chair": question("leader", "nobody else sees it", panel="brief"),
    "the run sheet": page(SHEET, "about the waits since June"),
    "the chair’s run sheet": page(SHEET, "Answered, next", role=CHAIR),
    "a run sheet with a decision for the chair": page("/desk/meetings/{chairs.id}/run-sheet", "Yes, decline",
                                                      role=CHAIR),
    "an empty run sheet": page("/desk/meetings/{empty.id}/run-sheet", "No questions are waiting.", role=CHAIR),
    "a run sheet that lost its connection": State(lambda s: f"/desk/meetings/{s.busy.id}/run-sheet",
                                                  "This is the list as it was at", then=_sheet_offline, role=CHAIR,
                                                  noted=("ERR_INTERNET_DISCONNECTED",)),
    "people": page("/desk/people", "People"),
    "your password": page("/desk/password", "password"),
    "a person’s data": page("/desk/person-data", "Check first that they are"),
    "about your board": page("/desk/board", "Data controller"),
}  # fmt: skip


def open_state(live: Running, scenes: Scenes, page: Page, state: State) -> None:
    """Go there, and see that it is there. Call `state.after` when done."""
    state.before(scenes)
    page.goto(live.address + state.address(scenes))
    if page.locator("[data-live-chip]").count():
        page.wait_for_selector("html[data-live=on]", state="attached")
    state.then(page)
    expect(page.get_by_text(state.shows).locator("visible=true").first).to_be_visible()
