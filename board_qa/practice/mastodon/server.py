"""The practice network over HTTP: the part of Mastodon's API that boards use, with its gates and faults.

An edit keeps the id of its post here: a post is known by its first version.
"""

from __future__ import annotations

import html
import re
from typing import Any

from flask import Flask, Response, jsonify, request

from board_qa.practice.network import PracticeNetwork
from board_qa.practice.serving import Serving, failed, switch_on

_PUBLIC = ("", "public", "unlisted")


class Api:
    """The network's HTTP face: one method for each endpoint, named as faults name it."""

    def __init__(self, network: PracticeNetwork, token: str) -> None:
        self._network, self._token = network, token
        # What not every server does: send one key once, and tell of several posts in one answer.
        self.heeds_keys = self.tells_several = self.keeps_ids = True
        self.length, self.of_a_link = 500, 23

    def app(self) -> Flask:
        app = Flask("practice_mastodon", static_folder=None)
        app.before_request(self.check)
        for method, rule, view in (
            ("GET", "/api/v1/accounts/verify_credentials", self.me),
            ("GET", "/api/v2/instance", self.instance),
            ("POST", "/api/v1/statuses", self.create),
            ("GET", "/api/v1/statuses", self.lookup_several),
            ("GET", "/api/v1/statuses/<post_id>", self.lookup),
            ("DELETE", "/api/v1/statuses/<post_id>", self.delete),
            ("GET", "/api/v1/statuses/<post_id>/context", self.context),
            ("GET", "/api/v1/timelines/tag/<tag>", self.hashtag),
            ("GET", "/api/v1/notifications", self.mentions),
            ("GET", "/api/v1/accounts/<account_id>/statuses", self.timeline),
        ):
            app.add_url_rule(rule, endpoint=view.__name__, view_func=view, methods=[method])
        app.add_url_rule("/practice/faults", "faults", lambda: switch_on(self._network), methods=["POST"])
        return app

    def check(self) -> Response | None:
        """The token first, then whatever fault is switched on for this endpoint."""
        name = request.endpoint or ""
        if name == "faults":
            return None
        if request.headers.get("Authorization") != f"Bearer {self._token}":
            return _problem(401, "The access token is invalid")
        self._network.calls.append(name)
        fault = self._network.fault(name)
        return failed(fault, lambda: getattr(self, name)(**(request.view_args or {}))) if fault else None

    def me(self) -> Response:
        return jsonify(self._account(self._network.board_id))

    def instance(self) -> Response:
        statuses = {"max_characters": self.length, "characters_reserved_per_url": self.of_a_link}
        return jsonify(domain="practice.invalid", configuration={"statuses": statuses})

    def create(self) -> Response:
        if len(re.sub(r"https?://\S+", "x" * self.of_a_link, request.form.get("status", ""))) > self.length:
            return _problem(422, f"Validation failed: Text character limit of {self.length} exceeded")
        network, key = self._network, request.headers.get("Idempotency-Key", "")
        with network.lock:
            known = network.rows("SELECT id FROM post WHERE key = ? AND key != ''", [key])
            if known and self.heeds_keys:
                return self._status(known[0]["id"])
            post_id = network.post(
                network.board_id,
                request.form.get("status", ""),
                reply_to=request.form.get("in_reply_to_id", ""),
                visibility=request.form.get("visibility", "public"),
                key=key,
            )
        return self._status(post_id)

    def delete(self, post_id: str) -> Response:
        """A server looks among the account's own posts alone: another account's is not found."""
        post = self._network.latest(post_id)
        if post is None or post["author_id"] != self._network.board_id:
            return _problem(404, "Record not found")
        self._network.delete(post_id)
        return jsonify({**self._shown(post), "text": post["text"]})

    def lookup(self, post_id: str) -> Response:
        return self._status(post_id)

    def lookup_several(self) -> Response:
        if not self.tells_several:
            return _problem(404, "Not found")
        found = [post for id_ in request.args.getlist("id[]") if (post := self._network.latest(id_))]
        return jsonify([self._shown(post) for post in found])

    def context(self, post_id: str) -> Response:
        call = self._network.latest(post_id)
        if call is None:
            return _problem(404, "Record not found")
        below = [
            post
            for post in reversed(self._network.current())
            if post["conversation_id"] == call["conversation_id"] and post["first_id"] != call["first_id"]
        ]
        return jsonify(ancestors=[], descendants=[self._shown(post) for post in below])

    def hashtag(self, tag: str) -> Response:
        whole = re.compile(rf"#{re.escape(tag)}(?!\w)", re.IGNORECASE)
        found = [post for post in self._network.current() if whole.search(post["text"])]
        return self._page([post for post in found if post["visibility"] in _PUBLIC])

    def mentions(self) -> Response:
        network = self._network
        found = [post for post in network.current() if network.mentions(post["text"], network.board_id)]
        return self._page(found, as_notifications=True)

    def timeline(self, account_id: str) -> Response:
        return self._page([post for post in self._network.current() if post["author_id"] == account_id])

    def _page(self, found: list[dict[str, Any]], as_notifications: bool = False) -> Response:
        """Newest first, between two ids."""
        newer, older = request.args.get("since_id", ""), request.args.get("max_id", "")
        number = {"after": int(newer or 0), "before": int(older or 0)}
        posts = [
            post
            for post in found
            if int(post["first_id"]) > number["after"] and (not older or int(post["first_id"]) < number["before"])
        ]
        posts.sort(key=lambda post: int(post["first_id"]), reverse=True)
        shown = [self._shown(post) for post in posts[: int(request.args.get("limit", 20))]]
        if as_notifications:
            return jsonify([{**one, "type": "mention", "status": one} for one in shown])
        return jsonify(shown)

    def _status(self, post_id: str) -> Response:
        post = self._network.latest(post_id)
        return jsonify(self._shown(post)) if post else _problem(404, "Record not found")

    def _shown(self, post: dict[str, Any]) -> dict[str, Any]:
        account, (first,) = (
            self._account(post["author_id"]),
            self._network.rows("SELECT created_at FROM post WHERE id = ?", [post["first_id"]]),
        )
        edited, counts = post["id"] != post["first_id"], self._network.counts(post)
        answered = self._network.latest(post["in_reply_to"])
        return {
            "id": self._id_of(post),
            "created_at": first["created_at"],
            "edited_at": post["created_at"] if edited else None,
            "in_reply_to_id": self._id_of(answered) if answered else post["in_reply_to"] or None,
            "in_reply_to_account_id": answered["author_id"] if answered else None,
            "favourites_count": counts["likes"],
            "reblogs_count": counts["reposts"],
            "replies_count": counts["replies"],
            "visibility": post["visibility"] or "public",
            "spoiler_text": "",
            "language": "en",
            "url": f"{account['url']}/{post['first_id']}",
            "content": f"<p>{html.escape(post['text'])}</p>".replace("\n", "<br />"),
            "account": account,
            "reblog": {"id": post["repost_of"], "content": ""} if post["repost_of"] else None,
        }

    def _id_of(self, post: dict[str, Any]) -> str:
        return str(post["first_id"] if self.keeps_ids else post["id"])

    def _account(self, user_id: str) -> dict[str, Any]:
        account = self._network.account(user_id)
        name, is_here = account["username"], user_id == self._network.board_id
        return {
            "id": account["id"],
            "username": name,
            "acct": name if is_here else f"{name}@practice.invalid",
            "display_name": account["name"],
            "url": f"https://practice.invalid/@{name}",
            "followers_count": account["followers"],
        }


class MastodonServer(Serving):
    """The network on a port, for one account."""

    def __init__(self, network: PracticeNetwork, token: str) -> None:
        self.api = Api(network, token)
        super().__init__(self.api.app())


def _problem(status: int, error: str) -> Response:
    response = jsonify(error=error)
    response.status_code = status
    return response
