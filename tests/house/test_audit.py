"""What `make audit` says, where a key is found and where nobody can be asked about packages."""

from __future__ import annotations

from pathlib import Path

from tests.measures.audit import keys_in, packages
from tests.support.places import free_port


def test_a_key_is_found_and_an_example_is_not(tmp_path: Path) -> None:
    key, example = tmp_path / "key.txt", tmp_path / "example.txt"
    key.write_text("\n".join(["one", f"-----BEGIN {'RSA'} PRIVATE KEY-----"]))
    example.write_text("SMTP_URL=smtp://name:password@mail.example:587")

    assert keys_in([key, example]) == [f"{key}:2 Private Key"]


def test_where_nobody_can_be_asked_about_packages_it_says_so() -> None:
    assert packages(f"http://127.0.0.1:{free_port()}") == (
        0,
        "Packages were not audited: 127.0.0.1 cannot be reached from here.",
    )
