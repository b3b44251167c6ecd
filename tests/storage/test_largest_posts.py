"""The largest post that a network may give us is stored in both databases, whose indexes take so much and no more."""

from __future__ import annotations

import random
from dataclasses import replace

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.as_kept import LONGEST_HANDLE, LONGEST_TEXT, as_kept
from board_qa.domain.networks.links import LONGEST
from board_qa.domain.networks.observed import ObservedPost
from board_qa.domain.networks.posts import Post
from board_qa.domain.questions.question import NewQuestion
from board_qa.ports import Ports
from tests.support.doubles import NOON


def chosen(letters: str, count: int) -> str:
    """Letters in no order, so that a database can make them no shorter."""
    return "".join(random.Random(count).choices(letters, k=count))  # no secret


IN_AN_ID = "".join(map(chr, range(0x21, 0x7F)))
IN_AN_ADDRESS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
# Four bytes each, and each a letter.
OF_FOUR_BYTES = "".join(map(chr, range(0x20000, 0x22000)))


def test_the_largest_post_there_may_be_is_stored_as_a_question_and_as_a_post(ports: Ports, meeting: Meeting) -> None:
    letters = chosen(OF_FOUR_BYTES, LONGEST_TEXT)
    words = " ".join(letters[at : at + 3] for at in range(0, LONGEST_TEXT, 4))
    id_, address = chosen(IN_AN_ID, 1_000), "https://elsewhere.example/"
    url = address + chosen(IN_AN_ADDRESS, LONGEST - len(address))
    handle = chosen(OF_FOUR_BYTES, LONGEST_HANDLE)
    post = as_kept(Post(id_, id_, words, id_, "Maria", handle, NOON, conversation_id=id_, url=url, answers=id_))
    asked = NewQuestion("X", id_, post.text, "Maria", NOON, author_handle=post.author_handle, url=post.url, version=id_)
    ports.store.posts.save(ObservedPost("X", post, "search", NOON, NOON, NOON, meeting.id))
    ports.store.questions.receive(meeting.id, asked, "token", NOON)

    (question,) = ports.store.questions.of_meeting(meeting.id)
    assert (question.source.text, question.source.url, question.source.author_handle) == (words.strip(), url, handle)
    assert ports.store.posts.several("X", [id_])[id_].post == replace(post, text=words.strip())
