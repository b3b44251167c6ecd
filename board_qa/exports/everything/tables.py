"""The full record of a meeting as tables. Each field is named here, so that a secret never comes along by itself.

Left out are what opens something (the addresses of private pages and of the projector, the keys of forms that were
sent), sign-ins and sessions, and of a post that was deleted where it was made its words and who wrote it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from board_qa.domain.chats.answers import ChatPost
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.partners import Partner
from board_qa.domain.meetings.settings import SettingChange
from board_qa.domain.networks.outbox import OutgoingPost
from board_qa.domain.questions.history import Change
from board_qa.domain.questions.question import Disposition, Question, SourceState
from board_qa.domain.telling.letters import Letter
from board_qa.phrases.settings import LABELS, value_said
from board_qa.services.chats.gathering import ReadChat
from board_qa.services.meetings.full_record import FullRecord

Table = list[dict[str, Any]]


def tables(full: FullRecord, settings: Mapping[str, Any]) -> dict[str, Table]:
    """Table by name. `settings` is what is set for the meeting now, as `domain.meetings.settings` names it."""
    gone = {one.id for one in full.questions if one.source_state is SourceState.GONE}
    by_id = {one.id: one.called for one in full.questions}
    return {
        "meeting": [_meeting(full.meeting)],
        "settings": [_setting(name, value) for name, value in settings.items()],
        "questions": [question_row(one, full.supporters.get(one.id, 0), by_id) for one in full.questions],
        "history": [change_row(one, one.question_id in gone) for one in full.history],
        "settings_history": [_setting_change(one) for one in full.settings],
        "posts": [post_row(one, one.question_id in gone, by_id) for one in full.posts],
        "letters": [letter_row(one, by_id) for one in full.letters],
        "partners": [_partner(one) for one in full.partners],
        "poll": [{"answer": choice, "people": people} for choice, people in full.poll.items()],
        **(_of_chat(full.chat) if full.chat else {}),
    }


def _of_chat(chat: ReadChat) -> dict[str, Table]:
    """Its questions, and what others posted that can still be seen, by the number of the question that it answers;
    0 for none."""
    gathered = chat.gathered()
    answers = [(number, post) for number, posts in gathered.answers.items() for post in posts]
    return {
        "chat_questions": [
            {"number": number, "text": one.text, "minute": one.minute}
            for number, one in enumerate(chat.questions, start=1)
        ],
        "chat_posts": [_chat_post(number, post) for number, post in (*answers, *((0, one) for one in gathered.others))],
    }


def _chat_post(number: int, post: ChatPost) -> dict[str, Any]:
    return {
        "question": number,
        "network": post.account.channel,
        "author_name": post.author_name,
        "author_handle": post.author_handle,
        "posted_at": _moment(post.posted_at),
        "text": post.text,
        "url": post.url,
    }


def _meeting(meeting: Meeting) -> dict[str, Any]:
    return {
        "code": meeting.code,
        "revision": meeting.revision,
        "section_started_at": _moment(meeting.section.started_at),
        "section_ends_at": _moment(meeting.section.ends_at),
        "record_published_at": _moment(meeting.record_published_at),
        "recap_published_at": _moment(meeting.recap_published_at),
    }


def _setting(name: str, value: Any) -> dict[str, Any]:
    return {"setting": name, "label": LABELS.get(name, name), "value": value_said(name, value)}


def question_row(question: Question, supporters: int, by_id: Mapping[int, str]) -> dict[str, Any]:
    return {
        "number": question.called,
        "follow_up_to": by_id.get(question.parent_id or 0, ""),
        "received_at": _moment(question.received_at),
        "erased_at": _moment(question.erased_at),
        "supporters": supporters,
        "grouped_with_it": question.together,
        **_source(question),
        **_disposition(question.disposition, by_id),
    }


def _source(question: Question) -> dict[str, Any]:
    """What was asked and by whom, word for word."""
    source, gone = question.source, question.source_state is SourceState.GONE
    return {
        "channel": source.channel,
        "source_state": question.source_state.value,
        "last_seen_at": _moment(question.checked_at),
        "asked_at": _moment(source.asked_at),
        "text": "" if gone else source.text,
        "text_shown": "" if gone else source.words,
        "language": question.asked_in,
        "author_name": "" if gone else source.author_name,
        "author_handle": "" if gone else source.author_handle,
        "organisation": source.organisation,
        "email": source.email,
        "url": "" if gone else source.url,
        "attending": source.attending,
        "asked_to_withhold_name": source.name_withheld,
        "flags": " ".join(sorted({flag.kind.value for flag in question.flags})),
        "partner_id": source.partner_id,
    }


def _disposition(disposition: Disposition, by_id: Mapping[int, str]) -> dict[str, Any]:
    """What people at the desk decided."""
    return {
        "state": disposition.state.value,
        "reason": disposition.reason,
        "withdrawn_by_asker": disposition.withdrawn_by_asker,
        "proposal": disposition.proposal,
        "wording": disposition.wording,
        "shows_original": disposition.shows_original,
        "agenda_item": disposition.agenda_item,
        "grouped_into": by_id.get(disposition.grouped_into or 0, ""),
        "assignee_id": disposition.assignee,
        "owner": disposition.owner,
        "due_on": disposition.due_on,
        "place": disposition.place,
        "answer": disposition.answer,
        "answered_by": disposition.answered_by,
        "name_hidden": disposition.name_hidden,
        "speaker": disposition.speaker,
        "brief": disposition.brief,
    }


def change_row(change: Change, gone: bool) -> dict[str, Any]:
    details = change.details
    return {
        "revision": change.revision,
        "at": _moment(change.at),
        "by": change.actor,
        "by_id": change.actor_id,
        "action": change.action.value,
        "question": change.question_number,
        "from_state": change.from_state,
        "to_state": change.to_state,
        "reason": details.reason,
        "override_reason": details.override_reason,
        "note": details.note,
        "colleague": details.colleague,
        "with_question": details.with_number,
        "other_meeting": details.meeting_title,
        "number_there": details.was_number,
        "text_before": "" if gone else change.text_before,
        "undoes_revision": change.undoes,
        "before": _json(change.before),
        "after": _json(change.after),
    }


def _setting_change(change: SettingChange) -> dict[str, Any]:
    setting = change.what.setting
    return {
        "at": _moment(change.at),
        "by": change.by,
        "setting": setting,
        "before": value_said(setting, change.what.before),
        "after": value_said(setting, change.what.after),
    }


def post_row(post: OutgoingPost, gone: bool, by_id: Mapping[int, str]) -> dict[str, Any]:
    """One about a post that was deleted repeats its words, or names its author."""
    return {
        "network": post.channel,
        "kind": post.kind.value,
        "state": post.state.value,
        "text": "" if gone else post.text,
        "question": by_id.get(post.question_id or 0, ""),
        "approved_by": post.approved_by,
        "approved_at": _moment(post.approved_at),
        "due_at": _moment(post.due_at),
        "sent_at": _moment(post.sent_at),
        "id_on_network": post.native_id,
        "reply_to": "" if gone else post.reply_to,
        "problem": post.problem,
        "price_in_millionths_of_a_dollar": post.price,
        "taken_back_by": post.taken_back_by,
        "taken_back_why": post.taken_back_why,
        "taken_back_at": _moment(post.taken_back_at),
    }


def letter_row(letter: Letter, by_id: Mapping[int, str]) -> dict[str, Any]:
    """What somebody was told."""
    return {
        "question": by_id[letter.question_id],
        "kind": letter.kind.value,
        "state": letter.state.value,
        "subject": letter.subject,
        "text": letter.text,
        "told_by": letter.told_by,
        "told_at": _moment(letter.told_at),
        "sent_at": _moment(letter.sent_at),
        "practised": letter.practised,
        "problem": letter.problem,
    }


def _partner(partner: Partner) -> dict[str, Any]:
    return {
        "id": partner.id,
        "name": partner.name,
        "key": partner.key,
        "visits": partner.visits,
        "questions": partner.questions,
        "removed": partner.removed,
        "handles": _json(partner.handles),
    }


def _moment(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else ""


def _json(part: Mapping[str, Any]) -> str:
    return json.dumps(part, ensure_ascii=False, default=str) if part else ""
