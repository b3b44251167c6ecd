"""The practice network over HTTP: the part of the X API v2 that boards use, with its gates, bills and faults."""

from __future__ import annotations

import time
from collections.abc import Collection
from typing import Any

import twitter_text
from flask import Flask, Response, jsonify, request

from board_qa.practice.network import PracticeNetwork
from board_qa.practice.serving import Serving, failed, sent_object, switch_on
from board_qa.practice.x.posts import as_sent, history
from board_qa.practice.x.search import BadQuery, compile_query
from board_qa.practice.x.signatures import Signatures


class Api:
    """The network's HTTP face: one method for each endpoint, named as faults name it."""

    def __init__(self, network: PracticeNetwork, keys: tuple[str, str, str, str]) -> None:
        self._network, self._signatures = network, Signatures(keys)

    def app(self) -> Flask:
        app = Flask("practice_network", static_folder=None)
        app.before_request(self.check)
        for method, rule, view in (
            ("POST", "/2/tweets", self.create),
            ("DELETE", "/2/tweets/<post_id>", self.delete),
            ("GET", "/2/tweets", self.lookup),
            ("GET", "/2/tweets/search/recent", self.search),
            ("GET", "/2/users/<user_id>/mentions", self.mentions),
            ("GET", "/2/users/<user_id>/tweets", self.timeline),
            ("GET", "/2/users/me", self.me),
            ("GET", "/2/users/<user_id>", self.user),
        ):
            app.add_url_rule(rule, endpoint=view.__name__, view_func=view, methods=[method])
        app.add_url_rule("/practice/faults", "faults", lambda: switch_on(self._network), methods=["POST"])
        return app

    def check(self) -> Response | None:
        """Signature first, then whatever fault is switched on for this endpoint."""
        name = request.endpoint or ""
        if name == "faults":
            return None
        if not self._signatures.valid(request, time.time()):
            return _problem(401, "Unauthorized")
        self._network.calls.append(name)
        fault = self._network.fault(name)
        if fault is None:
            return _too_many(self._network, name) or _wrong_field_names(self._network)
        return failed(fault, lambda: getattr(self, name)(**(request.view_args or {})))

    def create(self) -> Response:
        return _create(self._network)

    def delete(self, post_id: str) -> Response:
        post = self._network.find(post_id)
        if post is None:
            return _problem(404, "No status found with that ID.")
        if post["author_id"] != self._network.board_id:
            return _problem(403, "You are not authorized to delete this Tweet.")
        self._network.delete(post_id)
        return jsonify(data={"deleted": True})

    def lookup(self) -> Response:
        return _lookup(self._network, request.args.get("ids", "").split(","))

    def search(self) -> Response:
        try:
            match = compile_query(request.args.get("query", ""), self._network.username)
        except BadQuery as error:
            return _problem(400, f"Invalid query: {error}", parameter="query")
        return _page(self._network, [post for post in self._network.current() if match(post)], "post", "next_token")

    def mentions(self, user_id: str) -> Response:
        found = [post for post in self._network.current() if self._network.mentions(post["text"], user_id)]
        return _page(self._network, found, "mention", "pagination_token")

    def timeline(self, user_id: str) -> Response:
        found = [post for post in self._network.current() if post["author_id"] == user_id]
        return _page(self._network, found, "mention", "pagination_token")

    def me(self) -> Response:
        row = self._network.account(self._network.board_id)
        return jsonify(data={"id": row["id"], "username": row["username"], "name": row["name"]})

    def user(self, user_id: str) -> Response:
        account = self._network.account(user_id)
        self._network.bill("user", user_id, self._network.prices["user"])
        return jsonify(data=_user(account, request.args.get("user.fields", "").split(",")))


class PracticeServer(Serving):
    """The network on a port, for whoever signs with these keys."""

    def __init__(self, network: PracticeNetwork, keys: tuple[str, str, str, str], port: int = 0) -> None:
        super().__init__(Api(network, keys).app(), port)


def _too_many(network: PracticeNetwork, name: str) -> Response | None:
    until = network.windows.full_until(name)
    if until is None:
        return None
    response = _problem(429, "Too Many Requests")
    response.headers["x-rate-limit-reset"] = str(int(until.timestamp()))
    return response


def _create(network: PracticeNetwork) -> Response:
    sent = sent_object()
    text, reply_to = str(sent.get("text", "")), str((sent.get("reply") or {}).get("in_reply_to_tweet_id", ""))
    if not twitter_text.parse_tweet(text).valid:
        return _problem(400, "Your Tweet text is too long.", parameter="text")
    if reply_to and not network.may_reply(network.board_id, reply_to):
        return _problem(403, "You can only reply where the author mentioned you.")
    with network.lock:
        if any(_same(network, p, text, reply_to) for p in network.current()):
            return _problem(403, "You are not allowed to create a Tweet with duplicate content.")
        post_id = network.post(network.board_id, text, reply_to=reply_to)
    price = "create_link" if twitter_text.extract_urls(text) else "create"
    network.bill("create", post_id, network.prices[price])
    response = jsonify(data={"id": post_id, "text": text, **history(network, [post_id])})
    response.status_code = 201
    return response


def _same(network: PracticeNetwork, post: dict[str, Any], text: str, reply_to: str) -> bool:
    """Whether the board has posted these words already, in answer to the same post."""
    return (post["author_id"], post["text"], post["in_reply_to"]) == (network.board_id, text, reply_to)


def _lookup(network: PracticeNetwork, ids: list[str]) -> Response:
    found = [post for id_ in ids if (post := network.find(id_))]
    for post in found:
        network.bill("post", post["id"], network.prices["post"])
    authors = {post["author_id"] for post in found}
    errors = [_not_there(id_) for id_ in sorted(filter(network.is_gone, ids))]
    errors += [_not_authorized(id_) for id_ in sorted(filter(network.is_hidden, ids))]
    body: dict[str, Any] = {"data": [_post(network, post) for post in found]} if found else {}
    body |= _includes(network, authors) if found else {}
    return jsonify(body | ({"errors": errors} if errors else {}))


def _not_there(id_: str) -> dict[str, str]:
    return _missing(id_, "Not Found Error", "Could not find tweet with ids", "resource-not-found")


def _not_authorized(id_: str) -> dict[str, str]:
    detail = "Sorry, you are not authorized to see the Tweet with ids"
    return _missing(id_, "Authorization Error", detail, "not-authorized-for-resource")


def _missing(id_: str, title: str, detail: str, kind: str) -> dict[str, str]:
    return {
        "value": id_,
        "resource_id": id_,
        "resource_type": "tweet",
        "parameter": "ids",
        "title": title,
        "detail": f"{detail}: [{id_}].",
        "type": f"https://api.twitter.com/2/problems/{kind}",
    }


def _includes(network: PracticeNetwork, authors: set[str]) -> dict[str, Any]:
    """The users an answer was asked to bring along, each of whom is billed; some are left out without a word."""
    if "author_id" not in request.args.get("expansions", ""):
        return {}
    accounts = [network.account(author) for author in sorted(authors)]
    wanted = request.args.get("user.fields", "").split(",")
    users = [_user(account, wanted) for account in accounts if not account["left_out"]]
    for user in users:
        network.bill("user", user["id"], network.prices["user"])
    return {"includes": {"users": users}} if users else {}


def _user(account: dict[str, Any], wanted: Collection[str]) -> dict[str, Any]:
    counts = {"public_metrics": {"followers_count": account["followers"]}} if "public_metrics" in wanted else {}
    return {name: account[name] for name in ("id", "username", "name")} | counts


def _post(network: PracticeNetwork, post: dict[str, Any]) -> dict[str, Any]:
    fields = request.args.get(f"{network.field_names}.fields", "").split(",")
    return as_sent(network, post, {*fields, *request.args.get("expansions", "").split(",")})


def _page(network: PracticeNetwork, found: list[dict[str, Any]], price: str, token_name: str) -> Response:
    since = request.args.get("since_id", "")
    newer = [post for post in found if not since or post["number"] > int(since)]
    start = request.args.get("start_time", "")
    newer = [post for post in newer if not start or post["created_at"][:19] >= start[:19]]
    size, offset = int(request.args.get("max_results", 10)), int(request.args.get(token_name, 0) or 0)
    if not 5 <= size <= 100:
        return _problem(400, "max_results must be between 5 and 100", parameter="max_results")
    page = newer[offset : offset + size]
    for post in page:
        network.bill("post", post["id"], network.prices[price])
    meta: dict[str, Any] = {"result_count": len(page)}
    if offset + size < len(newer):
        meta["next_token"] = str(offset + size)
    body: dict[str, Any] = {"meta": meta}
    if page:
        body |= {"data": [_post(network, post) for post in page]}
        body |= _includes(network, {post["author_id"] for post in page})
    return jsonify(body)


def _wrong_field_names(network: PracticeNetwork) -> Response | None:
    """While X renames its parameters, the other generation's names are a 400 that says which."""
    other = "tweet.fields" if network.field_names == "post" else "post.fields"
    if other in request.args:
        return _problem(400, f"The query parameter [{other}] is not one of the known ones.", parameter=other)
    return None


def _problem(status: int, detail: str, parameter: str = "") -> Response:
    body: dict[str, Any] = {"title": "Problem", "detail": detail, "status": status, "type": "about:blank"}
    if parameter:
        body["errors"] = [{"message": detail, "parameters": {parameter: [request.args.get(parameter, "")]}}]
    response = jsonify(body)
    response.status_code = status
    return response
