"""What the views work with, put on the app by `bootstrap`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

from flask import Flask, current_app

from board_qa.config.settings import Settings
from board_qa.domain.telling.letters import MailMode
from board_qa.ports import Ports
from board_qa.ports.channels import Channels, Measures
from board_qa.ports.drawing import Drawing
from board_qa.ports.system import CodeApps, Passwords, RunApart, RunInBackground, SignOn
from board_qa.web.operators.few_lines import FewLines
from board_qa.web.operators.guesses import Guesses

_NAME = "board_qa"


@dataclass(frozen=True)
class Installation:
    settings: Settings
    ports: Ports
    channels: Channels
    passwords: Passwords
    code_apps: CodeApps
    sign_on: SignOn | None
    run_in_background: RunInBackground
    run_apart: RunApart
    measures: Measures
    mail: MailMode
    drawing: Drawing
    few_lines: FewLines = field(default_factory=FewLines)
    guesses: Guesses = field(default_factory=Guesses)  # at the token of the figures


def install(app: Flask, installation: Installation) -> None:
    app.extensions[_NAME] = installation


def installation() -> Installation:
    return installation_of(current_app)


def installation_of(app: Flask) -> Installation:
    """The same where no request is answered yet."""
    return cast(Installation, app.extensions[_NAME])


def ports() -> Ports:
    return installation().ports
