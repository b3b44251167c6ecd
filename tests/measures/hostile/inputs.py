"""Hostile texts, made from a seed: each family is a way in which something, somewhere, was once broken.

Where a text would come alive it does so as `MARK`: as an element, an attribute, a script, a header or a line of that
name, so that whoever judges a page need only look for it.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator

MARK = "zqmark"
SCRIPT = f"window.{MARK}=1"

Maker = Callable[[random.Random], str]


def texts(seed: int) -> Iterator[str]:
    """One family after the other, for ever; the same for the same seed."""
    chance = random.Random(seed)
    while True:
        for make in FAMILIES:
            yield make(chance)


def markup(chance: random.Random) -> str:
    return chance.choice(
        ("", '">', "'>", "</textarea>", "</title>", "</script>", "-->", "]]>", "\u2028")
    ) + chance.choice(
        (
            f"<{MARK}>",
            f"<{MARK} x=1",
            f"<script>{SCRIPT}</script>",
            f"<img src=x onerror={SCRIPT}>",
            f"<svg/onload={SCRIPT}>",
            f'" {MARK}=1 onfocus={SCRIPT} autofocus "',
            f"' {MARK}=1 onfocus={SCRIPT} '",
            f"<a href='javascript:{SCRIPT}'>x</a>",
            f"javascript:{SCRIPT}",
            f"data:text/html,<script>{SCRIPT}</script>",
            f"<!--{MARK}--><{MARK}>",
            f"<![CDATA[<{MARK}>]]>",
            f"&lt;{MARK}&gt;&#60;{MARK}&#62;",
            f"<math><mtext><table><mglyph><style><{MARK}>",
            f"<scr<script>ipt>{SCRIPT}</script>",
            f"\uff1c{MARK}\uff1e\u003c{MARK}\u003e",
        )
    )


def queries(chance: random.Random) -> str:
    return chance.choice(
        (
            "' OR '1'='1",
            "'; DROP TABLE question; --",
            '" UNION SELECT token FROM question --',
            "1); ATTACH DATABASE '/tmp/x' AS x; --",
            "%' ESCAPE '\\",
            "\\",
            '"unclosed',
            "NEAR(a b, 99999999999999999999)",
            "a* OR (b AND NOT",
            "^:{}[]()*-+",
            "$1 :1 ?1 @a %s %(x)s",
        )
    )


def templates(chance: random.Random) -> str:
    return chance.choice(
        (
            "{{ 7*7 }}",
            "{{ config.SECRET_KEY }}",
            "{% raw %}",
            "{0.__class__.__init__.__globals__}",
            "{address!r:>9999999}",
            "%(limit)s %n %s %%",
            "%999999999d",
            "${7*7} #{7*7} <%= 7*7 %>",
            "$(id) `id` ; id | id",
            "!!python/object/apply:os.system ['id']",
        )
    )


def formulas(chance: random.Random) -> str:
    begin = chance.choice(("", " ", "\t", "\r", "\n", "\u200b", "\ufeff", "\u00a0", "\x00"))
    return (
        begin + chance.choice("=+-@＝＋－＠") + chance.choice((f'HYPERLINK("x","{MARK}")', "1+1", "cmd|' /C calc'!A0"))
    )


def unseen(chance: random.Random) -> str:
    return chance.choice(
        (
            "\u202egnp.exe\u202c",
            "\u2066\u2067\u2068",
            "a" + "\u0301" * 400,
            "Z\u0351\u036b\u0343" * 60,
            "\u200d".join("👩👩👧👦" * 20),
            "\U000e0041\U000e0042",
            "\x00\x01\x07\x08\x1b[31m\x7f\x85",
            "\ufffe\uffff\U0010ffff",
            "\ufdfa" * 30,
            "ﷺ" * 300,
            "İıſK" * 40,
            "\u2028\u2029\x0b\x0c\x1c",
            "\u202e" * 200 + MARK,
            " \u00a0\u2003\u3164\u115f",
            "",
        )
    )


def surrogates(chance: random.Random) -> str:
    """Half a character, as no UTF-8 has it: it goes out as the three bytes that some programs write."""
    return chance.choice(("\ud800", "a\udfffb", "\udc80" * 3, f"\ud83d<{MARK}>"))


def lines(chance: random.Random) -> str:
    end = chance.choice(("\r\n", "\n", "\r", "\u2028", "\x0b", "%0d%0a", "\u560a\u560d"))
    return f"a{end}X-{MARK}: 1{end}Set-Cookie: {MARK}=1{end}{end}<{MARK}>"


def paths(chance: random.Random) -> str:
    return chance.choice(
        (
            "../" * 12 + "etc/passwd",
            "..\\..\\windows\\win.ini",
            "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
            "....//....//etc/passwd",
            "/etc/passwd\x00.png",
            "file:///etc/passwd",
            "//evil.example/",
            "\\\\evil.example\\share",
            "https://evil.example@127.0.0.1/",
            "http://[::1",
            "http://\ud800/",
            "CON",
            ".",
        )
    )


def numbers(chance: random.Random) -> str:
    return chance.choice(
        (
            "0",
            "-1",
            "-0",
            "2147483648",
            "9223372036854775808",
            "9" * 400,
            "9" * 5_000,
            "1e999",
            "NaN",
            "Infinity",
            "0x7f",
            "１２",
            "٣",
            "²",
            "1_000",
            " 1 ",
            "1.5",
            "1,5",
            "True",
        )
    )


def dates(chance: random.Random) -> str:
    return chance.choice(
        (
            "0000-00-00",
            "0001-01-01",
            "9999-12-31",
            "10000-01-01",
            "2026-02-30",
            "2026-13-45T99:99",
            "9999-12-31T23:59",
            "0001-01-01T00:00",
            "2026-03-29T01:30",
            "-2026-01-01",
            "２０２６-１１-２７",
            "24:00",
            "99:99",
            "25/12/99999",
        )
    )


def long_ones(chance: random.Random) -> str:
    piece = chance.choice(
        ("a", "a ", "<b>", "&", "ŵ", "\n", "#a ", "@a ", "http://a.b/ ", "(", "0", "👩🏽‍🚒", "=", '"', "%")
    )
    return piece * chance.choice((501, 5_000, 40_000 // len(piece)))


def wrong_shapes(chance: random.Random) -> str:
    return chance.choice(
        (
            "[" * 20_000,
            '{"a":' * 5_000 + "1" + "}" * 5_000,
            "{}",
            "[]",
            "null",
            "[null,{},[1]]",
            '{"__proto__": {"x": 1}}',
            json.dumps({"code": {"$ne": 1}, "screen": [1], "desk": "1"}),
            json.dumps({"desk": 10**400}),
            json.dumps({"code": ["A"] * 50, "language": {"cy": 1}}),
            json.dumps({"screen": "é\u0000\ud800", "desk": True}),
            '{"a": 1e400, "b": NaN}',
            "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
            "a=b&a[]=c&a[b]=d&=&&",
        )
    )


FAMILIES: tuple[Maker, ...] = (
    markup,
    queries,
    templates,
    formulas,
    unseen,
    surrogates,
    lines,
    paths,
    numbers,
    dates,
    long_ones,
    wrong_shapes,
)


def as_bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
