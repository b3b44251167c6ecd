"""Backups that nobody reads without the key, in the age format (https://age-encryption.org): `age -d` opens them too.

The key is a passphrase, or a public key whose secret half is kept on another machine.
"""

from __future__ import annotations

from pathlib import Path

import pyrage

from board_qa.ports.backups import NotDone

ENDING = ".age"
_BEGINNING = b"age-encryption.org/v1\n"
_PUBLIC, _SECRET = "age1", "AGE-SECRET-KEY-"


def is_public(key: str) -> bool:
    """Whether it only closes."""
    return key.startswith(_PUBLIC)


def is_sealed(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(len(_BEGINNING)) == _BEGINNING


def seal(content: bytes, key: str) -> bytes:
    """Raises NotDone."""
    if not is_public(key):
        return bytes(pyrage.passphrase.encrypt(content, key))
    try:
        return bytes(pyrage.encrypt(content, [pyrage.x25519.Recipient.from_str(key)]))
    except pyrage.RecipientError as error:
        raise NotDone("BACKUP_KEY is no public key: part of it is missing or was mistyped.") from error


def unseal(file: Path, key: str) -> bytes:
    """What is in an encrypted file. Raises NotDone."""
    if not key or is_public(key):
        raise NotDone(f"{file} is encrypted: its passphrase or secret key is needed.")
    try:
        if key.startswith(_SECRET):
            return bytes(pyrage.decrypt(file.read_bytes(), [pyrage.x25519.Identity.from_str(key)]))
        return bytes(pyrage.passphrase.decrypt(file.read_bytes(), key))
    except (pyrage.DecryptError, pyrage.IdentityError) as error:
        raise NotDone(f"{file} cannot be opened with this key, or is damaged.") from error


def new_keys() -> tuple[str, str]:
    """A public key and its secret half."""
    secret = pyrage.x25519.Identity.generate()
    return str(secret.to_public()), str(secret)
