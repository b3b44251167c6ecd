"""nginx as the repository configures it, on ports of its own and with a certificate that nobody trusts."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from tests.support.certificates import made_for
from tests.support.places import ROOT, free_port

HOST = "questions.board.example"
SITE = ROOT / "deploy" / "nginx" / "board-questions.conf"
TWO_PROCESSES = SITE.with_name("two-processes.conf")
OF_THE_UNIT = SITE.with_name("service.conf")
_SBIN = "/usr/sbin"  # which is on the path of no ordinary user

# What Debian's nginx.conf says around a site, with all that is written in a folder of the test's.
_AROUND = """
{user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 768; }}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    gzip on;
    include {folder}/site.conf;
}}
"""


@dataclass
class Nginx:
    """Where it listens, and what its own log says."""

    plain: str
    address: str
    folder: Path

    def browser(self) -> requests.Session:
        """A browser that knows the name of the site, and trusts its certificate."""
        http = requests.Session()
        http.trust_env = False  # or the machine's own list of certificates would count
        http.verify = str(self.folder / "fullchain.pem")
        http.headers["Host"] = HOST
        return http


def program() -> str:
    found = shutil.which("nginx", path=os.pathsep.join([os.environ.get("PATH", ""), _SBIN]))
    if not found:
        pytest.skip("no nginx on this machine: `apt-get install nginx-light` for these tests")
    return found


@contextmanager
def in_front_of(
    service: str, folder: Path, *changes: tuple[str, str], other: str = "", by_rsa: bool = False
) -> Iterator[Nginx]:
    """`changes`: what is another text in the site. `other`: of the two web processes the second. `by_rsa`: the
    certificate has a key of the older kind.
    """
    nginx, http, https = program(), free_port(), free_port()
    _make_certificate(folder, by_rsa)
    site = _site(folder, http, https, service, other)
    for text, instead in changes:
        assert text in site, text
        site = site.replace(text, instead)
    (folder / "site.conf").write_text(site)
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(_AROUND.format(folder=folder, user=user))
    command = [nginx, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    subprocess.run([*command, "-t", "-q"], check=True)
    process = subprocess.Popen([*command, "-g", "daemon off;"], env=_environment())
    started = Nginx(f"http://127.0.0.1:{http}", f"https://127.0.0.1:{https}", folder)
    try:
        _wait_for(started)
        yield started
    finally:
        process.terminate()
        process.wait(timeout=20)


def _site(folder: Path, http: int, https: int, service: str, other: str) -> str:
    """The site of the repository with what a board changes in it, and with ports that are free."""
    text = SITE.read_text()
    processes = {"127.0.0.1:8000": urlsplit(service).netloc}
    if other:
        text = TWO_PROCESSES.read_text() + re.sub(r"^upstream \w+ \{[^}]*\}$", "", text, flags=re.MULTILINE)
        processes = {"127.0.0.1:8001": urlsplit(service).netloc, "127.0.0.1:8002": urlsplit(other).netloc}
    for ours, here in {
        "listen 80;": f"listen 127.0.0.1:{http};",
        "listen 443 ": f"listen 127.0.0.1:{https} ",
        **processes,
        f"/etc/letsencrypt/live/{HOST}": str(folder),
        "/srv/board-questions/static": str(ROOT / "static"),
        "/var/log/nginx": str(folder),
        "/var/lib/nginx/board-questions": f"{folder}/kept",
    }.items():
        assert ours in text, ours
        text = text.replace(ours, here)
    return text


def _environment() -> dict[str, str]:
    """What its unit sets, on a machine whose clock shows another zone's time."""
    of_the_unit = dict(re.findall(r"^Environment=(\w+)=(\S+)$", OF_THE_UNIT.read_text(), re.MULTILINE))
    return {**os.environ, "TZ": "Asia/Kathmandu", **of_the_unit}


def _make_certificate(folder: Path, by_rsa: bool) -> None:
    key = rsa.generate_private_key(65_537, 2_048) if by_rsa else ec.generate_private_key(ec.SECP256R1())
    secret, made = made_for(HOST, key)
    (folder / "fullchain.pem").write_bytes(made)
    (folder / "privkey.pem").write_bytes(secret)


def _wait_for(nginx: Nginx) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            nginx.browser().get(f"{nginx.address}/readyz", timeout=5)
        except requests.ConnectionError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return
