"""The public recap: when it is there, what it shows of a post and of a question, in both languages, and its folder."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from board_qa.domain.networks.outbox import OutboxState, PostKind
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import DispositionUpdate, SourceState, State
from board_qa.services.meetings import recap
from board_qa.services.meetings.record import publish as publish_record
from board_qa.services.questions.withdrawing import deleted_at_source
from tests.support.board import Board
from tests.support.crowds import crowd
from tests.support.deciding import do
from tests.support.recaps import answered, is_out, is_seen, picks, posted, publish_recap, unpacked
from tests.web.test_after_pages import said
from tests.web.test_register import changed, fresh, reads

APPROVE, SHOW = Action.ACCEPT, Action.PUT_ON_SCREEN
HOSTILE = "</style><script>alert(1)</script> \u202egnp.exe <img src=x onerror=alert(1)>"


def published(board: Board) -> str:
    """The address of the recap, which is published now with what is suggested."""
    publish_recap(board.ports, fresh(board), board.alex)
    return f"/{board.meeting.code}/recap"


def files(board: Board, mount: str = "") -> dict[str, str]:
    """The folder, by the names that its files have in it."""
    answer = board.browser().get(f"{mount}/{board.meeting.code}/recap.zip")
    assert answer.status_code == 200
    return {name.partition("/")[2]: text for name, text in unpacked(answer.data).items()}


@pytest.mark.parametrize(
    ("mount", "never", "down"),
    [
        ("", "There is no recap of this meeting", "The recap of this meeting was taken down"),
        ("/cy", "Nid oes crynodeb o’r cyfarfod hwn", "Tynnwyd crynodeb y cyfarfod hwn i lawr"),
    ],
)
def test_it_is_there_once_somebody_published_it_and_until_somebody_takes_it_down(
    board: Board, mount: str, never: str, down: str
) -> None:
    answered(board.ports, board.asked("Why is the clinic closed?"), board.alex, "It reopens in May.")
    browser, addresses = board.browser(), [f"{mount}/{board.meeting.code}/recap{end}" for end in ("", ".zip")]
    for address in addresses:
        page = browser.get(address)
        assert (page.status_code, never in page.text, "clinic" in page.text) == (404, True, False)
    published(board)
    assert "It reopens in May." in browser.get(addresses[0]).text
    recap.take_down(board.ports, fresh(board), board.alex)
    for address in addresses:
        page = browser.get(address)
        assert (page.status_code, down in page.text, "clinic" in page.text) == (410, True, False)
    published(board)
    assert [browser.get(address).status_code for address in addresses] == [200, 200]


def test_of_a_cancelled_meeting_there_is_none(board: Board) -> None:
    address = published(board)
    changed(board, cancelled=True)
    page = board.browser().get(address)

    assert page.status_code == 404
    assert "This meeting is cancelled." in page.text
    assert "/recap" not in board.browser().get(f"/{board.meeting.code}").text


def test_there_is_no_recap_of_a_meeting_that_is_not_there(board: Board) -> None:
    assert board.browser().get("/ZZZZ/recap").status_code == 404
    assert board.browser().get("/ZZZZ/recap.zip").status_code == 404


def test_the_page_of_the_meeting_leads_to_it_in_both_languages_once_it_is_published(board: Board) -> None:
    browser, code = board.browser(), board.meeting.code
    assert "recap" not in browser.get(f"/{code}").text
    published(board)

    assert f'<a href="/{code}/recap">Recap of the meeting</a>' in browser.get(f"/{code}").text
    assert f'<a href="/cy/{code}/recap">Crynodeb o’r cyfarfod</a>' in browser.get(f"/cy/{code}").text
    assert f'href="/cy/{code}/recap"' in browser.get(f"/{code}/recap").text


def test_of_an_empty_meeting_it_has_the_figures_and_of_nothing_it_says_so(board: Board) -> None:
    address = published(board)
    assert "In figures Questions asked 0" in said(board.browser().get(address).text)
    picks(board.ports, board.meeting, board.alex)

    assert "There is nothing in this recap." in board.browser().get(address).text
    assert "Nid oes dim yn y crynodeb hwn." in board.browser().get(f"/cy{address}").text
    assert "There is nothing in this recap." in files(board)["index.html"]


@pytest.mark.parametrize(
    ("mount", "heading", "about"),
    [
        ("", "What came of listening", "Asked about most: costly, parking."),
        ("/cy", "Beth ddaeth o wrando", "Gofynnwyd amlaf am: costly, parking."),
    ],
)
def test_its_figures_tell_what_came_of_listening_also_in_the_folder(
    board: Board, mount: str, heading: str, about: str
) -> None:
    for text in ("Why is parking costly?", "Is parking costly?"):
        board.asked(text, APPROVE)
    board.asked("A secret secret nobody approved")
    page = board.browser().get(mount + published(board)).text

    for told in (page, *(text for name, text in files(board, mount).items() if heading in text)):
        assert heading in told
        assert about in told
        assert "secret" not in told


def test_it_tells_in_the_order_that_somebody_chose_with_headings_and_an_introduction(board: Board) -> None:
    answered(board.ports, board.asked("Why is the clinic closed?", name="Maria"), board.alex, "It reopens in May.")
    picks(
        board.ports, board.meeting, board.alex, "figures|In short", "question-1|At the meeting", "answer-1",
        introduction="A hundred came.\n\nThis is what was said.",
    )  # fmt: skip
    page = board.browser().get(published(board)).text
    read = said(page[page.index("<h1") : page.index("</main>")])

    assert re.sub(r"(?<=In figures ).*?(?=At the)", "", read) == (
        "Recap of the meeting Board meeting in public, Thursday 26 November 2026, Town Hall "
        "A hundred came. This is what was said. In short In figures At the meeting "
        "Question 1 Why is the clinic closed? Maria Web form Asked on Monday 23 November 2026 Answered "
        "The answer to question 1 It reopens in May. Answered by The chair on Monday 23 November 2026 "
        "This recap as a folder to keep (zip)"
    )


def test_a_post_is_shown_as_its_network_wants_it(board: Board) -> None:
    """Author by name and handle, the text as it is, the network's name and the time, and the way to the original."""
    text = "@anytownicb what is the agency bill?? \n#AnytownBoard"
    answered(board.ports, posted(board.ports, board.meeting, text), board.alex, "£4.2 million.")
    page = board.browser().get(published(board)).text

    assert "@anytownicb what is the agency bill?? \n#AnytownBoard</p>" in page
    assert '<bdi class="app-rc-by">Len Wood @lenwood</bdi>' in page
    address = 'href="https://x.com/lenwood/status/77" rel="noopener nofollow"'
    assert f"<a {address}>Posted on X, Monday 23 November at midday</a>" in page
    assert "Asked on" not in page


def test_our_own_posts_are_shown_in_the_same_way(board: Board) -> None:
    channel = board.process.installation.channels["X"]
    board.ports.store.sources.set_metadata("X", f"{channel.fingerprint}/handle", "anytownboard")
    is_out(board.ports, board.meeting, "Ask us! #AnytownBoard", account=channel.fingerprint, native_id="199")
    address = published(board)
    page = board.browser().get(address).text

    assert '<bdi class="app-rc-by">Anytown Board @anytownboard</bdi>' in page
    assert 'href="https://x.com/anytownboard/status/199"' in page
    assert "Posted on X, Monday 23 November at midday" in page
    assert "Postiwyd ar X, dydd Llun 23 Tachwedd am hanner dydd" in board.browser().get(f"/cy{address}").text


def test_our_handle_is_on_the_page_as_soon_as_it_is_learned(board: Board) -> None:
    channel = board.process.installation.channels["X"]
    is_out(board.ports, board.meeting, "Ask us!", account=channel.fingerprint)
    address = published(board)
    assert "@anytownboard" not in board.browser().get(address).text
    board.ports.store.sources.set_metadata("X", f"{channel.fingerprint}/handle", "anytownboard")

    assert "@anytownboard" in board.browser().get(address).text


def test_a_post_of_a_network_that_is_not_set_up_any_more_is_shown_without_a_way_to_it(board: Board) -> None:
    is_out(board.ports, board.meeting, "Ask us!", channel="Mastodon", native_id="115")
    page = said(board.browser().get(published(board)).text)

    assert "Ask us! Anytown Board Posted on Mastodon, Monday 23 November at midday" in page


@pytest.mark.parametrize("state", [SourceState.GONE, SourceState.HIDDEN])
def test_a_post_of_ours_that_went_on_its_network_drops_out_of_a_page_that_was_made_already(
    board: Board, state: SourceState
) -> None:
    post = is_out(board.ports, board.meeting, "Ask us in November!")
    address = published(board)
    first = board.browser().get(address)
    assert "Ask us in November!" in first.text
    assert "Ask us in November!" in files(board)["index.html"]
    is_seen(board.ports, post, state)
    again = board.browser().get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 200
    assert "Ask us in November!" not in again.text
    assert "Ask us in November!" not in "".join(files(board).values())


def test_a_post_that_its_author_deletes_drops_out_with_its_author_and_the_answer_says_why(board: Board) -> None:
    question = answered(board.ports, posted(board.ports, board.meeting, "Zanzibar?"), board.alex, "In May.")
    address = published(board)
    assert "Zanzibar" in board.browser().get(address).text
    deleted_at_source(board.ports, question, "X")
    told = [board.browser().get(f"{mount}{address}").text for mount in ("", "/cy")] + list(files(board).values())

    assert [word for word in ("Zanzibar", "Len", "lenwood") if word in "".join(told)] == []
    assert "In May." in told[0]
    assert "The post was deleted where it was made, so its words are not shown." in told[0]


def test_an_answer_brings_its_question_where_nobody_picked_that(board: Board) -> None:
    answered(board.ports, board.asked("Why is the clinic closed?"), board.alex, "It reopens in May.")
    picks(board.ports, board.meeting, board.alex, "answer-1")
    page = said(board.browser().get(published(board)).text)

    assert "The answer to question 1 Why is the clinic closed? It reopens in May." in page


def test_words_that_were_edited_say_so_and_the_askers_own_stand_beside_them_where_somebody_allowed_it(
    board: Board,
) -> None:
    question = board.asked("Will you lot say when?", APPROVE, SHOW)
    update = DispositionUpdate(wording="When will it be?", shows_original=True)
    do(board.ports, Action.EDIT_WORDING, question, board.alex, update=update)
    page = said(board.browser().get(published(board)).text)

    assert "When will it be? As put to the board (edited)" in page
    assert "In the words of the person who asked Will you lot say when?" in page


def test_a_withheld_name_is_on_no_page_nor_in_the_folder_nor_the_address_of_the_post(board: Board) -> None:
    question = answered(board.ports, posted(board.ports, board.meeting, "Why?", name="Zan Zibar"), board.alex, "So.")
    do(board.ports, Action.WITHHOLD_NAME, question, board.alex, update=DispositionUpdate(name_hidden=True))
    address = published(board)
    told = board.browser().get(address).text + "".join(files(board).values())

    assert "zibar" not in told.casefold()
    assert "Name withheld" in told


def test_it_leads_to_the_record_where_that_is_published(board: Board) -> None:
    answered(board.ports, board.asked("Why?"), board.alex, "So.")
    address, browser = published(board), board.browser()
    assert "In the record of this meeting" not in browser.get(address).text
    publish_record(board.ports, fresh(board), board.alex)
    record = f"http://127.0.0.1:8000/{board.meeting.code}/register"

    assert f'href="{record}/1"' in browser.get(address).text
    assert f'href="{record}/1"' in files(board)["index.html"]
    assert f'href="{record.replace(":8000", ":8000/cy")}/1"' in files(board)["cy.html"]


def test_hostile_words_are_text_on_the_page_and_in_the_folder(board: Board) -> None:
    answered(board.ports, posted(board.ports, board.meeting, HOSTILE), board.alex, HOSTILE, HOSTILE)
    is_out(board.ports, board.meeting, HOSTILE, PostKind.LIVE, native_id='"><script>', press=HOSTILE)
    changed(board, title=HOSTILE, venue=HOSTILE)
    named = (f"{item.key}|{HOSTILE}" for item in recap.material(board.ports, fresh(board)).items)
    picks(board.ports, board.meeting, board.alex, *named, introduction=HOSTILE)
    address = published(board)
    pages = [board.browser().get(mount + address).text for mount in ("", "/cy")]

    for page in (*pages, *(text for name, text in files(board).items() if name.endswith(".html"))):
        assert "<script>alert" not in page
        assert "<img" not in page
        assert "\u202e" not in page
        assert page.count("&lt;script&gt;") > 5


@pytest.mark.parametrize("mount", ["", "/cy"])
def test_the_folder_has_a_page_for_each_language_and_loads_nothing_from_elsewhere(board: Board, mount: str) -> None:
    answered(board.ports, posted(board.ports, board.meeting, "Why?"), board.alex, "So.")
    is_out(board.ports, board.meeting, "Ask us!")
    published(board)
    answer = board.browser().get(f"{mount}/{board.meeting.code}/recap.zip")
    code, names = board.meeting.code, list(unpacked(answer.data))
    found = files(board, mount)

    assert answer.mimetype == "application/zip"
    assert answer.headers["Content-Disposition"] == f"attachment; filename=recap-{code}.zip"
    assert names == [f"recap-{code}/{name}" for name in ("index.html", "cy.html", "recap.css")]
    for name, language, other in (("index.html", "en", "cy.html"), ("cy.html", "cy", "index.html")):
        page = found[name]
        assert f'<html lang="{language}">' in page
        loaded = re.findall(r"<(?:link|img|script|iframe|source|object|embed|base|form)\b[^>]*", page)
        assert loaded == ['<link rel="icon" href="data:," /', '<link rel="stylesheet" href="recap.css" /']
        assert f'<a href="{other}"' in page
        assert re.findall(r'(?:src|href)="(?!https?://|#|data:,|recap\.css|index\.html|cy\.html)[^"]*"', page) == []
        assert "style=" not in page
    assert re.findall(r"url\(|@import|https?:", found["recap.css"]) == []


def test_the_folder_says_that_it_is_a_copy_of_when_and_where_the_page_is(board: Board) -> None:
    published(board)
    index = said(files(board)["index.html"])

    assert "This is a copy, made on Monday 23 November 2026." in index
    assert f"http://127.0.0.1:8000/{board.meeting.code}/recap" in index
    assert "Copi yw hwn, a wnaed ddydd Llun 23 Tachwedd 2026." in said(files(board)["cy.html"])
    board.clock.advance(days=1)
    assert "made on Tuesday 24 November 2026." in said(files(board)["index.html"])


def test_the_same_recap_is_the_same_file_on_the_same_day(board: Board) -> None:
    published(board)
    address = f"/{board.meeting.code}/recap.zip"

    assert board.browser().get(address).data == board.browser().get(address).data


def test_it_is_read_once_for_each_revision_and_never_for_the_next_reader(board: Board) -> None:
    question = answered(board.ports, board.asked("Why?"), board.alex, "In May.")
    address = published(board)
    for mount in ("", "/cy"):
        with reads(board) as first:
            board.browser().get(mount + address)
            board.browser().get(f"{mount}{address}.zip")
        with reads(board) as again:
            for end in ("", ".zip"):
                assert board.browser().get(f"{mount}{address}{end}").status_code == 200
        assert first or mount  # the folder in English has read the Welsh words as well
        assert again == []
    do(board.ports, Action.NOTE_ANSWER, question, board.alex, update=DispositionUpdate(answer="In June."))

    assert "In June." in board.browser().get(address).text
    assert "In May." not in board.browser().get(address).text + "".join(files(board).values())


def test_everybody_gets_the_same_bytes_without_script_cookie_or_token(board: Board) -> None:
    address = published(board)
    somebody, moderator = board.browser().get(address), board.signed_in().get(address)

    assert somebody.data == moderator.data
    assert "Set-Cookie" not in somebody.headers
    assert "csrf_token" not in somebody.text
    assert board.browser().get(address, headers={"If-None-Match": somebody.headers["ETag"]}).status_code == 304


def test_what_one_readers_address_has_behind_it_is_on_no_other_readers_page(board: Board) -> None:
    address = published(board)
    assert "?from=zanzibar" in board.browser().get(f"{address}?from=zanzibar").text

    assert "zanzibar" not in board.browser().get(address).text


def test_of_very_many_questions_the_page_has_those_that_were_picked(board: Board) -> None:
    store: Any = board.ports.store
    crowd(store, board.meeting, 1_000, State.ANSWERED)
    page = board.browser().get(published(board)).text

    assert page.count("app-rc-item--question") == 50


def test_what_nobody_approved_of_a_post_of_ours_is_nowhere(board: Board) -> None:
    for number, state in enumerate(set(OutboxState) - {OutboxState.SENT}):
        is_out(board.ports, board.meeting, f"Zanzibar {number}", PostKind.LIVE, state=state)
    picks(board.ports, board.meeting, board.alex, *(f"post-{number}" for number in range(1, 12)), "figures")

    assert "Zanzibar" not in board.browser().get(published(board)).text + "".join(files(board).values())


def test_a_recap_of_long_ago_says_the_year(board: Board) -> None:
    answered(board.ports, board.asked("Why?"), board.alex, "So.")
    address = published(board)
    board.clock.advance(days=800)

    assert "Thursday 26 November 2026" in board.browser().get(address).text


def test_it_can_be_published_before_the_meeting_is_over_and_says_what_waits(board: Board) -> None:
    board.asked("Why?", APPROVE)
    picks(board.ports, board.meeting, board.alex, "question-1")
    address = published(board)
    assert "Waiting to be put" in board.browser().get(address).text
    board.clock.now = board.meeting.details.starts_at + timedelta(days=2)

    assert "Not reached at the meeting" in board.browser().get(address).text


def test_the_sentences_of_the_recap_are_in_the_language_of_the_page_alone(board: Board) -> None:
    answered(board.ports, board.asked("Why?"), board.alex, "So.")
    publish_record(board.ports, replace(fresh(board)), board.alex)
    address = published(board)
    welsh = said(board.browser().get(f"/cy{address}").text)

    assert "Yr ateb i gwestiwn 1 So. Atebwyd gan The chair ddydd Llun 23 Tachwedd 2026" in welsh
    assert "Mewn ffigurau Cwestiynau a ofynnwyd 1" in welsh
    assert "Yng nghofnod y cyfarfod hwn" in welsh
