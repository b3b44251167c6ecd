"""Look through what was posted in chats, for personal details and for signs of somebody in distress."""

from __future__ import annotations

from board_qa.ports import Ports
from board_qa.services.chats.telling import tell_desk
from board_qa.services.questions.screening import AT_ONCE, a_round


def screen_waiting_posts(ports: Ports) -> None:
    """Look through posts that were not looked through yet, for some seconds, and tell each desk once."""
    heard = dict[int, None]()
    try:
        for (chat_id, post), found in a_round(ports, ports.store.chats.unscreened(AT_ONCE), lambda one: one[1].words):
            ports.store.chats.set_flags(post, found)
            heard[chat_id] = None
    finally:  # also where the worker is stopped in the middle: what is stored is to be seen
        for chat_id in heard:
            tell_desk(ports, chat_id)
