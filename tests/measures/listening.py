"""Times the listening report of a meeting about which 5,000 people posted 10,000 times, and each of its pictures.

`make listening` prints seconds as a browser waits them, the first time and again. A third of the posts name the board,
a fifth one of twenty accounts that many talk with, a fifth whoever posted just before, and the others nobody.
"""

from __future__ import annotations

import random
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from flask.testing import FlaskClient

from board_qa.domain.networks.observed import ObservedPost
from board_qa.domain.networks.posts import Metrics, Post
from tests.support.board import Board, new_process

POSTS, PEOPLE, KNOWN, RECENT = 10_000, 5_000, 20, 300
ADDRESSES = ("", "/pictures/timeline.svg", "/pictures/ways.svg", "/pictures/words.svg", "/pictures/conversation.svg",
             "/conversation", "/pictures/conversation.png", "/conversation/graph.graphml",
             "/conversation/graph.gexf")  # fmt: skip


def main() -> None:
    folder = Path(tempfile.mkdtemp())
    board = Board(folder, new_process(folder))
    with board.ports.store.transaction():
        posted(board, random.Random(1))
    browser = board.signed_in()
    print(f"{POSTS:,} posts by {PEOPLE:,} people: seconds, the first time and again")
    for address in ADDRESSES:
        path = f"{board.path}/listening{address}"
        print(f"  {address or 'the page':32}{seconds(browser, path):6.2f}{seconds(browser, path):6.2f}")


def posted(board: Board, chance: random.Random) -> None:
    recent: list[str] = ["board"]
    for number in range(POSTS):
        who, at = f"p{chance.randrange(PEOPLE)}", board.clock() + timedelta(minutes=number / 10)
        to = chance.choices(
            ["@board ", f"@p{chance.randrange(KNOWN)} ", f"@{chance.choice(recent)} ", ""], weights=[3, 2, 2, 3]
        )[0]
        recent = [*recent, who][-RECENT:]
        is_repost, metrics = number % 9 == 0, Metrics(followers=chance.randrange(20, 9_000))
        post = Post(str(number), str(number), f"{to}why?", who, who, who, at, is_repost=is_repost, metrics=metrics)
        board.ports.store.posts.save(ObservedPost("X", post, "search", at, at, at, meeting_id=board.meeting.id))


def seconds(browser: FlaskClient, path: str) -> float:
    began = time.perf_counter()
    answer = browser.get(path)
    assert answer.status_code == 200, path
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
