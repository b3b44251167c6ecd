"""What the views work with, put on the app by `bootstrap`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

from board_qa.config import Settings
from board_qa.ports.channels import Channel
from board_qa.ports.system import Passwords
from board_qa.services.core import Core

_NAME = "board_qa"


@dataclass(frozen=True)
class Product:
    settings: Settings
    core: Core
    channel: Channel
    passwords: Passwords


def install(app: Flask, product: Product) -> None:
    app.extensions[_NAME] = product


def product() -> Product:
    return cast(Product, current_app.extensions[_NAME])


def core() -> Core:
    return product().core
