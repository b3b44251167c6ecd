"""A real provider of OpenID Connect in a process of its own, and somebody who signs in there without a screen."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from urllib.parse import urljoin

import pytest
import requests

from tests.support.places import ROOT, free_port

CLIENT = ("board", "a secret of this service")


@contextmanager
def provider(back: str, port: int | None = None) -> Iterator[str]:
    """Its issuer. A test that needs it is skipped where it is not installed."""
    if not (ROOT / "node_modules" / "oidc-provider").is_dir():
        pytest.skip("oidc-provider is not installed: npm ci")
    port = port or free_port()
    command = ["node", str(ROOT / "tests/support/openid_provider.mjs"), str(port), *CLIENT, back]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            assert process.stdout is not None
            assert any("ready" in line for line in process.stdout)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def go_through(address: str, name: str, back: str) -> str:
    """Sign in there under this name and agree; the address that the provider sends the browser back to."""
    http, answer = requests.Session(), None
    for _ in range(12):
        answer = http.get(address, allow_redirects=False, timeout=20)
        if answer.is_redirect:
            address = urljoin(address, answer.headers["Location"])
        else:
            sent = http.post(*_form(answer, name), allow_redirects=False, timeout=20)
            address = urljoin(address, sent.headers["Location"])
        if address.startswith(back):
            return address
    raise AssertionError(answer.text if answer else address)


def _form(page: requests.Response, name: str) -> tuple[str, dict[str, str]]:
    action = re.search(r'<form[^>]*action="([^"]+)"', page.text)
    assert action, page.text
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="(\w*)"', page.text))
    typed = {"login": name, "password": "any"} if hidden.get("prompt") == "login" else {}
    return urljoin(page.url, unescape(action.group(1))), hidden | typed
