"""What is kept for everybody cannot be poisoned: nothing that one visitor says about themselves is in it.

Both known attacks, web cache poisoning and web cache deception, need an answer that is kept and depends on what the key
of the cache does not hold.
"""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from board_qa.domain.questions.history import Action
from board_qa.services.meetings import record
from tests.support.board import Board

POISON = "evil.example"
# What frameworks, proxies and caches are known to make addresses, schemes, methods or languages of.
HEADERS = [
    {"X-Forwarded-Host": POISON},
    {"X-Forwarded-Host": POISON, "X-Forwarded-Scheme": "nothttps", "X-Forwarded-Proto": "http"},
    {"X-Forwarded-Prefix": f"//{POISON}"},
    {"X-Forwarded-Port": "1337", "X-Forwarded-Server": POISON, "X-Host": POISON},
    {"Forwarded": f"host={POISON};proto=http;for={POISON}"},
    {"X-Original-URL": f"/{POISON}", "X-Rewrite-URL": f"/{POISON}"},
    {"X-HTTP-Method-Override": "POST", "X-Method-Override": "POST"},
    {"Origin": f"https://{POISON}", "Referer": f"https://{POISON}/"},
    {"Accept-Language": "cy, pl;q=0.5", "Accept": "application/json", "Accept-Encoding": "br"},
    {"User-Agent": POISON, "X-Requested-With": "XMLHttpRequest"},
    {"Cookie": f"theme={POISON}; language=cy"},
    {"Authorization": f"Bearer {POISON}"},
    {"X-Accel-Expires": "3600", "Cache-Control": "max-age=3600", "Pragma": "x"},
]
KEPT = ["/", "/{}", "/cy/{}", "/{}/questions.json", "/{}/rules", "/{}/register", "/{}/register.csv"]
# A page of one person's, with what a cache would take for a file of everybody's behind it.
OF_ONE = ["/r/{token}", "/desk/meetings/{id}", "/screen/{screen}", "/{code}/ask"]
LIKE_A_FILE = ["/x.css", ".css", "/..%2fstatic%2fx.css", "%0ax.css", ";x.css", "%00.css", "%3f.css", "%23.css"]


@pytest.fixture
def published(board: Board) -> Board:
    board.asked("Why is the car park always full?", Action.ACCEPT)
    record.publish(board.ports, board.meeting, board.alex)
    return board


@pytest.mark.parametrize("kind", KEPT)
@pytest.mark.parametrize("headers", HEADERS, ids=lambda headers: next(iter(headers)))
def test_whoever_comes_first_changes_no_letter_for_whoever_comes_next(
    published: Board, kind: str, headers: dict[str, str]
) -> None:
    address = kind.format(published.meeting.code)
    poisoned = published.browser().get(address, headers=headers)
    plain = published.browser().get(address)
    published.clock.advance(seconds=1)
    made_anew = published.browser().get(address)

    assert (plain.status_code, plain.data) == (made_anew.status_code, made_anew.data)
    assert plain.status_code == 200
    for answer in (poisoned, plain):
        assert POISON not in f"{answer.headers}{answer.text}"
    assert poisoned.data == plain.data


@pytest.mark.parametrize("query", [f"utm_content={POISON}", f"?{POISON}", f"show={POISON}", f"%0d%0aX: {POISON}"])
def test_what_stands_behind_an_address_is_on_the_page_of_nobody_who_leaves_it_out(published: Board, query: str) -> None:
    address = f"/{published.meeting.code}"
    published.browser().get(f"{address}?{query}")

    assert POISON not in published.browser().get(address).text


def kept_by_others(browser: FlaskClient, address: str) -> bool:
    answer = browser.get(address)
    return answer.status_code == 200 and (
        "X-Accel-Expires" in answer.headers or "public" in answer.headers.get("Cache-Control", "")
    )


@pytest.mark.parametrize("ending", ["", *LIKE_A_FILE])
@pytest.mark.parametrize("page", OF_ONE)
def test_a_page_of_one_person_is_in_no_cache_also_where_its_address_looks_like_a_file(
    published: Board, page: str, ending: str
) -> None:
    question = published.asked("Mine?")
    meeting = published.meeting
    address = page.format(token=question.token, id=meeting.id, screen=meeting.screen_token, code=meeting.code) + ending

    assert not kept_by_others(published.signed_in(), address)
    assert not kept_by_others(published.browser(), address)
    assert "Mine?" not in published.browser().get(address.replace(question.token, "nobodys")).text


def test_a_refusal_is_kept_for_nobody(published: Board) -> None:
    """A long header or a broken one gets whoever sent it a refusal, and the next visitor the page."""
    address = f"/{published.meeting.code}"
    for headers in ({"X-Long": "x" * 20_000}, {"Range": "bytes=0-1"}, {"If-Match": '"x"'}, {"Expect": "x"}):
        published.browser().get(address, headers=headers)

        assert published.browser().get(address).status_code == 200
    for method in ("POST", "PUT", "TRACE", "FOO"):
        assert "X-Accel-Expires" not in published.browser().open(address, method=method).headers
        assert published.browser().get(address).status_code == 200
