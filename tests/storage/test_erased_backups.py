"""What was erased since a backup was made is erased again when that is restored, also on another machine."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from board_qa.domain.networks.observed import ObservedPost
from board_qa.domain.networks.posts import Charge, Post, UnreadablePost
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import DispositionUpdate, State
from board_qa.services.meetings import meetings
from board_qa.services.networks.observing import keep
from board_qa.services.networks.unreadable import put_aside
from board_qa.services.privacy.erasing import erase
from board_qa.services.privacy.keeping import Keeping
from board_qa.services.questions.withdrawing import deleted_at_source
from board_qa.storage.postgres.backups import PostgresBackups
from board_qa.storage.sqlite.backup.backups import SqliteBackups
from board_qa.storage.sqlite.backup.erased_list import NAME
from tests.support import postgres
from tests.support.deciding import asked, do, now
from tests.support.doubles import StoppedClock, details
from tests.support.kept_boards import at_work, backup_of, board_with, rows_in, texts_in

ADMIN = Actor("Robin")


def erase_first(database: Path | str, clock: StoppedClock) -> None:
    with at_work(database, clock) as ports:
        question = ports.store.questions.by_number(1, 1)
        assert question is not None
        assert erase(ports, [question], [], ADMIN)
        assert now(ports, question).words == ""


def test_a_backup_from_before_is_restored_without_what_was_erased_since(clock: StoppedClock, tmp_path: Path) -> None:
    database = board_with(tmp_path / "board" / "b.db", clock, "Why the xylophone?", "When?")
    file = backup_of(database, clock, tmp_path / "before.db")
    erase_first(database, clock)
    restored = SqliteBackups(database, clock).restore(file)

    assert restored.erased == 1
    assert texts_in(database) == ["", "When?"]
    assert rows_in(database, "SELECT state FROM question ORDER BY id") == [(State.WITHDRAWN.value,), ("received",)]
    assert b"xyloph" not in database.read_bytes()
    with at_work(database, clock) as ports:
        assert ports.store.search.count("xylophone") == 0


@pytest.mark.parametrize("is_known_by_its_address", [False, True])
def test_nothing_that_a_backup_has_of_a_post_comes_back_that_was_erased_since(
    clock: StoppedClock, tmp_path: Path, is_known_by_its_address: bool
) -> None:
    """Also where the post itself is not in the backup: one that could not be read, what answers it, what it cost."""
    database = board_with(tmp_path / "board" / "b.db", clock, "Why?")
    vics, jos = "https://vic.example/@vic/1", "https://jo.example/@jo/9"
    with at_work(database, clock) as ports:
        put_aside(ports, "Mastodon", UnreadablePost("2" if is_known_by_its_address else "1", vics), [])
        put_aside(ports, "Mastodon", UnreadablePost("9", jos), [])
        answer = Post("5", "5", "So do I", "jo", "Jo", "jo@jo.example", clock(), answers="1", answers_author="vic",
                      conversation_id="1", refers_to=("1", "9"))  # fmt: skip
        keep(ports, "Mastodon", [ObservedPost("Mastodon", answer, "hashtag", clock(), clock(), clock())])
        ports.store.sources.spend("Mastodon", [Charge("post", one, 5) for one in ("1", "9")], clock())
    file = backup_of(database, clock, tmp_path / "before.db")
    with at_work(database, clock) as ports:
        vic = Post("1", "1", "Why?", "vic", "Vic", "vic@vic.example", clock(), url=vics)
        seen = ObservedPost("Mastodon", vic, "hashtag", clock(), clock(), clock())
        keep(ports, "Mastodon", [seen])
        erase(ports, [], [seen], ADMIN)
    SqliteBackups(database, clock).restore(file)

    assert rows_in(database, "SELECT native_id, url FROM unreadable_post") == [("9", jos)]
    post = "SELECT native_id, answers, answers_author, conversation_id, refers_to FROM post"
    assert rows_in(database, post) == [("5", "", "", "", '["9"]')]
    costs = [resource for (resource,) in rows_in(database, "SELECT resource FROM charge ORDER BY id")]
    assert len(costs) == 2  # what was paid stays
    assert not {"1", "9"} & set(costs)


def test_another_machine_knows_it_from_the_file_beside_the_backups(clock: StoppedClock, tmp_path: Path) -> None:
    database = board_with(tmp_path / "board" / "b.db", clock, "Why the xylophone?", "When?")
    old = backup_of(database, clock, tmp_path / "old.db")
    erase_first(database, clock)
    backup_of(database, clock, tmp_path / "new.db")  # whose folder has the file from now on
    there = tmp_path / "other machine"
    there.mkdir()
    for name in (old.name, NAME):
        shutil.copy(tmp_path / name, there / name)
    restored = SqliteBackups(there / "b.db", clock).restore(there / old.name)

    assert restored.erased == 1
    assert texts_in(there / "b.db") == ["", "When?"]


def test_the_file_tells_nobody_anything_and_is_there_only_where_something_was_erased(
    clock: StoppedClock, tmp_path: Path
) -> None:
    database = board_with(tmp_path / "board" / "b.db", clock, "Why the xylophone?")
    backup_of(database, clock, tmp_path / "one.db")
    assert not (tmp_path / NAME).exists()

    erase_first(database, clock)
    backup_of(database, clock, tmp_path / "two.db")
    (line,) = (tmp_path / NAME).read_text(encoding="ascii").splitlines()
    assert len(bytes.fromhex(line)) == 16
    assert oct((tmp_path / NAME).stat().st_mode) == "0o100600"


def test_what_the_record_kept_of_a_deleted_post_is_erased_again_too(clock: StoppedClock, tmp_path: Path) -> None:
    database, alex = board_with(tmp_path / "board" / "b.db", clock, "Why?"), Actor("Alex")
    with at_work(database, clock) as ports:
        question = ports.store.questions.of_meeting(1)[0]
        wording = DispositionUpdate(wording="Why was the xylophone sold?")
        for action, update in ((Action.EDIT_WORDING, wording), (Action.ACCEPT, None), (Action.ANSWER, None)):
            question = do(ports, action, question, alex, update=update)
        deleted_at_source(ports, question, "X")
        clock.advance(days=2_000)
        Keeping(ports).go_on()
        assert now(ports, question).erased_at is not None
    file = backup_of(database, clock, tmp_path / "before.db")
    assert rows_in(database, "SELECT wording FROM question") == [("Why was the xylophone sold?",)]
    with at_work(database, clock) as ports:
        erase(ports, [now(ports, question)], [], ADMIN)
    restored = SqliteBackups(database, clock).restore(file)

    assert restored.erased == 1
    assert rows_in(database, "SELECT wording FROM question") == [("",)]
    assert b"xylophone" not in database.read_bytes()


def test_what_nobody_erased_is_restored_as_it_was(clock: StoppedClock, tmp_path: Path) -> None:
    database = board_with(tmp_path / "board" / "b.db", clock, "Why?")
    file = backup_of(database, clock, tmp_path / "before.db")

    assert SqliteBackups(database, clock).restore(file).erased == 0
    assert texts_in(database) == ["Why?"]


@pytest.mark.skipif(not postgres.is_here(), reason=postgres.WHY_NOT)
def test_on_postgresql_what_was_erased_stays_so_as_well(clock: StoppedClock, tmp_path: Path) -> None:
    database = postgres.own_database("erased_backups")
    backups = PostgresBackups(database, tmp_path / "board" / "b.db", clock)
    with at_work(database, clock) as ports:
        asked(ports, meetings.create(ports, details(clock())), "Why the xylophone?")
    file = backups.make(tmp_path / "before.db", overwrite=False).file
    erase_first(database, clock)
    restored = backups.restore(file)

    assert restored.erased == 1
    with at_work(database, clock) as ports:
        (question,) = ports.store.questions.of_meeting(1)
        assert (question.words, question.state) == ("", State.WITHDRAWN)
        assert ports.store.search.count("xylophone") == 0
    assert texts_in(backups.make(tmp_path / "after.db", overwrite=False).file) == [""]
