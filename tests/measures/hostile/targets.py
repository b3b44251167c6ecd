"""Where something hostile can be put: every field of every form, every name that is read, header, address and file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from urllib.parse import urljoin

from lxml import html  # type: ignore[import-untyped]  # lxml ships no types
from werkzeug.routing import Rule

from tests.measures.hostile.inputs import as_bytes
from tests.measures.hostile.scene import Scene
from tests.measures.hostile.wire import BOUNDARY, Wire, form, multipart, quoted, request
from tests.support.places import ROOT

_READ = re.compile(r'request\.(?:args|form|values)\.(?:get|getlist)\(\s*"(\w+)"')
_FIELD = re.compile(r"^    (\w+) = \w*Field\(", re.MULTILINE)
# All that we read, or that something before us does.
HEADERS = (
    "Host",
    "Origin",
    "Referer",
    "Cookie",
    "Accept",
    "Accept-Language",
    "Accept-Encoding",
    "Authorization",
    "Content-Type",
    "Content-Length",
    "Expect",
    "Forwarded",
    "If-Match",
    "If-Modified-Since",
    "If-None-Match",
    "If-Range",
    "Range",
    "Sec-Fetch-Site",
    "Sec-WebSocket-Key",
    "Sec-WebSocket-Version",
    "Transfer-Encoding",
    "Upgrade",
    "User-Agent",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-HTTP-Method-Override",
    "X-Request-ID",
)
_people = count(1)
URLENCODED = b"application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Form:
    """A form as it stands on a page, or one that no page offers, with every name that anything reads."""

    path: str
    post: bool
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Target:
    """One place. `place` is what it is called where something is wrong; `name` the field or the header."""

    kind: str
    path: str
    name: str = ""
    form: Form | None = None

    @property
    def place(self) -> str:
        return f"{self.kind} {self.path} {self.name}"


def names_read() -> list[str]:
    """Every name that a view reads, and every field of a form, wherever it is."""
    sources = [path.read_text() for path in (ROOT / "board_qa" / "web").rglob("*.py")]
    return sorted({name for text in sources for found in (_READ, _FIELD) for name in found.findall(text)})


def targets_of(scene: Scene, wire: Wire) -> list[Target]:
    desk = wire.send(request("GET", f"/desk/meetings/{scene.meeting.id}".encode(), {"Cookie": scene.cookie}))
    assert desk.status == 200, "nobody is signed in: none of the desk would be tried"
    forms = list(dict.fromkeys(forms_of(scene, wire)))
    return [*_fields(forms), *_unoffered(scene, forms), *_addresses(scene), *_headers(scene), *_files(scene)]


def forms_of(scene: Scene, wire: Wire) -> Iterator[Form]:
    """Those of every page that an administrator and anybody else can open, as often as they differ."""
    for cookie in (scene.cookie, b""):
        for _, path in pages_of(scene):
            answer = wire.send(request("GET", path.encode(), {"Cookie": cookie}))
            if answer.status == 200 and answer.header("Content-Type").startswith("text/html"):
                yield from _forms_on(path, answer.body)


def pages_of(scene: Scene) -> Iterator[tuple[Rule, str]]:
    yield from scene.paths("GET")
    desk = f"/desk/meetings/{scene.meeting.id}"
    rule = next(rule for rule, path in scene.paths("GET") if path == desk)
    yield from ((rule, f"{desk}?show=all&q={number}") for number in scene.numbers)


def _forms_on(path: str, page: bytes) -> Iterator[Form]:
    for one in html.document_fromstring(page).forms:
        fields = [(name, value) for name, value in one.form_values() if name != "csrf_token"]
        fields += [(name, "") for name in sorted(map(str, one.fields)) if name not in dict(fields)]
        offered = tuple((name, str(value)) for name, value in fields if name != "csrf_token")
        actions = {one.get("action") or path, *one.xpath(".//button/@formaction")}
        yield from (Form(urljoin(path, action), one.method == "POST", offered) for action in sorted(actions))


def _fields(forms: list[Form]) -> Iterator[Target]:
    for one in forms:
        for name, _ in one.fields:
            yield Target("POST" if one.post else "GET", one.path, name, one)


def _unoffered(scene: Scene, forms: list[Form]) -> Iterator[Target]:
    """Addresses that take what no form of these pages sends them: everything that is read, all of it hostile."""
    read = tuple((name, "") for name in names_read())
    offered = {one.path.partition("?")[0] for one in forms if one.post}
    for _, path in scene.paths("POST"):
        if path not in offered:
            yield Target("POST", path, "*", Form(path, True, read))
    for _, path in scene.paths("GET"):
        yield Target("GET", path, "*", Form(path, False, read))


def _addresses(scene: Scene) -> Iterator[Target]:
    begins = {re.split(r"<", rule.rule)[0] for rule, _ in scene.paths("GET")}
    yield from (Target("ADDRESS", begin) for begin in sorted(begins | {"/static/", "/socket.io/"}))


def _headers(scene: Scene) -> Iterator[Target]:
    desk = f"/desk/meetings/{scene.meeting.id}"
    code = scene.meeting.code
    pages = ("/", f"/cy/{code}", f"/{code}/questions.json", "/register.db", desk, "/healthz", "/metrics", "/sign-in")
    for path in (*pages, "/socket.io/?EIO=4&transport=polling", "/static/css/desk.css"):
        yield from (Target("HEADER", path, name) for name in HEADERS)
    yield from (Target("HEADER+POST", f"/{code}/questions", name) for name in HEADERS)


def _files(scene: Scene) -> Iterator[Target]:
    """As often as that: what it does depends on the file, and not on where it is put."""
    path = f"/desk/meetings/{scene.meeting.id}/import"
    return (Target("FILE", path, f"file {number}") for number in range(60))


def request_to(target: Target, scene: Scene, text: str, file: tuple[str, bytes]) -> tuple[str, bytes]:
    """The method, and the request that puts this text, or this file, in that place."""
    kind, path = target.kind, target.path
    ours = {"Cookie": scene.cookie}
    if kind == "FILE":
        body = multipart([("csrf_token", scene.token)], "file", *file)
        said = f"multipart/form-data; boundary={BOUNDARY}".encode()
        return "POST", request("POST", path.encode(), ours | {"Content-Type": said}, body)
    if kind == "ADDRESS":
        raw = text.isascii() and text.isprintable() and " " not in text
        return "GET", request("GET", path.encode() + (text.encode() if raw else quoted(text))[:3_900], ours)
    if kind == "HEADER":
        return "GET", request("GET", path.encode(), ours | {target.name: as_bytes(text)})
    if kind == "HEADER+POST":
        body = form([("question", "Why?"), ("key", text[:40])])
        return "POST", request("POST", path.encode(), {"Content-Type": URLENCODED, target.name: as_bytes(text)}, body)
    assert target.form is not None
    person = next(_people)
    offered = [(name, _of(person).get(name) or value) for name, value in target.form.fields]
    fields = [(name, text if target.name in (name, "*") else value) for name, value in offered]
    if not target.form.post:
        query = form((name, value[:200]) for name, value in fields)[:3_900]
        return "GET", request("GET", path.partition("?")[0].encode() + b"?" + query, ours)
    body = form([("csrf_token", scene.token), *fields])
    # Each from elsewhere: from one network few questions are taken, and the rest would not be tried.
    sent = {"Content-Type": URLENCODED, "X-Forwarded-For": f"10.{person >> 8 & 255}.{person & 255}.7".encode()}
    return "POST", request("POST", path.encode(), ours | sent, body)


def _of(person: int) -> dict[str, str]:
    """What the form for a question has besides what is tried: without a page of its own none is taken."""
    return {"key": f"page {person}", "question": f"Why is ward {person} closed?"}
