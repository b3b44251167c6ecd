"""A post that we hold was seen on its network: what that changes here."""

from __future__ import annotations

from collections.abc import Sequence

from board_qa.domain.networks.observed import is_later
from board_qa.domain.networks.posts import Post
from board_qa.domain.questions.copies import names_the_same, reads_the_same, says_the_same
from board_qa.domain.questions.gone_posts import decide_show_again
from board_qa.domain.questions.history import Action, Actor, Change
from board_qa.domain.questions.question import Question, SourceState
from board_qa.domain.questions.transitions import accepts_source_edit, decide
from board_qa.ports import Ports
from board_qa.services.questions.storing import store_decision


def sighted(ports: Ports, channel_name: str, question: Question, post: Post) -> bool:
    """Take over what is new of a post, as it is kept (`as_kept`); whether anything changed.

    In one transaction: words that changed while the post was hidden must not be public for a moment as if they were
    those that somebody approved.
    """
    with ports.store.transaction():
        changes = [_show_again(ports, question)]
        if post.version_order and not question.source.version_order:
            changes.append(_take_up(ports, channel_name, question, post))
        else:
            changes += [_name_author(ports, question, post), take_edit(ports, question, post)]
    return any(changes)


def _take_up(ports: Ports, channel_name: str, question: Question, post: Post) -> bool:
    """A person had copied it, and its network is heard of it for the first time: whether anything changed.

    What its network says counts, its words and who wrote them together. Where that is not what was copied it is checked
    again. What the board answers keeps the words that it was asked.
    """
    question = ports.store.questions.get(question.id) or question
    copied = question.source
    if not post.is_named or not accepts_source_edit(question):
        return False
    there = ports.store.questions.by_native_id(channel_name, post.native_id)
    if there is not None and there.id != question.id:  # copied twice, by the links to two of its versions
        return False
    is_right = says_the_same(copied, post) and reads_the_same(copied, post) and names_the_same(copied, post)
    if not is_right:
        decision = decide(Action.CORRECT_COPY, question)
        ports.store.questions.replace_text(question, post, decision, ports.clock())
        question = ports.store.questions.get(question.id) or question
        ports.store.questions.name_author(question, post, ports.clock())
    ports.store.questions.take_up(question, channel_name, post)
    return not is_right


def take_edit(ports: Ports, question: Question, post: Post) -> bool:
    """New words of a known post go back to be checked; whether anything changed.

    What somebody at the desk decided meanwhile is read again, and kept, in the transaction that stores the words.
    """
    with ports.store.transaction():
        question = ports.store.questions.get(question.id) or question
        if not _is_edit(question, post):
            return False
        decision = decide(Action.EDIT_AT_SOURCE, question, None)
        ports.store.questions.replace_text(question, post, decision, ports.clock())
    return True


def _is_edit(question: Question, post: Post) -> bool:
    """Whether these are newer words than those of the question, which now may still get new ones."""
    held = question.source
    if post.text == held.text or not accepts_source_edit(question):
        return False
    return is_later(post.version_order, post.text, held.version_order, held.text)


def _name_author(ports: Ports, question: Question, post: Post) -> bool:
    question = ports.store.questions.get(question.id) or question
    if not question.source.lacks_author or not post.is_named:
        return False
    ports.store.questions.name_author(question, post, ports.clock())
    return True


def _show_again(ports: Ports, question: Question) -> bool:
    """What was withdrawn because its post was gone or hidden stands as it did before that."""
    questions = ports.store.questions
    question = questions.get(question.id) or question
    if question.source_state is SourceState.VISIBLE:
        return False
    questions.set_source_state(question, SourceState.VISIBLE)
    withdrawn = _withdrawn(ports, question)
    if not withdrawn:
        return False
    members = _untouched(ports, question, withdrawn)
    leader = questions.get(withdrawn[0].before.get("grouped_into") or 0)
    decision = decide_show_again(question, withdrawn, members, leader)
    actor = Actor(question.source.channel)
    store_decision(ports, question.meeting_id, decision, [question, *members.values()], actor)
    return True


def _withdrawn(ports: Ports, question: Question) -> list[Change]:
    """The rows of the change that withdrew the question, its own first."""
    change = ports.store.questions.last_of(question.id, Action.WITHDRAW)
    if change is None:
        return []
    rows = ports.store.meetings.changes_since(question.meeting_id, change.revision - 1)
    rows = [row for row in rows if row.revision == change.revision and row.question_id is not None]
    return sorted(rows, key=lambda row: row.question_id != question.id)


def _untouched(ports: Ports, question: Question, withdrawn: Sequence[Change]) -> dict[int, Question]:
    """Those of its group about which nobody has decided anything since: they belong together again."""
    ids = [row.question_id for row in withdrawn if row.question_id not in (None, question.id)]
    members = [member for id_ in ids if (member := ports.store.questions.get(id_ or 0))]
    return {member.id: member for member in members if _stands_since(ports, member, withdrawn[0].revision)}


def _stands_since(ports: Ports, member: Question, revision: int) -> bool:
    history = ports.store.questions.history(member.id)
    decisions = [change for change in history if change.action is not Action.NOTE]
    return bool(decisions) and (decisions[-1].meeting_id, decisions[-1].revision) == (member.meeting_id, revision)
