"""What the page with the form says while questions are not taken."""

from __future__ import annotations

from board_qa.domain.questions.admission import Window
from board_qa.domain.text.saying import gettext_noop

NOT_TAKING = {
    Window.CLOSED: gettext_noop("Questions closed on %(time)s"),
    Window.PAUSED: gettext_noop("We are not taking questions at the moment"),
    Window.NOT_YET_OPEN: gettext_noop("Questions open on %(time)s"),
    Window.CANCELLED: gettext_noop("This meeting is cancelled"),
    Window.OVER: gettext_noop("The time for questions is over"),
}
# What to do then: with nothing typed, and with a question that was not sent.
THEN = {
    Window.CLOSED: gettext_noop("You can still read the questions that were asked."),
    Window.PAUSED: gettext_noop("Try again later."),
    Window.NOT_YET_OPEN: gettext_noop("Come back then to ask yours and to see what other people ask."),
    Window.CANCELLED: gettext_noop("You can still read the questions that were asked."),
    Window.OVER: gettext_noop("You can still read the questions that were asked."),
}
NOT_SENT = {
    Window.CLOSED: gettext_noop(
        "Your question was not sent. What you typed is still below: copy it and send it to the board another way, or "
        "keep it for the next meeting."
    ),
    Window.PAUSED: gettext_noop(
        "Your question was not sent. What you typed is still below: copy it and try again later."
    ),
    Window.NOT_YET_OPEN: gettext_noop(
        "Your question was not sent. What you typed is still below: copy it and come back then."
    ),
    Window.CANCELLED: gettext_noop(
        "Your question was not sent. What you typed is still below: copy it and send it to the board another way, or "
        "keep it for the next meeting."
    ),
    Window.OVER: gettext_noop(
        "Your question was not sent. What you typed is still below: copy it and send it to the board another way, or "
        "keep it for the next meeting."
    ),
}
