"""Look for packages with a known fault, and for keys in files of the repository: `make audit`, also in the gate.

Packages are asked about at OSV (osv.dev) by pip-audit, each in the version that requirements-dev.txt locks, which has
those of requirements.txt too. Where OSV cannot be reached it says so. Keys are found by their shape, by detect-secrets;
a name and password in an address are not looked for, because the guides are full of examples of those.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

import requests
from detect_secrets.core.scan import scan_file
from detect_secrets.settings import transient_settings

from tests.support.places import ROOT

OSV = "https://api.osv.dev/v1/query"
_PIP_AUDIT = "pip-audit==2.10.0"
_PATIENCE = 20  # seconds
_SHAPES = (
    *("AWSKeyDetector", "AzureStorageKeyDetector", "DiscordBotTokenDetector", "GitHubTokenDetector"),
    *("GitLabTokenDetector", "JwtTokenDetector", "MailchimpDetector", "NpmDetector", "OpenAIDetector"),
    *("PrivateKeyDetector", "PypiTokenDetector", "SendGridDetector", "SlackDetector", "StripeDetector"),
    *("TelegramBotTokenDetector", "TwilioKeyDetector"),
)


def packages(osv: str = OSV) -> tuple[int, str]:
    """0 where no fault is known, or nobody could be asked; else 1. And what to say."""
    anything = {"package": {"name": "pip", "ecosystem": "PyPI"}, "version": "26.0"}
    try:
        requests.post(osv, json=anything, timeout=_PATIENCE).raise_for_status()
    except requests.RequestException:
        return 0, f"Packages were not audited: {urlsplit(osv).hostname} cannot be reached from here."
    uv = [sys.executable, "-m", "uv", "tool", "run", "--quiet", "--from", _PIP_AUDIT]
    asked = ["pip-audit", "--vulnerability-service=osv", f"--osv-url={osv}", "--disable-pip", "--require-hashes"]
    locked = f"--requirement={ROOT / 'requirements-dev.txt'}"
    said = subprocess.run([*uv, *asked, locked], capture_output=True, text=True, check=False)
    return said.returncode, f"{said.stdout}{said.stderr}".strip()


def keys_in(files: Iterable[Path]) -> list[str]:
    """Where something stands that has the shape of a key, as "file:line kind"."""
    with transient_settings({"plugins_used": [{"name": shape} for shape in _SHAPES]}):
        return [f"{file}:{found.line_number} {found.type}" for file in files for found in scan_file(str(file))]


def _tracked() -> list[Path]:
    said = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in said.split("\0") if name]


def main() -> int:
    code, said = packages()
    found = keys_in(_tracked())
    print(said)
    print("\n".join(["These look like keys:", *found]) if found else "No file has anything of the shape of a key.")
    return 1 if found else code


if __name__ == "__main__":
    sys.exit(main())
