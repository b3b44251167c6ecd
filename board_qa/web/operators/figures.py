"""What this process counts as it happens, for Prometheus. A label is one of a few known words, never an address."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from time import time
from typing import cast

from flask import Flask, current_app
from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, disable_created_metrics

from board_qa.services.operating.figures import HistoryCount

_NAME = "board_qa_figures"
_REQUEST_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_NEWS_SECONDS = (0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 1, 2, 5, 10)
_PARTS = frozenset(
    {"bootstrap", "channels", "live", "mail", "screening", "services", "storage", "system", "web", "worker"}
)


class Figures:
    """`registry` has all of it but `history`, which is read when somebody asks."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.history = HistoryCount()
        self.last_pulse = 0.0
        self.open_sockets: Callable[[], Mapping[str, float]] = dict
        self._requests = self._counter("requests", "Requests answered", ["endpoint", "method", "status"])
        self._seconds = self._histogram("request_seconds", "Time to the answer", ["endpoint"], _REQUEST_SECONDS)
        self._news = self._histogram(
            "news_seconds",
            "Time from a change in this process until a kind of screen was told",
            ["kind"],
            _NEWS_SECONDS,
        )
        self._errors = self._counter("log_records", "Warnings and errors in this process's log", ["level", "part"])
        ProcessCollector(registry=self.registry)

    def count_request(self, endpoint: str, method: str, status: int, seconds: float) -> None:
        self._requests.labels(endpoint, method, str(status)).inc()
        self._seconds.labels(endpoint).observe(seconds)

    def count_news(self, kind: str, seconds: float) -> None:
        self._news.labels(kind).observe(seconds)

    def count_error(self, level: str, part: str) -> None:
        self._errors.labels(level, part).inc()

    def pulse(self) -> None:
        self.last_pulse = time()

    def _counter(self, name: str, meaning: str, labels: list[str]) -> Counter:
        return Counter(f"board_qa_{name}", meaning, labels, registry=self.registry)

    def _histogram(self, name: str, meaning: str, labels: list[str], buckets: tuple[float, ...]) -> Histogram:
        return Histogram(f"board_qa_{name}", meaning, labels, registry=self.registry, buckets=buckets)


def install(app: Flask, figures: Figures) -> None:
    # Of a series beside each, which says since when it is counted.
    disable_created_metrics()  # type: ignore[no-untyped-call]
    app.extensions[_NAME] = figures


def figures() -> Figures:
    return figures_of(current_app)


def figures_of(app: Flask) -> Figures:
    return cast(Figures, app.extensions[_NAME])


class ErrorCounter(logging.Handler):
    """Counts what else the log says, by the part of the product that says it.

    `ours`: whether what is said now is said of this board, where a process has many.
    """

    def __init__(self, figures: Figures, ours: Callable[[], bool]) -> None:
        super().__init__(logging.WARNING)
        self._figures, self._ours = figures, ours

    def emit(self, record: logging.LogRecord) -> None:
        if not self._ours():
            return
        house, _, inside = record.name.partition(".")
        part = inside.partition(".")[0]
        known = house == "board_qa" and part in _PARTS
        self._figures.count_error(record.levelname.lower(), part if known else "library")
