"""A few hundred hostile inputs to a real server. `make hostile` sends 10,000."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.measures.hostile.inputs import MARK
from tests.measures.hostile.judging import Verdict, alive_in, formulas_in
from tests.measures.hostile.trying import attack
from tests.support.running import running

pytestmark = pytest.mark.server


def test_no_input_breaks_the_service_or_comes_alive_in_what_it_says() -> None:
    with running(PRACTICE="1", PROXIES="1", QUESTIONS_AN_HOUR="1000000") as live:
        verdict = attack(live, 400)

    assert verdict.is_good, f"{verdict}: {verdict.where}"
    assert len(verdict.places) > 300


def test_what_looks_for_markup_and_formulas_finds_them() -> None:
    page = b"<p>typed: <zqmark>, <img src=x onerror='zqmark'>, <a href='javascript:1'>, <b style='top:0'></p>"

    assert len(list(alive_in(page.replace(b"zqmark", MARK.encode())))) == 4
    assert list(formulas_in(b'a,=1+1,-3,"  @SUM(1)"\n')) == ["'=1+1'", "'  @SUM(1)'"]
    assert not Verdict(wrong=Counter({"formulas": 1})).is_good
