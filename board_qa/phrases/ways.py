"""What the columns of "Which channel next" are called and what each counts, wherever they stand: page, CSV and JSON."""

from __future__ import annotations

from board_qa.domain.listening.ways import Bill, Way
from board_qa.phrases.findings import way_said
from board_qa.phrases.listening import Said

# Counted in US dollars.
COSTS = ("cost", "cost_a_question")
_MILLION = 1_000_000

WAYS: tuple[Said[Way], ...] = (
    Said("asked", "Questions", "How many came this way. Withdrawn ones are left out.", lambda way: way.asked),
    Said("share", "Share of all", "Of a hundred questions of this meeting.", lambda way: way.share),
    Said(
        "answered",
        "Answered",
        "Aloud or in writing, promised answers too. A question that was grouped with another counts as that one.",
        lambda way: way.answered,
    ),
    Said(
        "share_answered",
        "Share answered",
        "Of a hundred that came this way. If it is much lower than the others, find out why: everybody should have the "
        "same chance.",
        lambda way: way.share_answered,
    ),
    Said(
        "posts",
        "Posts heard",
        "Posts in the time that is counted, with the hashtag, below our call or naming us. Our own and reposts are "
        "left out. A dash where we read nothing.",
        lambda way: way.posts,
    ),
    Said("accounts", "Accounts", "How many accounts wrote those posts.", lambda way: way.accounts),
    Said(
        "cost",
        "Cost",
        "What the network charged for reading and posting for this meeting, in US dollars. A reading that served "
        "several meetings is charged to one of them, and looking later whether posts are still there to none. The time "
        "of your staff is not counted.",
        lambda way: None if way.cost is None else way.cost / _MILLION,
    ),
    Said(
        "cost_a_question",
        "Cost a question",
        "The cost divided by the questions that came this way.",
        lambda way: None if way.cost_a_question is None else way.cost_a_question / _MILLION,
    ),
)

# What stands in place of a cost, or behind it.
BILLS = {
    Bill.CHARGED: "charged by the network",
    Bill.FREE: "free",
    Bill.UNKNOWN: "not known",
    Bill.NOT_COUNTED: "not counted",
}
POLL_MEANS = (
    "People who answered the poll on the public page, each device once. They are not all people: whoever did not open "
    "the page is not among them."
)


def way_called(way: Way) -> str:
    named = way_said(way.name)
    return f"{named}, through a partner’s link" if way.through_partner else named
