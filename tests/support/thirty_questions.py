"""A queue of thirty mixed questions, and the one action that a moderator takes on each, as keys."""

from __future__ import annotations

from dataclasses import dataclass

from board_qa.domain.questions.question import State


@dataclass(frozen=True)
class Case:
    """What was asked, which keys decide on it, and where it then stands."""

    text: str
    keys: str
    ends: State
    name: str = ""


APPROVE, HOLD, GROUP, WRITE = "a", "h", "m", "w"
# The reasons and redirects of the default rules, by their keys: r or d, then the number beside the sentence.
NOT_OURS, REPEATS, NAMES, ONE_PATIENT = "r1", "r2", "r4", "r5"
POLITICAL, ABUSIVE, STATEMENT = "r7", "r8", "r9"
TO_PALS, TO_FOI, TO_STAFF, TO_NEXT = "d1", "d2", "d3", "d4"

THIRTY: tuple[Case, ...] = (
    Case("How long are children now waiting for a first autism assessment?", APPROVE, State.ACCEPTED, "Maria"),
    Case("Will the walk-in centre on Mill Street keep its weekend opening hours?", APPROVE, State.ACCEPTED, "Jo"),
    Case("When will the community diagnostic centre open to patients?", APPROVE, State.ACCEPTED, "Sam Field"),
    Case("What did agency nurses cost the trust in the last financial year?", APPROVE, State.ACCEPTED),
    Case("My mum, NHS number 943 476 5919, waited 14 months. When will the memory clinic have a doctor?", TO_PALS,
         State.REDIRECTED, "Helen"),
    Case("Are you closing the walk in centre on Mill Street at weekends?", GROUP, State.GROUPED, "Ali"),
    Case("Another meeting, another load of waffle. You should all be ashamed.", STATEMENT, State.DECLINED, "Fred"),
    Case("You lot are useless idiots, when will you resign?", ABUSIVE, State.DECLINED, "???"),
    Case("I have been on the list so long I don't want to be here any more. Does anybody read these?", HOLD,
         State.HELD, "K"),
    Case("What is the board doing about dental access for care home residents?", APPROVE, State.ACCEPTED,
         "Patient Voice"),
    Case("Why is the bus to the hospital only every two hours on Sundays?", NOT_OURS, State.DECLINED, "Priya"),
    Case("How long do children wait for an autism assessment now?", GROUP, State.GROUPED, "Tom"),
    Case("Pryd fydd papurau'r bwrdd ar gael yn Gymraeg, ac ym mhle?", APPROVE, State.ACCEPTED, "Gwen"),
    Case("Will everyone on the board vote for the council leader's party in May?", POLITICAL, State.DECLINED, "Ed"),
    Case("Please send me every email about the new car park since January. Will you?", TO_FOI, State.REDIRECTED),
    Case("Which ward sisters were moved to the Northfield site, by name?", NAMES, State.DECLINED, "Observer"),
    Case("Why was my operation cancelled three times, and who will say sorry to me?", ONE_PATIENT, State.DECLINED,
         "Bill Marsh"),
    Case("How many beds were lost to delayed discharges in October?", APPROVE, State.ACCEPTED, "Data Dan"),
    Case("Could the board set out, ward by ward, the nurse staffing of each night shift this year?", WRITE,
         State.WRITTEN, "Carers’ Group"),
    Case("What will the new urgent treatment centre cost to run each year?", APPROVE, State.ACCEPTED, "Ruth"),
    Case("When does the community diagnostic centre open?", GROUP, State.GROUPED, "Len"),
    Case("Who do I speak to about the broken lift in the east car park?", TO_STAFF, State.REDIRECTED, "Wheelz"),
    Case("Is the pharmacy at the main entrance closing for good?", APPROVE, State.ACCEPTED, "Nadia"),
    Case("What will the winter plan for next year say about corridor care?", TO_NEXT, State.REDIRECTED, "Mo"),
    Case("How does the trust check that interpreters are booked for deaf patients?", APPROVE, State.ACCEPTED, "Iris"),
    Case("Has the backlog of roof repairs at Northfield been costed?", WRITE, State.WRITTEN, "Ken"),
    Case("Is it true that the maternity unit is about to move?", HOLD, State.HELD, "Worried"),
    Case("What did agency nurses cost in the last financial year?", GROUP, State.GROUPED, "Taxpayer"),
    Case("<script>alert('hello board')</script> Is your website safe?", NOT_OURS, State.DECLINED, "Sam"),
    Case("What has changed because of the questions that people asked last year?", APPROVE, State.ACCEPTED, "Joan"),
)  # fmt: skip
