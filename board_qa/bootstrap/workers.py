"""The loop that collects and sends."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Mapping
from functools import partial

from board_qa.bootstrap.mail import mailer_of
from board_qa.bootstrap.networks import StandIn, channels_of
from board_qa.bootstrap.stores import make_backups
from board_qa.config.settings import Settings
from board_qa.ports import Ports
from board_qa.services.operating.backups import RegularBackups
from board_qa.system.commands import RunningCommand
from board_qa.worker import Worker


def make_worker(settings: Settings, ports: Ports, stand_ins: Mapping[str, StandIn]) -> Worker:
    """The loop that collects and sends, on the networks that are set up or on those that stand in for them."""
    holder = f"{socket.gethostname()}/{os.getpid()}/{secrets.token_hex(4)}"
    channels = channels_of(settings, ports, {name: one.server.base_url for name, one in stand_ins.items()})
    worker = Worker(ports, channels.values(), holder, mailer_of(settings))
    worker.chores += [one.crowd.act for one in stand_ins.values()]
    if settings.backups:
        start = partial(RunningCommand, "backup", board=settings.board)
        worker.chores.append(RegularBackups(ports, make_backups(settings).place, start))
    return worker
