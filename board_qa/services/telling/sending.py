"""What the worker does with letters: send each once, and ask what became of it. Nothing is sent that nobody approved.

A letter is marked as being sent before it is handed over, so that one that was cut off is never taken for unsent.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from board_qa.domain.questions.question import State
from board_qa.domain.telling.letters import Letter, LetterState
from board_qa.domain.telling.told import was_told
from board_qa.ports import Ports
from board_qa.ports.telling import Delivery, Email, Mailer, MailRefused, MailTrouble, MailUnclear
from board_qa.services.telling.letters import CHANGED, is_still_right, move

log = logging.getLogger(__name__)

# Mail servers ask to be tried again after minutes (RFC 5321, 4.5.4.1); after the last of these a person decides.
_AGAIN = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240)]
# When a service is asked what became of a letter that it took: GOV.UK Notify tries an address for 72 hours.
_ASKED = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480, 1440, 2880, 4500, 5760)]
_A_ROUND = 20  # letters, so that posts are sent and read in between
_NOT_KNOWN = "Nobody can say whether it was sent. Sent again, they may get it twice"
_TOLD_OTHERWISE = "They were told otherwise meanwhile"
_NO_ADDRESS = "There is no email address any more"


def send_letters(ports: Ports, mailer: Mailer, go_on: Callable[[], None]) -> None:
    """Send what is due, one after the other. `go_on` ends the round where another worker has the lease by now."""
    recover(ports, mailer)  # nobody else sends: what is on its way still was cut off
    due = ports.store.letters.in_state(LetterState.QUEUED, mailer.practised, ports.clock())[:_A_ROUND]
    try:
        for letter in due:
            mailer.ready()
            go_on()
            if not _send(ports, mailer, letter):
                break  # a service that hangs would hang for the next as well: posts come in between
    except MailTrouble as trouble:  # the service itself: every letter waits
        log.warning("letters wait: %s", trouble.why)
        for letter in due:
            now = ports.store.letters.get(letter.id)
            if now and now.state is LetterState.QUEUED and now.next_step_at == letter.next_step_at:
                _later(ports, now, trouble.why)
    finally:
        if due:
            mailer.close()


def recover(ports: Ports, mailer: Mailer) -> None:
    """After a worker died in the middle: what it had begun to send may have been sent."""
    for letter in ports.store.letters.in_state(LetterState.SENDING, mailer.practised):
        _unclear(ports, mailer, letter)


def look_for_lost(ports: Ports, mailer: Mailer) -> None:
    """Ask a service that can say so whether it has what nobody confirmed."""
    if not mailer.finds:
        return
    for letter in ports.store.letters.in_state(LetterState.UNKNOWN, mailer.practised, ports.clock())[:_A_ROUND]:
        try:
            reference = mailer.find(letter.key)
        except MailTrouble as trouble:
            log.warning("what became of letters is not known: %s", trouble.why)
            move(ports, letter, next_step_at=ports.clock() + _ASKED[0])
            return
        if reference:
            _sent(ports, letter, reference, mailer)
        else:
            _later(ports, letter, _NOT_KNOWN)


def ask_what_became(ports: Ports, mailer: Mailer) -> None:
    """Ask a service that says so what became of letters that it took."""
    for letter in ports.store.letters.in_state(LetterState.SENT, mailer.practised, ports.clock())[:_A_ROUND]:
        try:
            delivery, why = mailer.delivery(letter.reference)
        except MailTrouble as trouble:
            log.warning("what became of letters is not known: %s", trouble.why)
            move(ports, letter, next_step_at=_next_asking(letter, ports.clock()))
            return
        if delivery is Delivery.FAILED:
            move(ports, letter, state=LetterState.FAILED, next_step_at=None, problem=why)
        else:
            asks_again = delivery is Delivery.PENDING
            move(ports, letter, next_step_at=_next_asking(letter, ports.clock()) if asks_again else None)


def _send(ports: Ports, mailer: Mailer, letter: Letter) -> bool:
    """Whether the service answered, as far as it was asked."""
    question = ports.store.questions.get(letter.question_id)
    if question is None or question.state is State.WITHDRAWN or not is_still_right(ports, letter):
        return move(ports, letter, state=LetterState.CANCELLED, next_step_at=None, problem=CHANGED)
    if _told_otherwise(ports, letter):
        return move(ports, letter, state=LetterState.CANCELLED, next_step_at=None, problem=_TOLD_OTHERWISE)
    if not question.source.email:
        return move(ports, letter, state=LetterState.FAILED, next_step_at=None, problem=_NO_ADDRESS)
    if not move(ports, letter, state=LetterState.SENDING, attempts=letter.attempts + 1):
        return True  # somebody took it back
    under_way = ports.store.letters.get(letter.id)
    email = Email(question.source.email, letter.subject, letter.text_for(question.token), letter.key)
    return under_way is None or _hand_over(ports, mailer, under_way, email)


def _told_otherwise(ports: Ports, letter: Letter) -> bool:
    """Whether a person told them of this meanwhile, or another letter did that had waited as well."""
    others = [one for one in ports.store.letters.of_question(letter.question_id) if one.id != letter.id]
    # What somebody practised was sent to nobody.
    return was_told((one for one in others if letter.practised or not one.practised), letter.told_of)


def _hand_over(ports: Ports, mailer: Mailer, letter: Letter, email: Email) -> bool:
    try:
        reference = mailer.send(email)
    except MailRefused as refused:
        move(ports, letter, state=LetterState.FAILED, next_step_at=None, problem=refused.why)
    except MailTrouble as trouble:
        log.warning("a letter waits: %s", trouble.why)
        _later(ports, letter, trouble.why)
    except MailUnclear:
        log.warning("nobody can say whether a letter was sent")
        _unclear(ports, mailer, letter)
        return False
    else:
        _sent(ports, letter, reference, mailer)
    return True


def _sent(ports: Ports, letter: Letter, reference: str, mailer: Mailer) -> None:
    now = ports.clock()
    asked = now + _ASKED[0] if mailer.finds else None
    out = {"state": LetterState.SENT, "sent_at": now, "reference": reference, "problem": "", "next_step_at": asked}
    if not move(ports, letter, **out):  # it took so long that another worker took it for cut off
        seen = ports.store.letters.get(letter.id)
        if seen and seen.state is LetterState.UNKNOWN and seen.key == letter.key:
            move(ports, seen, **out)


def _unclear(ports: Ports, mailer: Mailer, letter: Letter) -> None:
    """A service that can say whether it has it is asked a little later; else a person decides."""
    asked = ports.clock() + _ASKED[0] if mailer.finds else None
    move(ports, letter, state=LetterState.UNKNOWN, next_step_at=asked, problem=_NOT_KNOWN)


def _later(ports: Ports, letter: Letter, why: str) -> None:
    """It waits for its next attempt, or for a person after the last one."""
    tried = letter.attempts + (letter.state is LetterState.QUEUED)  # that it is being sent was counted already
    if tried > len(_AGAIN):
        move(ports, letter, state=LetterState.FAILED, next_step_at=None, problem=why)
        return
    due = ports.clock() + _AGAIN[tried - 1]
    move(ports, letter, state=LetterState.QUEUED, attempts=tried, next_step_at=due, problem=why)


def _next_asking(letter: Letter, now: datetime) -> datetime | None:
    """The next of the times after it was sent; None after the last: a service that long silent has delivered it."""
    sent = letter.sent_at or now
    return next((sent + after for after in _ASKED if sent + after > now), None)
