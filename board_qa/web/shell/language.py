"""Which language a page is in. Its address says so, English at / and Welsh under /cy, and nothing else does.

No cookie and no header of the browser's: an address is one page, to be kept, shared and cached.
"""

from __future__ import annotations

from collections.abc import Iterable
from gettext import NullTranslations
from pathlib import Path
from typing import cast
from urllib.parse import quote

from babel.lists import format_list
from flask import Flask, current_app, has_request_context, request, url_for
from flask_babel import Babel, get_locale
from markupsafe import Markup, escape

from board_qa.domain.text.saying import ENGLISH, offered, only_typed
from board_qa.web.shell.came_through import CARRYING, NAME, came_through
from board_qa.web.shell.reachable import reachable

# The names under which the public's pages are mounted, by language: those of each blueprint of theirs.
MOUNTS = {
    "public": {"en": "public", "cy": "cy"},
    "register": {"en": "register", "cy": "register_cy"},
    "recaps": {"en": "recaps", "cy": "recaps_cy"},
    "listening_reports": {"en": "listening_reports", "cy": "listening_reports_cy"},
}
PREFIXES = {"en": None, "cy": "/cy"}
OTHER = {"en": "cy", "cy": "en"}
# What each calls itself, so that whoever needs it can read it.
NAMES = {"en": "English", "cy": "Cymraeg"}
_NAME = "board_qa_welsh"


def install(app: Flask, welsh: NullTranslations, folder: Path) -> None:
    """Make `_` and the languages known to the templates."""
    app.extensions[_NAME] = welsh
    Babel(app, default_translation_directories=str(folder), locale_selector=current)
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.globals.update(link=link, addresses_by_language=addresses_by_language, language_names=NAMES)
    app.jinja_env.filters.update(offered=in_page, as_typed=as_typed, signposted=signposted, reachable=reachable)
    app.context_processor(lambda: {"language": current(), "other": OTHER[current()]})


def current() -> str:
    """The language of the page that is being made. Codes of meetings have 4 letters, so that none is "cy"."""
    welsh = has_request_context() and f"{request.path}/".startswith("/cy/")
    return "cy" if welsh else "en"


def say() -> NullTranslations:
    """What the sentences of this page are said with."""
    return in_language(current())


def in_language(code: str) -> NullTranslations:
    """What the sentences of this language are said with."""
    return cast(NullTranslations, current_app.extensions[_NAME]) if code == "cy" else ENGLISH


def link_in(code: str, page: str, **values: object) -> str:
    """The address of a public page in a language."""
    return url_for(f"{MOUNTS['public'][code]}.{page}", _external=False, **values)  # type: ignore[arg-type]


def link(page: str, /, **values: object) -> str:
    """The address of a public page in the language of this one: "register.meeting" is on a blueprint of its own. What
    is on the way to the form passes on through whose link somebody came, unless `p` says otherwise."""
    if page in CARRYING:
        values.setdefault(NAME, came_through() or None)
    blueprint, _, view = page.rpartition(".")
    mount = MOUNTS[blueprint or "public"][current()]
    return url_for(f"{mount}.{view}", _external=False, **values)  # type: ignore[arg-type]


def addresses_by_language() -> dict[str, str]:
    """The addresses of this very page; where a form was sent to, of the page to start from. None of the desk's pages.

    The query comes along: which tab is open, which code was typed.
    """
    mounts = {name for names in MOUNTS.values() for name in names.values()}
    if request.blueprint and request.blueprint not in mounts:
        return {}
    path = request.path if _can_be_opened() else link("meeting_page", **_code()) if _code() else link("front")
    # One slash in front: two would begin the address of another host.
    page = path.removeprefix("/cy" if current() == "cy" else "").lstrip("/")
    query = f"?{request.query_string.decode('ascii', 'ignore')}" if request.query_string else ""
    return {code: quote(f"{prefix or ''}/{page}") + query for code, prefix in PREFIXES.items()}


def forms(one: str, many: str) -> dict[str, str]:
    """Every form of a sentence with a number, by the name that a browser's Intl.PluralRules gives the number."""
    plural = get_locale().plural_form
    samples = {plural(number): number for number in range(100, -1, -1)}
    return {name: say().ngettext(one, many, number) for name, number in sorted(samples.items())}


def one_of(names: Iterable[str]) -> str:
    """These names as a choice, "X, Bluesky or Mastodon", in the language of this page; '' for none."""
    return format_list(list(names), style="or", locale="cy" if current() == "cy" else "en_GB")


def in_page(text: str) -> Markup:
    """A text of the board's rules on a page: translated, or marked as the board's own language."""
    return as_typed(text) if only_typed(text, say()) else escape(offered(text, say()))


def signposted(text: str) -> Markup:
    """Where to get help, with its addresses and phone numbers as links."""
    linked = reachable(offered(text, say()))
    return as_typed(linked) if only_typed(text, say()) else linked


def as_typed(text: str) -> Markup:
    """What somebody at the board typed, in the language they hold their meetings in."""
    return Markup('<span lang="en">{}</span>').format(text) if text and current() != "en" else escape(text)


def own_ending(sentence: str, typed: Iterable[str]) -> str:
    """What the board itself typed at the end of a sentence of the rules; '' where all of it is ours."""
    return max((text for text in typed if sentence.endswith(text)), key=len, default="")


def _can_be_opened() -> bool:
    """Whether this address is a page as well, and not only where a form is sent to."""
    if request.method in ("GET", "HEAD"):
        return True
    return current_app.create_url_adapter(request).test(method="GET")  # type: ignore[union-attr]


def _code() -> dict[str, object]:
    return {name: value for name, value in (request.view_args or {}).items() if name == "code"}
