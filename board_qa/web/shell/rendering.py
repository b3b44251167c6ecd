"""Templates: escaped everywhere, static files under a name that changes with their content."""

from __future__ import annotations

from collections.abc import MutableMapping
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import segno
from flask import Flask
from flask.templating import Environment
from jinja2 import ChainableUndefined, ChoiceLoader, FileSystemBytecodeCache, PackageLoader, StrictUndefined, Template
from markupsafe import Markup
from whitenoise import WhiteNoise

from board_qa import addresses
from board_qa.config.settings import Settings
from board_qa.domain.accounts import roles
from board_qa.domain.questions import audience
from board_qa.domain.questions.withdrawing import has_own_page
from board_qa.domain.text import wording
from board_qa.domain.text.excerpt import excerpt
from board_qa.phrases.guidance import GUIDANCE
from board_qa.web.desk.practice import practice_problems, practised
from board_qa.web.shell import cookies, fields, words
from board_qa.web.shell.field_params import PARAMS
from board_qa.web.shell.language import say
from board_qa.web.shell.shared_device import shared_by

ROOT = Path(__file__).resolve().parents[3]
STATIC = ROOT / "static"


class PageEnvironment(Environment):
    """Our own pages may name nothing that is not there: a misspelt name is an error, and not a warning that went away.

    The NHS macros ask for whatever their caller left out, and are given it.
    """

    @cached_property
    def _forgiving(self) -> Environment:
        # They are written for `trimBlocks` and `lstripBlocks`: without these a tag is spread over ten empty lines.
        return self.overlay(
            undefined=ChainableUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            bytecode_cache=_compiled_before("__jinja2_nhs_%s.cache"),
        )

    def get_template(
        self, name: str | Template, parent: str | None = None, globals: MutableMapping[str, Any] | None = None
    ) -> Template:
        if str(name).startswith("nhsuk/") and self.undefined is StrictUndefined:
            return self._forgiving.get_template(name, parent, globals)
        return super().get_template(name, parent, globals)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """A macro's imports compare all names on every call, which a plain dict does ten times as fast as a chain."""
        return super().make_globals(d) if d else self.globals


def install(app: Flask, settings: Settings) -> None:
    prefix = static_prefix()
    folders = (STATIC, ROOT / "templates", ROOT / "board_qa" / "translations")
    look = "".join(map(_tree_hash, folders)) + settings.organisation
    serve_static(app)
    app.jinja_env.globals.update(
        look=sha256(look.encode()).hexdigest()[:12],
        asset=lambda name: f"/{prefix}/{name}",
        organisation=settings.organisation,
        practice=settings.practice,
        practice_problems=practice_problems,
        practised=practised,
        public_url=settings.public_url,
        public_host=addresses.for_people(settings.public_url),
        qr=qr,
        private_qr=private_qr,
        app_qr=app_qr,
        cookie_name=cookies.name_here,
        shared_by=shared_by,
        words=words,
        roles=roles,
        edited=audience.EDITED,
        came_by=audience.CAME_BY,
        public_states=audience.PUBLIC_STATES,
        limits=wording,
        advice=GUIDANCE,
        problems=fields.problems,
        via=audience.via,
        asked_by=audience.asked_by,
        has_own_page=has_own_page,
        **{one.__name__: one for one in PARAMS},
    )
    app.jinja_env.filters.update(shown=wording.shown, one_line=wording.one_line, excerpt=excerpt)


def serve_static(app: Flask) -> None:
    static = WhiteNoise(app.wsgi_app)
    static.files = _static_files()
    app.wsgi_app = static  # type: ignore[method-assign]


def static_prefix() -> str:
    return f"static/{_tree_hash(STATIC)}"


@cache
def _static_files() -> dict[str, Any]:
    """What is served of each file, by its address; found out once, however many boards a process has."""
    files: dict[str, Any] = WhiteNoise(
        None,
        root=str(STATIC),
        prefix=static_prefix(),
        mimetypes={".svg": "image/svg+xml; charset=utf-8"},  # the letters of what is text, also where it is a picture
        immutable_file_test=lambda *_: True,
        allow_all_origins=False,  # nobody else's page has a use for them
    ).files
    return files


def prepare(app: Flask) -> None:
    """Escape in every template, whatever its ending: the NHS macros end in .jinja, which Flask leaves raw."""
    app.jinja_environment = PageEnvironment
    options = {"undefined": StrictUndefined, "autoescape": True, "bytecode_cache": _compiled_before()}
    app.jinja_options = {**app.jinja_options, **options}
    loader = app.jinja_loader
    app.jinja_loader = ChoiceLoader([loader, PackageLoader("nhsuk_frontend_jinja")]) if loader else None


def warm(app: Flask) -> None:
    """Compile every page now: whoever opens the first one after a restart would have the one event loop wait for it."""
    for name in app.jinja_env.list_templates(filter_func=lambda name: (ROOT / "templates" / name).exists()):
        app.jinja_env.get_template(name)


def _compiled_before(names: str = "__jinja2_%s.cache") -> FileSystemBytecodeCache | None:
    """What an earlier start compiled, in a folder of the system's that only its owner can write to, if there is one."""
    try:
        return FileSystemBytecodeCache(pattern=names)
    except (OSError, RuntimeError):
        return None


def qr(address: str, what_for: str = "ask a question") -> Markup:
    """An address as an inline SVG. Upper case keeps the code small; hosts and meeting codes take either."""
    return _svg(address.upper(), f"QR code to {what_for}")


def private_qr(address: str) -> Markup:
    """The address of a private page as it is: its token knows upper from lower case."""
    return _svg(address, say().gettext("QR code to your private page"))


def app_qr(address: str) -> Markup:
    """What an app reads to make the security codes of an account."""
    return _svg(address, "QR code for your authenticator app")


def _svg(address: str, title: str) -> Markup:
    code: Any = segno.make(address, error="m", micro=False)
    svg = code.svg_inline(border=4, omitsize=True, svgclass=None, lineclass=None, title=title)
    return Markup(svg)  # noqa: S704  # made by segno from our own address


@cache
def _tree_hash(folder: Path) -> str:
    digest = sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]
