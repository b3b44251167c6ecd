"""Tell the desk of a chat, and all its pages, that something of its posts changed."""

from __future__ import annotations

from board_qa.ports import Ports


def tell_desk(ports: Ports, chat_id: int) -> None:
    ports.store.chats.heard(chat_id)
    ports.announcer.changed(chat_id)
