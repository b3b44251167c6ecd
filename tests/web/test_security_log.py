"""What happens at the door is in the log, a line each, and nobody's name, address or secret is."""

from __future__ import annotations

import io
import logging
import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from board_qa.domain.accounts.second_step import CodesFor
from board_qa.domain.meetings.rules import Rules
from board_qa.domain.questions.flooding import HASTY
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.support import MORE
from board_qa.domain.rests_on import of_reasons, of_redirects
from board_qa.services.accounts import signing_in
from board_qa.web.operators.security_log import SecurityEvent
from tests.support.board import PASSWORD, Board, post, token_on
from tests.support.doubles import PlainPasswords
from tests.support.placed import placed
from tests.support.places import ROOT
from tests.web.test_poll_pages import full as fill
from tests.web.test_poll_pages import send as answer
from tests.web.test_poll_pages import switched
from tests.web.test_sending_again import key_in
from tests.web.test_support_pages import full, send

ADDRESS = "203.0.113.77"


def events(caplog: pytest.LogCaptureFixture) -> list[tuple[str, int | None]]:
    fields = [record.__dict__["fields"] for record in caplog.records if record.name == "board_qa.security"]
    return [(one["event"], one["account"]) for one in fields]


def visitor(board: Board) -> FlaskClient:
    browser = board.browser()
    browser.environ_base["REMOTE_ADDR"] = ADDRESS
    return browser


def signs_in(browser: FlaskClient, password: str, name: str = "alex") -> None:
    post(browser, "/sign-in", "/sign-in", username=name, password=password)


@pytest.fixture(autouse=True)
def heard(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "board_qa.security")


def number(board: Board, name: str) -> int:
    person = board.ports.store.accounts.by_username(name)
    assert person is not None
    return person.id


def test_coming_in_and_going_out_are_told_with_the_number_of_the_account(
    board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    browser, alex = visitor(board), number(board, "alex")
    signs_in(browser, PASSWORD)
    post(browser, "/desk/account/", "/desk/account/sign-out-elsewhere")
    new = "gravel otter pension"
    post(browser, "/desk/password", "/desk/password", current=PASSWORD, new=new, again=new)
    post(browser, "/desk/", "/sign-out")

    told = ["signed_in", "signed_out_elsewhere", "changed_own", "signed_out"]
    assert events(caplog) == [(event, alex) for event in told]


def test_who_has_yet_to_turn_codes_on_and_asks_for_the_desk_is_told_once_in_a_minute(
    board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    browser, alex, here = visitor(board), number(board, "alex"), board.process.installation
    signs_in(browser, PASSWORD)
    asking = replace(here.ports, codes_for=CodesFor.EVERYBODY)
    board.process.app.extensions["board_qa"] = replace(here, ports=asking)
    answers = [browser.get("/desk/people"), browser.get("/desk/"), browser.get("/desk/account/code")]
    board.process.app.extensions["board_qa"] = here

    assert [one.status_code for one in answers] == [302, 302, 200]
    assert events(caplog) == [("signed_in", alex), ("lacks_codes", alex)]


@pytest.mark.parametrize(("name", "password"), [("a" * 81, PASSWORD), ("alex", "a" * 201), ("alex", "")])
def test_a_sign_in_that_nobody_looks_at_is_told_once_in_a_minute(
    board: Board, caplog: pytest.LogCaptureFixture, name: str, password: str
) -> None:
    browser = visitor(board)
    for _ in range(3):
        signs_in(browser, password, name)
    board.clock.advance(minutes=1)
    signs_in(browser, password, name)

    assert events(caplog) == [("not_read", None)] * 2
    assert told_of(caplog, "not_read") == [0, 2]


def done_to_accounts(caplog: pytest.LogCaptureFixture) -> list[tuple[str, int, int]]:
    """Each event, whose account it is about, and who did it."""
    fields = [one.__dict__["fields"] for one in caplog.records if one.name == "board_qa.security"]
    return [(one["event"], one["account"], one["by"]) for one in fields if "by" in one]


def test_what_an_administrator_does_to_accounts_is_told_with_both_numbers_and_no_name(
    board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    browser, alex, people = board.signed_in(), number(board, "alex"), "/desk/people"
    post(browser, people, people, name="Jo Bloggs", username="jo.bloggs", role="moderator")
    jo = number(board, "jo.bloggs")
    person = f"{people}/{jo}"
    post(browser, person, f"{person}/role", role="administrator")
    post(browser, person, f"{person}/link")
    page = post(browser, person, f"{person}/link", reset="y").text
    for verb in ("sign-out", "close", "reopen"):
        post(browser, person, f"{person}/{verb}")
    told = ["added", "role_changed", "link_made", "reset", "signed_out_by_administrator", "closed", "reopened"]
    link = re.findall(r"/sign-in/link/([\w-]+)", page)[0]

    assert done_to_accounts(caplog) == [(event, jo, alex) for event in told]
    assert f"(account {jo}, by account {alex}, network " in caplog.text
    assert [word for word in ("bloggs", "morgan", "127.0.0.1", link) if word in caplog.text.lower()] == []


def test_what_changes_no_account_is_not_told_as_if_it_had(board: Board, caplog: pytest.LogCaptureFixture) -> None:
    browser, alex, people = board.signed_in(), number(board, "alex"), "/desk/people"
    post(browser, people, people, name="Jo Bloggs", username="jo.bloggs", role="moderator")
    own, other = f"{people}/{alex}", f"{people}/{number(board, 'jo.bloggs')}"
    caplog.clear()
    post(browser, people, people, name="Another Jo", username="jo.bloggs", role="moderator")
    post(browser, other, f"{other}/role", role="moderator")
    for verb in ("reopen", "code-off", "unlink"):
        post(browser, other, f"{other}/{verb}")
    post(browser, own, f"{own}/role", role="reader")
    for verb in ("link", "close"):
        post(browser, own, f"{own}/{verb}")

    assert events(caplog) == [("to_oneself", alex)]  # that it was tried, and not that it was done


def test_a_wrong_password_for_somebodys_account_is_told_with_its_number(
    board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    browser, alex = visitor(board), number(board, "alex")
    for _ in range(11):
        signs_in(browser, "a guess that is wrong", " Alex")

    assert events(caplog) == [("not_right", alex)] * 10 + [("held_off", alex)]


def test_a_password_that_is_asked_for_once_more_is_told(board: Board, caplog: pytest.LogCaptureFixture) -> None:
    browser, where = visitor(board), "/desk/account/sign-out-elsewhere"
    signs_in(browser, PASSWORD)
    board.clock.advance(minutes=11)
    for password in ("wrong", "a" * 201, PASSWORD):
        post(browser, "/desk/account/", where, password=password)

    told = [event for event, _ in events(caplog)]
    assert told == ["signed_in", "not_right", "not_read", "confirmed", "signed_out_elsewhere"]


def test_what_is_refused_at_the_door_is_told_without_the_name_that_was_tried(
    board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    browser = visitor(board)
    for _ in range(10):
        signs_in(browser, "a guess that is wrong", "jo.bloggs")
    signs_in(browser, "a guess that is wrong", "jo.bloggs")
    post(browser, "/sign-in/link/nonsense", "/sign-in/link/nonsense")

    assert events(caplog) == [("not_right", None)] * 10 + [("held_off", None), ("dead_link", None)]


def test_a_one_time_link_is_told_and_what_a_role_may_not_do_as_well(
    board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    reader = board.ports.store.accounts.add("robin", "Robin", "", board.ports.clock())
    assert reader is not None
    link = f"/sign-in/link/{signing_in.make_link(board.ports, reader)}"
    browser = visitor(board)
    post(browser, link, link)
    browser.get("/desk/people")

    assert events(caplog) == [("signed_in_by_link", reader.id), ("wrong_role", reader.id)]


def test_forms_that_are_not_ours_are_told(board: Board, caplog: pytest.LogCaptureFixture) -> None:
    browser = visitor(board)
    browser.post(f"/{board.meeting.code}/questions", headers={"Origin": "https://evil.example"})
    browser.post("/sign-in", data={"username": "alex"})

    assert events(caplog) == [("form_of_another_site", None), ("form_not_ours", None)]


def test_a_hundred_forms_without_their_token_are_one_line_of_all_logs(
    board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    for _ in range(100):
        assert visitor(board).post("/sign-in", data={"username": "jo.bloggs"}).status_code == 400

    assert [record.name for record in caplog.records] == ["board_qa.security"]


def test_a_role_that_somebody_made_up_is_told_and_one_that_is_left_out_is_not(
    board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    browser, alex, people = board.signed_in(), number(board, "alex"), "/desk/people"
    caplog.clear()
    for role in ("", "root"):
        assert post(browser, people, people, name="Jo", username="jo", role=role).status_code == 422
    board.clock.advance(minutes=1)
    assert post(browser, f"{people}/{alex}", f"{people}/{alex}/role", role="root").status_code == 422

    assert events(caplog) == [("no_such_role", alex)] * 2
    assert "root" not in caplog.text


def test_a_host_that_is_not_ours_is_told_without_its_name_and_with_the_visitors_network(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    real = {"PRACTICE": "0", "SECRET_KEY": "s" * 32, "PUBLIC_URL": "https://board.example", "PROXIES": "1"}
    board = placed(tmp_path, **real)
    for host in ("evil.example", "evil.example", "a b", "board.example"):
        board.browser().get("/", headers={"Host": host, "X-Forwarded-For": ADDRESS})
    board.browser().get("/", headers={"Host": "evil.example", "X-Forwarded-For": "203.0.113.78"})
    fields = [record.__dict__["fields"] for record in caplog.records]

    assert events(caplog) == [("host_not_ours", None)] * 2
    assert len({one["network"] for one in fields}) == 2
    assert [word for word in ("evil", ADDRESS) if word in caplog.text] == []


def test_no_line_has_a_name_an_address_or_a_secret_and_one_network_has_one_mark(
    board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    signing_in.add_moderator(board.ports, PlainPasswords(), "jo.bloggs", "Jo Bloggs", PASSWORD)
    browser = visitor(board)
    for name, password in (("jo.bloggs", "wrong"), ("nobody.at.all", "wrong"), ("jo.bloggs", PASSWORD)):
        signs_in(browser, password, name)
    lines = [record for record in caplog.records if record.name == "board_qa.security"]
    said = " ".join(f"{one.getMessage()} {one.__dict__['fields']}" for one in lines)

    assert len(lines) == 3
    assert len({one.__dict__["fields"]["network"] for one in lines}) == 1
    assert [word for word in ("bloggs", "nobody.at.all", ADDRESS, "wrong", "three") if word in said.lower()] == []
    assert {one.name.lower() for one in SecurityEvent} >= {one.__dict__["fields"]["event"] for one in lines}


def test_whoever_runs_it_is_told_of_each_event() -> None:
    told = (ROOT / "docs/operating.md").read_text(encoding="utf-8")

    assert [one.name for one in SecurityEvent if f"`{one.name.lower()}`" not in told] == []


def told_of(caplog: pytest.LogCaptureFixture, event: str) -> list[int]:
    """For each line of this event, how many were left out before it."""
    fields = [one.__dict__["fields"] for one in caplog.records if one.name == "board_qa.security"]
    return [one.get("left_out", 0) for one in fields if one["event"] == event]


def test_who_guesses_the_password_of_an_open_desk_is_told_as_held_off(
    board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    browser, alex, new = visitor(board), number(board, "alex"), "gravel otter pension"
    signs_in(browser, PASSWORD)
    board.clock.advance(hours=1)  # whoever has just signed in is asked for none
    for _ in range(11):
        post(browser, "/desk/password", "/desk/password", current="wrong", new=new, again=new)

    assert events(caplog)[1:] == [("not_right", alex)] * 10 + [("held_off", alex)]


def test_a_flood_of_questions_is_a_line_in_a_minute(board: Board, caplog: pytest.LogCaptureFixture) -> None:
    browser, address = visitor(board), f"/{board.meeting.code}/questions"

    def flood(count: int) -> None:
        for number in range(count):
            browser.post(address, data={"key": f"k{board.clock.now} {number}", "question": f"Why {number}?"})

    flood(HASTY + 3)
    assert told_of(caplog, "question_held_off") == [0]
    board.clock.advance(minutes=1)
    flood(1)
    assert told_of(caplog, "question_held_off") == [0, 2]


def test_support_that_is_held_off_is_told(board: Board, caplog: pytest.LogCaptureFixture) -> None:
    question = board.asked("Why?", Action.ACCEPT)
    full(board, question)
    for _ in range(3):
        assert send(board, board.browser()).status_code == 429
    board.clock.advance(minutes=2)
    assert [send(board, board.browser()).status_code for _ in range(MORE + 1)][-2:] == [303, 429]

    assert told_of(caplog, "support_held_off") == [0, 2]


def test_answers_of_the_poll_that_are_held_off_are_told(board: Board, caplog: pytest.LogCaptureFixture) -> None:
    fill(switched(board))
    for _ in range(3):
        assert answer(board, board.browser()).status_code == 429

    assert told_of(caplog, "poll_held_off") == [0]


def test_a_page_of_the_desk_that_nobody_is_signed_in_for_is_told_and_no_word_of_it(
    board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    browser = visitor(board)
    for _ in range(5):
        assert browser.get(f"{board.path}?q=jo.bloggs").status_code == 302
    assert browser.get("/desk/people", headers={"Accept": "application/json"}).status_code == 401
    board.browser().get("/desk/")  # from another network
    board.clock.advance(minutes=1)
    browser.get("/desk/")

    assert events(caplog) == [("not_signed_in", None)] * 3
    assert told_of(caplog, "not_signed_in") == [0, 0, 5]
    assert [word for word in ("bloggs", "meetings", ADDRESS) if word in caplog.text] == []
    assert "network" in caplog.text
    assert "5 like it left out before" in caplog.text


def test_what_a_role_does_not_include_is_a_line_in_a_minute_for_each_person(
    board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("robin", "sam"):
        reader = board.ports.store.accounts.add(name, name, "", board.ports.clock())
        assert reader is not None
        browser, link = visitor(board), f"/sign-in/link/{signing_in.make_link(board.ports, reader)}"
        post(browser, link, link)
        for _ in range(3):
            assert browser.get("/desk/people").status_code == 403

    assert [who for event, who in events(caplog) if event == "wrong_role"] == [number(board, "robin"),
                                                                               number(board, "sam")]  # fmt: skip


def socket_of(browser: FlaskClient, introduction: str, **headers: str) -> int:
    """What a screen that may not use websockets sends, and how its last request was answered."""
    address = "/socket.io/?EIO=4&transport=polling"
    opened = browser.get(address, headers=headers)
    if opened.status_code != 200:
        return opened.status_code
    sid = re.findall(r'"sid":"([^"]+)"', opened.text)[0]
    return browser.post(f"{address}&sid={sid}", data=introduction).status_code


def test_a_socket_of_the_desk_that_is_refused_is_told_and_one_of_the_public_is_not(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    board = placed(tmp_path)
    for introduction in (
        f'40{{"desk":{board.meeting.id}}}',
        f'40{{"code":"{board.meeting.code}"}}',
        '40{"code":"234A"}',
    ):
        assert socket_of(visitor(board), introduction) == 200
    socket_of(visitor(board), f'40{{"desk":{board.meeting.id}}}')
    board.clock.advance(minutes=1)
    socket_of(visitor(board), f'40{{"desk":{board.meeting.id}}}')

    assert events(caplog) == [("desk_socket_refused", None)] * 2
    assert told_of(caplog, "desk_socket_refused") == [0, 1]


@pytest.mark.parametrize(
    ("query", "said"),
    [("sid=s", b"9nonsense"), ("sid=s", b"42[]"), ("sid=s", b"3" * 5_000), ("sid=s", b"3\x1e" * 40), ("sid=s", b"\xff"),
     ("sid=s", b"40{{"), ("sid=s", b"40/admin,"), ("j=1", b""), ("EIO=3", b""), ("transport=carrier-pigeon", b"")],
)  # fmt: skip
def test_what_no_page_of_ours_sends_to_a_socket_is_told_once_in_a_minute(
    board: Board, caplog: pytest.LogCaptureFixture, query: str, said: bytes
) -> None:
    address = f"/socket.io/?EIO=4&transport=polling&{query}"
    browser = visitor(board)
    for seconds in (0, 10, 20, 61):
        board.clock.advance(seconds=seconds)
        answer = browser.post(address, data=said) if said else browser.get(address)
        assert answer.status_code == 400

    assert events(caplog) == [("socket_nonsense", None)] * 2
    assert told_of(caplog, "socket_nonsense") == [0, 2]
    assert ADDRESS not in caplog.text


@pytest.mark.parametrize(
    "introduction",
    ["40", "40{}", "40[1,2]", '40"x"', '40{"desk":"1"}', '40{"desk":1.5}', '40{"desk":true}', '40{"desk":null}',
     '40{"screen":5}', '40{"code":5}', '40{"code":"\'; drop"}', '40/admin,{"desk":1}', "40/admin,"],
)  # fmt: skip
def test_an_introduction_that_no_page_of_ours_makes_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, introduction: str
) -> None:
    board = placed(tmp_path)
    for _ in range(2):
        socket_of(visitor(board), introduction)

    assert events(caplog) == [("socket_nonsense", None)]


@pytest.mark.parametrize("second", ['40{"desk":3}', '40{"screen":"zzz"}', "40[1]", "40", '40{"code":"234A"}'])
def test_whoever_was_let_in_and_introduces_themselves_once_more_is_told_of_and_let_out(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, second: str
) -> None:
    board = placed(tmp_path)
    browser, address = visitor(board), "/socket.io/?EIO=4&transport=polling"
    sid = re.findall(r'"sid":"([^"]+)"', browser.get(address).text)[0]
    for introduction in ('40{"code":"234A"}', f'40{{"code":"{board.meeting.code}"}}'):  # no such code, and once more
        browser.post(f"{address}&sid={sid}", data=introduction)
    assert events(caplog) == []
    browser.post(f"{address}&sid={sid}", data=second)

    assert events(caplog) == [("socket_nonsense", None)]
    assert board.process.socketio.server.manager.rooms == {}


def test_a_socket_of_another_site_is_told_without_the_name_of_the_site(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    board = placed(tmp_path)
    for site in ("https://evil.example", "https://evil.example", "https://other.example"):
        assert socket_of(visitor(board), "40", Origin=site) == 400
    board.clock.advance(minutes=1)
    socket_of(visitor(board), "40", Origin="https://evil.example")
    said = " ".join(one.getMessage() for one in caplog.records if one.name == "board_qa.security")

    assert events(caplog) == [("socket_of_another_site", None)] * 2
    assert told_of(caplog, "socket_of_another_site") == [0, 2]
    assert "example" not in said
    assert ADDRESS not in said


def test_addresses_of_receipts_that_were_made_up_are_a_line_in_a_minute_without_the_address(
    board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    browser, asked, ours = visitor(board), board.asked("Why?"), {"Origin": "http://localhost"}
    for address in ("/r/made-up-token", "/cy/r/made-up-token", "/r/made-up-token/withdraw"):
        assert browser.get(address).status_code == 404
    assert browser.post("/r/made-up-token/withdraw", headers=ours).status_code == 404
    assert board.browser().get("/r/made-up-token").status_code == 404  # from another network
    board.clock.advance(minutes=1)
    browser.get("/r/made-up-token")
    assert browser.get(f"/r/{asked.token}").status_code == 200

    assert events(caplog) == [("no_such_receipt", None)] * 3
    assert told_of(caplog, "no_such_receipt") == [0, 0, 3]
    assert [word for word in ("made-up", asked.token, ADDRESS) if word in caplog.text] == []


def test_a_private_page_that_stays_closed_on_a_shared_device_is_told(
    board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    browser, asked = visitor(board), board.asked("Why?")
    browser.set_cookie("shared", "person")
    for _ in range(3):
        assert browser.get(f"/r/{asked.token}").status_code == 403
    board.clock.advance(minutes=1)
    browser.get(f"/r/{asked.token}/withdraw")

    assert events(caplog) == [("receipt_closed_here", None)] * 2
    assert told_of(caplog, "receipt_closed_here") == [0, 2]
    assert asked.token not in caplog.text


def test_addresses_of_screens_that_were_made_up_are_a_line_in_a_minute_without_the_address(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    board = placed(tmp_path)
    browser, screen = visitor(board), board.meeting.screen_token
    assert [browser.get(f"/screen/made-up-token{one}").status_code for one in ("", "/view.json")] == [404, 404]
    board.clock.advance(minutes=1)
    for introduction in ('40{"screen":"made-up-token"}', '40{"screen":"ŵ"}', f'40{{"screen":"{screen}"}}'):
        assert socket_of(visitor(board), introduction) == 200
    assert [browser.get(f"/screen/{screen}{one}").status_code for one in ("", "/view.json")] == [200, 200]

    board.clock.advance(minutes=1)
    browser.get("/screen/made-up-token")

    assert events(caplog) == [("no_such_screen", None)] * 3
    assert told_of(caplog, "no_such_screen") == [0, 1, 1]
    assert [word for word in ("made-up", screen, ADDRESS) if word in caplog.text] == []


def test_a_form_key_that_was_made_up_and_a_field_that_no_person_sees_are_told_and_a_real_form_is_not(
    board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    browser, where = visitor(board), f"/{board.meeting.code}/questions"
    for key in ("made-up-key", "made-up-key-2"):
        browser.post(where, data={"key": key, "question": f"Why {key}?"})
    keys = [key_in(browser.get(f"/{board.meeting.code}/ask").text) for _ in range(4)]
    browser.post(where, data={"key": keys[0], "question": "Why is it shut?", "website": "https://spam.example"})
    browser.post(where, data={"key": keys[1], "question": "Why is it open?", "attending": "by_horse"})
    told = ["form_key_not_ours", "hidden_field", "not_offered"]
    assert events(caplog) == [(one, None) for one in told]

    browser.post(where, data={"key": keys[2], "question": "Why is it cold?", "attending": "read_out"})
    browser.post(where, data={"key": keys[3], "question": "Why is it late?"})
    assert events(caplog) == [(one, None) for one in told]
    assert [word for word in ("made-up", "spam", "by_horse", ADDRESS) if word in caplog.text] == []


def test_a_question_that_comes_without_our_form_is_taken_and_told(
    board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    answer = visitor(board).post(f"/{board.meeting.code}/questions", data={"question": "Why is it wet?"})

    assert answer.status_code == 303
    assert events(caplog) == [("form_key_not_ours", None)]


def test_a_choice_that_the_desk_never_offered_is_told_and_one_that_was_left_out_is_not(
    board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    browser, question, alex = board.signed_in(), board.asked("Why?"), number(board, "alex")
    one, seen = f"{board.path}/questions/{question.number}", str(question.revision)
    sent: dict[str, tuple[str, dict[str, str]]] = {
        f"{one}/item": ("item", {"expected": seen}),
        f"{one}/assign": ("colleague", {"expected": seen}),
        f"{one}/another-meeting": ("to", {"expected": seen}),
        f"{board.path}/after/move": ("to", {"q": f"{question.number}@{seen}"}),
        f"{one}/follow-up": ("becomes", {"expected": seen}),
        "/desk/person-data/file": ("chosen", {"who": "sam@example.org"}),
        f"{one}/decline": ("reason", {"expected": seen, "rests_on": of_reasons(Rules())}),
        f"{one}/redirect": ("to", {"expected": seen, "rests_on": of_redirects(Rules())}),
        f"{board.path}/tone/1": ("tone", {}),
        f"{board.path}/floods/put-aside": ("by", {}),
        f"{board.path}/minutes": ("shape", {"kind": "minutes", "language": "en"}),
        f"{board.path}/log/questions": ("came_by", {"text": "Why?", "name": "Sam"}),
        f"{board.path}/import": ("dates", {"csv": "text\nWhy?\n"}),
        "/desk/chats/new": ("timezone", {"title": "A chat"}),
        "/desk/listening/targets": ("figure", {"number": "5"}),
        "/desk/meetings/new": ("which_starts_at", {"starts_at": "2026-10-25T01:30", "timezone": "Europe/London"}),
    }
    caplog.clear()
    for address, (field, form) in sent.items():
        post(browser, board.path, address.replace("/log/", "/"), **form, **{field: ""})
    assert events(caplog) == []

    for address, (field, form) in sent.items():
        post(browser, board.path, address.replace("/log/", "/"), **form, **{field: "made-up"})
        board.clock.advance(seconds=61)
    assert events(caplog) == [("not_offered", alex)] * len(sent)
    assert "made-up" not in caplog.text


def test_whoever_tries_to_do_to_themselves_what_colleagues_do_is_told(
    board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    browser, alex = board.signed_in(), number(board, "alex")
    page = f"/desk/people/{alex}"
    caplog.clear()
    for what in ("link", "code-off", "close"):
        assert post(browser, page, f"{page}/{what}").status_code == 409
        board.clock.advance(seconds=61)

    assert events(caplog) == [("to_oneself", alex)] * 3


def test_support_that_is_made_up_is_told(board: Board, caplog: pytest.LogCaptureFixture) -> None:
    board.asked("Why?", Action.ACCEPT)
    for made_up in ("", "bogus"):
        send(board, visitor(board), support=made_up)

    assert events(caplog) == [("not_offered", None)]


def test_an_answer_of_the_poll_that_is_not_offered_is_told(board: Board, caplog: pytest.LogCaptureFixture) -> None:
    switched(board)
    assert [answer(board, board.browser(), choice).status_code for choice in ("", "Carrier pigeon")] == [422, 422]

    assert events(caplog) == [("not_offered", None)]
    assert "pigeon" not in caplog.text


@pytest.mark.parametrize(("name", "data"), [("run.exe", b"text"), ("list.csv", b"MZ\x90\x00\x03\x00\x00\x00\xff\xff")])
def test_a_file_that_is_no_list_is_told_without_its_name(
    board: Board, caplog: pytest.LogCaptureFixture, name: str, data: bytes
) -> None:
    browser, where = board.signed_in(), f"{board.path}/import"
    token = token_on(browser.get(where).text)
    caplog.clear()
    for sent in ((name, data), ("list.csv", b""), ("list.csv", b"text\nWhy?\n")):
        browser.post(where, data={"csrf_token": token, "file": (io.BytesIO(sent[1]), sent[0])})

    assert events(caplog) == [("file_refused", number(board, "alex"))]
    assert name not in caplog.text


def test_what_is_too_large_is_told(board: Board, caplog: pytest.LogCaptureFixture) -> None:
    large = {"question": "x" * 300_000}
    for _ in range(3):
        assert visitor(board).post(f"/{board.meeting.code}/questions", data=large).status_code == 413
    assert events(caplog) == [("too_large", None)]
    browser = board.signed_in()
    caplog.clear()
    assert browser.post(f"{board.path}/import", data=large).status_code == 413

    assert [event for event, _ in events(caplog)] == ["too_large"]
