"""Texts and files as they are made up for a property: any characters, with what parsers trip over among them."""

from __future__ import annotations

from hypothesis import strategies as st

# What a parser, a screen or a rule takes for more than a letter.
_TELLING = (
    *(",", ";", "\t", '"', "'", "\n", "\r\n", "\r", "\x00", "\x1f", "\u2028", "\ufeff", "sep=;\n", "=1+1", "@", "#"),
    *("\u0301" * 5, "\u202e", "\u200b", "\u200d", "\u115f", "👩\u200d👧", "🇬🇧", "ŵ", "ﷺ", "İ", "\ud800", "\U000e0041"),
    *("<script>", "</textarea>", "{{ 7*7 }}", "%s", "\\", "?", "-", "+", ".", ":", "/", "//", "https://"),
    *("x.com/i/status/1", "943 476 5919", "07700 900123", "SW1A 1AA", "anne@example.org", "f**k", "My mum ", "Why? "),
    *("＠", "12/11/1956", "19/11/2026 14:30", "2026-11-19T14:30Z", "stop"),
    *("Question", "Who asked", "When", "Link", "Network"),
)  # fmt: skip
_piece = st.one_of(st.text(alphabet=st.characters(), max_size=20), st.sampled_from(_TELLING))

texts = st.lists(_piece, max_size=30).map("".join)
files = st.one_of(
    st.binary(max_size=400),
    st.builds(
        lambda text, encoding: text.encode(encoding, "replace"),
        texts,
        st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "mac_roman", "cp850")),
    ),
)


def says_why(refused: Exception) -> None:
    """Whoever is refused reads what is wrong."""
    assert str(refused).strip()
