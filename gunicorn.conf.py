"""How gunicorn runs the product. ARCHITECTURE.md says what was measured."""

import resource
import sys
from functools import partial
from typing import Any

from board_qa.boards.files import read_installed
from board_qa.config.settings import SettingsError
from board_qa.system.log_lines import report_greenlet
from board_qa.system.server_log import server_log

try:
    installed = read_installed()
except SettingsError as error:
    sys.exit("The settings need putting right:\n" + "".join(f"  - {mistake}\n" for mistake in error.mistakes))

settings = installed.machine
bind = f"{settings.host}:{settings.port}"
worker_class = "board_qa.live.serving.ServingWorker"  # gevent's
# One process: rooms live in it. This line beats WEB_CONCURRENCY, which some hosts set by themselves.
workers = 1
# With the default of 1,000 every request hung once 1,000 screens were connected.
worker_connections = 20_000
keepalive = 75
# Seconds until a stop is forced. It waits for a post on its way to a network (13 s at most) and for requests that are
# being answered, the slowest of which waits 5 s for another program's lock.
graceful_timeout = 15
ANSWERED_WITHIN = 8
timeout = 60
# No proxy says under which address the service is: from this machine gunicorn would believe two headers that do.
forwarder_headers = ""
control_socket_disable = True
accesslog = None
logger_class = server_log(settings.log_json)
loglevel = "warning"

_soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (min(worker_connections + 1_000, _hard), _hard))


def post_worker_init(worker: Any) -> None:
    """Start background work here, in the worker, and never at import."""
    import gevent  # noqa: PLC0415  # only after gevent has patched

    from board_qa.bootstrap.serving import serving_of  # noqa: PLC0415  # the same
    from board_qa.bootstrap.web_process import web_process_of  # noqa: PLC0415  # the same

    gevent.get_hub().print_exception = report_greenlet
    worker.secure = installed.secure
    web_process = serving_of(worker.wsgi)
    web_process.start_background()
    gevent.spawn(_stop_in_peace, worker, web_process)
    # It has addresses that are keys: for a terminal, and no log that is kept.
    if installed.chosen and settings.run_worker and not settings.log_json:
        from board_qa.cli import print_welcome  # noqa: PLC0415
        from board_qa.waiting import until_there  # noqa: PLC0415

        gevent.spawn(until_there, partial(print_welcome, web_process_of(worker.wsgi).installation))


def _stop_in_peace(worker: Any, web_process: Any) -> None:
    """Once a stop is asked for: give the lease back, and end the connections that would hold the stop up."""
    import gevent  # noqa: PLC0415

    while worker.alive:
        gevent.sleep(0.1)
    web_process.stop_serving()
    gevent.spawn(web_process.stop_collecting)
    gevent.spawn_later(ANSWERED_WITHIN, worker.cut_off)
    while True:  # gunicorn goes on accepting for up to a second
        worker.hang_up()
        gevent.sleep(0.1)


def worker_exit(_server: Any, worker: Any) -> None:
    """The process ends when a post on its way is on record and the lease is given back."""
    from board_qa.bootstrap.serving import serving_of  # noqa: PLC0415

    if getattr(worker, "wsgi", None) is not None:
        serving_of(worker.wsgi).stop_collecting()
