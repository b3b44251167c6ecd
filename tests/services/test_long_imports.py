"""A thousand rows come in a few at a time: everybody else goes on, and each row is there once, whatever happens."""

from __future__ import annotations

import random
import re
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
import requests
from playwright.sync_api import expect

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.admission import AskForm
from board_qa.domain.questions.copies import DuplicateIndex, duplicate_keys
from board_qa.domain.questions.history import Actor
from board_qa.domain.questions.import_runs import ImportRun
from board_qa.domain.questions.imports import Row
from board_qa.domain.questions.question import NewQuestion, Question
from board_qa.ports import Ports
from board_qa.rehearsal.__main__ import wait
from board_qa.services.meetings import meetings
from board_qa.services.questions import importing
from board_qa.services.questions.asking import ask
from board_qa.services.questions.copies import in_queue
from board_qa.services.questions.importing import AT_ONCE
from board_qa.storage.sql.store import SqlStore
from board_qa.storage.sqlite.store import SqliteStore
from board_qa.web.desk.importing import PER_PAGE
from tests.support.board import Board
from tests.support.browsers import LAPTOP, Window, axe, sideways, sign_in
from tests.support.crowds import crowd
from tests.support.doubles import NOON, RecordingAnnouncer, StoppedClock, at_once, details
from tests.support.old_database import before
from tests.support.running import Running, running
from tests.support.watching import watched
from tests.web.test_import_pages import bring_in, rows_form, upload


def rows(count: int) -> list[Row]:
    return [Row(number, f"Why is bed {number} empty?", f"Ann Lee {number}") for number in range(2, count + 2)]


def texts(ports: Ports, meeting: Meeting) -> list[str]:
    return [question.source.text for question in ports.store.questions.of_meeting(meeting.id)]


def begun(ports: Ports, meeting: Meeting, count: int, actor: Actor) -> ImportRun:
    run, new = importing.begin(ports, meeting, "file.csv", count, actor)
    assert new
    return run


def now(ports: Ports, run: ImportRun) -> ImportRun:
    found = ports.store.imports.get(run.id)
    assert found
    return found


class CutOff(Exception):
    """The process is killed, or the machine fails."""


class Turns:
    """A pause that counts, and in which something happens."""

    def __init__(self, something: Callable[[int], object] = lambda turn: turn) -> None:
        self.count, self.something = 0, something

    def __call__(self) -> None:
        self.count += 1
        self.something(self.count)


def test_others_ask_in_the_middle_of_an_import_which_never_pauses_inside_a_transaction(
    ports: Ports, meeting: Meeting, alex: Actor, announcer: RecordingAnnouncer
) -> None:
    def somebody_asks(turn: int) -> None:
        """In a thread of its own, which a transaction that is still open would refuse."""
        if turn % 50 == 0:
            asking = threading.Thread(
                target=ask, args=(ports, meeting, AskForm(f"{turn}", f"Who asks at turn {turn}?"))
            )
            asking.start()
            asking.join()

    turns, some = Turns(somebody_asks), rows(3 * AT_ONCE)
    run = begun(ports, meeting, len(some), alex)
    importing.carry_out(replace(ports, pause=turns), meeting, run, some, alex)

    asked = [question for question in ports.store.questions.of_meeting(meeting.id) if "turn" in question.source.text]
    assert turns.count >= 2 * len(some)  # one for each row looked at and one for each text looked through
    assert len(asked) == turns.count // 50
    assert asked[0].number < now(ports, run).last
    assert announcer.heard.count(meeting.id) == 3 + len(asked)
    assert now(ports, run).complete
    assert now(ports, run).stored == len(some)


@pytest.mark.parametrize("failure", [CutOff(), KeyboardInterrupt(), MemoryError()])
def test_an_import_that_is_cut_off_keeps_whole_parts_and_goes_on_when_it_is_sent_again(
    ports: Ports, meeting: Meeting, alex: Actor, failure: BaseException
) -> None:
    class Failing:
        """Names for questions, until there are none."""

        def __init__(self) -> None:
            self.given = 0

        def token(self) -> str:
            self.given += 1
            if self.given == 2 * AT_ONCE + 3:
                raise failure
            return ports.ids.token()

        def bytes(self, count: int) -> bytes:
            return ports.ids.bytes(count)

    some = rows(4 * AT_ONCE + 1)
    run = begun(ports, meeting, len(some), alex)
    with pytest.raises(type(failure)):
        importing.carry_out(replace(ports, ids=Failing()), meeting, run, some, alex)
    assert (now(ports, run).done, now(ports, run).stored, now(ports, run).over) == (2 * AT_ONCE, 2 * AT_ONCE, True)
    assert not now(ports, run).complete
    assert texts(ports, meeting) == [row.text for row in some[: 2 * AT_ONCE]]

    again = begun(ports, meeting, len(some), alex)
    importing.carry_out(ports, meeting, again, some, alex)
    assert texts(ports, meeting) == [row.text for row in some]
    assert (now(ports, again).stored, now(ports, again).first) == (2 * AT_ONCE + 1, 2 * AT_ONCE + 1)
    assert now(ports, again).complete


def test_a_process_that_dies_without_a_word_is_noticed_and_the_file_can_be_sent_again(
    ports: Ports, meeting: Meeting, alex: Actor, clock: StoppedClock
) -> None:
    run = begun(ports, meeting, 100, alex)
    ports.store.imports.move(run.id, AT_ONCE, [], clock())
    clock.advance(seconds=4)
    assert importing.begin(ports, meeting, "file.csv", 100, alex) == (now(ports, run), False)
    clock.advance(seconds=1)

    assert not now(ports, run).under_way(clock())
    assert begun(ports, meeting, 100, alex).id != run.id


def test_two_imports_of_the_same_rows_at_once_store_each_row_once(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    some = rows(3 * AT_ONCE)

    def another(turn: int) -> None:
        """As from another file with the same rows, in the middle of the first."""
        if turn == 2 * AT_ONCE + 5:
            run, new = importing.begin(ports, meeting, "another.csv", len(some), alex)
            assert new
            importing.carry_out(ports, meeting, run, some, alex)

    run = begun(ports, meeting, len(some), alex)
    importing.carry_out(replace(ports, pause=Turns(another)), meeting, run, some, alex)

    assert sorted(texts(ports, meeting)) == sorted(row.text for row in some)


def test_what_is_there_already_is_not_looked_through_again(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    some = rows(30)
    importing.carry_out(ports, meeting, begun(ports, meeting, 30, alex), some, alex)
    turns = Turns()
    importing.carry_out(replace(ports, pause=turns), meeting, begun(ports, meeting, 30, alex), some, alex)

    assert turns.count == 30 + 2  # each row was looked at, and no text


def test_a_preview_reads_nothing_of_a_long_queue_but_copies_and_along_an_index(
    ports: Ports, sqlite: SqliteStore, meeting: Meeting
) -> None:
    some = [*rows(40), Row(99, "Why is ward 7 closed?")]

    def cost() -> int:
        with watched(sqlite.database) as seen:
            planned = importing.plan(ports, meeting, some)
        assert seen.whole_tables() == []
        assert [one.in_queue.number for one in planned if one.in_queue] == [7]
        return seen.rows

    crowd(sqlite, meeting, 20)
    few = cost()
    crowd(sqlite, meeting, 1_000)

    assert cost() == few


WORDS = ("Why?", "why", "Why is the lift broken?", "why is the LIFT broken", "@board why is the lift broken #Board",
         "Why is the lift broken? https://example.org", "!!!",
         "Why is the lift in ward 7 broken, again and again?")  # fmt: skip
NAMES = ("", "Ann Lee", "ann lee", "Bo Kim")
LINKS = ("", "", "https://x.com/ann/status/11", "https://twitter.com/ann/status/11", "https://x.com/bo/status/12",
         "https://www.facebook.com/AnytownNHS/posts/1", "nonsense")  # fmt: skip


def generated(chance: random.Random, count: int) -> list[NewQuestion]:
    return [
        NewQuestion(
            chance.choice(("X", "web", "Facebook")),
            chance.choice((f"{n}", "11", "12")),
            chance.choice(WORDS),
            chance.choice(NAMES),
            NOON,
            chance.choice(("", "ann", "Ann", "bo")),
            url=chance.choice(LINKS),
        )
        for n in range(count)
    ]


@pytest.mark.parametrize("seed", range(10))
def test_a_copy_that_is_looked_up_is_the_one_found_by_reading_the_whole_queue(
    ports: Ports, meeting: Meeting, seed: int
) -> None:
    chance = random.Random(seed)
    elsewhere = meetings.create(ports, details())
    for number, new in enumerate(generated(chance, 60)):
        ports.store.questions.receive(chance.choice((meeting, elsewhere)).id, new, f"copy-{number}", NOON)
    whole = DuplicateIndex[Question]()
    for question in ports.store.questions.of_meeting(meeting.id):
        whole.add(duplicate_keys(question.source), question)
    found = 0
    for new in generated(chance, 80):
        expected = whole.copy_of(duplicate_keys(new)) or ports.store.questions.by_native_id(new.channel, new.native_id)
        # A post that is known by its id and by its link may be two questions: either of them is the copy.
        there = in_queue(ports, meeting, duplicate_keys(new))
        assert (there is None) == (expected is None)
        assert there == expected or (there and duplicate_keys(there.source).posts & duplicate_keys(new).posts)
        found += expected is not None
    assert found > 10


def test_questions_that_begin_alike_do_not_hide_a_copy(ports: Ports, store: SqlStore, meeting: Meeting) -> None:
    letter = "Dear board, I write on behalf of all of us about the memory clinic, which was closed in June. "
    texts = [f"{letter}And what of ward {number}?" for number in range(70)]
    for number, text in enumerate([*texts, "?! " + letter * 30]):
        new = NewQuestion("web", f"{number}", text, "", NOON)
        ports.store.questions.receive(meeting.id, new, f"token-{number}", NOON)
    copies = [NewQuestion("other", "n", text, "", NOON) for text in (texts[66].upper(), letter * 30 + "#Board")]
    there = [in_queue(ports, meeting, duplicate_keys(one)) for one in copies]

    assert [question.number if question else None for question in there] == [67, 71]


def test_new_words_at_the_source_are_what_copies_are_looked_up_by(tmp_path: Path) -> None:
    old = before(tmp_path, "m023_copies", "Why is the lift broken?", "When?")
    old.execute("UPDATE question SET url = 'https://x.com/ann/status/11', author_name = 'Ann Lee' WHERE number = 2")
    old.close()
    store = SqliteStore(str(tmp_path / "old.db"))

    def like(text: str, url: str = "") -> list[int]:
        new = NewQuestion("other", "n", text, "Ann Lee", NOON, url=url)
        return [question.number for question in store.copies.like(1, duplicate_keys(new))]

    assert like("why is the LIFT broken") == [1]
    assert like("Who?", "https://twitter.com/ann/status/11") == [2]
    assert like("Who?") == []
    store.close()


def data(count: int) -> bytes:
    lines = (f"Why is bed {number} empty?,Ann Lee {number}" for number in range(count))
    return ("text,author\n" + "\n".join(lines) + "\n").encode()


def test_a_preview_shows_a_page_of_its_rows_and_imports_all_of_them(board: Board) -> None:
    browser = board.signed_in()
    page = upload(board, browser, data(250) + b" ,Sam\n" * 120).text
    assert "250 questions to import." in page
    assert "120 rows will be left out" in page
    for first, last in ((0, 99), (100, 199), (200, 249)):
        shown = re.findall(r"Why is bed (\d+) empty", page.split('<h2 id="h-n">')[1])
        assert [int(number) for number in shown] == list(range(first, last + 1))
        assert len(re.findall('m-row-out"', page)) == PER_PAGE
        turn = re.search(r'form="rows" name="page_new" value="(\d)">\s*Later', page)
        if turn:
            page = browser.post(f"{board.path}/import", data={**rows_form(page), "page_new": turn.group(1)}).text
    assert turn is None

    bring_in(board, browser, page)
    assert "Imported 250 questions, numbers 1 to 250." in browser.get(board.path).text


def test_a_preview_is_no_larger_for_a_thousand_rows_than_for_a_hundred_but_for_the_file_itself(board: Board) -> None:
    browser = board.signed_in()
    pages = [(data(count), upload(board, browser, data(count)).data) for count in (100, 1_000)]
    sizes = [len(page) - len(file) for file, page in pages]

    assert abs(sizes[1] - sizes[0]) < 5_000


def hold(board: Board) -> list[Callable[[], None]]:
    """Jobs that nobody works on until the test does."""
    held: list[Callable[[], None]] = []
    installation = replace(board.process.installation, run_in_background=lambda job, _: held.append(job))
    board.process.app.extensions["board_qa"] = installation
    return held


def test_an_import_that_takes_longer_says_how_far_it_is_on_a_page_of_its_own(board: Board) -> None:
    browser, held = board.signed_in(), hold(board)
    page = upload(board, browser, data(60)).text
    answers = [bring_in(board, browser, page) for _ in range(2)]  # twice is one import
    assert [answer.headers["Location"] for answer in answers] == [f"{board.path}/import/1"] * 2
    (job,) = held
    progress = browser.get(f"{board.path}/import/1")
    assert (progress.status_code, "0 of 60 rows" in progress.text) == (200, True)
    ports = board.ports
    ports.store.imports.move(1, AT_ONCE, [1, 2], ports.clock())
    assert "20 of 60 rows" in browser.get(f"{board.path}/import/1").text
    told = browser.get(f"{board.path}/import/1", headers={"Accept": "application/json"}).get_json()
    assert told == {"done": 20, "rows": 60, "under_way": True}
    assert "import/1" not in browser.get(f"{board.path}/import/1").headers.get("Location", "")

    ports.store.imports.move(1, -AT_ONCE, [], ports.clock())
    job()
    answer = browser.get(f"{board.path}/import/1")
    assert answer.headers["Location"].startswith(f"{board.path}?q=1")
    assert len(ports.store.questions.of_meeting(board.meeting.id)) == 60


def test_an_import_that_stopped_says_what_is_there_and_what_to_do(board: Board) -> None:
    browser = board.signed_in()
    hold(board)
    page = upload(board, browser, data(60)).text
    bring_in(board, browser, page)
    ports = board.ports
    ports.store.imports.move(1, 40, list(range(1, 39)), ports.clock() - timedelta(minutes=1))
    stopped = browser.get(f"{board.path}/import/1").text
    assert "The import stopped" in stopped
    assert "40 of 60 rows" in stopped
    assert "38 of them are in the queue" in stopped
    assert 'src="' not in stopped.split("<main")[1]
    board.process.app.extensions["board_qa"] = replace(board.process.installation, run_in_background=at_once)
    bring_in(board, browser, page)

    assert "Imported 60 questions, numbers 1 to 60." in browser.get(board.path).text


def test_the_progress_of_another_meetings_import_is_nobodys_here(board: Board) -> None:
    other = meetings.create(board.ports, details(board.ports.clock()))
    importing.begin(board.ports, other, "file", 3, board.alex)

    assert board.signed_in().get(f"{board.path}/import/1").status_code == 404
    assert board.signed_in().get(f"{board.path}/import/99").status_code == 404


def test_where_others_asked_meanwhile_the_numbers_are_not_said_to_be_all_of_the_files(board: Board) -> None:
    browser = board.signed_in()
    installation = board.process.installation
    asked = Turns(lambda turn: board.asked("Meanwhile?") if turn == 2 * AT_ONCE + 1 else None)
    board.process.app.extensions["board_qa"] = replace(installation, ports=replace(installation.ports, pause=asked))
    page = upload(board, browser, data(AT_ONCE + 5)).text
    asked.count = 0
    bring_in(board, browser, page)

    assert "Imported 25 questions, with numbers from 1 to 26." in browser.get(board.path).text


def send_file(live: Running, meeting: Meeting, http: requests.Session, count: int) -> Callable[[], requests.Response]:
    """A moderator's browser with the preview before them; what it gives sends the form."""
    here = f"{live.address}/desk/meetings/{meeting.id}/import"
    token = re.search(r'name="csrf_token" value="([^"]+)"', http.get(here, timeout=20).text)
    assert token
    form = {"csrf_token": token.group(1)}
    preview = http.post(here, data=form, files={"file": ("file.csv", data(count))}, timeout=60).text
    return partial(http.post, f"{here}/questions", data=rows_form(preview), timeout=60, allow_redirects=False)


def test_while_a_thousand_rows_are_imported_the_public_asks_and_is_answered(live: Running) -> None:
    meeting, http = live.meeting(), live.sign_in()
    send = send_file(live, meeting, http, 1_000)
    importer = threading.Thread(target=send)
    importer.start()
    sent, stored = 0, live.ports.store.questions
    wait("the first rows", lambda: bool(stored.of_meeting(meeting.id)))
    while importer.is_alive():
        form = {"key": f"{sent}", "question": f"Asked meanwhile {sent}?"}
        sent += requests.post(f"{live.address}/{meeting.code}/questions", data=form, timeout=20).status_code == 200
    importer.join()
    wait("the import", lambda: sum("bed" in q.source.text for q in stored.of_meeting(meeting.id)) == 1_000)

    questions = stored.of_meeting(meeting.id)
    of_the_file = [q.number for q in questions if "bed" in q.source.text]
    between = [q for q in questions if "meanwhile" in q.source.text and q.number < of_the_file[-1]]
    assert between
    assert sent == sum("meanwhile" in q.source.text for q in questions)


def cut_off(send: Callable[[], requests.Response]) -> None:
    with suppress(requests.RequestException):
        send()


@pytest.mark.server
def test_a_server_that_is_killed_in_the_middle_loses_no_row_and_doubles_none() -> None:
    with running() as installation:
        meeting, http = installation.meeting(), installation.sign_in()
        send = send_file(installation, meeting, http, 1_000)
        threading.Thread(target=partial(cut_off, send)).start()
        stored = installation.ports.store.questions
        wait("some rows", lambda: bool(stored.by_number(meeting.id, 2 * AT_ONCE)))
        installation.server.kill()
        assert len(stored.of_meeting(meeting.id)) % AT_ONCE == 0
        store = installation.ports.store
        assert isinstance(store, SqlStore)
        with store.transaction():
            store.database.execute("UPDATE import_run SET moved_at = '2026-01-01T00:00:00.000000Z'")
        installation.server.start()
        send()
        wait("the import", lambda: len(stored.of_meeting(meeting.id)) == 1_000)

        found = [question.source.text for question in stored.of_meeting(meeting.id)]
        assert sorted(found) == sorted(f"Why is bed {number} empty?" for number in range(1_000))


@pytest.mark.parametrize("script", [True, False])
def test_a_moderator_sees_how_far_it_is_and_then_the_queue(
    live: Running, window: Callable[..., Window], script: bool, tmp_path: Path
) -> None:
    meeting = live.meeting()
    opened = sign_in(live, window(LAPTOP, java_script_enabled=script))
    page, file = opened.page, tmp_path / "questions.csv"
    file.write_bytes(data(1_000))
    page.goto(f"{live.address}/desk/meetings/{meeting.id}/import")
    page.get_by_label("CSV file").set_input_files(file)
    page.get_by_role("button", name="Check the rows").click()
    page.get_by_role("button", name="Later in the rows to import").click()
    expect(page.get_by_text("101 to 200 of 1,000")).to_be_visible()
    if script:
        assert axe(page) == []
        assert sideways(page) == 0
    page.get_by_role("button", name="Import 1,000 questions").click()
    imported = page.get_by_role("status").filter(has_text="Imported 1,000 questions, numbers 1 to 1,000.")
    again = page.get_by_role("link", name="Check progress")
    if not script:
        imported.or_(again).first.wait_for()
        while not imported.is_visible():
            again.click()
            imported.or_(again).first.wait_for()
    expect(imported).to_be_visible(timeout=30_000)

    assert len(live.ports.store.questions.of_meeting(meeting.id)) == 1_000


def test_the_page_of_an_import_is_fit_for_everyone(live: Running, window: Callable[..., Window]) -> None:
    meeting = live.meeting()
    run, _ = importing.begin(live.ports, meeting, "file", 300, live.alex)
    later = live.ports.clock() + timedelta(minutes=5)
    opened = sign_in(live, window(LAPTOP))
    for moved_at, heading in ((later, "Importing a file"), (NOON - timedelta(days=999), "The import stopped")):
        live.ports.store.imports.move(run.id, 100, [1, 2], moved_at)
        opened.page.goto(f"{live.address}/desk/meetings/{meeting.id}/import/{run.id}")
        expect(opened.page.get_by_role("heading", name=heading)).to_be_visible()
        assert axe(opened.page) == []
        for width in (320, 683, 1366):
            opened.page.set_viewport_size({"width": width, "height": 768})
            assert sideways(opened.page) == 0
