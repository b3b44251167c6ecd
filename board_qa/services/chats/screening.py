"""Look through what was posted in chats, for personal details and for signs of somebody in distress."""

from __future__ import annotations

from board_qa.ports import Ports
from board_qa.services.chats.telling import tell_desk
from board_qa.services.questions.screening import A_ROUND, AT_ONCE


def screen_waiting_posts(ports: Ports) -> None:
    """Look through posts that were not looked through yet, for some seconds, and tell each desk once."""
    heard = dict[int, None]()
    try:
        _screen_some(ports, heard)
    finally:  # also where the worker is stopped in the middle: what is stored is to be seen
        for chat_id in heard:
            tell_desk(ports, chat_id)


def _screen_some(ports: Ports, heard: dict[int, None]) -> None:
    """`heard` gets the ids of the chats of which something was stored."""
    until = ports.clock() + A_ROUND
    for chat_id, post in ports.store.chats.unscreened(AT_ONCE):
        found = ports.screening.flags(post.words)
        if found is None:
            return
        ports.store.chats.set_flags(post, found)
        heard[chat_id] = None
        if ports.clock() > until:
            return
