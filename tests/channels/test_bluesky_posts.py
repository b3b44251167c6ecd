"""What is particular to a post on Bluesky: bytes, keys, threads, and who hid what."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Response

from board_qa.channels.bluesky import records
from board_qa.domain.networks.errors import ChannelError, ChannelErrorKind
from board_qa.domain.networks.posts import ReadRequest, UnreadablePost
from board_qa.practice.bluesky.network import BOARD_HANDLE
from tests.channels.bluesky_servers import OtherServer, refusal, running, view
from tests.channels.contract.bluesky import Bluesky
from tests.support.doubles import NOON, StoppedClock, outgoing

SEARCH = ReadRequest("search", "did:plc:board", BOARD_HANDLE, 100, hashtags=("Tag",))


@pytest.fixture
def bluesky(clock: StoppedClock) -> Iterator[Bluesky]:
    made = Bluesky(clock)
    yield made
    made.stop()


@pytest.fixture
def other() -> Iterator[OtherServer]:
    with running() as server:
        yield server


def published_record(bluesky: Bluesky) -> dict[str, Any]:
    (post,) = (one for one in bluesky.network.current() if one["did"] == bluesky.network.board_did)
    record: dict[str, Any] = json.loads(post["record"])
    return record


# What goes out.


def test_a_post_is_deleted_under_the_key_of_its_address_whoever_chose_it(bluesky: Bluesky) -> None:
    by_hand = bluesky.network.post(bluesky.network.board_did, "Ask us!")
    bluesky.channel.delete(outgoing("Ask us!", native_id=by_hand))

    assert bluesky.published() == []


@pytest.mark.parametrize(
    ("address", "kind"),
    [("at://did:plc:maria/app.bsky.feed.post/KEY", ChannelErrorKind.BLOCKED),
     ("at://did:plc:board/app.bsky.feed.like/KEY", ChannelErrorKind.BAD_REQUEST), ("", ChannelErrorKind.BAD_REQUEST)],
)  # fmt: skip
def test_what_is_no_post_of_ours_is_not_even_asked_for(
    other: OtherServer, clock: StoppedClock, address: str, kind: ChannelErrorKind
) -> None:
    with pytest.raises(ChannelError) as refused:
        other.channel(clock).delete(outgoing("Ask us!", native_id=address))

    assert refused.value.kind is kind
    assert "deleteRecord" not in [name for name, _ in other.asked]


@pytest.mark.parametrize("answer", [Response(""), {}, {"commit": {"cid": "c", "rev": "r"}}])
def test_every_server_s_word_that_a_record_is_deleted_is_taken(
    other: OtherServer, clock: StoppedClock, answer: Any
) -> None:
    other.answers["deleteRecord"] = answer
    other.channel(clock).delete(outgoing("Ask us!", native_id="at://did:plc:board/app.bsky.feed.post/KEY"))

    assert other.asked[-1][0] == "deleteRecord"


@pytest.mark.parametrize("odd", [["not an address"], "at://did:plc:board/app.bsky.feed.like/k", 7, None])
def test_a_reply_names_nothing_that_is_no_post_and_nobody_who_is_no_account(
    other: OtherServer, clock: StoppedClock, odd: Any
) -> None:
    asked = view("k", reply={"root": {"uri": odd, "cid": "cid-r"}, "parent": {"uri": odd, "cid": odd}})
    other.answers |= {"getPostThread": {"thread": {"post": asked}}, "resolveHandle": {"did": "x\n<script>"}}
    other.answers["putRecord"] = {"uri": "at://did:plc:board/app.bsky.feed.post/k", "cid": "c"}
    other.channel(clock).publish(outgoing("Thank you @maria.test", reply_to=asked["uri"]))

    answered = {"uri": asked["uri"], "cid": "cid-k"}
    assert other.put[-1]["record"]["reply"] == {"root": answered, "parent": answered}
    assert "script" not in json.dumps(other.put)


def test_a_post_without_the_mark_of_its_version_cannot_be_answered(other: OtherServer, clock: StoppedClock) -> None:
    other.answers["getPostThread"] = {"thread": {"post": {**view("k"), "cid": {"a": [1]}}}}
    with pytest.raises(ChannelError) as unclear:
        other.channel(clock).publish(outgoing("So.", reply_to=view("k")["uri"]))

    assert unclear.value.kind is ChannelErrorKind.TRANSIENT


def test_an_empty_answer_to_a_new_post_is_unclear(other: OtherServer, clock: StoppedClock) -> None:
    other.answers["putRecord"] = Response("")
    with pytest.raises(ChannelError) as unclear:
        other.channel(clock).publish(outgoing("Ask us!"))

    assert unclear.value.kind is ChannelErrorKind.AMBIGUOUS


def test_links_hashtags_and_mentions_are_marked_where_they_stand_in_bytes(bluesky: Bluesky) -> None:
    bluesky.network.user("maria.test", "Maria")
    text = "Gofyn i’r bwrdd 👩‍⚕️ #Môn: board.nhs.uk/a?b=1, @maria.test and @nobody.test."
    bluesky.channel.publish(outgoing(text))

    marked = [
        (text.encode()[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode(), facet["features"])
        for facet in published_record(bluesky)["facets"]
    ]
    mention = {"$type": "app.bsky.richtext.facet#mention", "did": bluesky.network.did_of("maria.test")}
    link = {"$type": "app.bsky.richtext.facet#link", "uri": "https://board.nhs.uk/a?b=1"}
    assert marked == [
        ("#Môn", [{"$type": "app.bsky.richtext.facet#tag", "tag": "Môn"}]),
        ("board.nhs.uk/a?b=1", [link]),
        ("@maria.test", [mention]),
    ]


def test_the_same_row_sent_twice_is_the_same_post(bluesky: Bluesky, clock: StoppedClock) -> None:
    post = outgoing("hello")
    first = bluesky.channel.publish(post)
    clock.advance(minutes=5)

    assert bluesky.channel.publish(post) == first
    assert bluesky.published() == [("hello", "")]


def test_keys_are_in_order_of_approval_and_differ_within_one_moment() -> None:
    moments = [NOON + timedelta(seconds=n) for n in range(50)]
    in_turn = [records.record_key(outgoing("hello", approved_at=moment)) for moment in moments]
    at_once = {records.record_key(outgoing("hello", key=f"key-{n}")) for n in range(1000)}
    without = {records.record_key(outgoing("hello", key="", id=n)) for n in range(1000)}

    assert in_turn == sorted(in_turn)
    assert (len(at_once), len(without)) == (1000, 1000)
    assert all(len(key) == 13 and set(key) <= set("234567abcdefghijklmnopqrstuvwxyz") for key in at_once)


def test_an_answer_names_what_it_answers_and_the_call_as_its_root(bluesky: Bluesky) -> None:
    call, _ = bluesky.channel.publish(outgoing("Ask us!", key="call"))
    asked = bluesky.says("maria", "Why?", reply_to=call)
    again = bluesky.says("maria", "And how?", reply_to=asked)
    answer, _ = bluesky.channel.publish(outgoing("So.", key="answer", reply_to=again))

    stored = bluesky.network.stored(answer)
    reply = json.loads(stored["record"])["reply"] if stored else {}
    held = {uri: post["cid"] for uri in (call, again) if (post := bluesky.network.stored(uri))}
    assert reply == {"root": {"uri": call, "cid": held[call]}, "parent": {"uri": again, "cid": held[again]}}
    found, _ = bluesky.channel.find_own(
        bluesky.network.board_did, outgoing("So.", key="answer", reply_to=again), NOON, ()
    )
    assert found is not None
    assert (found.native_id, found.conversation_id, found.refers_to) == (answer, call, (again, call))


def test_nothing_is_sent_in_answer_to_a_post_that_is_gone_or_hidden(bluesky: Bluesky) -> None:
    asked = bluesky.says("maria", "Why?")
    bluesky.hides("maria")
    with pytest.raises(ChannelError) as hidden:
        bluesky.channel.publish(outgoing("So.", reply_to=asked))
    bluesky.hides("maria", hidden=False)
    bluesky.deletes(asked)
    with pytest.raises(ChannelError) as gone:
        bluesky.channel.publish(outgoing("So.", reply_to=asked))
    with pytest.raises(ChannelError) as nonsense:
        bluesky.channel.publish(outgoing("So.", reply_to="12345"))

    kinds = [each.value.kind for each in (hidden, gone, nonsense)]
    assert kinds == [ChannelErrorKind.BLOCKED, ChannelErrorKind.GONE, ChannelErrorKind.BAD_REQUEST]
    assert bluesky.published() == []


def test_a_thread_that_takes_no_replies_of_ours_gets_none(other: OtherServer, clock: StoppedClock) -> None:
    asked = view("a")
    other.answers["getPostThread"] = {"thread": {"post": {**asked, "viewer": {"replyDisabled": True}}}}
    with pytest.raises(ChannelError) as refused:
        other.channel(clock).publish(outgoing("So.", reply_to=asked["uri"]))

    assert refused.value.kind is ChannelErrorKind.BLOCKED
    assert "putRecord" not in [name for name, _ in other.asked]


def test_length_is_counted_as_readers_see_it_and_in_bytes(bluesky: Bluesky) -> None:
    family = "👩‍👩‍👧‍👦"  # one for the reader, 25 bytes
    measured = [bluesky.channel.measure(text) for text in ("a" * 300, "a" * 301, "é" * 300, family * 120, family * 121)]

    assert [each.fits for each in measured] == [True, False, True, True, False]
    assert not bluesky.channel.measure("").fits
    assert not bluesky.channel.measure("\u0301" * 100_000).fits
    assert [bluesky.channel.measure(text).has_link for text in ("see board.nhs.uk", "see #board")] == [True, False]


# What comes in.


@pytest.mark.parametrize(
    "broken",
    [None, 5, "post", [], {}, {"uri": "at://x"}, {**view("b"), "record": None}, {**view("b"), "author": "Maria"},
     view("b", text=None), {**view("b"), "indexedAt": "yesterday"}, {**view("b"), "uri": "javascript:alert(1)"}],
)  # fmt: skip
def test_a_post_of_a_form_nobody_foresaw_stops_no_other(other: OtherServer, clock: StoppedClock, broken: Any) -> None:
    other.answers["searchPosts"] = {"posts": [view("a"), broken, view("c")]}
    other.answers["getPostThread"] = {"thread": {"post": {}, "replies": [{"post": broken}, {"post": view("c")}, 7]}}
    other.answers["listNotifications"] = {"notifications": [broken]}
    asking = other.channel(clock)
    page = asking.read(SEARCH)
    thread = asking.read(ReadRequest("thread", "did:plc:board", BOARD_HANDLE, 100, conversation_ids=("at://call",)))
    asking.read(ReadRequest("notifications", "did:plc:board", BOARD_HANDLE, 100))

    assert [post.version.rpartition("#")[2] for post in page.posts] == ["cid-a", "cid-c"]
    assert (len(page.unreadable), len(thread.unreadable), len(thread.posts)) == (1, 1, 1)
    assert page.unreadable[0].url in ("", "https://bsky.app/profile/did:plc:maria/post/b")


def test_one_that_cannot_be_read_is_told_by_its_address(other: OtherServer, clock: StoppedClock) -> None:
    broken = view("b", text=None)
    other.answers["searchPosts"] = {"posts": [broken]}
    url = "https://bsky.app/profile/did:plc:maria/post/b"

    assert other.channel(clock).read(SEARCH).unreadable == (UnreadablePost(broken["uri"], url),)


@pytest.mark.parametrize("answer", [{}, {"posts": None}, {"posts": {"a": 1}}, {"posts": [], "cursor": None}])
def test_an_answer_without_posts_is_an_empty_page(other: OtherServer, clock: StoppedClock, answer: Any) -> None:
    other.answers["searchPosts"] = answer

    assert other.channel(clock).read(SEARCH).posts == ()


@pytest.mark.parametrize(
    ("stated", "counted"),
    [("2026-11-23T11:59:00.000Z", "11:59"), ("2026-11-23T12:59:00+01:00", "11:59"), ("2026-11-23T11:59:00", "11:59"),
     ("2031-01-01T00:00:00Z", "12:00"), ("1970-01-01T00:00:00Z", "12:00"), ("soon", "12:00"), (None, "12:00")],
)  # fmt: skip
def test_an_app_is_believed_about_the_time_within_reason(
    other: OtherServer, clock: StoppedClock, stated: str | None, counted: str
) -> None:
    other.answers["searchPosts"] = {"posts": [view("a", createdAt=stated)]}
    (post,) = other.channel(clock).read(SEARCH).posts

    assert post.posted_at.strftime("%H:%M") == counted


def test_versions_sort_by_when_they_were_indexed_however_that_is_written(
    other: OtherServer, clock: StoppedClock
) -> None:
    moments = ["2026-11-23T12:00:00Z", "2026-11-23T12:00:00.25Z", "2026-11-23T13:00:00.9+00:30", "2026-11-23T12:31:00Z"]
    other.answers["searchPosts"] = {"posts": [{**view("a"), "indexedAt": moment} for moment in moments]}
    orders = [post.version_order for post in other.channel(clock).read(SEARCH).posts]

    assert orders == sorted(orders)
    assert len({len(order) for order in orders}) == 1


@pytest.mark.parametrize("handle", ["handle.invalid", "", None, "a/../../evil", 'x" onclick="y.test', "maria"])
def test_an_author_without_a_working_handle_is_linked_by_id(
    other: OtherServer, clock: StoppedClock, handle: str | None
) -> None:
    author = {"did": "did:plc:maria", "handle": handle}
    other.answers["searchPosts"] = {"posts": [{**view("a"), "author": author}]}
    (post,) = other.channel(clock).read(SEARCH).posts

    assert (post.author_handle, post.author_name) == ("", "did:plc:maria")
    assert post.url == "https://bsky.app/profile/did:plc:maria/post/a"


def test_what_a_post_answers_and_quotes_is_known_the_nearest_first(other: OtherServer, clock: StoppedClock) -> None:
    parent, root, quoted = ({"uri": view(key)["uri"], "cid": "x"} for key in ("parent", "root", "quoted"))
    reply = {"parent": parent, "root": root}
    other.answers["searchPosts"] = {
        "posts": [
            view("a", reply=reply, embed={"record": quoted}, langs=["cy-GB", "en"]),
            view("b", embed={"record": {"record": quoted}, "media": {}}),
        ]
    }
    both, with_picture = other.channel(clock).read(SEARCH).posts

    assert both.refers_to == (parent["uri"], quoted["uri"], root["uri"])
    assert (both.conversation_id, both.lang) == (root["uri"], "cy")
    assert (with_picture.refers_to, with_picture.conversation_id) == ((quoted["uri"],), with_picture.native_id)


def test_a_reply_that_we_hid_in_our_thread_is_neither_read_nor_shown(bluesky: Bluesky) -> None:
    call, _ = bluesky.channel.publish(outgoing("Ask us!"))
    shown = bluesky.says("maria", "Why? #Tag", reply_to=call)
    hidden = bluesky.says("jo", "Idiots! #Tag", reply_to=call)
    bluesky.network.hide_reply(hidden)
    account_id, handle = bluesky.channel.account()
    for stream in bluesky.channel.streams:
        ask = ReadRequest(stream.name, account_id, handle, 100, hashtags=("Tag",), conversation_ids=(call,))
        assert [post.native_id for post in bluesky.channel.read(ask).posts] == [shown]
    found = bluesky.channel.look_up([shown, hidden])

    assert [post.native_id for post in found.posts] == [shown]
    assert (found.gone, found.hidden) == (frozenset(), frozenset({hidden}))


def test_a_post_left_out_in_silence_is_asked_for_by_itself_before_it_is_gone(
    other: OtherServer, clock: StoppedClock
) -> None:
    uri = view("a")["uri"]
    other.answers["getPosts"] = {"posts": []}
    asking = other.channel(clock)
    other.answers["getPostThread"] = {"thread": {"post": view("a")}}
    assert [post.native_id for post in asking.look_up([uri]).posts] == [uri]
    other.answers["getPostThread"] = {"thread": {"uri": uri, "blocked": True}}
    assert asking.look_up([uri]).hidden == {uri}
    other.answers["getPostThread"] = {"thread": {"uri": uri, "notFound": True}}
    assert asking.look_up([uri]).gone == {uri}
    other.answers["getPostThread"] = refusal(400, "NotFound", "Post not found")
    assert asking.look_up([f"{uri}#cid-a"]).gone == {uri}


@pytest.mark.parametrize("status", [403, 404, 410, 500])
def test_a_server_in_trouble_says_nothing_of_a_post(other: OtherServer, clock: StoppedClock, status: int) -> None:
    other.answers["getPosts"] = {"posts": []}
    other.answers["getPostThread"] = refusal(status)
    with pytest.raises(ChannelError) as failed:
        other.channel(clock).look_up([view("a")["uri"]])

    assert failed.value.kind is not ChannelErrorKind.GONE


def test_what_is_no_address_of_a_post_spoils_no_look_up(bluesky: Bluesky) -> None:
    asked = bluesky.says("maria", "Why?")
    found = bluesky.channel.look_up(["https://bsky.app/profile/maria.test/post/a", "12345", "", asked])

    assert [post.native_id for post in found.posts] == [asked]
    assert (found.gone, found.hidden) == (frozenset(), frozenset())


def test_a_call_that_was_deleted_stops_no_reading(bluesky: Bluesky) -> None:
    calls = [bluesky.channel.publish(outgoing(f"Ask us {n}!", key=f"key-{n}"))[0] for n in range(2)]
    asked = bluesky.says("maria", "Why?", reply_to=calls[1])
    bluesky.deletes(calls[0])
    ask = ReadRequest("thread", bluesky.network.board_did, BOARD_HANDLE, 100, conversation_ids=tuple(calls))
    first = bluesky.channel.read(ask)
    second = bluesky.channel.read(ReadRequest(**{**vars(ask), "page": first.next_page}))

    assert (first.posts, [post.native_id for post in second.posts], second.next_page) == ((), [asked], "")


def test_a_thread_is_read_to_any_depth(bluesky: Bluesky) -> None:
    call, _ = bluesky.channel.publish(outgoing("Ask us!"))
    last = call
    for n in range(60):
        last = bluesky.says(f"asker{n % 3}", f"Why {n}?", reply_to=last)
    ask = ReadRequest("thread", bluesky.network.board_did, BOARD_HANDLE, 100, conversation_ids=(call,))

    assert [post.text for post in bluesky.channel.read(ask).posts] == [f"Why {n}?" for n in range(60)]


def test_a_thread_that_is_too_deep_for_one_answer_is_read_in_several(bluesky: Bluesky) -> None:
    """Whoever answers their own answer without an end keeps nobody else's from being read."""
    call, _ = bluesky.channel.publish(outgoing("Ask us!"))
    last = call
    for n in range(400):
        last = bluesky.says("asker", f"Why {n}?", reply_to=last)
    beside = bluesky.says("maria", "And the ward?", reply_to=call)
    ask = ReadRequest("thread", bluesky.network.board_did, BOARD_HANDLE, 100, conversation_ids=(call,))
    read = bluesky.channel.read(ask).posts

    assert [post.text for post in read if post.native_id != beside] == [f"Why {n}?" for n in range(400)]
    assert beside in {post.native_id for post in read}


def test_an_answer_that_says_it_has_answers_and_has_none_is_not_asked_for_without_end(
    other: OtherServer, clock: StoppedClock
) -> None:
    def below(depth: int) -> dict[str, Any]:
        return {"post": {**view(f"a{depth}"), "replyCount": 1}} | ({"replies": [below(depth - 1)]} if depth else {})

    other.answers["getPostThread"] = {"thread": below(90)}
    page = other.channel(clock).read(
        ReadRequest("thread", "did:plc:board", BOARD_HANDLE, 100, conversation_ids=("at://a/b/c",))
    )

    assert {post.native_id.rpartition("/")[2] for post in page.posts} == {f"a{n}" for n in range(90)}
    assert [name for name, _ in other.asked].count("getPostThread") == 21


def test_likes_that_an_older_server_lists_are_no_posts(other: OtherServer, clock: StoppedClock) -> None:
    like = {**view("a"), "reason": "like", "uri": "at://did:plc:maria/app.bsky.feed.like/a"}
    other.answers["listNotifications"] = {"notifications": [like]}
    page = other.channel(clock).read(ReadRequest("notifications", "did:plc:board", BOARD_HANDLE, 100))

    assert (page.posts, page.unreadable) == ((), ())


def test_a_hashtag_counts_in_the_words_as_a_facet_and_beside_them_but_not_as_the_beginning_of_another(
    other: OtherServer, clock: StoppedClock
) -> None:
    def facet(tag: str) -> dict[str, Any]:
        return {"index": {"byteStart": 0, "byteEnd": 3}, "features": [{"tag": tag}]}

    posts = [
        view("words", "Why? #tag", tags=[]),
        view("facet", "Why?", facets=[facet("TAG")], tags=[]),
        view("beside"),
        view("longer", "Why? #TagChoir", facets=[facet("TagChoir")], tags=["TagChoir"]),
        view("strange", "Why?", facets=[None, {"features": "#Tag"}], tags={"Tag": 1}),
    ]
    other.answers["searchPosts"] = {"posts": posts}
    page = other.channel(clock).read(SEARCH)

    assert [one.native_id.rpartition("/")[2] for one in page.posts] == ["words", "facet", "beside"]


def test_what_has_only_a_longer_hashtag_is_not_read_again_and_again(other: OtherServer, clock: StoppedClock) -> None:
    other.answers["searchPosts"] = {"posts": [view("longer", "When is it? #TagChoir", tags=[])]}
    clock.advance(minutes=60)
    page = other.channel(clock).read(SEARCH)

    assert (page.posts, page.cursor) == ((), "2026-11-23T11:59:00.000000Z")
