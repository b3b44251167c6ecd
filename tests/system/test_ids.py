"""What nobody may guess: as many bits of the operating system's chance as it says, and never the same twice."""

from __future__ import annotations

from base64 import urlsafe_b64decode

from board_qa.system.ids import RandomIds


def test_a_token_is_128_bits_that_fit_an_address() -> None:
    tokens = {RandomIds().token() for _ in range(1000)}

    assert len(tokens) == 1000
    assert {len(urlsafe_b64decode(f"{token}==")) for token in tokens} == {16}


def test_of_bytes_there_are_as_many_as_were_asked_for_and_every_bit_is_one_at_times() -> None:
    made = [RandomIds().bytes(20) for _ in range(1000)]
    ever_one, always_one = 0, 2**160 - 1
    for one in made:
        ever_one, always_one = ever_one | int.from_bytes(one), always_one & int.from_bytes(one)

    assert {len(one) for one in made} == {20}
    assert (ever_one, always_one) == (2**160 - 1, 0)
