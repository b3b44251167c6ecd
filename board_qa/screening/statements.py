"""Whether a text asks anything, in English or in Welsh.

Boards publish "a statement, not a question" as a reason for declining (domain/meetings/rules.py). Without a question
mark a text still asks if a sentence or clause of it starts as questions do, or makes a request. The words are those
any grammar of the two languages lists; other languages are not judged.
"""

from __future__ import annotations

import re

from board_qa.screening.patterns import any_of, one_of

_MARK = re.compile("[?\u061f\u055e\u1367]")  # folding made the full-width one plain; Arabic, Armenian, Ethiopic
_LEFT_OUT = re.compile(r"(?<!\w)[#@]\w+|https?://\S+")

# Where a sentence or clause may begin, with the small words people put before a question.
_BEFORE = one_of("and so but also ok okay hi hello sorry now then dear.board a ac ond felly")
_START = rf"(?:^|[.!:;,\n(\"-] ?)(?:{_BEFORE} ?,? )?"

_VERB = one_of(
    "is are was were does did can could will would should shall has may isn'?t aren'?t won'?t hasn'?t haven'?t "
    "doesn'?t didn'?t do have had"
)
_WHO = one_of("i you we they he she it this that there the my our your any all some people patients staff")
_QUESTION = any_of(
    *(
        _START + start
        for start in (
            r"(?:why|who|whose|whom|which)\b",
            r"what\b(?! an? )",  # not "What a wonderful team"
            rf"how (?:{_VERB}|long|many|much|often|far|come|about|big|soon|old|well|safe|to)\b",
            rf"(?:when|where) (?:{_VERB}|next|exactly)\b",  # not "When I visited"
            rf"{_VERB} {_WHO}\b",
            r"any (?:news|updates?|plans?|chance|idea|word)\b",
            one_of(
                "pryd pam ble beth pwy sut faint sawl pa oes ydy ydi ydych ydyn fydd fyddwch fyddai allwch allech "
                "wnewch wnaiff yw"
            )
            + r"\b",
        )
    )
)
_REQUEST = any_of(
    r"\b(?:please|plz|pls)\b|\bexplain\b|\b(?:tell|let) (?:us|me)\b",
    r"\b(?:can|could|would|will) (?:you|u|ya|we|i|someone|somebody)\b",
    r"\b(?:would|'d|want|wants|wish|like) (?:like )?to (?:know|ask|hear|understand)\b",
    r"\bwonder(?:ing)? (?:if|whether|why|when|what|how)\b|\b(?:i|i'm|we|we're|am|are) ask(?:ing)?\b",
    r"\basks? (?:what|why|when|how|who|where|if|whether|for|that)\b",
    r"\bgrateful (?:for|if)\b|\bappreciate (?:an?|if|your)\b|\bupdate on\b|\bmy question\b|\bquestion (?:is|for)\b",
    r"\bhoffwn (?:wybod|ofyn|i)\b|\bos gwelwch yn dda\b|\btybed\b|\besboniwch\b|\bdywedwch\b",
)


def asks_nothing(folded_text: str) -> bool:
    """No question mark, no sentence that starts like a question, no request."""
    text = _LEFT_OUT.sub("", folded_text).strip()
    return not (_MARK.search(text) or _QUESTION.search(text) or _REQUEST.search(text))
