"""What the keys of the desk do, as its help lists them. Every one of them has a button with the same words."""

from __future__ import annotations

# The names of the keys, with the words between them, and what they do.
SHORTCUTS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("J", "↓"), "Next question"),
    (("K", "↑"), "Previous question"),
    (("A",), "Approve"),
    (("R",), "Decline, then 1 to 9 for the reason"),
    (("E",), "Edit the wording"),
    (("M",), "Group with the most similar, or ungroup"),
    (("1", "to", "5"), "Group with that similar question"),
    (("W",), "Answer in writing"),
    (("H",), "Hold"),
    (("D",), "Redirect, then 1 to 9"),
    (("T",), "Brief the chair: who answers, and a note"),
    (("P",), "Put on screen"),
    (("F",), "Add a follow-up to this question"),
    (("[", "]"), "Move it earlier or later in the running order"),
    (("N",), "Mark answered, show next"),
    (("B",), "Blank the screen"),
    (("Q",), "Show the joining code"),
    (("Z",), "The end: say that the public section has closed"),
    (("S",), "Start the clock of the public section"),
    (("O",), "Overtime: 5 more minutes"),
    (("V",), "Go to the live post; Ctrl Enter there publishes it"),
    (("C",), "Take or release a question"),
    (("L",), "Log a question"),
    (("U",), "Undo your last action"),
    (("/",), "Search"),
    (("Esc",), "Close what is open"),
    (("?",), "This list"),
)
# The same of the page on which posts are tagged by their tone.
TONE_SHORTCUTS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("1",), "Positive"),
    (("2",), "Neutral"),
    (("3",), "Negative"),
    (("U",), "Take your last tag back"),
    (("J", "↓"), "Next post"),
    (("K", "↑"), "Previous post"),
    (("?",), "This list"),
)
