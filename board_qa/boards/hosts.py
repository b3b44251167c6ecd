"""Which board answers, by the host that a browser asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from board_qa.live.hosts import FOR_ANY_HOST, asked_for, for_any_host
from board_qa.system.log_lines import of_board

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class ByHost:
    """WSGI: hands each request to the board whose host it names, and to nobody where it is no board's."""

    def __init__(
        self,
        boards: Mapping[str, tuple[str, WSGIApplication]],
        ours: WSGIApplication,
        operators: str,
        refuse: WSGIApplication,
    ) -> None:
        """`boards`: by host, their names and applications. `ours` answers under the host of the operators, `refuse`
        whoever names nobody.
        """
        self._boards, self._ours, self._operators, self._refuse = boards, ours, operators, refuse

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        host = asked_for(environ)
        board = self._boards.get(host)
        if board:
            name, answer = board
            with of_board(name):
                return answer(environ, start_response)
        if host and host == self._operators:
            return self._ours(environ, start_response)
        if environ.get("PATH_INFO") in FOR_ANY_HOST:
            return self._ours(for_any_host(environ), start_response)
        return self._refuse(environ, start_response)
