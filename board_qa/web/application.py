"""The Flask application: its pages, who may come in, how errors are answered. `bootstrap` says what it works with."""

from __future__ import annotations

from functools import cache
from gettext import NullTranslations
from hashlib import sha256

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask_wtf import CSRFProtect
from werkzeug.routing import BaseConverter, IntegerConverter, Map, Rule, RuleFactory

from board_qa import catalogue
from board_qa.config.settings import Settings
from board_qa.domain.meetings.partners import KEY
from board_qa.web.desk import (
    board,
    deciding,
    entering,
    floods,
    full_record,
    importing,
    meetings,
    moving,
    partners,
    practice,
    queue,
    rules,
    run_sheet,
)
from board_qa.web.desk.accounts import auth, codes, organisation, own_account, people, signed_in
from board_qa.web.desk.after import after, written
from board_qa.web.desk.chats import making, running
from board_qa.web.desk.listening import conversation, listening, side_by_side, targets, tone
from board_qa.web.desk.minutes import minutes, workshop
from board_qa.web.desk.person import person_data
from board_qa.web.desk.posts import calls, changing, live, replies
from board_qa.web.desk.recap import recap
from board_qa.web.desk.supplementary import adding
from board_qa.web.desk.telling import telling
from board_qa.web.listening import listening as public_listening
from board_qa.web.operators import health, metrics, request_lines
from board_qa.web.poll import polling
from board_qa.web.public import (
    about,
    asking,
    front_page,
    kit,
    listing,
    partner_links,
    receipts,
    rules_page,
    sharing,
    social_media,
    supporting,
    withdrawing,
)
from board_qa.web.recap import recap as public_recap
from board_qa.web.register import memory, register, register_files
from board_qa.web.screen import projector
from board_qa.web.shell import cookies, errors, guards, language, page_memory, rendering
from board_qa.web.shell.installation import Installation
from board_qa.web.shell.installation import install as install_installation

# A form with 500 characters of question needs a few kilobytes; this leaves room for a kind answer to 10,000, and for
# a file of questions (`imports.LARGEST`).
MAX_FORM_BYTES = 256 * 1024

_OF_THE_PUBLIC = (
    front_page,
    kit,
    rules_page,
    listing,
    supporting,
    polling,
    asking,
    receipts,
    withdrawing,
    sharing,
    about,
    social_media,
    partner_links,
    register,
    register_files,
    public_recap,
    public_listening,
)
_OF_THE_DESK = (
    rules,
    auth,
    signed_in,
    meetings,
    making,
    running,
    calls,
    live,
    replies,
    changing,
    queue,
    deciding,
    moving,
    adding,
    entering,
    importing,
    floods,
    partners,
    people,
    own_account,
    codes,
    organisation,
    board,
    practice,
    run_sheet,
    after,
    written,
    full_record,
    person_data,
    telling,
    recap,
    minutes,
    listening,
    conversation,
    side_by_side,
    tone,
    targets,
)

# Forms of pages that anybody may keep and share.
_WITHOUT_TOKEN = (asking.ask_question, supporting.support, polling.answer_poll, withdrawing.withdraw,
                  sharing.share_device, sharing.finish, sharing.unshare_device)  # fmt: skip


class Sessions(SecureCookieSessionInterface):
    """Flask's, signed with SHA-256 in the place of SHA-1."""

    digest_method = staticmethod(sha256)


class CodeConverter(BaseConverter):
    """A meeting code in an address, in either case."""

    regex = "[A-Za-z0-9]{4}"


class KeyConverter(BaseConverter):
    """The key of a partner's link, in either case."""

    regex = KEY.pattern


class NumberConverter(IntegerConverter):
    """A number in an address that fits the database."""

    def __init__(self, map: Map) -> None:  # werkzeug's name
        super().__init__(map, max=2**31)


class KnownAddresses(Map):
    """The addresses of all boards of a process, which are the same: compiling them takes most of a board's time."""

    def __init__(self) -> None:
        super().__init__()
        self.converters |= {"code": CodeConverter, "key": KeyConverter, "number": NumberConverter}
        self._known: set[tuple[str, str, frozenset[str]]] = set()

    def add(self, rulefactory: RuleFactory) -> None:
        rule = rulefactory
        if isinstance(rule, Rule):
            key = (rule.rule, str(rule.endpoint), frozenset(rule.methods or ()))
            if key in self._known:
                return
            self._known.add(key)
        super().add(rule)


@cache
def _addresses() -> Map:
    return KnownAddresses()


def make_application(installation: Installation, welsh: NullTranslations) -> Flask:
    """Every page of the product, in both languages."""
    app = _flask(installation.settings)
    install_installation(app, installation)
    memory.install(app)
    workshop.install(app)
    health.install(app)
    request_lines.install(app)
    _protect(app)
    _register(app)
    guards.install(app)
    errors.install(app)
    page_memory.install(app)
    rendering.install(app, installation.settings)
    language.install(app, welsh, catalogue.FOLDER)
    return app


def _flask(settings: Settings) -> Flask:
    app = Flask("board_qa", template_folder=str(rendering.ROOT / "templates"), static_folder=None)
    app.config.update(
        DEBUG=False,  # whatever FLASK_DEBUG is where it runs
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=MAX_FORM_BYTES,
        SESSION_COOKIE_NAME=cookies.name_of(cookies.DESK, settings.secure),
        SESSION_COOKIE_PATH="/",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: a board day, with the page left open
        WTF_I18N_ENABLED=False,  # each sentence is ours; looking for wtforms' own read a file for each form
        WTF_CSRF_SSL_STRICT=False,  # guards.refuse_other_sites compares the origin, behind a proxy as well
    )
    app.session_interface = Sessions()
    app.url_map = _addresses()
    rendering.prepare(app)
    return app


def _protect(app: Flask) -> None:
    csrf = CSRFProtect(app)
    for view in _WITHOUT_TOKEN:
        csrf.exempt(view)  # guards.refuse_other_sites says why


def _register(app: Flask) -> None:
    for blueprint in {module.pages for module in _OF_THE_PUBLIC}:
        for code, name in language.MOUNTS[blueprint.name].items():
            app.register_blueprint(blueprint, name=name, url_prefix=language.PREFIXES[code])
    for blueprint in dict.fromkeys(module.pages for module in (projector, *_OF_THE_DESK, health, metrics)):
        app.register_blueprint(blueprint)
