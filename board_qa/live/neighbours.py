"""News between the processes of one installation, through Redis.

Only that a meeting changed goes through it, never what: each process reads that from the database and tells its own
screens, through the same rules of who may see what. So nothing that nobody approved is ever in Redis, and whoever
could write there could show nothing on a screen, but a notice to those who have the desk open. Redis makes it faster,
never correct: without it every process still finds the others' writes, within a second.
"""

from __future__ import annotations

import json
import logging
import queue
import secrets
import threading
import time
from contextlib import suppress
from hashlib import sha256
from typing import Any

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from board_qa.depth import too_deep
from board_qa.domain.text.wording import one_line
from board_qa.ports.system import Announcer

log = logging.getLogger(__name__)

# Seconds between two publications. What changes meanwhile is said in one: broadcasters tell every 150 ms.
PACE = 0.05
# Seconds: how long a server may take, after how long a silent one is asked whether it is there, and between two tries.
PATIENCE, SILENCE, AGAIN = 2.0, 4.0, 1.0
# More than this waits only where Redis is gone, and then it would be old.
MOST_WAITING = 1000
# As many reasons why it cannot be reached are told until it can be.
_REASONS = 5
# No meeting has a number as large as this.
_MEETINGS = 2**31


class Neighbours:
    """The announcer of one process among several: it tells its own screens, and the other processes."""

    def __init__(self, here: Announcer, url: str, secret_key: str) -> None:
        self._here = here
        self._redis = _client(url)
        # Other installations may use the same server.
        self._channel = f"board-qa:{sha256(f'news {secret_key}'.encode()).hexdigest()[:20]}"
        self._me = secrets.token_hex(8)
        self._waiting: queue.Queue[tuple[int, str]] = queue.Queue(MOST_WAITING)
        self._heard_nonsense = False
        self._talks = _Reach("Redis is not told of changes: other processes find them within a second")
        self._listens = _Reach("Redis says nothing of other processes' changes: they are found within a second")

    def start(self, listens: bool) -> None:
        """Tell the others from now on, and where this process has screens, listen to them."""
        threading.Thread(target=self._talk, daemon=True).start()
        if listens:
            threading.Thread(target=self._listen, daemon=True).start()

    def changed(self, meeting_id: int) -> None:
        self._here.changed(meeting_id)
        self._say(meeting_id, "")

    def notice(self, meeting_id: int, words: str) -> None:
        self._here.notice(meeting_id, words)
        self._say(meeting_id, words)

    def _say(self, meeting_id: int, words: str) -> None:
        with suppress(queue.Full):
            self._waiting.put_nowait((meeting_id, words))

    def _talk(self) -> None:
        while True:
            # Each of them once, in the order in which they came.
            news = dict.fromkeys([self._waiting.get(), *_all_in(self._waiting)])
            with self._talks:
                self._redis.publish(self._channel, json.dumps({"from": self._me, "news": list(news)}))
            time.sleep(PACE)

    def _listen(self) -> None:
        while True:
            with self._listens:
                subscription: Any = self._redis.pubsub(ignore_subscribe_messages=True)  # type: ignore[no-untyped-call]
                with subscription:
                    self._follow(subscription)
            time.sleep(AGAIN)

    def _follow(self, subscription: Any) -> None:
        """Hear what is said. A server that is silent is asked whether it is there, and must answer that."""
        subscription.subscribe(self._channel)
        asked = False
        while True:
            message = subscription.get_message(timeout=SILENCE)
            if message is None and asked:
                raise redis.TimeoutError("it is silent")
            asked = message is None
            if message is None:
                subscription.ping()
                continue
            self._listens.is_fine()
            if message["type"] == "message":
                self._hear(message["data"])

    def _hear(self, data: bytes) -> None:
        said = _read(data)
        if said is None:
            if not self._heard_nonsense:  # said once: whoever sends it may do so without end
                log.warning("something that is no news of ours came through Redis: %s bytes", len(data))
            self._heard_nonsense = True
            return
        sender, news = said
        for meeting_id, words in news if sender != self._me else ():
            if words:
                self._here.notice(meeting_id, words)
            else:
                self._here.changed(meeting_id)


class _Reach:
    """Whether Redis can be reached; said when that, or why not, changes. What goes wrong inside it ends no thread:
    its library fails in ways of its own where something else answers in its place."""

    def __init__(self, consequence: str) -> None:
        self._consequence = consequence
        self._gone: set[str] = set()

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> bool:
        if error is None:
            self.is_fine()
        elif not isinstance(error, Exception):
            return False
        else:
            self._note(error)
        return True

    def _note(self, error: Exception) -> None:
        theirs = isinstance(error, (redis.RedisError, OSError))
        why = str(error) if theirs else type(error).__name__
        if why not in self._gone and len(self._gone) < _REASONS:
            self._gone.add(why)
            log.warning("%s (%s)", self._consequence, why, exc_info=None if theirs else error)

    def is_fine(self) -> None:
        if self._gone:
            self._gone.clear()
            log.warning("Redis is back")


def _client(url: str) -> redis.Redis:
    """Tried once more at once, as after a restart of the server the old connection is of no use."""
    return redis.Redis.from_url(
        url,
        socket_connect_timeout=PATIENCE,
        socket_timeout=PATIENCE,
        retry=Retry(NoBackoff(), 1),
    )


def _all_in(waiting: queue.Queue[tuple[int, str]]) -> list[tuple[int, str]]:
    return [waiting.get_nowait() for _ in range(waiting.qsize())]


def _read(data: bytes) -> tuple[str, list[tuple[int, str]]] | None:
    """Who said it, and which meetings changed or have something to notice; None where it is something else."""
    if too_deep(data):
        return None
    try:
        said: Any = json.loads(data)
        news = [(int(meeting_id), str(words)) for meeting_id, words in said["news"]]
        return (str(said["from"]), news) if all(0 < meeting_id < _MEETINGS for meeting_id, _ in news) else None
    except (ValueError, TypeError, KeyError, ArithmeticError, RecursionError):
        return None


def answers(url: str) -> str:
    """Nothing where a server answers there, else what is wrong."""
    try:
        _client(url).ping()
    except Exception as error:  # something else may answer in its place
        return one_line(str(error)) or type(error).__name__  # for a terminal: whoever answers says what they like
    return ""
