"""What the recap of a meeting says around the words of others, on its page and in its folder."""

from __future__ import annotations

from gettext import NullTranslations

from board_qa.domain.chats.figures import ChatFigures
from board_qa.domain.meetings.publishing import Standing
from board_qa.domain.meetings.recap import ItemKind
from board_qa.domain.networks.outbox import PostKind
from board_qa.domain.text.saying import ENGLISH, gettext_noop

TITLE, TITLE_OF_CHAT = gettext_noop("Recap of the meeting"), gettext_noop("Recap of the chat")
EMPTY = gettext_noop("There is nothing in this recap.")
OWN_WORDS = gettext_noop("In the words of the person who asked")
IN_THE_RECORD = gettext_noop("In the record of this meeting")
HOW_THEY_CAME = gettext_noop("How the questions came")
CAME_OF_LISTENING = gettext_noop("What came of listening")
# Of the folder.
SKIP = gettext_noop("Skip to main content")
MADE_ON = gettext_noop(
    "This is a copy, made on {day}. What was deleted or taken back since is not on the page that the board keeps:"
)

_POSTS = {
    PostKind.CALL: gettext_noop("The call for questions"),
    PostKind.REMINDER: gettext_noop("A reminder"),
    PostKind.LAST_CALL: gettext_noop("The last call"),
    PostKind.QUESTION: gettext_noop("Posted when a question was put"),
    PostKind.ANSWER: gettext_noop("Posted when a question was answered"),
    PostKind.LIVE: gettext_noop("Posted from the meeting"),
    PostKind.SIGN_OFF: gettext_noop("The last post of the day"),
    PostKind.CHAT_WELCOME: gettext_noop("The chat begins"),
    PostKind.CHAT_QUESTION: gettext_noop("Asked in the chat"),
    PostKind.CHAT_THANKS: gettext_noop("The chat ends"),
}
_FIGURES = gettext_noop("In figures")
_QUESTION, _ANSWER = gettext_noop("Question {number}"), gettext_noop("The answer to question {number}")

# Heading, and why. There is none before somebody publishes one, and none need ever be.
NOT_SHOWN = {
    Standing.TO_COME: (
        gettext_noop("There is no recap of this meeting"),
        gettext_noop("The board has not published one. It may do so after the meeting."),
    ),
    Standing.TAKEN_DOWN: (
        gettext_noop("The recap of this meeting was taken down"),
        gettext_noop("The board published it here, and has taken it down. Contact the board if you need it."),
    ),
    Standing.CANCELLED: (
        gettext_noop("There is no recap of this meeting"),
        gettext_noop("This meeting is cancelled."),
    ),
}


NOT_SHOWN_OF_CHAT = {
    Standing.TO_COME: (
        gettext_noop("There is no recap of this chat"),
        gettext_noop("The board has not published one. It may do so after the chat."),
    ),
    Standing.TAKEN_DOWN: (
        gettext_noop("The recap of this chat was taken down"),
        gettext_noop("The board published it here, and has taken it down. Contact the board if you need it."),
    ),
    Standing.CANCELLED: (
        gettext_noop("There is no recap of this chat"),
        gettext_noop("This chat is cancelled."),
    ),
}


def title_of_answer(number: int, translations: NullTranslations = ENGLISH) -> str:
    """Of what somebody posted in a chat; the number of its question is 0 where it answers none."""
    if not number:
        return translations.gettext("Posted in the chat")
    return translations.gettext("An answer to Q{number}").format(number=number)


def figures_of_chat(figures: ChatFigures, translations: NullTranslations = ENGLISH) -> list[tuple[str, int]]:
    answers = translations.gettext("Answers to Q{number}")
    return [
        (translations.gettext("People who took part"), figures.participants),
        (translations.gettext("Posts in the chat"), figures.posts),
        *((answers.format(number=one.number), one.answers) for one in figures.questions),
    ]


def title_of_post(kind: PostKind, translations: NullTranslations = ENGLISH) -> str:
    return translations.gettext(_POSTS[kind])


def title_of(kind: ItemKind, called: str, translations: NullTranslations = ENGLISH) -> str:
    """Of a question or an answer by its number as people say it, or of the figures."""
    if kind is ItemKind.FIGURES:
        return translations.gettext(_FIGURES)
    return translations.gettext(_ANSWER if kind is ItemKind.ANSWER else _QUESTION).format(number=called)


def posted_on(network: str, when: str, translations: NullTranslations = ENGLISH) -> str:
    """Where a post stands and since when, as networks want it beside each (docs/networks/x.md)."""
    return f"{translations.gettext('Posted on {network}').format(network=network)}, {when}"
