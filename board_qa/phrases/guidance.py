"""Short advice for staff beside the button it is about, in a sentence or three. The desk is in English only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Guidance:
    title: str
    advice: str


# By the button. The reasons are in docs/questions-by-post-policy.md.
GUIDANCE = {
    "decline": Guidance(
        "When to decline",
        "Only for a reason in this list: the asker reads it. If somebody else can answer, redirect it instead. "
        "If you are not sure, hold it and ask a colleague.",
    ),
    "redirect": Guidance(
        "When to redirect",
        "When somebody else can answer it better, such as PALS for one person’s care. Nothing is sent to them: "
        "tell that team yourself.",
    ),
    "override": Guidance(
        "When to approve as it is",
        "Only if the person it is about agreed, or if it is public already and matters to the question. "
        "Somebody in distress needs help first.",
    ),
    "put_on_screen": Guidance(
        "When to put it on screen",
        "When the chair is about to take it: everyone in the room sees it at once. Read it to the end first.",
    ),
    "publish": Guidance(
        "When to publish",
        "When a colleague has read it, and somebody will read the replies. You cannot change its words afterwards. "
        "In a pre-election period, check your policy first.",
    ),
}
