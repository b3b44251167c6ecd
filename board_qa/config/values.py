"""Reads each kind of value, and notes every mistake as a sentence for whoever set it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from board_qa import addresses

# 256 bits, where 128 are enough.
MAKE_A_KEY = "python3 -c 'import secrets; print(secrets.token_hex(32))'"
TOKEN_MIN = 16  # characters
# int() takes figures of other alphabets and underscores too, and refuses thousands of figures.
_A_NUMBER = re.compile(r"[0-9]{1,9}")


class Values:
    """What an environment says. `mistakes` are those of everything that was read so far."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self.mistakes: list[str] = []

    def text(self, name: str, default: str = "") -> str:
        """A setting, or the content of the file that NAME_FILE names, as secret stores hand them over."""
        path = self._environ.get(f"{name}_FILE", "")
        if not path:
            return self._environ.get(name, "").strip() or default
        try:
            return Path(path).read_text(encoding="utf-8").strip() or default
        except OSError:
            self.mistakes.append(f"{name}_FILE names a file that cannot be read: {path}")
            return default

    def number(self, name: str, default: int, low: int, high: int) -> int:
        text = self.text(name, str(default))
        if _A_NUMBER.fullmatch(text) and low <= int(text) <= high:
            return int(text)
        self.mistakes.append(f"{name} must be a whole number from {low} to {high}, not “{text}”")
        return default

    def yes(self, name: str, default: bool) -> bool:
        text = self.text(name, "1" if default else "0")
        if text not in ("0", "1"):
            self.mistakes.append(f"{name} must be 1 for yes or 0 for no, not “{text}”")
        return text == "1"

    def choice(self, name: str, default: str, *others: str) -> str:
        text = self.text(name, default)
        if text not in (default, *others):
            self.mistakes.append(f"{name} must be {' or '.join((default, *others))}, not “{text}”")
            return default
        return text

    def folder(self, name: str) -> Path | None:
        text = self.text(name)
        if text and not Path(text).is_dir():
            self.mistakes.append(f"{name} must name a folder that is there, not “{text}”")
        return Path(text).resolve() if text else None

    def token(self, name: str) -> str:
        token = self.text(name)
        if token and (len(token) < TOKEN_MIN or not re.fullmatch(r"[!-~]+", token)):
            self.mistakes.append(
                f"{name} needs {TOKEN_MIN} characters or more, without spaces and accents. Make one with: {MAKE_A_KEY}"
            )
        return token

    def dollars(self, name: str, default: float) -> float:
        text = self.text(name, str(default))
        try:
            amount = float(text)
        except ValueError:
            amount = -1.0
        if 0 <= amount < 1_000_000:
            return amount
        self.mistakes.append(f"{name} must be an amount in US dollars such as 25, not “{text}”")
        return default

    def address(self, name: str, default: str) -> str:
        text = self.text(name, default)
        try:
            return addresses.normal(text)
        except ValueError:
            self.mistakes.append(f"{name} must be an address that begins with http:// or https://, not “{text}”")
        return text

    def all_or_none(self, rule: str, names: Sequence[str]) -> list[str]:
        """What these are set to; some of them alone are a mistake."""
        values = [self.text(name) for name in names]
        missing = [name for name, value in zip(names, values, strict=True) if not value]
        if missing and len(missing) < len(names):
            self.mistakes.append(f"{rule}; missing: {', '.join(missing)}")
        return values
