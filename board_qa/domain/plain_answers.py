"""The part of the public rules page about answers: the order, the meeting, written answers, publishing and help."""

from __future__ import annotations

from .deadlines import DeadlineKind, DueUnit, counted
from .rules import Rules


def where_else(rules: Rules) -> list[str]:
    """Redirects are no rejections, and the page says so; nothing where a board has none."""
    if not rules.redirects:
        return []
    sentences = [f"{redirect.name}: {redirect.advice}" for redirect in rules.redirects]
    return ["Some questions get a better answer somewhere else. This does not mean we declined them.", *sentences]


def order() -> list[str]:
    """The order is no setting: every board's questions are taken as they were received."""
    return [
        "We take questions in the order we get them.",
        "The moderator may change the order. We record each change.",
        "Support from other people shows us what matters to them. It never decides the order.",
    ]


def at_the_meeting(rules: Rules, section_minutes: int) -> list[str]:
    """How much time there is."""
    sentences = [f"We keep {counted(section_minutes, 'minute')} of the meeting for questions."]
    if rules.minutes_per_question:
        sentences.append(
            f"Each question and its answer can take up to {counted(rules.minutes_per_question, 'minute')}."
        )
    if rules.supplementary:
        return [*sentences, "After you hear the answer, you can ask a follow-up question."]
    return [*sentences, "There is no time for follow-up questions."]


def written_answers(rules: Rules) -> list[str]:
    """When they are due, and what counts as a working day where the deadline did not already say it."""
    due = rules.written_due
    if due.unit is DueUnit.MONTHS:
        time = counted(due.count, "month")
        weekend = ["If that day is not a working day, you get it on the working day before."]
    else:
        time = counted(due.count, "working day")
        weekend = []
    sentences = [f"If we answer in writing, you get the answer within {time} of the meeting.", *weekend]
    return [*sentences, working_days(rules)] if rules.deadline.kind is DeadlineKind.HOURS else sentences


def what_we_publish(rules: Rules) -> list[str]:
    """What the public record holds, and when."""
    unless = ", unless you asked us not to show it" if rules.names_may_be_withheld else ""
    declined = "also publish questions that we declined, with the reason" if rules.publish_declined else ""
    sentences = [f"We publish your question, the answer and the name you gave{unless}."]
    if rules.publish_within_days:
        sentences.append(f"We do this within {counted(rules.publish_within_days, 'day')} of the meeting.")
    return [*sentences, f"We {declined or 'do not publish questions that we declined'}."]


def urgent_help(rules: Rules) -> list[str]:
    """Where someone in distress finds help at once; nothing where a board names nowhere."""
    return ["We cannot give urgent help here.", *rules.signposts] if rules.signposts else []


def working_days(rules: Rules) -> str:
    """What counts as a working day, which depends on the nation."""
    return f"Working days are Monday to Friday, except bank holidays in {rules.nation.capitalize()}."
