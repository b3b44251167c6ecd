"""The web processes of many boards as one: each is whole, and none knows of another."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Flask

from board_qa import addresses
from board_qa.boards.files import Installed
from board_qa.boards.hosts import ByHost
from board_qa.boards.operators import make_operators_page, refuse_strangers
from board_qa.bootstrap.serving import SERVING
from board_qa.bootstrap.web_process import WebProcess, make_ready, make_web_process
from board_qa.drawing.process import DrawingProcess
from board_qa.live.bodies import WholeBodies
from board_qa.live.cookies import ReadableCookies
from board_qa.live.headers import OnEveryAnswer
from board_qa.screening.process import ScreeningProcess
from board_qa.system import log_lines
from board_qa.system.clock import utc_now
from board_qa.system.log_lines import of_board
from board_qa.web.application import MAX_FORM_BYTES

log = logging.getLogger(__name__)

# Seconds until a board that could not be opened is tried again.
AGAIN = 5.0


@dataclass
class Boards:
    """All boards of this process, by name."""

    boards: Mapping[str, WebProcess]
    stopping: threading.Event = field(default_factory=threading.Event)

    def start_background(self) -> None:
        """Start each board by itself. One that cannot be opened is tried again, while the others are at work."""
        for one in list(self.boards.values())[:1]:
            make_ready(one.app)  # the pages of the others are made when they are asked for: they are compiled then
            threading.Thread(target=one.installation.ports.screening.flags, args=("",), daemon=True).start()
        for name, one in self.boards.items():
            threading.Thread(target=self._start, args=(name, one), daemon=True).start()

    def _start(self, name: str, board: WebProcess) -> None:
        with of_board(name):
            while not self.stopping.is_set():
                try:
                    board.open()
                except Exception:
                    log.exception("this board cannot be opened: it is tried again, and the others go on")
                    self.stopping.wait(AGAIN)
                else:
                    board.start()
                    return

    def stop_serving(self) -> None:
        self.stopping.set()
        for one in self.boards.values():
            one.stop_serving()

    def stop_collecting(self) -> None:
        """All at once: each may have to wait for a post on its way."""
        ending = [threading.Thread(target=one.stop_collecting) for one in self.boards.values()]
        for one in ending:
            one.start()
        for one in ending:
            one.join()


def make_boards(installed: Installed) -> Flask:
    """The application that answers for all boards, each under its own host."""
    log_lines.set_up(installed.machine.log_json)
    screening, drawing = ScreeningProcess(), DrawingProcess()
    boards = Boards({name: make_web_process(one, screening, drawing) for name, one in installed.boards.items()})
    app = make_operators_page(installed.machine, boards.boards, utc_now)
    app.extensions[SERVING] = boards
    by_host = {host: (name, one.app) for name, one in boards.boards.items() for host in installed.boards[name].hosts}
    operators = addresses.machine(installed.machine.operators_url) if installed.machine.operators_url else ""
    by_name = ByHost(by_host, app.wsgi_app, operators, refuse_strangers(app))
    whole = WholeBodies(ReadableCookies(by_name), MAX_FORM_BYTES)
    # Boards say it of their own answers: these are the operators' page, and what nobody's host gets.
    app.wsgi_app = OnEveryAnswer(whole, installed.secure)  # type: ignore[method-assign]
    return app
