"""What happens at the door, and what is refused inside: a line of the log each, with nobody in it.

An account is its number, as the page about people has it in its address: whose it is about, and who did it where that
is somebody else. A network is a mark that is the same for a day and says nothing without the day's secret, so that one
can see whether it was one network or many. What a program can cause very often is one line in a minute for each network
and account.
"""

from __future__ import annotations

import logging
from datetime import datetime
from enum import Enum

from flask import g, request

from board_qa.domain.questions.support import network
from board_qa.ports.stores import StoreUnavailable
from board_qa.services.accounts.guesses import mark_of_network
from board_qa.web.operators.few_lines import FewLines
from board_qa.web.operators.guesses import Guesses
from board_qa.web.shell.installation import installation, ports

log = logging.getLogger("board_qa.security")


class SecurityEvent(Enum):
    SIGNED_IN = "signed in with a password"
    SIGNED_IN_BY_LINK = "signed in with a one-time link"
    SIGNED_IN_BY_ORGANISATION = "signed in with the organisation's account"
    ORGANISATION_REFUSED = "refused a sign-in with the organisation's account: its provider did not vouch for them"
    ORGANISATION_UNKNOWN = "refused a sign-in with the organisation's account: no account here is theirs"
    ORGANISATION_NOT_THEIRS = (
        "refused a sign-in with the organisation's account: this account is closed, or somebody else's there"
    )
    ORGANISATION_AWAY = "the organisation's provider does not answer, or not as it should"
    ASKED_FOR_CODE = "gave the right password, and was asked for a security code"
    ASKED_FOR_CODE_BY_LINK = "came by a one-time link, and was asked for a security code"
    ASKED_FOR_CODE_BY_ORGANISATION = "came with the organisation's account, and was asked for a security code"
    SIGNED_IN_BY_CODE = "signed in with a security code"
    SIGNED_IN_BY_RECOVERY_CODE = "signed in with a recovery code"
    CODE_NOT_RIGHT = "refused a security code or recovery code that is not right"
    CODE_TOO_LATE = "refused a security code or recovery code: nobody waits for one there, or no longer"
    CODES_HELD_OFF = "refused a security code: too many wrong ones from there"
    CODES_ON = "turned on security codes"
    CODES_OFF = "turned off security codes"
    CODES_SET_BACK = "an administrator turned off the security codes of this account"
    NEW_RECOVERY_CODES = "made new recovery codes"
    NOT_RIGHT = "refused a sign-in: the user name or password is not right"
    NOT_READ = "did not look at a user name, password or code: it is empty, or longer than any of ours"
    HELD_OFF = "refused a sign-in: too many wrong passwords from there"
    DEAD_LINK = "refused a one-time link that was used, is too old or was never made"
    NO_SUCH_RECEIPT = "refused the address of a private page that there is none of"
    RECEIPT_CLOSED_HERE = "refused a private page on a device that many people use"
    NO_SUCH_SCREEN = "refused the address of a screen that there is none of"
    SIGNED_OUT = "signed out"
    SIGNED_OUT_ELSEWHERE = "signed out of other sessions"
    SIGNED_OUT_BY_ADMINISTRATOR = "an administrator signed this account out everywhere"
    UNLINKED = "an administrator unlinked this account from the organisation's"
    ADDED = "an administrator made this account, and a one-time link for it"
    ROLE_CHANGED = "an administrator gave this account another role"
    LINK_MADE = "an administrator made a one-time link for this account"
    RESET = "an administrator cancelled the password and sessions of this account, and made a one-time link for it"
    CLOSED = "an administrator closed this account"
    REOPENED = "an administrator reopened this account"
    CONFIRMED = "gave their password once more"
    CHANGED_OWN = "set their own password"
    NOT_SIGNED_IN = "refused a page of the desk: nobody is signed in"
    LACKS_CODES = "refused a page of the desk: who is signed in has yet to turn security codes on"
    WRONG_ROLE = "refused what their role does not include"
    DESK_SOCKET_REFUSED = "refused the news of the desk: nobody is signed in who may read them"
    SOCKET_OF_ANOTHER_SITE = "refused news to a page that is not ours"
    SOCKET_NONSENSE = "refused at a socket what no page of ours sends"
    QUESTION_HELD_OFF = "held off a question: too many came at once"
    SUPPORT_HELD_OFF = "held off support for a question: too much came from there at once"
    POLL_HELD_OFF = "held off an answer of the poll: too many came from there at once"
    FORM_OF_ANOTHER_SITE = "refused a form from a page that is not ours"
    FORM_NOT_OURS = "refused a form without its token"
    FORM_KEY_NOT_OURS = "got a question without a key that we made, as our form has it"
    HIDDEN_FIELD = "got a question by a form in which a field was filled in that no person sees"
    NOT_OFFERED = "did not take a choice that the form does not offer"
    TO_ONESELF = "refused what an administrator may do to colleagues alone"
    FILE_REFUSED = "refused a file that is no list of questions"
    TOO_LARGE = "refused what is larger than any form or file of ours"
    HOST_NOT_OURS = "refused a request that names a host which is not ours"
    NO_SUCH_ROLE = "refused a role that there is none of"
    METRICS_SHOWN = "showed the figures to a program that has their token"
    METRICS_TO_NOBODY = "refused the figures: no token was given"
    METRICS_NOT_RIGHT = "refused the figures: the token is not right"
    METRICS_HELD_OFF = "refused the figures: too many wrong tokens from there"
    OPERATORS_SHOWN = "showed the page about all boards to somebody who has its password"
    OPERATORS_TO_NOBODY = "refused the page about all boards: no password was given"
    OPERATORS_NOT_RIGHT = "refused the page about all boards: the password is not right"
    OPERATORS_HELD_OFF = "refused the page about all boards: too many wrong passwords from there"


_ONE_IN_A_MINUTE = frozenset(
    {
        SecurityEvent.NOT_SIGNED_IN,
        SecurityEvent.METRICS_TO_NOBODY,
        SecurityEvent.OPERATORS_TO_NOBODY,
        SecurityEvent.WRONG_ROLE,
        SecurityEvent.LACKS_CODES,
        SecurityEvent.DESK_SOCKET_REFUSED,
        SecurityEvent.SOCKET_OF_ANOTHER_SITE,
        SecurityEvent.SOCKET_NONSENSE,
        SecurityEvent.QUESTION_HELD_OFF,
        SecurityEvent.SUPPORT_HELD_OFF,
        SecurityEvent.POLL_HELD_OFF,
        SecurityEvent.FORM_OF_ANOTHER_SITE,
        SecurityEvent.FORM_NOT_OURS,
        SecurityEvent.FORM_KEY_NOT_OURS,
        SecurityEvent.HIDDEN_FIELD,
        SecurityEvent.NOT_OFFERED,
        SecurityEvent.TO_ONESELF,
        SecurityEvent.FILE_REFUSED,
        SecurityEvent.TOO_LARGE,
        SecurityEvent.DEAD_LINK,
        SecurityEvent.NOT_READ,
        SecurityEvent.ORGANISATION_REFUSED,
        SecurityEvent.ORGANISATION_UNKNOWN,
        SecurityEvent.ORGANISATION_NOT_THEIRS,
        SecurityEvent.ORGANISATION_AWAY,
        SecurityEvent.CODE_TOO_LATE,
        SecurityEvent.NO_SUCH_RECEIPT,
        SecurityEvent.RECEIPT_CLOSED_HERE,
        SecurityEvent.NO_SUCH_SCREEN,
        SecurityEvent.HELD_OFF,
        SecurityEvent.CODES_HELD_OFF,
        SecurityEvent.HOST_NOT_OURS,
        SecurityEvent.NO_SUCH_ROLE,
        SecurityEvent.METRICS_SHOWN,
        SecurityEvent.METRICS_HELD_OFF,
        SecurityEvent.OPERATORS_SHOWN,
        SecurityEvent.OPERATORS_HELD_OFF,
    }
)


def note(event: SecurityEvent, account: int | None = None) -> None:
    """`account`: whose it is about, where that is known and is not whoever is signed in."""
    person = g.get("moderator")
    about = account if account is not None else person.id if person else None
    address = request.remote_addr or ""
    left_out = left_out_of(installation().few_lines, event, f"{about} {network(address)}", ports().clock())
    if left_out is None:
        return
    try:
        mark = mark_of_network(ports(), address)
    except StoreUnavailable:
        mark = ""
    by = person.id if person and person.id != about else None
    write(event, mark, about, left_out, by)


def note_at_door(event: SecurityEvent, lines: FewLines, guesses: Guesses, now: datetime) -> None:
    """At a token of the settings, which opens also where the database is away: the network has this process's mark."""
    address = request.remote_addr or ""
    left_out = left_out_of(lines, event, network(address), now)
    if left_out is not None:
        write(event, guesses.mark(address, now), left_out=left_out)


def note_not_offered(chosen: str) -> None:
    """This was not taken. Where nothing was chosen, that is a slip and no line."""
    if chosen:
        note(SecurityEvent.NOT_OFFERED)


def left_out_of(lines: FewLines, event: SecurityEvent, place: str, now: datetime) -> int | None:
    """None where this event is no line now; else how many like it were none since the last one."""
    return lines.left_out(event.name, place, now) if event in _ONE_IN_A_MINUTE else 0


def write(
    event: SecurityEvent, mark: str, account: int | None = None, left_out: int = 0, by: int | None = None
) -> None:
    """`mark` is the network's; "" where that could not be made. `left_out`: lines like this one before it. `by`: the
    account that did it to this one.
    """
    fields = {"event": event.name.lower(), "account": account, "network": mark}
    fields |= {"by": by} if by is not None else {}
    fields |= {"left_out": left_out} if left_out else {}
    whose = f"account {account}" if account is not None else "no account"
    whose += f", by account {by}" if by is not None else ""
    before = f", {left_out} like it left out before" if left_out else ""
    log.info("%s (%s, network %s%s)", event.value, whose, mark or "unknown", before, extra={"fields": fields})
