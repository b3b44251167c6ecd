"""Whether the service works, and whether it takes visitors, for whatever watches it."""

from __future__ import annotations

import threading
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import cast

from flask import Blueprint, Flask, Response, current_app, jsonify

from board_qa.ports import Ports
from board_qa.services.operating.health import Health, Watch, check, is_readable
from board_qa.web.shell.installation import installation, ports

pages = Blueprint("health", __name__)

_NAME = "board_qa_condition"
# Anybody may ask, and each check writes to the disk: so often it is really checked.
_KNOWN_FOR = timedelta(seconds=5)


@dataclass
class Condition:
    """What is known of this process: whether it is about to end, and how healthy all of it was a moment ago."""

    stopping: bool = False
    watch: Watch = field(default_factory=Watch)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _last: tuple[Ports, datetime, Health] | None = None

    def health(self, ports: Ports, networks: Collection[str], *, backed_up: bool) -> Health:
        """Those who ask at once wait for one check."""
        with self._lock:
            now = ports.clock()
            if self._last and self._last[0] is ports and now - self._last[1] < _KNOWN_FOR:
                return self._last[2]
            health = check(ports, networks, self.watch, backed_up=backed_up)
            self._last = (ports, now, health)
            return health


def install(app: Flask) -> None:
    app.extensions[_NAME] = Condition()


def condition_of(app: Flask) -> Condition:
    return cast(Condition, app.extensions[_NAME])


@pages.get("/healthz")
def health() -> Response:
    """What does not work, in words that anybody may read; 503 where somebody has to do something."""
    here = installation()
    backed_up = here.settings.backups is not None
    found = condition_of(current_app).health(here.ports, list(here.channels), backed_up=backed_up)
    answer = jsonify(
        status="ok" if found.works else "failing",
        database=found.database,
        worker=found.worker,
        networks=found.networks,
        disk=found.disk,
        backups=found.backups,
    )
    answer.status_code = 200 if found.works else 503
    return answer


@pages.get("/readyz")
def ready() -> Response:
    """Whether to send visitors here: the tables are up to date and can be read, and this process is not ending."""
    condition = condition_of(current_app)
    readable = condition.stopping or is_readable(ports(), condition.watch)
    answer = jsonify(status="stopping" if condition.stopping else "ready" if readable else "not ready")
    answer.status_code = 200 if answer.json == {"status": "ready"} else 503
    return answer
