"""A scripted audience: it answers a call the way people do, the good, the hard and the unkind."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import sqlite_utils

from board_qa.practice.state import BoardPost


@dataclass(frozen=True)
class Turn:
    """One thing somebody does, so many seconds after the call.

    `kind`: reply, hashtag (a post of its own), mention, repost or quote (of the call), edit or delete (of their turn).
    """

    after: float
    kind: str
    handle: str
    name: str
    text: str = ""


# 943 476 5919 is the example number of the NHS data dictionary: valid check digit, nobody's number.
SCRIPT: tuple[Turn, ...] = (
    Turn(4, "reply", "maria_eastbrook", "Maria", "How long are children now waiting for a first autism assessment?"),
    Turn(8, "reply", "jo_walks", "Jo", "Will the walk-in centre on Mill Street keep its weekend opening hours?"),
    Turn(11, "repost", "eastbrook_news", "Eastbrook News", "RT @{board}: {call}"),
    Turn(14, "hashtag", "sam_i_am_w", "Sam", "When will the community diagnostic centre open? {tag}"),
    Turn(18, "mention", "d_northfield", "Daniel", "@{board} what is the cost of the agency staff bill this year?"),
    Turn(23, "reply", "helen_e", "Helen", "My mum, NHS number 943 476 5919, waited 14 months for the memory clinic. "
         "When will it have a doctor again?"),
    Turn(28, "reply", "weekendwalker", "Ali", "are you closing the walk in centre on Mill St at weekends??"),
    Turn(33, "reply", "gwen_cymru", "Gwen", "Pryd fydd papurau'r bwrdd ar gael yn Gymraeg, ac yng nghyfarfod pwy?"),
    Turn(38, "reply", "fed_up_fred", "Fred", "Another meeting, another load of waffle. You should all be ashamed."),
    Turn(43, "reply", "angry_anon", "???", "you lot are useless idiots, resign"),
    Turn(48, "edit", "maria_eastbrook", "Maria", "How long are children now waiting for a first autism assessment, "
         "and what will change by April?"),
    Turn(54, "reply", "k_lonely", "K", "I have been on the list so long I don't want to be here any more. "
         "Does anybody there even read these?"),
    Turn(60, "hashtag", "patientvoice", "Patient Voice", "What is the board doing about dental access for care home "
         "residents? {tag}"),
    Turn(66, "reply", "oops_wrong", "Lee", "What happened to the parking money?"),
    Turn(76, "delete", "oops_wrong", "Lee"),
    Turn(82, "hashtag", "sam_i_am_w", "Sam", "<script>alert('hello board')</script> just checking your website {tag}"),
)  # fmt: skip

# Some of the audience is elsewhere.
ON_MASTODON: tuple[Turn, ...] = (
    Turn(6, "reply", "rosie_r", "Rosie", "How many people left A&E last month without being seen?"),
    Turn(16, "mention", "gareth_nhs", "Gareth", "@{board} will the new clinic have a bus stop?"),
    Turn(25, "hashtag", "owain", "Owain", "Who answers for the lifts at Northfield? {tag}"),
    Turn(30, "repost", "eastbrook_toots", "Eastbrook", "RT @{board}: {call}"),
    Turn(40, "edit", "rosie_r", "Rosie", "How many people left A&E last month without being seen, and why?"),
    Turn(55, "reply", "second_thoughts", "Max", "When will you answer my email?"),
    Turn(65, "delete", "second_thoughts", "Max"),
)

ON_BLUESKY: tuple[Turn, ...] = (
    Turn(5, "reply", "nia.bsky.social", "Nia", "Will the audiology clinic stay at Northfield after March?"),
    Turn(13, "hashtag", "tomos.bsky.social", "Tomos", "How many ambulances queued for over an hour last week? {tag}"),
    Turn(21, "quote", "asha.bsky.social", "Asha", "Good that they ask. When will our surgery answer its telephone?"),
    Turn(27, "mention", "leila.bsky.social", "Leila", "@{board} who checks that the ward bells are answered at night?"),
    Turn(45, "edit", "nia.bsky.social", "Nia", "Will the audiology clinic stay at Northfield after March, and who "
         "decides?"),
    Turn(50, "hashtag", "tomos.bsky.social", "Tomos", "And how many of those were turned away? {tag}"),
    Turn(57, "reply", "jan.bsky.social", "Jan", "Is lunch still on?"),
    Turn(70, "delete", "jan.bsky.social", "Jan"),
)  # fmt: skip

# What people say to a question of a chat, {number}, before anybody asks the board something.
IN_A_CHAT: tuple[Turn, ...] = (
    Turn(3, "reply", "maria_eastbrook", "Maria", "That somebody rings back when they said they would."),
    Turn(6, "hashtag", "sam_i_am_w", "Sam", "A{number} A letter that I can understand. {tag}"),
    Turn(10, "reply", "gwen_cymru", "Gwen", "Cael siarad Cymraeg gyda’r nyrs."),
    Turn(14, "hashtag", "fed_up_fred", "Fred", "Here we go again. {tag}"),
)
CHAT_ON_MASTODON: tuple[Turn, ...] = (
    Turn(5, "hashtag", "owain", "Owain", "A{number}: being told how long the wait is. {tag}"),
    Turn(12, "reply", "rosie_r", "Rosie", "A chair in the waiting room!"),
)
CHAT_ON_BLUESKY: tuple[Turn, ...] = (
    Turn(4, "reply", "nia.bsky.social", "Nia", "To be asked, and then to see what changed."),
    Turn(9, "hashtag", "tomos.bsky.social", "Tomos", "a{number} an appointment after work {tag}"),
)

DONE = "done"
# A question of a chat begins with its number. One that was put to the board stands in quotes behind it.
_ASKED_IN_A_CHAT = re.compile(r"Q(\d+): (?!“)")
# What tells a post that asks for questions, and which meeting it is about: its hashtag and its address.
_ASKS = re.compile(r"\bask\b|\bgofyn|\?", re.IGNORECASE)
_ABOUT = re.compile(r"#\w+|https?://\S+")
# What ties a post to the call, by the network's own word for it.
_TIES = {"reply": "reply_to", "repost": "repost_of", "quote": "quotes"}


class Network(Protocol):
    """What a crowd needs of a practice network."""

    db: sqlite_utils.Database
    clock: Callable[[], datetime]

    @property
    def lock(self) -> AbstractContextManager[Any]: ...
    def rows(self, sql: str, values: Sequence[object] = (), /) -> list[dict[str, Any]]: ...
    def published(self) -> list[BoardPost]: ...
    def user(self, handle: str, name: str, /) -> str: ...
    def post(self, author: str, text: str, /, *args: Any, **ties: Any) -> str: ...
    def edit(self, post_id: str, text: str, /) -> str: ...
    def delete(self, post_id: str, /) -> None: ...


class Crowd:
    """Plays the script once for every call the board publishes, and another one for each question of a chat; remembers
    how far it got."""

    def __init__(
        self, network: Network, script: tuple[Turn, ...] = SCRIPT, in_a_chat: tuple[Turn, ...] = IN_A_CHAT
    ) -> None:
        self._network, self._script, self._in_a_chat = network, script, in_a_chat
        network.db.table("turn").create(
            {"call_id": str, "position": int, "post_id": str}, pk=("call_id", "position"), if_not_exists=True
        )

    def act(self) -> None:
        """Take every turn that is due. A reminder is no second call, and a post that asks nothing is none."""
        called: set[tuple[str, ...]] = set()
        for call in reversed(self._network.published()):
            about = tuple(_ABOUT.findall(call.text))
            if _ASKED_IN_A_CHAT.match(call.text):
                self.answer(call)
            elif _ASKS.search(call.text) and about not in called:
                called.add(about)
                self.answer(call)

    def answer(self, call: BoardPost) -> None:
        """Take every turn that is due after this call."""
        elapsed = (self._network.clock() - call.posted_at).total_seconds()
        done = {row["position"] for row in self._turns(call)}
        script = self._in_a_chat if _ASKED_IN_A_CHAT.match(call.text) else self._script
        for position, turn in enumerate(script):
            if position not in done and turn.after <= elapsed:
                post_id = self._take(turn, call)
                with self._network.lock:
                    self._network.db.table("turn").insert(
                        {"call_id": call.id, "position": position, "post_id": post_id}
                    )

    def _turns(self, call: BoardPost) -> list[dict[str, Any]]:
        return self._network.rows("SELECT * FROM turn WHERE call_id = ?", [call.id])

    def _take(self, turn: Turn, call: BoardPost) -> str:
        if turn.kind in ("edit", "delete"):
            return self._revise(turn, call)
        tag = re.search(r"#\w+", call.text)
        number = _ASKED_IN_A_CHAT.match(call.text)
        text = turn.text.format(
            tag=tag.group() if tag else "", board=call.board, call=call.text, number=number[1] if number else ""
        )
        ties = {_TIES[turn.kind]: call.id} if turn.kind in _TIES else {}
        return self._network.post(self._network.user(turn.handle, turn.name), text.strip(), **ties)

    def _revise(self, turn: Turn, call: BoardPost) -> str:
        """Edit or delete what this person posted in an earlier turn."""
        for row in self._turns(call):
            earlier = self._script[row["position"]]
            if earlier.handle == turn.handle and earlier.kind not in ("edit", "delete"):
                if turn.kind == "delete":
                    self._network.delete(row["post_id"])
                    return DONE
                return self._network.edit(row["post_id"], turn.text)
        return DONE
