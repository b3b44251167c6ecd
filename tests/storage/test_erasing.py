"""What one person asked is erased: nothing of it is left in the database or beside it, and nothing brings it back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.observed import ObservedPost
from board_qa.domain.networks.outbox import OutboxState, OutgoingPost, PostKind
from board_qa.domain.networks.posts import Charge, Post, UnreadablePost
from board_qa.domain.questions.admission import AskForm
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import DispositionUpdate, NewQuestion, Question, State
from board_qa.domain.telling.letters import Letter, LetterKind, LetterState
from board_qa.ports import Ports
from board_qa.screening.screener import Screener
from board_qa.services.meetings import meetings
from board_qa.services.networks.observing import keep
from board_qa.services.networks.sighting import sighted
from board_qa.services.networks.stopping import retry
from board_qa.services.networks.taking_back import take_back
from board_qa.services.networks.unreadable import put_aside
from board_qa.services.privacy.erasing import OnItsWay, about, clean_what_waits, erase
from board_qa.services.questions import supporting
from board_qa.services.questions.asking import ask
from board_qa.services.questions.moving import move_to_meeting
from board_qa.services.telling.letters import move
from board_qa.storage.sql.store import SqlStore
from board_qa.storage.sql.tables import TABLES
from board_qa.storage.sqlite.database import SqliteDatabase
from board_qa.system.bank_holidays import BankHolidays
from board_qa.worker import Worker
from tests.support.deciding import asked, do, now, together
from tests.support.doubles import NOON, CountingIds, RecordingAnnouncer, StoppedClock, details

# In no other text of these tests, whole or in part.
NAME, EMAIL, GROUP = "Zebedee Quillfeather", "zebedee@quillfeather.example", "Friends of Quagmire Lane"
WORDS = "Why does the xylophone ward close at dusk?"
# As they begin: search keeps words without their ends.
ALL_OF_IT = ("zebed", "quillfeath", "quagmir", "xyloph")
ADMIN = Actor("Robin", 1)


@pytest.fixture
def board(process: Callable[[], SqlStore], clock: StoppedClock) -> Ports:
    """On a file, where the database is one."""
    return Ports(process(), clock, CountingIds(), RecordingAnnouncer(), Screener(), BankHolidays())


@pytest.fixture
def held(board: Ports) -> Meeting:
    return meetings.create(board, details())


def came(ports: Ports, meeting: Meeting, text: str = WORDS, email: str = EMAIL) -> Question:
    receipt = ask(ports, meeting, AskForm(text, text, NAME, email=email, organisation=GROUP))
    return now(ports, ports.store.questions.by_token(receipt.token))


def answered(ports: Ports, question: Question) -> Question:
    question = do(ports, Action.EDIT_WORDING, question, ADMIN, update=DispositionUpdate(wording=f"Put: {WORDS}"))
    question = do(ports, Action.NOTE, question, ADMIN, "Zebedee rang about the xylophone")
    for action in (Action.ACCEPT, Action.PUT_ON_SCREEN, Action.ANSWER):
        question = do(ports, action, question, ADMIN, override_reason="Quillfeather is content")
    answer = DispositionUpdate(answer="The xylophone ward stays.", answered_by="The chair")
    return do(ports, Action.NOTE_ANSWER, question, ADMIN, update=answer, override_reason="it is public")


def posted(ports: Ports, question: Question, state: OutboxState, kind: PostKind = PostKind.ANSWER) -> OutgoingPost:
    post = OutgoingPost(0, question.meeting_id, "X", f"{NAME} asked: {WORDS}", state, "Alex", NOON, kind,
                        question_id=question.id, native_id="9001")  # fmt: skip
    return ports.store.outbox.add(post)


def mailed(ports: Ports, question: Question, state: LetterState) -> Letter:
    letter = Letter(0, question.meeting_id, question.id, LetterKind.EMAIL, "answered", f"Dear {NAME}", WORDS, state,
                    "Alex", NOON, f"key-{state}", reference=f"<{EMAIL}>")  # fmt: skip
    return ports.store.letters.add(letter)


def as_post(ports: Ports, meeting: Meeting) -> Question:
    """The same person, as they post."""
    post = Post("70001", "70002", WORDS, "author-7", NAME, "quillfeather", NOON, "70001", "en",
                "https://x.com/quillfeather/status/70001")  # fmt: skip
    ports.store.posts.save(ObservedPost("X", post, "search", NOON, NOON, NOON, meeting.id))
    new = NewQuestion("X", "70001", WORDS, NAME, NOON, author_handle="quillfeather", url=post.url, version="70002")
    ports.store.questions.receive(meeting.id, new, ports.ids.token(), NOON)
    return now(ports, ports.store.questions.by_native_id("X", "70001"))


def sql(ports: Ports) -> SqlStore:
    assert isinstance(ports.store, SqlStore)
    return ports.store


def everything_in(store: SqlStore) -> str:
    """Every row of every table, and of the index of search."""
    tables = [*TABLES]
    if isinstance(store.database, SqliteDatabase):
        tables += [name for name in store.database.tables.table_names() if name.startswith("question_fts")]
    else:
        tables.append("question_search")
    return "\n".join(str(row) for table in tables for row in store.database.rows(f"SELECT * FROM {table}")).casefold()


def read_back(ports: Ports, meeting: Meeting) -> None:
    """Our own post, as its network has it."""
    post = Post("9001", "9001", f"{NAME} asked: {WORDS}", "board", "The board", "board", NOON, shown=f"{NAME}: {WORDS}")
    keep(ports, "X", [ObservedPost("X", post, "own", NOON, NOON, NOON, meeting.id, is_ours=True)])


def left_in(text: str) -> list[str]:
    return [word for word in ALL_OF_IT if word in text]


def files_below(folder: Path) -> str:
    """Their bytes, each as a letter."""
    return "\n".join(file.read_bytes().decode("latin-1") for file in folder.iterdir() if file.is_file()).casefold()


def test_what_was_paid_for_a_person_stays_and_for_whom_does_not(board: Ports, held: Meeting) -> None:
    charges = [Charge("post", "70002", 5_000), Charge("user", "author-7", 10_000), Charge("user", "author-8", 10_000)]
    board.store.sources.spend("X", charges, NOON, held.id)
    assert erase(board, [as_post(board, held)], [], ADMIN)
    board.store.sources.spend("X", charges, NOON, held.id)  # it is read again, as long as it is on its network

    assert not {"70002", "author-7"} & {row["resource"] for row in sql(board).database.rows("SELECT * FROM charge")}
    assert board.store.sources.spent_on(held.id) == 25_000
    board.store.sources.spend("X", charges, NOON + timedelta(days=1), held.id)
    assert not {"70002", "author-7"} & {row["resource"] for row in sql(board).database.rows("SELECT * FROM charge")}
    assert board.store.sources.spent_on(held.id) == 50_000


def test_nothing_of_one_person_is_left_in_the_database_nor_in_the_files_beside_it(
    board: Ports, held: Meeting, tmp_path: Path
) -> None:
    theirs = [answered(board, came(board, held)), as_post(board, held)]
    theirs.append(do(board, Action.ACCEPT, came(board, held, "And the xylophone?"), ADMIN, override_reason="public"))
    supporting.support(board, theirs[-1], "browser", "192.0.2.7")
    for state in (OutboxState.SENT, OutboxState.DRAFT, OutboxState.SCHEDULED):
        posted(board, theirs[0], state)
    read_back(board, held)
    mailed(board, theirs[0], LetterState.SENT)
    mailed(board, theirs[0], LetterState.QUEUED)
    asked(board, held, "What of others?")
    assert left_in(everything_in(sql(board))) == list(ALL_OF_IT)

    assert erase(board, theirs, [], ADMIN)

    read_back(board, held)  # the network has our post still
    assert left_in(everything_in(sql(board))) == []
    assert left_in(files_below(tmp_path)) == []
    assert board.store.search.count("others") == 1  # what is not theirs is found as before
    assert board.store.search.count("xylophone") == 0


@pytest.mark.parametrize("is_question", [True, False])
def test_what_was_read_before_it_was_erased_is_not_stored_after_it(
    board: Ports, held: Meeting, is_question: bool
) -> None:
    """Its network answers a moment later than somebody presses."""
    question = as_post(board, held)
    ((_, seen),) = board.store.posts.several("X", ["70001"]).items()
    assert erase(board, [question] if is_question else [], [seen], ADMIN)
    keep(board, "X", [seen], {"70001": question.id} if is_question else {})

    assert board.store.posts.several("X", ["70001"]) == {}


def test_what_could_not_be_read_is_not_put_aside_after_it_was_erased(board: Ports, held: Meeting) -> None:
    """Its network answers a moment later than somebody presses, with words that nobody can take."""
    question = as_post(board, held)
    assert erase(board, [question], [], ADMIN)
    for id_, url in (("70001", ""), ("another", question.source.url)):
        put_aside(board, "X", UnreadablePost(id_, url), [held.id])

    assert board.store.sources.unreadable("X") == []


def test_a_question_that_was_kept_long_enough_gets_no_new_words_of_its_post(board: Ports, held: Meeting) -> None:
    """Its network was asked just before the worker erased it."""
    question = as_post(board, held)
    board.store.erasures.forget(question, "erased", NOON, False)
    edit = Post("70001", "70003", f"{WORDS} Again", "author-7", NAME, "quillfeather", NOON, "70001", "en")

    assert not sighted(board, "X", question, replace(edit, version_order="9"))
    board.store.erasures.scrub()
    assert left_in(everything_in(sql(board))) == []


def test_a_post_that_is_taken_back_while_it_is_erased_brings_no_words_back(board: Ports, held: Meeting) -> None:
    question = answered(board, came(board, held))
    read_before = posted(board, question, OutboxState.SENT)
    assert erase(board, [question], [], ADMIN)

    assert not take_back(board, read_before, ADMIN, f"{NAME} asked for it")
    assert left_in(everything_in(sql(board))) == []


def test_what_became_of_an_email_that_was_erased_meanwhile_is_not_stored(board: Ports, held: Meeting) -> None:
    question = answered(board, came(board, held))
    read_before = mailed(board, question, LetterState.SENT)
    assert erase(board, [question], [], ADMIN)

    assert not move(board, read_before, state=LetterState.FAILED, problem=f"No such address: {EMAIL}")
    assert left_in(everything_in(sql(board))) == []


def test_the_file_did_hold_it_before(board: Ports, held: Meeting, tmp_path: Path) -> None:
    """What the test above looks at is where it would be."""
    came(board, held)
    if isinstance(sql(board).database, SqliteDatabase):
        assert left_in(files_below(tmp_path)) == list(ALL_OF_IT)


def test_what_is_left_of_a_question_is_its_number_and_where_it_stands(board: Ports, held: Meeting) -> None:
    question = answered(board, came(board, held))
    erase(board, [question], [], ADMIN)

    left = now(board, question)
    assert (left.number, left.token, left.state) == (question.number, question.token, State.WITHDRAWN)
    assert (left.received_at, left.erased_at) == (question.received_at, NOON)
    assert (left.words, left.signed_with, left.source.email, left.disposition.answer) == ("", (), "", "")
    assert board.store.questions.unscreened(10) == []  # nobody looks through what is not there
    assert board.store.vectors.due(10) == []
    assert [change.action for change in board.store.questions.history(question.id)][-1] is Action.ERASE


def test_those_that_were_put_together_with_it_are_questions_of_their_own_again(board: Ports, held: Meeting) -> None:
    leader, other = came(board, held), asked(board, held, "The other one?")
    together(board, other, leader, ADMIN)
    erase(board, [leader], [], ADMIN)

    assert (now(board, other).state, now(board, other).words) == (State.RECEIVED, "The other one?")


def test_what_was_sent_keeps_the_id_by_which_it_is_found_and_what_was_not_is_cancelled(
    board: Ports, held: Meeting
) -> None:
    question = came(board, held)
    before = [posted(board, question, state) for state in (OutboxState.SENT, OutboxState.SCHEDULED, OutboxState.DRAFT)]
    letters = [mailed(board, question, state) for state in (LetterState.SENT, LetterState.QUEUED)]
    erase(board, [question], [], ADMIN)

    after = [board.store.outbox.get(post.id) for post in before]
    assert [(post.state, post.native_id, post.text) for post in after if post] == [
        (OutboxState.SENT, "9001", ""), (OutboxState.CANCELLED, "9001", ""), (OutboxState.CANCELLED, "9001", "")
    ]  # fmt: skip
    for post in after:  # what was cancelled is not sent after all, without words
        assert post is not None
        assert not retry(board, post, ADMIN)
    assert board.store.outbox.to_be_seen(held.id, [PostKind.ANSWER]) == []
    sent = [board.store.letters.get(letter.id) for letter in letters]
    assert [letter.state for letter in sent if letter] == [LetterState.SENT, LetterState.CANCELLED]


@pytest.mark.parametrize("state", [OutboxState.SENDING, OutboxState.UNKNOWN, OutboxState.DELETING])
def test_what_is_on_its_way_to_a_network_has_to_arrive_first(board: Ports, held: Meeting, state: OutboxState) -> None:
    first, second = asked(board, held), came(board, held)
    posted(board, second, state)

    with pytest.raises(OnItsWay):
        erase(board, [first, second], [], ADMIN)
    assert now(board, second) == second
    assert now(board, first) == first  # all or none


def test_what_was_posted_before_a_question_was_moved_is_known_after_it(board: Ports, held: Meeting) -> None:
    question = came(board, held)
    post = posted(board, question, OutboxState.SENDING)
    there = meetings.create(board, details(title="The next one"))
    moved = move_to_meeting(board, held, question, question.revision, there, ADMIN)

    assert [one.id for one in about(board, moved)] == [post.id]
    with pytest.raises(OnItsWay):
        erase(board, [moved], [], ADMIN)


def test_an_email_that_is_being_sent_has_to_be_sent_first(board: Ports, held: Meeting) -> None:
    question = came(board, held)
    mailed(board, question, LetterState.SENDING)

    with pytest.raises(OnItsWay):
        erase(board, [question], [], ADMIN)


def test_twice_is_once(board: Ports, held: Meeting) -> None:
    question = came(board, held)
    erase(board, [question], [], ADMIN)
    history = board.store.questions.history_length(question.id)
    erase(board, [question, now(board, question)], [], ADMIN)

    assert board.store.questions.history_length(question.id) == history


def test_another_question_of_the_same_person_is_still_known_as_theirs(board: Ports, held: Meeting) -> None:
    first, second = came(board, held), came(board, held, "And why at dawn?")
    erase(board, [first], [], ADMIN)
    keys = "SELECT COUNT(*) AS n FROM asker_key"
    assert sql(board).database.row(keys) != {"n": 0}

    erase(board, [second], [], ADMIN)
    assert sql(board).database.row(keys) == {"n": 0}


def test_a_post_of_theirs_that_became_no_question_goes_and_is_known_when_it_is_read_again(
    board: Ports, held: Meeting
) -> None:
    post = Post("80001", "80001", WORDS, "author-7", NAME, "quillfeather", NOON)
    observed = ObservedPost("X", post, "search", NOON, NOON, NOON)
    other = replace(observed, post=replace(post, native_id="80002", answers="80001", answers_author="author-7"))
    for one in (observed, other):
        board.store.posts.save(one)
    erase(board, [], [observed], ADMIN)

    kept = board.store.posts.several("X", ["80001", "80002"])
    assert list(kept) == ["80002"]
    assert (kept["80002"].post.answers, kept["80002"].post.answers_author) == ("", "")
    assert board.store.erasures.erased_of("X", {"80001", "80002"}) == {"80001"}
    assert board.store.erasures.erased_of("Mastodon", {"80001"}) == set()


def test_nothing_that_others_posted_says_which_post_it_was(board: Ports, held: Meeting) -> None:
    """On Bluesky an id holds who wrote the post."""
    theirs, others = "at://did:plc:quillfeather/app.bsky.feed.post/1", "at://did:plc:jo/app.bsky.feed.post/2"
    post = Post(theirs, theirs, WORDS, "did:plc:quillfeather", NAME, "quillfeather.example", NOON)
    answer = Post(others, others, "So do I", "did:plc:jo", "Jo", "jo.example", NOON, conversation_id=theirs,
                  refers_to=("at://did:plc:ann/app.bsky.feed.post/3", theirs))  # fmt: skip
    for one in (post, answer):
        keep(board, "Bluesky", [ObservedPost("Bluesky", one, "search", NOON, NOON, NOON, held.id)])
    assert "did:plc:quillfeather" in everything_in(sql(board))
    erase(board, [], [ObservedPost("Bluesky", post, "search", NOON, NOON, NOON, held.id)], ADMIN)
    assert "did:plc:quillfeather" not in everything_in(sql(board))

    keep(board, "Bluesky", [ObservedPost("Bluesky", answer, "search", NOON, NOON, NOON, held.id)])  # it is read again
    assert "did:plc:quillfeather" not in everything_in(sql(board))
    assert board.store.posts.several("Bluesky", [others])[others].post.refers_to == answer.refers_to[:1]


def test_where_another_program_reads_the_file_is_cleaned_later(board: Ports, held: Meeting, tmp_path: Path) -> None:
    question, database = came(board, held), sql(board).database
    if not isinstance(database, SqliteDatabase):
        pytest.skip("PostgreSQL's readers look at a moment of their own")
    with closing(sqlite3.connect(database.path)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM question").fetchall()
        assert not erase(board, [question], [], ADMIN)
        assert board.store.erasures.waits_to_be_scrubbed()

    assert clean_what_waits(board)
    assert left_in(files_below(tmp_path)) == []
    assert not board.store.erasures.waits_to_be_scrubbed()


def test_a_person_is_found_by_name_handle_or_address_in_whatever_case(board: Ports, held: Meeting) -> None:
    form, post = came(board, held), as_post(board, held)
    asked(board, held, f"Who is {NAME.upper()}?")
    found = board.store.person_data

    assert [one.id for one in found.questions("ZEBEDEE  quillfeather")] == [post.id, form.id]
    assert [one.id for one in found.questions(EMAIL.upper())] == [form.id]
    assert [one.id for one in found.questions("@Quillfeather")] == [post.id]
    assert [one.post.native_id for one in found.posts("@quillfeather")] == ["70001"]
    assert found.questions("") == found.questions("Zebedee") == []
    assert [one.number for one in found.mentioning(NAME)] == [3]


@pytest.mark.parametrize("who", ["zebra", "@Zebra", "@zebra@social.example", "zebra@social.example"])
def test_an_account_of_the_fediverse_is_found_with_and_without_its_server(
    board: Ports, held: Meeting, who: str
) -> None:
    new = NewQuestion("Mastodon", "9", WORDS, "Zoe", NOON, author_handle="zebra@social.example", version="9")
    board.store.questions.receive(held.id, new, "token-9", NOON)

    assert [one.source.author_name for one in board.store.person_data.questions(who)] == ["Zoe"]
    assert board.store.person_data.questions("social.example") == []


def test_the_worker_cleans_what_could_not_be_cleaned_at_once(board: Ports, held: Meeting, tmp_path: Path) -> None:
    question, database = came(board, held), sql(board).database
    if not isinstance(database, SqliteDatabase):
        pytest.skip("PostgreSQL's readers look at a moment of their own")
    with closing(sqlite3.connect(database.path)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM question").fetchall()
        assert not erase(board, [question], [], ADMIN)
    assert Worker(board, [], "worker").tick()

    assert left_in(files_below(tmp_path)) == []
    assert not board.store.erasures.waits_to_be_scrubbed()
