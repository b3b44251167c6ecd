"""The public's pages in English and in Welsh: every sentence of ours, and the way from each page to itself."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from babel.messages.pofile import read_po

from board_qa import catalogue
from board_qa.domain.meetings.rules import Attending, Identity, Late, Reason
from board_qa.domain.questions.flooding import IN_A_FLOOD
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import WEB_FORM, DispositionUpdate, Question
from board_qa.domain.questions.support import AT_ONCE
from board_qa.exports.register.columns import TABLES
from board_qa.services.meetings import meetings
from board_qa.services.meetings.record import publish
from board_qa.services.questions import supporting
from board_qa.web.shell.words import RECEIPT_STATES
from tests.support.board import Board
from tests.support.deciding import do, now, together
from tests.support.doubles import POLITICAL, details
from tests.support.page_text import Page, bare
from tests.support.places import ROOT

APPROVE, SHOW, ANSWER = Action.ACCEPT, Action.PUT_ON_SCREEN, Action.ANSWER
JSON = {"Accept": "application/json"}
# What is the same in both languages: names, and what identifies a thing.
TYPED = {"Anytown Board", "Gwen, Eastbrook", "#AnytownBoard"}
# Names, and no words: of what is kept on a device, of networks, and of an address.
NAMES = {
    "supporter",
    "device",
    "shared",
    "visit",
    "draft",
    "formKey",
    "yours",
    "desk",
    "keys",
    "screen",
    "Bluesky",
    "Mastodon",
    "AbilityNet",
    "X",
    "ico.org.uk/make-a-complaint",
    *TABLES,
    *(column for columns in TABLES.values() for column in columns),
}
WELSH_TEXT = "Pam nad yw papurau’r bwrdd ar gael yn Gymraeg, a phryd fydd hynny’n newid?"


class Stage:
    """A board with a question in every state."""

    def __init__(self, board: Board) -> None:
        self.board = board
        ports, alex = board.ports, board.alex
        self.by_state: dict[str, Question] = {
            "received": board.asked("Is the car park too small?"),
            "held": board.asked("Who is the patient?", Action.HOLD),
            "accepted": board.asked("When does the ward open?", APPROVE, name="Gwen, Eastbrook"),
            "on_screen": board.asked("Why has the clinic moved?", APPROVE, SHOW),
            "written": do(
                ports,
                Action.WRITE,
                board.asked("What does it cost?", APPROVE),
                alex,
                update=DispositionUpdate(owner="Dr Shah", due_on="2027-01-08"),
            ),
            "answered": board.asked("Why so late?", APPROVE, ANSWER),
            "declined": board.asked("Who did you vote for?", Action.DECLINE, reason=POLITICAL),
            "redirected": board.asked(
                "What about my tablets?",
                Action.REDIRECT,
                reason="Someone who works here knows the answer. We will ask them to reply to you directly.",
            ),
            "withdrawn": board.asked("Never mind?", Action.WITHDRAW),
            "put_aside": board.asked("Pills?", Action.PUT_ASIDE, reason=IN_A_FLOOD),
        }
        accepted = self.by_state["accepted"]
        do(ports, Action.LINK, now(ports, accepted), alex, update=DispositionUpdate(agenda_item="Performance"))
        do(
            ports,
            Action.EDIT_WORDING,
            now(ports, accepted),
            alex,
            update=DispositionUpdate(wording="When will the ward open?"),
        )
        do(
            ports,
            Action.NOTE_ANSWER,
            now(ports, self.by_state["answered"]),
            alex,
            update=DispositionUpdate(answer="It opens in May."),
        )
        self.by_state["grouped"] = together(ports, board.asked("When will it open, the ward?", APPROVE), accepted, alex)

        publish(ports, board.meeting, alex)

    def receipt(self, state: str) -> str:
        return f"/r/{self.by_state[state].token}"

    def page(self, address: str) -> Page:
        answer = self.board.browser().get(address)
        assert answer.mimetype == "text/html", address
        return Page(answer.text)

    def both(self, address: str) -> tuple[Page, Page]:
        return self.page(address), self.page(f"/cy{address}")

    def change(self, **changes: Any) -> None:
        """Another time or rule for the meeting."""
        meeting = self.board.ports.store.meetings.get(self.board.meeting.id)
        assert meeting is not None
        rules = replace(meeting.details.rules, **changes.pop("rules", {}))
        meetings.change(self.board.ports, meeting, replace(meeting.details, rules=rules, **changes))


@pytest.fixture
def stage(board: Board) -> Stage:
    return Stage(board)


def pages(stage: Stage) -> list[str]:
    """Every page that the public can open, by the site's own table, and each state of the list and of the receipt."""
    app, code = stage.board.process.app, stage.board.meeting.code
    fill: dict[str, Any] = {"code": code, "token": stage.by_state["received"].token, "number": 1}
    fill |= {"shape": "a4", "key": "AAA"}
    rules = [
        rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith(("public.", "register.")) and "GET" in (rule.methods or ())
    ]
    with app.test_request_context():
        paths = [app.url_for(rule.endpoint, **{name: fill[name] for name in rule.arguments}) for rule in rules]
    answers = {path: stage.board.browser().get(path) for path in paths}
    opened = [path for path, answer in answers.items() if answer.status_code == 200 and answer.mimetype == "text/html"]
    tabs = [f"/{code}?show={tab}" for tab in ("answered", "yours")]
    tabs += [f"/{code}/register?find=zeppelin", "/register?find=ward", "/register?find=zeppelin"]
    return [*opened, *tabs, "/join?code=ZZZZ", "/nowhere", *map(stage.receipt, stage.by_state)]


def english_in(english: Page, welsh: Page) -> set[str]:
    """What a Welsh page says as the English one does."""
    return (english.says & welsh.says) - TYPED - NAMES


def test_every_public_page_says_nothing_of_ours_in_english_under_cy(stage: Stage) -> None:
    listed = pages(stage)
    assert {"/", f"/{stage.board.meeting.code}", f"/{stage.board.meeting.code}/ask"} <= set(listed)
    for address in listed:
        english, welsh = stage.both(address)
        assert (english.language, welsh.language) == ("en", "cy"), address
        assert english.says, address
        assert english_in(english, welsh) == set(), address


def test_no_page_says_a_sentence_that_the_catalogue_has_in_the_other_language(stage: Stage) -> None:
    """Not even where the same page says something else in that place."""
    with catalogue.WORDS.open("rb") as file:
        ours = {m.id: m.string for m in read_po(file, locale="cy") if isinstance(m.id, str) and len(m.id.split()) > 3}
    strange = [{bare(str(text)) for text in texts} for texts in (ours.values(), ours)]
    for address in pages(stage):
        for page, others in zip(stage.both(address), strange, strict=True):
            assert page.says & others == set(), address


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"opens": 1, "closes": 2}, "Gallwch ofyn cwestiynau o ddydd"),
        ({"opens": -2, "closes": -1, "late": Late.WRITTEN}, "mae cwestiynau hwyr yn cael ateb ysgrifenedig"),
        ({"opens": -2, "closes": -1, "late": Late.NEXT_MEETING}, "mae cwestiynau hwyr yn mynd i’r cyfarfod nesaf"),
        ({"opens": -2, "closes": -1, "late": Late.REFUSED}, "nid ydym yn cymryd cwestiynau hwyr"),
        ({"opens": -9, "closes": -8, "starts": -7}, "Mae’r cyfnod gofyn cwestiynau wedi dod i ben"),
        ({"paused": True}, "Nid ydym yn cymryd cwestiynau ar hyn o bryd"),
        ({"venue": ""}, "Mae’r cyfarfod ddydd"),
    ],
)
def test_a_page_says_in_welsh_when_questions_are_taken(stage: Stage, changes: dict[str, object], said: str) -> None:
    right_now, code = stage.board.ports.clock(), stage.board.meeting.code
    moments = {
        f"{name}_at": right_now + timedelta(days=days)
        for name in ("opens", "closes", "starts")
        if isinstance(days := changes.get(name), int)
    }
    stage.change(
        rules={"late": changes["late"]} if "late" in changes else {},
        **moments,
        **({"venue": ""} if "venue" in changes else {}),
    )
    stage.board.ports.store.sources.pause(WEB_FORM, bool(changes.get("paused")))
    like_this = stage.board.ports.store.meetings.by_code(code)
    assert like_this
    empty = meetings.create(stage.board.ports, like_this.details)
    told = ""
    for address in (f"/{code}", f"/{empty.code}", f"/{code}/ask", f"/{code}/rules", "/", stage.receipt("received")):
        english, welsh = stage.both(address)
        assert english_in(english, welsh) == set(), address
        told += " ".join(sorted(welsh.says))

    assert said in told


def test_the_form_asks_in_welsh_and_says_in_welsh_what_is_missing(stage: Stage) -> None:
    stage.change(rules={"identity": Identity.NAME_AND_ORGANISATION, "attending": Attending.EITHER})
    form, send = f"/{stage.board.meeting.code}/ask", f"/{stage.board.meeting.code}/questions"
    assert english_in(*stage.both(form)) == set()

    sent = {"question": "1" * 501, "email": "y"}
    refused = [Page(stage.board.browser().post(mount + send, data=sent).text) for mount in ("", "/cy")]
    assert english_in(*refused) == set()
    assert any(words.startswith("Rhowch enw eich sefydliad") for words in refused[1].says)


@pytest.mark.parametrize("state", RECEIPT_STATES)
def test_the_receipt_says_in_welsh_what_became_of_the_question(stage: Stage, state: str) -> None:
    english, welsh = stage.both(stage.receipt(state))
    heading, _ = RECEIPT_STATES["accepted" if state == "grouped" else state]  # a group shares what becomes of it

    assert heading in english.says
    assert catalogue.welsh().gettext(heading) in welsh.says
    assert english_in(english, welsh) == set()


def test_a_receipt_keeps_the_askers_words_and_says_which_language_they_are_in(stage: Stage) -> None:
    asked = stage.board.asked(WELSH_TEXT, APPROVE)
    english, welsh = stage.both(f"/r/{asked.token}")
    assert ("cy", WELSH_TEXT) in english.marked
    assert WELSH_TEXT in welsh.says


def test_what_somebody_typed_is_marked_as_english_on_a_welsh_page(stage: Stage) -> None:
    typed = {
        f"/{stage.board.meeting.code}": [
            "Board meeting in public",
            "Town Hall",
            "Minutes",
            "Performance",
            "When will the ward open?",
            "It opens in May",
            "Why has the clinic moved?",
        ],
        f"/{stage.board.meeting.code}/rules": ["Board meeting in public"],
        "/": ["Board meeting in public", "Town Hall"],
        stage.receipt("accepted"): ["When does the ward open?", "When will the ward open?", "Town Hall"],
        stage.receipt("answered"): ["Why so late?", "It opens in May"],
        stage.receipt("grouped"): ["When will it open, the ward?", "When will the ward open?"],
    }
    meetings.create(stage.board.ports, details(stage.board.ports.clock() + timedelta(days=1)))
    for address, texts in typed.items():
        english, welsh = stage.both(address)
        assert {("en", text) for text in texts} <= set(welsh.marked), address
        assert [text for tongue, text in english.marked if tongue == "en"] == [], address


def test_a_reason_of_the_rules_we_start_with_is_welsh_and_the_boards_own_is_as_typed(stage: Stage) -> None:
    assert "Y rheswm: Mae’n bleidiol wleidyddol" in stage.page(f"/cy{stage.receipt('declined')}").says
    assert any(
        words.startswith("Mae rhywun sy’n gweithio yma")
        for words in stage.page(f"/cy{stage.receipt('redirected')}").says
    )

    stage.change(
        rules={
            "decline_reasons": (Reason("cats", "It is about <b>cats</b>."),),
            "signposts": ("Ring https://a.example now.",),
        }
    )
    own = stage.board.asked("Cats?", Action.DECLINE, reason="It is about <b>cats</b>.")
    receipt = stage.board.browser().get(f"/cy/r/{own.token}").text
    assert 'Y rheswm: <span lang="en">It is about &lt;b&gt;cats&lt;/b&gt;.</span></p>' in receipt
    assert (
        '<span lang="en">Ring <a href="https://a.example" rel="noopener">https://a.example</a> now.</span>' in receipt
    )


def test_support_is_counted_and_refused_in_welsh(stage: Stage) -> None:
    number = stage.by_state["accepted"].number
    path = f"/cy/{stage.board.meeting.code}/questions/{number}/support"
    said = [
        stage.board.browser().post(path, data={"support": "1"}, headers=JSON).get_json()["supported"] for _ in range(4)
    ]
    assert said == ["1 cefnogwr", "2 gefnogwr", "3 chefnogwr", "4 o gefnogwyr"]
    assert "4 o gefnogwyr" in stage.page(f"/cy/{stage.board.meeting.code}").says
    snapshot = stage.board.browser().get(f"/cy/{stage.board.meeting.code}/questions.json").get_json()
    assert [q["supported"] for q in snapshot["questions"] if q["number"] == number] == ["4 o gefnogwyr"]

    with stage.board.ports.store.transaction():
        for person in range(4, AT_ONCE):
            supporting.support(stage.board.ports, stage.by_state["accepted"], f"person {person}", "127.0.0.1")
    full = stage.board.browser().post(path, data={"support": "1"}, headers=JSON).get_json()
    assert full["advice"].endswith(
        "dim ond 30 person arall y funud rydym yn eu cyfrif nawr. Rhowch gynnig arall arni ymhen munud."
    )
    gone = (
        stage.board.browser()
        .post(
            path.replace(f"/{number}/", f"/{stage.by_state['on_screen'].number}/"), data={"support": "1"}, headers=JSON
        )
        .get_json()
    )
    assert gone["error"] == "Nid yw’r cwestiwn hwn yn aros mwyach"


def test_a_plain_form_stays_in_its_language(stage: Stage) -> None:
    code, number = stage.board.meeting.code, stage.by_state["accepted"].number
    browser = stage.board.browser()
    supported = browser.post(f"/cy/{code}/questions/{number}/support", data={"support": "1"})
    asked = browser.post(f"/cy/{code}/questions", data={"key": "k", "question": "Pam?"})
    joined = browser.get("/cy/join", query_string={"code": code})

    assert supported.headers["Location"] == f"/cy/{code}#q{number}"
    assert asked.headers["Location"].startswith("/cy/r/")
    assert joined.headers["Location"] == f"/cy/{code}"


def test_a_code_that_is_nobodys_is_answered_in_welsh_and_stays_harmless(stage: Stage) -> None:
    page = stage.board.browser().get("/cy/join", query_string={"code": "<b>{0}%s"}).text

    assert "Nid oes cyfarfod â’r cod &lt;B&gt;{0}%S. Gwiriwch y cod ar y sgrin" in page
    assert "Rhowch y cod" in stage.board.browser().get("/cy/join").text


def test_every_public_page_leads_to_itself_in_the_other_language_and_back(stage: Stage) -> None:
    for address in pages(stage):
        english, welsh = stage.both(address)
        there, back = english.links["cy"], welsh.links["en"]
        assert there == ("/cy/" if address == "/" else f"/cy{address}")
        assert back == address
        assert ("cy", "Cymraeg") in english.marked
        assert ("en", "English") in welsh.marked
        addresses = {"en": f"http://127.0.0.1:8000{back}", "cy": f"http://127.0.0.1:8000{there}"}
        assert english.alternates == welsh.alternates == addresses


def test_a_form_that_was_refused_leads_to_the_form_in_the_other_language(stage: Stage) -> None:
    code = stage.board.meeting.code
    page = Page(stage.board.browser().post(f"/cy/{code}/questions", data={"question": ""}).text)
    followed = stage.board.browser().get(page.links["en"], follow_redirects=True)

    assert followed.request.path == f"/{code}/ask"


@pytest.mark.parametrize(
    "path", ["//evil.example/cy", "/cy//evil.example", "/cy/cy//evil.example/?x=%22%3E<b>", "/cy/%2f%2fevil"]
)
def test_no_address_makes_the_link_lead_to_another_site(board: Board, path: str) -> None:
    answer = board.browser().get(path).text

    assert "<b>" not in answer
    for address in re.findall(r'<a [^>]*href="([^"]*)"[^>]* data-language', answer):
        assert re.match(r"/(?!/)", address), address


def test_the_desk_and_the_screen_lead_to_no_language(board: Board) -> None:
    for path in ("/desk/", "/screen/forged", "/sign-in", "/desk/meetings/999"):
        assert "hreflang" not in board.signed_in().get(path, follow_redirects=True).text, path


def test_titles_are_each_pages_own_in_either_language(stage: Stage) -> None:
    code = stage.board.meeting.code
    addresses = [
        "/",
        f"/{code}",
        f"/{code}?show=answered",
        f"/{code}?show=yours",
        f"/{code}/ask",
        f"/{code}/rules",
        stage.receipt("received"),
        "/nowhere",
    ]
    titles = [
        re.findall(r"<title\s*>(.+?)</title>", stage.board.browser().get(mount + address).text)[0]
        for mount in ("", "/cy")
        for address in addresses
    ]

    assert len(set(titles)) == len(titles)


def test_a_page_that_was_kept_in_one_language_is_never_taken_for_the_other(stage: Stage) -> None:
    code = stage.board.meeting.code
    for path in (f"/{code}", f"/{code}/questions.json", f"/{code}/rules"):
        tags = [stage.board.browser().get(mount + path).headers["ETag"] for mount in ("", "/cy")]
        assert tags[0] != tags[1]
        for mount, tag in zip(("/cy", ""), tags, strict=True):
            answer = stage.board.browser().get(mount + path, headers={"If-None-Match": tag})
            assert answer.status_code == 200, path


def test_the_snapshot_of_a_welsh_page_is_welsh(stage: Stage) -> None:
    code = stage.board.meeting.code
    page = stage.board.browser().get(f"/cy/{code}").text
    address = re.findall(r'data-snapshot="([^"]+)"', page)[0]
    views = {view["number"]: view for view in stage.board.browser().get(address).get_json()["questions"]}
    edited, written = views[stage.by_state["accepted"].number], views[stage.by_state["written"].number]

    assert address == f"/cy/{code}/questions.json"
    assert (edited["via"], edited["label"], edited["note"], edited["lang"]) == (
        "Ffurflen we",
        "Y geiriad a roddwyd i’r bwrdd (wedi’i olygu)",
        "Gofynnwyd hefyd gan 1 person arall",
        "en",
    )
    assert (written["asked_by"], written["note"]) == ("Dienw", "I’w ateb yn ysgrifenedig erbyn dydd Gwener 8 Ionawr")


def test_scripts_know_no_sentence_of_their_own() -> None:
    """What a public page's script puts into the page came with the page, or from the server."""
    scripts = ROOT / "static" / "js"
    for path in (*(scripts / "public").glob("*.js"), scripts / "shared" / "saying.js"):
        code = re.sub(r"^\s*//.*$|\s//\s.*$", "", path.read_text(), flags=re.MULTILINE)
        strings: list[str] = re.findall(r"""["'`]((?:[^"'`\\\n]|\\.)*)["'`]""", code)
        assert [text for text in strings if re.search(r"^[A-Z][a-z]+ [a-z]|[a-z]{2} [a-z]{2,} [a-z]", text)] == []
