"""Where a post hangs: answers below their question, all else below the call, so that one thread tells the meeting."""

from __future__ import annotations

from dataclasses import replace

from board_qa.domain.networks.outbox import OutgoingPost, PostKind
from board_qa.ports import Ports
from board_qa.ports.channels import Channel
from board_qa.services.networks.our_account import sent


def place_in_thread(ports: Ports, channel: Channel, post: OutgoingPost) -> OutgoingPost:
    """The post with what it hangs below by now; a network without a call of this meeting has it stand alone."""
    if not post.in_thread or post.reply_to:
        return post
    ours = [one for one in sent(ports, channel) if one.meeting_id == post.meeting_id]
    question = [one for one in ours if one.kind is PostKind.QUESTION and one.question_id == post.question_id]
    call = [one for one in ours if one.kind is PostKind.CALL]
    above = question if post.kind is PostKind.ANSWER and question else call
    return replace(post, reply_to=above[-1].native_id) if above else post
