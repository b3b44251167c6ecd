"""A practice network on a port of this machine, and how it fails when it is told to."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Self

from flask import Flask, Response, jsonify, request
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from board_qa.practice.state import Fault, NetworkState


class Quiet(WSGIRequestHandler):
    """Says nothing of every request: the desk tells what matters."""

    def log_request(self, *_: object) -> None:
        return


class Serving:
    """Serves an application on a free port of the loopback address, in a thread of its own."""

    def __init__(self, app: Flask, port: int = 0) -> None:
        self._server: BaseWSGIServer = make_server("127.0.0.1", port, app, threaded=True, request_handler=Quiet)
        self.base_url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def start(self) -> Self:
        self._thread.start()
        return self

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def failed(fault: Fault, work: Callable[[], object]) -> Response:
    """What a call is answered that this fault hits; `work` is what it asked for, which may be done all the same."""
    if fault.commit:
        work()
    time.sleep(fault.silent)
    if fault.drop:
        request.environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
    return Response(fault.body, fault.status, fault.headers, mimetype="application/json")


def switch_on(network: NetworkState) -> Response:
    """Switch a fault on: a JSON object with the fields of `Fault`. Only for this machine: a page of another site may
    send anything but JSON."""
    if not request.is_json:
        return Response(status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    network.faults.append(Fault(**sent_object()))
    return jsonify(faults=len(network.faults))


def sent_object() -> dict[str, Any]:
    """The JSON object that was sent, or an empty one."""
    try:
        sent = json.loads(request.get_data(as_text=True) or "{}")
    except ValueError:
        return {}
    return sent if isinstance(sent, dict) else {}
