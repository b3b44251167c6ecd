"""What gunicorn says, in lines like the rest: its own would name visitors and the addresses of private pages."""

from __future__ import annotations

from typing import Any

from gunicorn.glogging import Logger

from board_qa.system.log_lines import formatter


def server_log(as_json: bool) -> type[Any]:
    """The class of gunicorn's log, which gunicorn makes one of."""

    class ServerLog(Logger):  # type: ignore[misc]  # gunicorn ships no types
        def setup(self, cfg: Any) -> None:
            super().setup(cfg)
            for handler in self.error_log.handlers:
                handler.setFormatter(formatter(as_json))

    return ServerLog
