"""What the screens call things: one vocabulary for pages, the desk and error messages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from board_qa.domain.accounts.changes import AccountAction, AccountChange
from board_qa.domain.accounts.roles import TITLES, Right, Role, roles_with
from board_qa.domain.meetings.rules import Late, LengthUnit, Rules
from board_qa.domain.networks.errors import ChannelErrorKind, sentence
from board_qa.domain.networks.outbox import OutboxState
from board_qa.domain.networks.posts import Source
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import Question, State
from board_qa.domain.questions.transitions import GroupMovedAway, NotAllowed
from board_qa.domain.text import spoken
from board_qa.domain.text.flags import PERSONAL, Kind
from board_qa.domain.text.saying import gettext_noop
from board_qa.domain.text.spoken import near_time
from board_qa.domain.text.wording import QUESTION_LIMIT
from board_qa.phrases.history import DONE
from board_qa.web.shell.language import forms, say
from board_qa.web.shell.refusals import BELONGS_HERE

STATES = {
    State.RECEIVED: "To check",
    State.HELD: "On hold",
    State.ACCEPTED: "Approved",
    State.ON_SCREEN: "On screen",
    State.WRITTEN: "To be answered in writing",
    State.ANSWERED: "Answered",
    State.DECLINED: "Declined",
    State.REDIRECTED: "Redirected",
    State.GROUPED: "Grouped",
    State.WITHDRAWN: "Withdrawn",
}

STATE_COLOURS = {
    State.RECEIVED: "yellow", State.HELD: "orange", State.ACCEPTED: "green", State.ON_SCREEN: "blue",
    State.WRITTEN: "blue", State.ANSWERED: "grey", State.DECLINED: "red", State.REDIRECTED: "purple",
    State.GROUPED: "blue", State.WITHDRAWN: "grey",
}  # fmt: skip
# Red is for what must not be published or must not wait; the rest is for information.
FLAG_COLOURS = {
    kind: "red" if kind in PERSONAL or kind in (Kind.DISTRESS, Kind.ABUSE) else "yellow" for kind in Kind
} | {Kind.LANGUAGE: "blue", Kind.UNREAD: "orange"}
# Who says a question aloud at the meeting, on the chair's run sheet.
PUT_BY = {
    "in_person": "The asker, who comes to the meeting",
    "read_out": "Read it out for the asker",
    "either": "The asker did not say whether they will come: read it out if they are not there",
}
ATTENDING = {"in_person": "Will come and ask it", "read_out": "Asks for it to be read out"}

TIME_IS_UP = "Time is up"

# What a late asker is told before they write, and after they sent until somebody has decided.
LATE = {
    Late.REFUSED: gettext_noop(
        "Our rules say that we do not take late questions for this meeting. We keep yours, and a person reads it."
    ),
    Late.WRITTEN: gettext_noop("Our rules say that late questions get a written answer."),
    Late.NEXT_MEETING: gettext_noop("Our rules say that late questions go to the next meeting."),
}

# The same where the answer can be read.
ANSWER_BELOW = gettext_noop("The answer is on this page.")

NOT_TAKEN = gettext_noop(
    "The service could not take your question just now. What you typed is safe here: try again in a moment."
)

# What the asker reads on their private page: the state, and what happens next.
RECEIPT_STATES = {
    "received": (
        gettext_noop("We have your question"),
        gettext_noop("A moderator reads every question before it is published."),
    ),
    "held": (
        gettext_noop("We are looking into your question"),
        gettext_noop("A moderator is checking something before deciding."),
    ),
    "accepted": (
        gettext_noop("Your question was approved"),
        gettext_noop("It is in the list for the meeting. The chair takes as many questions as time allows."),
    ),
    "on_screen": (
        gettext_noop("Your question is being put to the board now"),
        gettext_noop("It is on the screen in the meeting."),
    ),
    "written": (
        gettext_noop("Your question will be answered in writing"),
        gettext_noop("The answer will be on this page."),
    ),
    "grouped": (
        gettext_noop("Your question was grouped with a similar one"),
        gettext_noop("It is put to the board once, and the answer goes to everyone who asked."),
    ),
    "redirected": (
        gettext_noop("Your question is for somebody else to answer"),
        gettext_noop("We have not rejected it: somebody else can answer it better."),
    ),
    "answered": (gettext_noop("Your question was answered"), gettext_noop("The board answered it at the meeting.")),
    "declined": (gettext_noop("Your question will not be put to the board"), ""),
    "withdrawn": (gettext_noop("Your question was withdrawn"), gettext_noop("It is not shown anywhere.")),
    "put_aside": (gettext_noop("We did not read your question"), gettext_noop("It is not shown anywhere.")),
}

# What somebody reads who sent their question again and had changed something else in the form, by whether their name is
# withheld now.
SENT_AGAIN = {
    True: gettext_noop("You had already sent this question. We do not show your name. Nothing else was changed."),
    False: gettext_noop("You had already sent this question. Nothing was changed."),
}

# What somebody reads who wants to withdraw their question when it was dealt with: a heading, and what is so now.
_TOO_LATE = gettext_noop("It is too late to withdraw your question")
TOO_LATE_TO_WITHDRAW = {
    State.ANSWERED: (
        _TOO_LATE,
        gettext_noop("The board has answered it. Your question and the answer are part of the record of the meeting."),
    ),
    State.DECLINED: (
        _TOO_LATE,
        gettext_noop("We have already decided that it will not be put to the board. Your private page says why."),
    ),
    State.REDIRECTED: (
        _TOO_LATE,
        gettext_noop("We have already sent it on, because somebody else can answer it better."),
    ),
}
# The same where it did not come by the form.
NOT_WITHDRAWN_HERE = (
    gettext_noop("You cannot withdraw this question here"),
    gettext_noop(
        "It did not come by our form. If it was a post, delete the post. If you rang us, wrote to us or spoke to us, "
        "tell us that you want to withdraw it."
    ),
)

OUTBOX_STATES = {
    OutboxState.DRAFT: "Draft",
    OutboxState.SCHEDULED: "Scheduled",
    OutboxState.HELD: "Held: needs a look",
    OutboxState.APPROVED: "Approved, waiting to be sent",
    OutboxState.SENDING: "Sending",
    OutboxState.SENT: "Published",
    OutboxState.UNKNOWN: "Checking whether it was published",
    OutboxState.BLOCKED: "Refused by the network",
    OutboxState.FAILED: "Not published",
    OutboxState.CANCELLED: "Cancelled before it was sent",
    OutboxState.DELETING: "Being taken back",
    OutboxState.DELETED: "Taken back",
}
OUTBOX_COLOURS = {
    OutboxState.DRAFT: "grey",
    OutboxState.SCHEDULED: "blue",
    OutboxState.HELD: "orange",
    OutboxState.APPROVED: "yellow",
    OutboxState.SENDING: "yellow",
    OutboxState.SENT: "green",
    OutboxState.UNKNOWN: "yellow",
    OutboxState.BLOCKED: "red",
    OutboxState.FAILED: "red",
    OutboxState.CANCELLED: "grey",
    OutboxState.DELETING: "yellow",
    OutboxState.DELETED: "grey",
}


_ACCOUNT_DONE = {
    AccountAction.ADD: "{by} added {account} as {role}",
    AccountAction.CHANGE_ROLE: "{by} made {account} {role}",
    AccountAction.LINK: "{by} made a sign-in link for {account}",
    AccountAction.RESET: "{by} signed {account} out everywhere, stopped the old password and made a sign-in link",
    AccountAction.SET_PASSWORD: "{by} set the password of {account}",
    AccountAction.OWN_PASSWORD: "{by} set their own password",
    AccountAction.SIGN_OUT: "{by} signed {account} out everywhere",
    AccountAction.SIGN_ON: "{by} signed in with the organisation’s account for the first time",
    AccountAction.UNLINK: "{by} let {account} sign in with another account of the organisation",
    AccountAction.CODE_ON: "{by} turned on security codes for their own account",
    AccountAction.CODE_OFF: "{by} turned off security codes for their own account",
    AccountAction.CODE_SET_BACK: "{by} turned off the security codes of {account}",
    AccountAction.NEW_RECOVERY_CODES: "{by} made new recovery codes for their own account",
    AccountAction.CLOSE: "{by} closed the account of {account}",
    AccountAction.REOPEN: "{by} reopened the account of {account}",
}


# What the desk reads of a press from the screen, before what became of it.
CLICKER = "The clicker was pressed."
CLICKER_NOT_STORED = "Nothing was done, because we cannot store anything at the moment."


def not_allowed(error: NotAllowed) -> str:
    if isinstance(error, GroupMovedAway):
        return "The question it was grouped with is in another meeting now: there is no group to go back to."
    if error.action is Action.LEAVE_MEETING and error.state in BELONGS_HERE:
        return BELONGS_HERE[error.state]
    if error.action is Action.UNDO and error.state is not State.ON_SCREEN:
        return (
            f"The question it was grouped with is “{STATES[error.state].lower()}” now: there is no group to go back to."
        )
    if error.action is Action.UNDO:
        return "Another question is on screen now. Blank the screen first, then undo."
    return f"The question is “{STATES[error.state].lower()}” now, and cannot be {DONE[error.action]} from there."


def a_role(role: Role) -> str:
    """A role in a sentence: a chair, an administrator."""
    title = TITLES[role].lower()
    return f"{'an' if title[0] in 'aeiou' else 'a'} {title}"


def not_your_role(role: Role, needed: Sequence[Right]) -> str:
    """Who can do it, for somebody who cannot."""
    who = " or ".join(a_role(one) for one in roles_with(*needed))
    return (
        f"You are signed in as {a_role(role)}. {who[0].upper()}{who[1:]} can do this: ask one of them. "
        "An administrator can change your role."
    )


def account_done(change: AccountChange) -> str:
    """One row of the accounts' history as a sentence: "Alex made Sam a reader"."""
    role = a_role(change.role) if change.role else ""
    return _ACCOUNT_DONE[change.action].format(by=change.by, account=change.account, role=role)


def supporters(count: int) -> str:
    """How many people would like to know the same, as every screen says it; '' for nobody."""
    if not count:
        return ""
    return say().ngettext("{count} supporter", "{count} supporters", count).format(count=f"{count:,}")


def in_a_crowd(count: int) -> str:
    """What the desk reads after the number of supporters, where so many came as one crowd."""
    return f", {count:,} of them from one busy network, such as a building or a script" if count else ""


def show_new() -> dict[str, str]:
    """What the button says behind which new questions wait."""
    return forms("Show {count} new question", "Show {count} new questions")


def own_limit(rules: Rules) -> int:
    """The board's limit for a question where it can be shorter than the form's own; else 0."""
    return rules.length if rules.length_unit is LengthUnit.WORDS or rules.length < QUESTION_LIMIT else 0


def room(rules: Rules) -> str:
    """How long a question can be, as it stands under the box before anything is typed."""
    own, form = own_limit(rules), _characters(QUESTION_LIMIT)
    if own and rules.length_unit is LengthUnit.WORDS:
        both = say().gettext("You can use up to {words} and {characters}")
        return both.format(
            words=say().ngettext("{count} word", "{count} words", own).format(count=own), characters=form
        )
    return say().gettext("You can use up to {characters}").format(characters=_characters(own) if own else form)


def _characters(count: int) -> str:
    return say().ngettext("{count} character", "{count} characters", count).format(count=count)


def left_says() -> dict[str, str | dict[str, str]]:
    """What a script says of the room that is left in a field."""
    return {
        "characters": forms("{count} character", "{count} characters"),
        "remaining": say().gettext("You have {room} remaining"),
        "too_many": say().gettext("You have {length} too many"),
    }


def ask_says() -> dict[str, str | dict[str, str]]:
    """What the form says while somebody types and sends, for its script."""
    _ = say().gettext
    return {
        **left_says(),
        "words": forms("{count} word", "{count} words"),
        "both": _("{words} and {characters}"),
        "over": _("You have {length} more than our rules allow. You can still send it: a person decides"),
        "sending": _("Sending…"),
        "not_taken": _(NOT_TAKEN),
        "lost": _(
            "The connection was lost, so we do not know if your question arrived. What you typed is kept on this "
            "device: try again. If we already have it, we only count it once."
        ),
    }


def source_sentence(source: Source, zone: str, now: datetime) -> str:
    """How a channel is doing, in one plain sentence."""
    if source.paused:
        return f"{source.channel}: paused by a moderator. Posts are not read until you resume it"
    if source.problem_kind:
        until = near_time(source.resting_until, now, zone) if source.resting_until else ""
        return sentence(source.channel, ChannelErrorKind(source.problem_kind), until, source.problem)
    if source.last_read_at is None:
        return f"{source.channel}: not read yet"
    return f"{source.channel}: reading, last at {exact_time(source.last_read_at, zone)}"


def exact_time(moment: datetime, zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%H:%M:%S}"


def short_time(moment: datetime, zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%H:%M}"


def at(moment: datetime, now: datetime, zone: str) -> str:
    """A time of day, with its day where that is not today: a call for questions runs for a week or more."""
    then, today = (one.astimezone(ZoneInfo(zone)) for one in (moment, now))
    return f"{then:%H:%M}" if then.date() == today.date() else f"{then.day} {then:%B, %H:%M}"


def long_date(moment: datetime, zone: str) -> str:
    return spoken.long_date(moment, zone, say())


def short_date(moment: datetime, zone: str) -> str:
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local.day} {local:%B %Y}"


def day_and_time(moment: datetime, zone: str) -> str:
    return f"{short_date(moment, zone)}, {short_time(moment, zone)}"


def day_and_month(day: date) -> str:
    return f"{day.day} {day:%B}"


def due(day: str) -> str:
    """The day a written answer is due, as it is said."""
    return spoken.spoken_date(day, say())


def private_reply(question: Question, signposts: Sequence[str]) -> str:
    """A first draft of a private message to somebody who seems to be in distress. A person sends it, or does not."""
    name = question.source.author_name.split(" ")[0] if question.source.author_name else ""
    help_ = "\n".join(f"- {signpost}" for signpost in signposts)
    return (
        f"Dear {name or 'friend'},\n\nThank you for writing to us. What you wrote worried us, and we wanted to answer "
        f"you ourselves. You do not have to cope with this alone. Please talk to somebody now:\n{help_}\n\n"
        "If you would like one of us to ring you, tell us the number and a good time."
    )


def when(moment: datetime, zone: str) -> str:
    return spoken.spoken_time(moment, zone, say())


def waiting(since: datetime, now: datetime) -> str:
    """How long something has waited: now, 4 min, 2 h, 3 days."""
    gone = max(now - since, timedelta(0))
    minutes = int(gone.total_seconds() // 60)
    if minutes < 1:
        return "now"
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h"
    return f"{minutes // (24 * 60)} days"


def lasted(since: datetime, now: datetime) -> str:
    """How long something has gone on, to the second: 45 s, 3 min 12 s. clock.js says the same."""
    return _to_the_second((now - since) // timedelta(seconds=1))


def left(until: datetime, now: datetime) -> str:
    """How much time is left, to the second, and never less than none. clock.js says the same."""
    seconds = -((now - until) // timedelta(seconds=1))  # rounded up: nothing is over before it is
    return f"{_to_the_second(seconds)} left" if seconds > 0 else TIME_IS_UP


def calmly_left(until: datetime, now: datetime) -> str:
    """How much time is left, as the room reads it: nobody is hurried by seconds. clock.js says the same."""
    seconds = -((now - until) // timedelta(seconds=1))
    if seconds <= 0:
        return TIME_IS_UP
    return f"{-(-seconds // 60)} min left" if seconds >= 60 else "Less than a minute left"


def _to_the_second(seconds: int) -> str:
    minutes, seconds = divmod(max(seconds, 0), 60)
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"


def dollars(amount: int) -> str:
    """Millionths of a US dollar as people write them: $0.015, $4.10."""
    text = f"{amount / 1_000_000:.3f}"
    return "$" + (text[:-1] if text.endswith("0") else text)
