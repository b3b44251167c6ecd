"""What gunicorn starts and stops beside an application."""

from __future__ import annotations

from typing import Protocol, cast

from flask import Flask

# Under which an application has what gunicorn starts beside it.
SERVING = "web_process"


class Served(Protocol):
    """What gunicorn starts and stops with its worker: the web process of one board, or those of many."""

    def start_background(self) -> None: ...
    def stop_serving(self) -> None: ...
    def stop_collecting(self) -> None: ...


def serving_of(app: Flask) -> Served:
    return cast(Served, app.extensions[SERVING])
