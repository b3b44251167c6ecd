"""Every address of the desk, and who may use it: one table, tried out for each role by posting the form oneself."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from werkzeug.routing import AnyConverter, Rule
from werkzeug.test import TestResponse

from board_qa.domain.accounts.moderator import Moderator
from board_qa.domain.accounts.roles import MEANINGS, TITLES, Role, roles_with
from board_qa.domain.meetings.rules import Decider, Identity, Rules
from board_qa.domain.questions.history import Action, Actor, Details
from board_qa.domain.questions.question import Question, State
from board_qa.services.accounts import signing_in
from board_qa.services.meetings import meetings
from board_qa.services.questions import moderating
from board_qa.services.questions.moderating import act
from tests.support.board import Board, token_on
from tests.support.doubles import ABUSIVE, details

EVERYONE = frozenset(Role)
MODERATE = frozenset({Role.ADMINISTRATOR, Role.MODERATOR})
DRIVE = MODERATE | {Role.CHAIR}
CHAIR = frozenset({Role.CHAIR})
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})

# Who may use each address of the desk. A new one has no place here until somebody decides who it is for.
MAY: dict[str, frozenset[Role]] = {
    "after.bring_back": MODERATE,
    "after.move": MODERATE,
    "after.page": EVERYONE,
    "after.publish_record": MODERATE,
    "after.written": MODERATE,
    "auth.password": EVERYONE,
    "auth.sign_out": EVERYONE,
    "board.edit": ADMINISTRATOR,
    "calls.call": EVERYONE,
    "calls.publish": MODERATE,
    "chats.add": MODERATE,
    "chats.answers": EVERYONE,
    "chats.change": MODERATE,
    "chats.edit": MODERATE,
    "chats.new": MODERATE,
    "chats.page": EVERYONE,
    "chats.post_other": MODERATE,
    "chats.post_question": MODERATE,
    "codes.page": EVERYONE,
    "codes.recovery_codes": EVERYONE,
    "codes.set_up": EVERYONE,
    "codes.turn_off": EVERYONE,
    "codes.turn_on": EVERYONE,
    "deciding.confirm": CHAIR,
    "deciding.decide": MODERATE,
    "deciding.drive": DRIVE,
    "desk.presence": EVERYONE,
    "desk.queue": EVERYONE,
    "desk.screen": DRIVE,
    "desk.section": DRIVE,
    "desk.settle_unreadable": MODERATE,
    "desk.source": MODERATE,
    "desk.undo": DRIVE,
    "desk.web_form": MODERATE,
    "entering.after_a_reload": MODERATE,
    "entering.log": MODERATE,
    "entering.log_form": MODERATE,
    "entering.paste": MODERATE,
    "entering.paste_form": MODERATE,
    "full_record.page": ADMINISTRATOR,
    "full_record.take": ADMINISTRATOR,
    "importing.example": MODERATE,
    "importing.preview": MODERATE,
    "importing.progress": MODERATE,
    "importing.start": MODERATE,
    "importing.store": MODERATE,
    "conversation.csv": EVERYONE,
    "conversation.gexf": EVERYONE,
    "conversation.graphml": EVERYONE,
    "conversation.json": EVERYONE,
    "conversation.page": EVERYONE,
    "listening.csv": EVERYONE,
    "listening.json": EVERYONE,
    "listening.page": EVERYONE,
    "listening.picture": EVERYONE,
    "side_by_side.csv": EVERYONE,
    "side_by_side.growth": EVERYONE,
    "side_by_side.index": EVERYONE,
    "live.page": EVERYONE,
    "live.say": MODERATE,
    "live.send": MODERATE,
    "meetings.edit": MODERATE,
    "meetings.index": EVERYONE,
    "meetings.new": MODERATE,
    "minutes.choose": MODERATE,
    "minutes.download": EVERYONE,
    "minutes.make": MODERATE,
    "minutes.page": EVERYONE,
    "moving.another_meeting": MODERATE,
    "outbox.change": MODERATE,
    "outbox.measure": MODERATE,
    "outbox.remove_draft": MODERATE,
    "outbox.stop": MODERATE,
    "outbox.take_it_back": MODERATE,
    "own_account.devices_seen": EVERYONE,
    "own_account.page": EVERYONE,
    "own_account.sign_out_elsewhere": EVERYONE,
    "floods.index": EVERYONE,
    "floods.put_aside": MODERATE,
    "partners.add": MODERATE,
    "partners.index": EVERYONE,
    "partners.partner": MODERATE,
    "partners.remove": MODERATE,
    "partners.restore": MODERATE,
    "people.add": ADMINISTRATOR,
    "people.code_off": ADMINISTRATOR,
    "people.sign_out": ADMINISTRATOR,
    "people.unlink": ADMINISTRATOR,
    "people.close": ADMINISTRATOR,
    "people.index": ADMINISTRATOR,
    "people.link": ADMINISTRATOR,
    "people.person": ADMINISTRATOR,
    "people.reopen": ADMINISTRATOR,
    "people.role": ADMINISTRATOR,
    "person_data.check": ADMINISTRATOR,
    "person_data.erase_it": ADMINISTRATOR,
    "person_data.look": ADMINISTRATOR,
    "person_data.page": ADMINISTRATOR,
    "person_data.take": ADMINISTRATOR,
    "practice.fault": MODERATE,
    "recap.folder": EVERYONE,
    "recap.page": EVERYONE,
    "recap.preview": EVERYONE,
    "recap.save": MODERATE,
    "recap.take_down": MODERATE,
    "replies.page": EVERYONE,
    "replies.send": MODERATE,
    "rules.edit": MODERATE,
    "run_sheet.sheet": DRIVE,
    "supplementary.add": MODERATE,
    "supplementary.form": MODERATE,
    "targets.index": ADMINISTRATOR,
    "targets.remove": ADMINISTRATOR,
    "targets.target": ADMINISTRATOR,
    "telling.change": MODERATE,
    "telling.page": EVERYONE,
    "telling.send": MODERATE,
    "telling.send_one": MODERATE,
    "telling.stop": MODERATE,
    "telling.tick": MODERATE,
    "tone.page": EVERYONE,
    "tone.tag": MODERATE,
    "tone.undo": MODERATE,
    "written.calendar": EVERYONE,
    "written.decide": MODERATE,
    "written.page": EVERYONE,
}
# For everybody, signed in or not: to come in, and what the public sees.
OPEN = {
    "auth.sign_in",
    "auth.link_page",
    "auth.use_link",
    "codes.enter",
    "codes.enter_recovery",
    "organisation.leave",
    "organisation.press",
    "organisation.come_back",
}


def of_the_desk(rule: Rule) -> bool:
    return rule.rule.startswith(("/desk", "/sign-"))


def addresses(board: Board) -> Iterator[tuple[str, str, str]]:
    """Method, address and endpoint of everything at the desk, each choice in an address for itself."""
    adapter = board.process.app.url_map.bind("localhost")
    for rule in board.process.app.url_map.iter_rules():
        if not of_the_desk(rule) or rule.endpoint in OPEN:
            continue
        numbers = {name: "X" if name == "network" else 1 for name in rule.arguments}
        chosen = {name: sorted(one.items) for name, one in rule._converters.items() if isinstance(one, AnyConverter)}
        for choices in itertools.product(*chosen.values()):
            values = numbers | dict(zip(chosen, choices, strict=True))
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                yield method, adapter.build(rule.endpoint, values, method), rule.endpoint


def person(board: Board, role: Role, username: str = "sam") -> Moderator:
    made = board.ports.store.accounts.add(username, username.title(), "", board.ports.clock(), role)
    assert made is not None
    return made


def signed_in(board: Board, who: Moderator) -> FlaskClient:
    browser = board.browser()
    with browser.session_transaction() as session:
        session["token"] = signing_in.start_session(board.ports, who)
    return browser


def send(browser: FlaskClient, method: str, address: str, accept: str = "text/html", **form: str) -> TestResponse:
    """As an attacker's script would: the right token, and no page that offers the form."""
    headers = {"Accept": accept}
    if method == "GET":
        return browser.get(address, headers=headers)
    form["csrf_token"] = token_on(browser.get("/desk/").text)
    return browser.post(address, data=form, headers=headers)


def unlike_the_table(board: Board, role: Role) -> list[str]:
    """Where somebody of a role gets in and should not, or should and does not."""
    who, wrong = person(board, role), []
    for method, address, endpoint in addresses(board):
        answer = send(signed_in(board, who), method, address)
        let_in = answer.status_code != 403 and not answer.headers.get("Location", "").startswith("/sign-in?")
        if let_in != (role in MAY[endpoint]):
            wrong.append(f"{method} {address}: {answer.status_code}")
    return wrong


def again(board: Board, question: Question) -> Question:
    """The question as it is now."""
    found = board.ports.store.questions.get(question.id)
    assert found is not None
    return found


def test_every_address_of_the_desk_has_its_place_in_the_table(board: Board) -> None:
    found = {rule.endpoint for rule in board.process.app.url_map.iter_rules() if of_the_desk(rule)}

    assert found == set(MAY) | OPEN


@pytest.mark.parametrize("role", Role)
def test_each_role_gets_in_where_the_table_says_and_nowhere_else(board: Board, role: Role) -> None:
    board.asked("Why?")

    assert unlike_the_table(board, role) == []


def test_every_page_of_the_desk_goes_when_whoever_opened_it_is_signed_out_and_has_the_way_out(board: Board) -> None:
    browser = signed_in(board, person(board, Role.ADMINISTRATOR))
    pages = [(address, send(browser, method, address)) for method, address, _ in addresses(board) if method == "GET"]
    read = [
        (address, answer.text) for address, answer in pages if answer.mimetype == "text/html" and not answer.location
    ]
    needed = (' data-account="', "<template data-signed-out>", "/js/desk/signed_in.js", 'action="/sign-out"')

    assert len(read) > 50
    assert [(address, one) for address, text in read for one in needed if one not in text] == []


def test_a_reader_cannot_approve_by_posting_the_form_themselves(board: Board) -> None:
    question = board.asked("Why?")
    browser = signed_in(board, person(board, Role.READER))
    answer = send(browser, "POST", f"{board.path}/questions/1/approve", expected=str(question.revision))

    assert answer.status_code == 403
    assert "You are signed in as a reader. An administrator or a moderator can do this" in answer.text
    assert board.ports.store.questions.of_meeting(1)[0].state is State.RECEIVED


def test_a_script_reads_why_in_the_one_json_shape(board: Board) -> None:
    browser = signed_in(board, person(board, Role.READER))
    answer = send(browser, "POST", f"{board.path}/screen/blank", "application/json")

    assert (answer.status_code, set(answer.get_json())) == (403, {"error", "advice"})
    assert "a moderator or a chair can do this" in answer.get_json()["advice"]


def test_a_person_demoted_a_moment_ago_cannot_act_with_the_session_and_the_page_they_have(board: Board) -> None:
    question, who = board.asked("Why?"), person(board, Role.MODERATOR)
    browser = signed_in(board, who)
    form = {"csrf_token": token_on(browser.get(board.path).text), "expected": str(question.revision)}
    board.ports.store.people.set_role(who.id, Role.READER)
    answer = browser.post(f"{board.path}/questions/1/approve", data=form)

    assert answer.status_code == 403
    assert board.ports.store.questions.of_meeting(1)[0].state is State.RECEIVED


def test_a_role_written_into_the_cookie_gives_no_right(board: Board) -> None:
    browser = signed_in(board, person(board, Role.READER))
    with browser.session_transaction() as session:
        session.update(role="administrator", moderator=1, id=1, may={"manage_people": True})

    assert browser.get("/desk/people").status_code == 403


def test_a_chair_cannot_take_a_question_off_hold_that_nobody_proposes_to_decline(board: Board) -> None:
    question = board.asked("Why?", Action.HOLD)
    browser = signed_in(board, person(board, Role.CHAIR))
    for what in ("return", "confirm"):
        send(browser, "POST", f"{board.path}/questions/1/{what}", expected=str(question.revision))

    assert board.ports.store.questions.of_meeting(1)[0].state is State.HELD


@pytest.mark.parametrize(("what", "state"), [("confirm", State.DECLINED), ("return", State.RECEIVED)])
def test_a_chair_says_yes_or_no_to_what_a_moderator_proposes_and_can_take_it_back(
    board: Board, what: str, state: State
) -> None:
    question = _proposed(board)
    browser = signed_in(board, person(board, Role.CHAIR))
    path = f"/desk/meetings/{question.meeting_id}"
    send(browser, "POST", f"{path}/questions/1/{what}", expected=str(question.revision))
    decided = again(board, question)
    assert decided.state is state

    send(browser, "POST", f"{path}/undo", expected=str(decided.revision))
    undone = again(board, question)
    assert (undone.state, undone.disposition.proposal) == (State.HELD, ABUSIVE)


def test_an_administrator_cannot_say_the_chairs_yes(board: Board) -> None:
    question = _proposed(board)
    path = f"/desk/meetings/{question.meeting_id}/questions/1/confirm"
    answer = send(board.signed_in(), "POST", path, expected=str(question.revision))

    assert answer.status_code == 403
    assert "A chair can do this" in answer.text


def test_a_chair_cannot_undo_what_a_moderator_did(board: Board) -> None:
    question = board.asked("Why?", Action.ACCEPT)
    browser = signed_in(board, person(board, Role.CHAIR))
    answer = send(browser, "POST", f"{board.path}/undo", expected=str(question.revision))

    assert answer.status_code == 409
    assert board.ports.store.questions.of_meeting(1)[0].state is State.ACCEPTED


def test_what_was_done_as_a_moderator_is_not_undone_as_a_chair(board: Board) -> None:
    bo = person(board, Role.MODERATOR, "bo")
    question = board.asked("Why?", Action.ACCEPT)
    act(board.ports, Action.DECLINE, question, question.revision, Actor(bo.name, bo.id), Details(reason=ABUSIVE))
    browser = signed_in(board, bo)
    assert "Undo" in browser.get(f"{board.path}?show=all").text
    board.ports.store.people.set_role(bo.id, Role.CHAIR)

    declined = board.ports.store.questions.history(question.id)[-1]
    answer = send(browser, "POST", f"{board.path}/undo", expected=str(declined.revision))
    assert answer.status_code == 403
    assert 'data-key="u"' not in browser.get(f"{board.path}?show=all").text
    assert board.ports.store.questions.get(question.id).state is State.DECLINED  # type: ignore[union-attr]


def test_a_moderator_takes_back_a_decline_of_what_was_once_proposed_to_the_chair(board: Board) -> None:
    """The board has changed its rule meanwhile: the moderator decides, and undoes."""
    question = _proposed(board)
    declined = act(board.ports, Action.DECLINE, question, question.revision, board.alex, Details(reason=ABUSIVE))
    path = f"/desk/meetings/{question.meeting_id}"
    answer = send(board.signed_in(), "POST", f"{path}/undo", expected=str(declined))

    assert answer.status_code == 303
    assert again(board, question).state is State.HELD


@pytest.mark.parametrize("role", Role)
def test_no_page_offers_a_form_that_would_be_refused(board: Board, role: Role) -> None:
    """Every form of the desk's pages goes to an address that this role may use."""
    board.asked("Why?")
    board.asked("When?", Action.ACCEPT)
    board.asked("Where?", Action.ACCEPT, Action.PUT_ON_SCREEN)
    browser = signed_in(board, person(board, role))
    adapter = board.process.app.url_map.bind("localhost")
    refused: list[str] = []
    for page in (
        "/desk/",
        f"{board.path}?show=all&q=1",
        f"{board.path}?show=all&q=2",
        f"{board.path}/call",
        f"{board.path}/after",
        "/desk/written",
        "/desk/password",
    ):
        offered = _forms(browser.get(page).text, page)
        refused += [to for to in offered if role not in MAY[str(adapter.match(to, method="POST")[0])]]

    assert refused == []


def test_every_role_is_explained_in_plain_words() -> None:
    assert set(TITLES) == set(MEANINGS) == set(Role)
    assert roles_with() == []


def _forms(html: str, page: str) -> list[str]:
    forms = re.findall(r'<form[^>]*method="post"[^>]*>', html)
    actions = [re.search(r' action="([^"]+)"', form) for form in forms]
    return [found.group(1) if found else page for found in actions] + re.findall(r'formaction="([^"]+)"', html)


def _proposed(board: Board) -> Question:
    """A question of a meeting whose chair decides, which a moderator proposes to decline."""
    rules = Rules(decider=Decider.CHAIR, identity=Identity.OPTIONAL)
    board.meeting = meetings.create(board.ports, details(board.ports.clock(), rules=rules))
    question = board.asked("Why?")
    moderating.decline(board.ports, board.meeting, question, question.revision, board.alex, "abusive")
    return again(board, question)
