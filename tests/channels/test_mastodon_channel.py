"""What is particular to Mastodon: who may see a status, its HTML, and servers that answer in ways of their own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask, jsonify, redirect, request
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

from board_qa.channels.mastodon.channel import MastodonChannel
from board_qa.channels.mastodon.plain_text import plain_text
from board_qa.domain.networks.errors import ChannelError, ChannelErrorKind
from board_qa.domain.networks.posts import ReadRequest
from board_qa.practice.serving import Quiet
from tests.channels.contract.practised import Kept
from tests.support.doubles import NOON, StoppedClock, outgoing

TAGGED = ReadRequest("hashtag", "1", "board", 40, hashtags=("Tag",), not_before=NOON - timedelta(days=6))
MENTIONED = ReadRequest("mentions", "1", "board", 40)
ANSWERED = ReadRequest("replies", "1", "board", 40, conversation_ids=("call",))


def status(id_: str = "01HXYZ", **changes: Any) -> dict[str, Any]:
    """As a server with ULIDs for ids sends it."""
    whole = {
        "id": id_,
        "created_at": "2026-11-23T11:00:00.000Z",
        "edited_at": None,
        "in_reply_to_id": None,
        "visibility": "public",
        "spoiler_text": "",
        "language": "cy-GB",
        "url": f"https://elsewhere.example/@maria/{id_}",
        "content": "<p>How long?</p>",
        "account": {"id": "7", "acct": "maria@elsewhere.example", "username": "maria", "display_name": "Maria"},
        "reblog": None,
    }
    return whole | changes


@dataclass
class Server:
    """Answers what a test wants it to, and remembers what it was asked."""

    answer: Any = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    sent: list[dict[str, str]] = field(default_factory=list)
    address: str = ""

    def app(self) -> Flask:
        app = Flask("a_server", static_folder=None)

        @app.route("/<path:path>", methods=["GET", "POST", "DELETE"])
        def any_(path: str) -> Any:
            self.asked.append(path)
            if request.method == "POST":
                self.sent.append(dict(request.form))
                return jsonify(status("9"))
            found = self.answer(path) if callable(self.answer) else self.answer
            return found if isinstance(found, Response) else jsonify(found)

        return app


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    http = make_server("127.0.0.1", 0, made.app(), request_handler=Quiet)
    made.address = f"http://127.0.0.1:{http.server_port}"
    threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True).start()
    yield made
    http.shutdown()
    http.server_close()


@pytest.fixture
def channel(server: Server) -> MastodonChannel:
    return MastodonChannel(server.address, "secret-token", StoppedClock(), Kept())


@pytest.mark.parametrize("visibility", ["direct", "private", "limited"])
def test_what_is_not_public_never_becomes_a_post_however_it_reaches_us(
    server: Server, channel: MastodonChannel, visibility: str
) -> None:
    hidden, seen = status("1", visibility=visibility), status("2", visibility="unlisted")
    mention = {"id": "n1", "type": "mention", "created_at": hidden["created_at"], "account": hidden["account"]}

    server.answer = lambda path: hidden if path.endswith("/1") else [hidden, seen]
    assert [post.native_id for post in channel.read(TAGGED).posts] == ["2"]
    found = channel.look_up(["1", "2"])
    assert [post.native_id for post in found.posts] == ["2"]
    assert (found.hidden, found.gone) == (frozenset({"1"}), frozenset())
    server.answer = [{**mention, "status": hidden}, {**mention, "id": "n2", "status": seen}]
    assert [post.native_id for post in channel.read(MENTIONED).posts] == ["2"]
    server.answer = {"ancestors": [], "descendants": [hidden, seen]}
    replies = ReadRequest("replies", "1", "board", 40, conversation_ids=("call",))
    assert [post.native_id for post in channel.read(replies).posts] == ["2"]


@pytest.mark.parametrize("visibility", ["direct", "private"])
def test_what_somebody_said_privately_is_never_answered_in_public(
    server: Server, channel: MastodonChannel, visibility: str
) -> None:
    server.answer = status("1", visibility=visibility)
    with pytest.raises(ChannelError) as refused:
        channel.publish(outgoing("At the meeting.", reply_to="1"))

    assert refused.value.kind is ChannelErrorKind.BLOCKED
    assert server.sent == []


@pytest.mark.parametrize("visibility", ["public", "unlisted"])
def test_an_answer_is_seen_by_those_who_see_the_question(
    server: Server, channel: MastodonChannel, visibility: str
) -> None:
    server.answer = status("1", visibility=visibility)
    channel.publish(outgoing("At the meeting.", reply_to="1"))

    (sent,) = server.sent
    assert (sent["status"], sent["in_reply_to_id"], sent["visibility"]) == ("At the meeting.", "1", visibility)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<p>How long?</p>", "How long?"),
        ("<p>First.</p><p>Second<br>line.</p>", "First.\n\nSecond\nline."),
        ('<p>See <a href="https://a.example/x"><span class="invisible">https://</span><span class="ellipsis">a.exam'
         '</span><span class="invisible">ple/x</span></a></p>', "See https://a.example/x"),
        ('<p><span class="h-card"><a href="https://b.example/@board">@<span>board</span></a></span> why?</p>',
         "@board why?"),
        ("<p>5 &lt; 6 &amp; &#x27;so&#x27;</p>", "5 < 6 & 'so'"),
        ("<p>Why<script>alert(1)</script>?</p>", "Why?"),
        ("<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>", "<script>alert(1)</script>"),
        ("<p>unclosed <b>bold", "unclosed bold"),
        ("", ""),
        ("<![foo bar[ why?", "<![foo bar[ why?"),
        ("<a " * 50_000, ("<a " * 50_000).strip()),
    ],
)  # fmt: skip
def test_html_is_read_as_the_text_that_was_written(content: str, text: str) -> None:
    assert plain_text(content) == text


def test_a_content_warning_is_read_with_what_it_warns_of(server: Server, channel: MastodonChannel) -> None:
    server.answer = [status(spoiler_text="About my care")]

    assert channel.read(TAGGED).posts[0].text == "About my care\n\nHow long?"


def test_a_status_says_who_wrote_it_where_and_when(server: Server, channel: MastodonChannel) -> None:
    mine = {"id": "8", "acct": "jo", "username": "jo", "display_name": ""}
    server.answer = [
        status("2", edited_at="2026-11-23T11:30:00Z"),
        status("1", account=mine, url="javascript:alert(1)"),
    ]
    edited, local = channel.read(TAGGED).posts

    assert (edited.author_name, edited.author_handle, edited.lang) == ("Maria", "maria@elsewhere.example", "cy")
    assert edited.made_at == NOON - timedelta(hours=1)
    assert edited.posted_at == NOON - timedelta(minutes=30)
    assert edited.version_order > local.version_order
    assert (local.author_name, local.author_handle) == ("jo", "jo@127.0.0.1")
    assert local.url == "https://127.0.0.1/@jo/1"


def test_handles_before_a_reply_are_kept_and_not_shown(server: Server, channel: MastodonChannel) -> None:
    server.answer = [status(in_reply_to_id="1", content="<p>@board @jo@b.example why?</p>")]
    (post,) = channel.read(TAGGED).posts

    assert (post.text, post.shown, post.refers_to) == ("@board @jo@b.example why?", "why?", ("1",))


def test_a_boost_is_a_repost(server: Server, channel: MastodonChannel) -> None:
    server.answer = [status(content="", reblog=status("5"))]

    assert channel.read(TAGGED).posts[0].is_repost


@pytest.mark.parametrize(
    "broken",
    [{"account": None}, {"content": None}, {"created_at": "soon"}, {"visibility": None}, {"id": None},
     {"id": "../../accounts"}, {"id": "2" * 300}, {"account": {"id": "7?x=", "acct": "maria"}}],
)  # fmt: skip
def test_a_status_of_a_form_nobody_foresaw_stops_no_other(
    server: Server, channel: MastodonChannel, broken: dict[str, Any]
) -> None:
    server.answer = {"ancestors": [], "descendants": [status("1"), status("2", **broken), status("3")]}
    page = channel.read(ReadRequest("replies", "1", "board", 40, conversation_ids=("call",)))

    assert [post.native_id for post in page.posts] == ["1", "3"]
    assert len(page.unreadable) == ("visibility" not in broken)  # of no known visibility: not public
    assert all(post.native_id.isalnum() for post in page.unreadable)


@pytest.mark.parametrize(
    "url", [None, "javascript:alert(1)", "https:/desk/people", "https://trust.nhs.uk@evil.example/",
            "https://elsewhere.example/\u202ex", 'https://elsewhere.example/" onclick=x', "https://" + "a" * 2_000]
)  # fmt: skip
def test_without_an_address_to_which_somebody_may_be_sent_a_status_has_that_of_its_page_on_our_server(
    server: Server, channel: MastodonChannel, url: str | None
) -> None:
    account = {"id": "7", "acct": '@../../a b?"#', "display_name": "Maria"}
    server.answer = [status("1", url=url, account=account)]

    assert channel.read(TAGGED).posts[0].url == "https://127.0.0.1/@@..%2F..%2Fa%20b%3F%22%23/1"


@pytest.mark.parametrize(
    ("acct", "url", "taken"),
    [
        ("maria@elsewhere.example", "https://elsewhere.example/@maria/1", True),
        ("maria@Elsewhere.Example:8443", "https://elsewhere.example/@maria/1", True),
        ("maria@elsewhere.example", "https://social.elsewhere.example/@maria/1", True),
        ("jo", "https://127.0.0.1/@jo/1", True),
        ("maria@evil.example", "https://elsewhere.example/@maria/1", False),
        ("maria@evil.example", "https://x.com/maria/status/1", False),
        ("maria@evil.example", "https://notevil.example/@maria/1", False),
        ("maria@evil.host.example", "https://host.example/@maria/1", False),
        ("maria@evil.host.example", "https://good.host.example/@maria/1", False),
        ("maria@", "https://elsewhere.example./@maria/1", False),
        ("jo", "https://elsewhere.example/@maria/1", False),
    ],
)
def test_an_address_is_its_authors_servers_own_or_that_of_its_page_on_ours(
    server: Server, channel: MastodonChannel, acct: str, url: str, taken: bool
) -> None:
    account = {"id": "7", "acct": acct, "display_name": "Maria"}
    broken = status("2", url=url, account=account, content=None)
    server.answer = {"ancestors": [], "descendants": [status("1", url=url, account=account), broken]}
    page = channel.read(ANSWERED)

    assert page.posts[0].url == (url if taken else f"https://127.0.0.1/@{acct}/1")
    assert [post.url for post in page.unreadable] == [url if taken else ""]


@pytest.mark.parametrize("id_", ["../../elsewhere?a=", "", ".", "9/../8"])
def test_an_id_that_is_none_is_asked_for_nowhere(server: Server, channel: MastodonChannel, id_: str) -> None:
    server.answer = []

    assert channel.look_up([id_]).gone == {id_}
    with pytest.raises(ChannelError):
        channel.delete(outgoing("Ask us!", native_id=id_))
    assert server.asked == ["api/v1/statuses"]


def test_no_request_follows_a_server_to_another_host(server: Server, channel: MastodonChannel) -> None:
    elsewhere = Server(answer=[status()])
    http = make_server("127.0.0.1", 0, elsewhere.app(), request_handler=Quiet)
    threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True).start()
    server.answer = lambda _: redirect(f"http://127.0.0.1:{http.server_port}/")
    with pytest.raises(ChannelError):
        channel.read(TAGGED)
    http.shutdown()
    http.server_close()

    assert elsewhere.asked == []


@pytest.mark.parametrize("answer", ["[", "nothing", '{"error": 5}', '"text"', "null", "[" * 100_000, "5"])
def test_an_answer_that_cannot_be_read_is_trouble_and_nothing_worse(
    server: Server, channel: MastodonChannel, answer: str
) -> None:
    server.answer = lambda _: Response(answer, mimetype="application/json")
    reads = (lambda: channel.read(TAGGED), lambda: channel.read(MENTIONED), lambda: channel.read(ANSWERED))
    others = (channel.account, channel.learn_limits, lambda: channel.look_up(["1"]), lambda: channel.followers("1"))
    for ask in (*reads, *(one for one in others if answer != '{"error": 5}' or one == channel.account)):
        with pytest.raises(ChannelError) as trouble:
            ask()
        assert trouble.value.kind is ChannelErrorKind.TRANSIENT
        assert "secret-token" not in repr(trouble.value) + str(trouble.value.__cause__)


def test_a_read_that_cannot_be_processed_is_a_token_that_the_server_does_not_know(
    server: Server, channel: MastodonChannel
) -> None:
    """So snac answers one; Mastodon has 401 for it, and 422 for nothing that we read."""
    server.answer = lambda _: Response("{}", 422, mimetype="application/json")
    for ask in (channel.account, lambda: channel.read(TAGGED), lambda: channel.read(MENTIONED)):
        with pytest.raises(ChannelError) as refused:
            ask()
        assert refused.value.kind is ChannelErrorKind.AUTH


def test_a_server_that_is_not_there_cannot_have_taken_the_post() -> None:
    with pytest.raises(ChannelError) as refused:
        MastodonChannel("http://127.0.0.1:9", "secret-token", StoppedClock(), Kept()).publish(outgoing("hello"))

    assert refused.value.kind is ChannelErrorKind.TRANSIENT
    assert "secret-token" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "length"),
    [("Ask us!", 7), ("See https://board.example.org/a/very/long/address/indeed/it/is", 27),
     ("@jo@elsewhere.example why?", 8), ("日本", 2)],
)  # fmt: skip
def test_a_post_is_as_long_as_most_servers_count_it(channel: MastodonChannel, text: str, length: int) -> None:
    measure = channel.measure(text)

    assert (measure.length, measure.limit, measure.price, measure.fits) == (length, 500, 0, True)


def test_a_sweep_leaves_calls_to_the_quick_reads(server: Server, channel: MastodonChannel) -> None:
    assert channel.may_sweep("hashtag")
    for left, may in (("101", True), ("100", False), ("soon", False), ("250", True)):
        server.answer = lambda _, left=left: Response("[]", headers={"X-RateLimit-Remaining": left})
        channel.read(TAGGED)
        assert channel.may_sweep("hashtag") == may


def refusing(server: Server, *refused: str) -> None:
    """Everything at these addresses is forbidden, and what is left is our own account."""

    def answer(path: str) -> Any:
        if path in refused:
            return Response('{"error": "This action is not allowed"}', 403, mimetype="application/json")
        return [] if path == "api/v1/statuses" else {"id": "1", "username": "board"}

    server.answer = answer


def test_a_post_that_alone_is_refused_to_us_is_hidden(server: Server, channel: MastodonChannel) -> None:
    refusing(server, "api/v1/statuses/7")

    assert channel.look_up(["7"]).hidden == {"7"}


def test_where_the_whole_account_is_refused_no_post_is_said_to_be_hidden(
    server: Server, channel: MastodonChannel
) -> None:
    refusing(server, "api/v1/statuses/7", "api/v1/statuses/8", "api/v1/accounts/verify_credentials")
    with pytest.raises(ChannelError) as refused:
        channel.look_up(["7", "8"])

    assert refused.value.kind is ChannelErrorKind.BLOCKED


@pytest.mark.parametrize("answer", [status("9", text="Ask us!"), {}])
def test_a_status_is_deleted_by_its_id_whatever_the_server_says_of_it(
    server: Server, channel: MastodonChannel, answer: Any
) -> None:
    server.answer = answer
    channel.delete(outgoing("Ask us!", native_id="01HXYZ"))

    assert server.asked == ["api/v1/statuses/01HXYZ"]


def test_a_deletion_whose_answer_is_no_json_may_have_happened(server: Server, channel: MastodonChannel) -> None:
    server.answer = Response("<html>", 200, mimetype="text/html")
    with pytest.raises(ChannelError) as unclear:
        channel.delete(outgoing("Ask us!", native_id="9"))

    assert unclear.value.kind is ChannelErrorKind.AMBIGUOUS
