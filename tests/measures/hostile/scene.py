"""A meeting with something in every state, somebody who is signed in, and every address that there is of it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count, product
from pathlib import Path

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from werkzeug.routing import Map, Rule

from board_qa.domain.accounts.roles import Role
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.rules import Identity, Rules
from board_qa.domain.questions.history import Action, Details
from board_qa.domain.questions.question import WEB_FORM, Question
from board_qa.domain.questions.transitions import NotAllowed
from board_qa.ports.questions import Conflict
from board_qa.practice.network import PracticeNetwork
from board_qa.services.accounts import signing_in
from board_qa.services.meetings import meetings
from board_qa.services.meetings.record import publish
from board_qa.services.questions import moderating
from board_qa.services.questions.moderating import act
from board_qa.system.clock import utc_now
from board_qa.web.application import Sessions
from tests.measures.hostile.inputs import MARK
from tests.support.board import new_process
from tests.support.doubles import ABUSIVE
from tests.support.running import Running

APPROVE, SHOW = Action.ACCEPT, Action.PUT_ON_SCREEN
_LIVES: tuple[tuple[Action, ...], ...] = (
    (),
    (),
    (APPROVE,),
    (APPROVE,),
    (APPROVE, SHOW, Action.ANSWER),
    (APPROVE, SHOW),
    (Action.DECLINE,),
    (Action.HOLD,),
)
_REFUSALS = (
    NotAllowed,
    Conflict,
    moderating.ApprovalBlocked,
    moderating.NotFitToShow,
    moderating.NoAnswer,
    moderating.TooLongForAScreen,
)
_names = count(1)


@dataclass
class Scene:
    """One meeting of a running server. `cookie` and `token` are an administrator's, and are renewed when they end."""

    live: Running
    addresses: Map
    meeting: Meeting
    receipt: str = ""
    cookie: bytes = b""
    token: str = ""
    numbers: list[int] = field(default_factory=list)

    def sign_in(self) -> None:
        """A new account and a new session: what was sent may have closed those before."""
        ports = self.live.ports
        person = ports.store.accounts.add(f"hostile{next(_names)}", "Hostile", "", ports.clock(), Role.ADMINISTRATOR)
        assert person is not None
        secret = secrets.token_hex()
        key = self.live.server.environ["SECRET_KEY"]
        app = Flask(__name__)
        app.secret_key = key
        signer = Sessions().get_signing_serializer(app)
        assert signer is not None
        session = {"token": signing_in.start_session(ports, person), "csrf_token": secret}
        self.cookie = f"desk={signer.dumps(session)}".encode()
        self.token = str(URLSafeTimedSerializer(key, salt="wtf-csrf-token").dumps(secret))

    def paths(self, method: str) -> Iterator[tuple[Rule, str]]:
        """Every address for this method, each choice in an address for itself."""
        adapter = self.addresses.bind("localhost")
        for rule in self.addresses.iter_rules():
            if method not in (rule.methods or ()):
                continue
            kinds = {name: getattr(one, "items", None) for name, one in rule._converters.items()}
            chosen = {name: sorted(items) for name, items in kinds.items() if items}
            others = {name: self._value(rule, name) for name in rule.arguments - set(chosen)}
            for choices in product(*chosen.values()):
                values = others | dict(zip(chosen, choices, strict=True))
                yield rule, adapter.build(rule.endpoint, values, method)

    def _value(self, rule: Rule, name: str) -> object:
        known: dict[str, object] = {
            "code": self.meeting.code,
            "meeting_id": self.meeting.id,
            "network": "X",
            "key": "abcdefgh",
            "seen": "answered",
            "filename": "css/desk.css",
            "token": self.receipt if ".receipts" in f".{rule.endpoint}" else self.meeting.screen_token,
        }
        return known.get(name, 1)

    def put_on_show(self) -> None:
        """Approve what came, so that it stands on every page that anybody can read."""
        for number, question in enumerate(self._questions()):
            for action in (APPROVE, SHOW, Action.ANSWER)[: 1 + number % 3]:
                self._does(action, question)

    def _questions(self) -> list[Question]:
        return list(self.live.ports.store.questions.of_meeting(self.meeting.id))

    def _does(self, action: Action, question: Question) -> None:
        fresh = self.live.ports.store.questions.get(question.id)
        assert fresh is not None
        details = Details(override_reason="tried") if action is APPROVE else Details()
        with suppress(*_REFUSALS):
            act(self.live.ports, action, fresh, fresh.revision, self.live.alex, details)

    def end(self) -> None:
        """It was last month, and its record is published."""
        ports = self.live.ports
        now = ports.store.meetings.get(self.meeting.id)
        assert now is not None
        over = replace(now.details, starts_at=utc_now() - timedelta(days=30), cancelled=False)
        meetings.change(ports, now, over)
        publish(ports, now, self.live.alex)

    def says_on_networks(self, words: str) -> None:
        """A post on each stand-in, by somebody whose handle and name are as hostile as what they say."""
        words = words.encode("utf-8", "replace").decode()  # the stand-ins keep text
        for file in ("practice.db", "practice-mastodon.db"):
            network = PracticeNetwork(utc_now, str(Path(self.live.folder) / file))
            author = network.user(f"h{next(_names)}", words[:200])
            network.post(author, f"{words[:3_000]} {self.meeting.details.hashtag}")


def new_scene(live: Running, addresses: Map) -> Scene:
    """Also where somebody stopped taking questions in the round before."""
    live.ports.store.sources.pause(WEB_FORM, paused=False)
    rules = Rules(identity=Identity.OPTIONAL, publish_declined=True, supplementary=True)
    made = live.meeting(title="A meeting", venue="Town Hall", agenda=("Estates", "Finance"), rules=rules)
    scene = Scene(live, addresses, made)
    for number, life in enumerate(_LIVES):
        reason = ABUSIVE if Action.DECLINE in life else ""
        question = live.asked(made, f"Why is ward {number} closed, and {MARK}?", *life, name="Jo", reason=reason)
        scene.receipt, scene.numbers = question.token, [*scene.numbers, question.number]
    scene.sign_in()
    return scene


def addresses_of(folder: Path) -> Map:
    return new_process(folder).app.url_map
