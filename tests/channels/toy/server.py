"""The practice network over HTTP: Toy's whole protocol, with its gates and faults."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask, Response, jsonify, request

from board_qa.practice.network import PracticeNetwork
from board_qa.practice.serving import Serving, failed, sent_object


class Api:
    """The network's HTTP face: one method for each endpoint, named as faults name it."""

    def __init__(self, network: PracticeNetwork, key: str) -> None:
        self._network, self._key = network, key

    def app(self) -> Flask:
        app = Flask("practice_toy", static_folder=None)
        app.before_request(self.check)
        for method, rule, view in (
            ("GET", "/me", self.me),
            ("POST", "/posts", self.publish),
            ("DELETE", "/posts/<post_id>", self.delete),
            ("GET", "/posts", self.lookup),
            ("GET", "/followers", self.followers),
            ("GET", "/posts/ours", self.ours),
            ("GET", "/posts/naming", self.naming),
            ("GET", "/posts/talk", self.talk),
        ):
            app.add_url_rule(rule, endpoint=view.__name__, view_func=view, methods=[method])
        return app

    def check(self) -> Response | None:
        name = request.endpoint or ""
        if request.headers.get("Authorization") != f"Bearer {self._key}":
            return Response("", 401)
        self._network.calls.append(name)
        fault = self._network.fault(name)
        return failed(fault, lambda: getattr(self, name)(**(request.view_args or {}))) if fault else None

    def me(self) -> Response:
        return jsonify(id=self._network.board_id, handle=self._network.username(self._network.board_id))

    def publish(self) -> Response:
        sent, network = sent_object(), self._network
        with network.lock:
            known = self._with_key(sent["key"])
            post_id = known[0]["id"] if known else ""
            post_id = post_id or network.post(network.board_id, sent["words"], sent["answers"], key=sent["key"])
        return jsonify(id=post_id)

    def delete(self, post_id: str) -> Response:
        post = self._network.find(post_id)
        if post is None:
            return Response("", 404)
        if post["author_id"] != self._network.board_id:
            return Response("", 403)
        self._network.delete(post_id)
        return jsonify(deleted=post_id)

    def lookup(self) -> Response:
        ids, network = request.args.getlist("id"), self._network
        found = [post for id_ in ids if (post := network.latest(id_))]
        gone, hidden = filter(network.is_gone, ids), filter(network.is_hidden, ids)
        return jsonify(posts=list(map(self._shown, found)), gone=list(gone), hidden=list(hidden))

    def followers(self) -> Response:
        found = [self._network.rows("SELECT * FROM user WHERE id = ?", [id_]) for id_ in request.args.getlist("id")]
        return jsonify({one["id"]: one["followers"] for rows in found for one in rows})

    def ours(self) -> Response:
        return jsonify(posts=list(map(self._shown, self._with_key(request.args["key"]))))

    def naming(self) -> Response:
        posts = self._network.current()
        return self._page([post for post in posts if self._network.mentions(post["text"], self._network.board_id)])

    def talk(self) -> Response:
        tags, under = "|".join(map(re.escape, request.args.getlist("tag"))), request.args.getlist("under")
        tagged = re.compile(rf"#({tags})(?!\w)", re.IGNORECASE)
        posts = self._network.current()
        return self._page([post for post in posts if tagged.search(post["text"]) or post["conversation_id"] in under])

    def _with_key(self, key: str) -> list[dict[str, Any]]:
        return [post for post in self._network.current() if post["key"] == key]

    def _page(self, found: list[dict[str, Any]]) -> Response:
        """Newest first, what changed since a moment, before a post."""
        since, before = request.args.get("since", ""), int(request.args.get("before") or 0)
        limit = int(request.args["limit"])
        # Moments are compared to the second: that is as far as two ways of writing them agree.
        posts = [post for post in found if post["created_at"][:19] >= since[:19]]
        posts = [post for post in posts if not before or int(post["first_id"]) < before]
        posts.sort(key=lambda post: int(post["first_id"]), reverse=True)
        return jsonify(posts=list(map(self._shown, posts[:limit])), more=len(posts) > limit)

    def _shown(self, post: dict[str, Any]) -> dict[str, Any]:
        account, versions = self._network.account(post["author_id"]), self._network.history(post)
        (first,) = self._network.rows("SELECT created_at FROM post WHERE id = ?", [post["first_id"]])
        answered = self._network.find(post["in_reply_to"])
        return {
            "id": post["first_id"],
            "edits": len(versions) - 1,
            "words": post["text"],
            "by": {"id": account["id"], "handle": account["username"], "name": account["name"]},
            "posted": first["created_at"],
            "changed": post["created_at"],
            "talk": post["conversation_id"],
            "answers": post["in_reply_to"],
            "answers_by": answered["author_id"] if answered else "",
            "counts": self._network.counts(post),
        }


class ToyServer(Serving):
    """The network on a port, for one account."""

    def __init__(self, network: PracticeNetwork, key: str) -> None:
        super().__init__(Api(network, key).app())
