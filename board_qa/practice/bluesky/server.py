"""The practice network over HTTP: the part of the AT Protocol that boards use, with its sessions, gates and faults."""

from __future__ import annotations

import json
from typing import Any

from flask import Flask, Response, jsonify, request

from board_qa.practice.bluesky.checks import fault_of
from board_qa.practice.bluesky.network import COLLECTION, BlueskyNetwork
from board_qa.practice.bluesky.sessions import AccountSessions
from board_qa.practice.bluesky.views import notification, post_view, profile_view, searchable, thread_view
from board_qa.practice.serving import Serving, failed, sent_object, switch_on

_NAMES = {
    "create_session": ("POST", "com.atproto.server.createSession"),
    "refresh_session": ("POST", "com.atproto.server.refreshSession"),
    "get_session": ("GET", "com.atproto.server.getSession"),
    "put_record": ("POST", "com.atproto.repo.putRecord"),
    "delete_record": ("POST", "com.atproto.repo.deleteRecord"),
    "get_record": ("GET", "com.atproto.repo.getRecord"),
    "resolve_handle": ("GET", "com.atproto.identity.resolveHandle"),
    "get_profile": ("GET", "app.bsky.actor.getProfile"),
    "get_profiles": ("GET", "app.bsky.actor.getProfiles"),
    "get_posts": ("GET", "app.bsky.feed.getPosts"),
    "get_post_thread": ("GET", "app.bsky.feed.getPostThread"),
    "search_posts": ("GET", "app.bsky.feed.searchPosts"),
    "list_notifications": ("GET", "app.bsky.notification.listNotifications"),
}
_WITHOUT_SESSION = ("create_session", "refresh_session")
_MOST_LOOKED_UP, _LARGEST_PAGE = 25, 100


class Api:
    """The network's HTTP face: one method for each endpoint, named as faults name it."""

    def __init__(self, network: BlueskyNetwork, sessions: AccountSessions) -> None:
        self._network, self._sessions = network, sessions

    def app(self) -> Flask:
        app = Flask("practice_bluesky", static_folder=None)
        app.before_request(self.check)
        for endpoint, (method, name) in _NAMES.items():
            app.add_url_rule(f"/xrpc/{name}", endpoint, getattr(self, endpoint), methods=[method])
        app.add_url_rule("/practice/faults", view_func=lambda: switch_on(self._network), methods=["POST"])
        return app

    def check(self) -> Response | None:
        """The session first, then whatever fault is switched on for this endpoint."""
        endpoint = request.endpoint or ""
        if endpoint not in _NAMES:
            return None
        self._network.calls.append(endpoint)
        if endpoint not in _WITHOUT_SESSION and not self._sessions.is_access(_token()):
            return _problem(400, "ExpiredToken", "Token has expired")
        fault = self._network.fault(endpoint)
        return failed(fault, getattr(self, endpoint)) if fault else None

    def create_session(self) -> Response:
        sent = sent_object()
        session = self._sessions.begin(str(sent.get("identifier", "")), str(sent.get("password", "")))
        refused = _problem(401, "AuthenticationRequired", "Invalid identifier or password")
        return refused if session is None else jsonify(session)

    def refresh_session(self) -> Response:
        session = self._sessions.renew(_token())
        return _problem(400, "ExpiredToken", "Token has been revoked") if session is None else jsonify(session)

    def get_session(self) -> Response:
        return jsonify(self._sessions.whose())

    def put_record(self) -> Response:
        sent = sent_object()
        key, record = str(sent.get("rkey", "")), sent.get("record")
        if not self._is_ours(sent):
            return _problem(400, "InvalidRequest", "Could not find repo or collection")
        problem = fault_of(key, record) if isinstance(record, dict) else "Missing record"
        if problem:
            return _problem(400, "InvalidRequest", problem)
        uri, cid = self._network.put(self._network.board_did, key, sent["record"])
        return jsonify(uri=uri, cid=cid, validationStatus="valid")

    def delete_record(self) -> Response:
        """What is not there needs no deleting."""
        sent = sent_object()
        if not self._is_ours(sent):
            return _problem(400, "InvalidRequest", "Could not find repo or collection")
        self._network.delete(f"at://{self._network.board_did}/{COLLECTION}/{sent.get('rkey', '')}")
        return jsonify({})

    def _is_ours(self, sent: dict[str, Any]) -> bool:
        return (sent.get("repo"), sent.get("collection")) == (self._network.board_did, COLLECTION)

    def get_record(self) -> Response:
        uri = f"at://{request.args['repo']}/{request.args['collection']}/{request.args['rkey']}"
        post = self._network.stored(uri)
        if post is None:
            return _problem(400, "RecordNotFound", f"Could not locate record: {uri}")
        return jsonify(uri=uri, cid=post["cid"], value=json.loads(post["record"]))

    def resolve_handle(self) -> Response:
        did = self._network.did_of(request.args.get("handle", ""))
        return jsonify(did=did) if did else _problem(400, "InvalidRequest", "Unable to resolve handle")

    def get_profile(self) -> Response:
        found = self._network.profiles([request.args.get("actor", "")])
        return jsonify(profile_view(found[0])) if found else _problem(400, "InvalidRequest", "Profile not found")

    def get_profiles(self) -> Response:
        """Who is not there is left out in silence."""
        actors = request.args.getlist("actors")
        if not 0 < len(actors) <= _MOST_LOOKED_UP or not all(actor.startswith("did:") for actor in actors):
            return _problem(400, "InvalidRequest", f"actors must be 1 to {_MOST_LOOKED_UP} at-identifiers")
        return jsonify(profiles=[profile_view(one) for one in self._network.profiles(actors)])

    def get_posts(self) -> Response:
        """What cannot be seen is left out in silence."""
        uris = request.args.getlist("uris")
        if not 0 < len(uris) <= _MOST_LOOKED_UP or not all(uri.startswith("at://") for uri in uris):
            return _problem(400, "InvalidRequest", f"uris must be 1 to {_MOST_LOOKED_UP} at-uris")
        found = [post for uri in uris if (post := self._network.find(uri))]
        return jsonify(posts=[post_view(self._network, post) for post in found])

    def get_post_thread(self) -> Response:
        uri = request.args.get("uri", "")
        thread = thread_view(self._network, uri, int(request.args.get("depth", 6)))
        return _problem(400, "NotFound", f"Post not found: {uri}") if thread is None else jsonify(thread=thread)

    def search_posts(self) -> Response:
        """By the beginnings of words, as the real one finds #TagChoir where it is asked for #Tag, and by the hashtags
        that stand beside the text."""
        words = request.args.get("q", "").casefold().split()
        since = request.args.get("since", "")
        found = [
            post_view(self._network, post)
            for post in self._network.current()
            if post["sort_at"][:19] >= since[:19]
            and all(word in searchable(json.loads(post["record"])) for word in words)
        ]
        return _page("posts", found) if words else _problem(400, "InvalidRequest", "Params must have the property q")

    def list_notifications(self) -> Response:
        told = (notification(self._network, post) for post in self._network.current())
        reasons = request.args.getlist("reasons")
        return _page("notifications", [one for one in told if one and (not reasons or one["reason"] in reasons)])


class BlueskyServer(Serving):
    """The network on a port, for one account."""

    def __init__(self, network: BlueskyNetwork, handle: str, app_password: str) -> None:
        self.sessions = AccountSessions(network.board_did, handle, app_password, network.clock)
        super().__init__(Api(network, self.sessions).app())


def _token() -> str:
    return request.headers.get("Authorization", "").removeprefix("Bearer ")


def _page(name: str, found: list[dict[str, Any]]) -> Response:
    size, offset = int(request.args.get("limit", 50)), int(request.args.get("cursor") or 0)
    if not 1 <= size <= _LARGEST_PAGE:
        return _problem(400, "InvalidRequest", f"limit must be 1 to {_LARGEST_PAGE}")
    more = {"cursor": str(offset + size)} if offset + size < len(found) else {}
    return jsonify({name: found[offset : offset + size], **more})


def _problem(status: int, name: str, message: str) -> Response:
    response = jsonify(error=name, message=message)
    response.status_code = status
    return response
