"""What a recap is made of, read once for a meeting as it is."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from flask import Blueprint

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.publishing import Standing
from board_qa.domain.meetings.recap import Pick
from board_qa.domain.networks.outbox import BY_HAND, OutgoingPost
from board_qa.exports.recap.told import Author, Surroundings, Told, told
from board_qa.services.chats import gathering
from board_qa.services.meetings import published, recap
from board_qa.services.meetings.meetings import is_over
from board_qa.services.meetings.recap import Material
from board_qa.web.public.pages import meeting_of
from board_qa.web.register.memory import memory
from board_qa.web.shell.installation import installation, ports
from board_qa.web.shell.language import PREFIXES, in_language, link

# Mounted as the pages of `public` are. The desk's own is called "recap".
pages = Blueprint("recaps", __name__)


class NoRecap(Exception):
    """The recap of this meeting is not there for everyone: `standing` says why."""

    def __init__(self, meeting: Meeting, standing: Standing) -> None:
        super().__init__(standing)
        self.meeting, self.standing = meeting, standing


def meeting_with_recap(code: str) -> Meeting:
    """Raises NoRecap, and NotFound where there is no such meeting."""
    meeting = meeting_of(code)
    standing = recap.standing(ports(), meeting)
    if standing is not Standing.PUBLISHED:
        raise NoRecap(meeting, standing)
    return meeting


def version_of(meeting: Meeting) -> str:
    """Another one as soon as anything changes that the recap is made of. A post of ours that went on its network, our
    handle there that is learned, and a post of somebody's that is erased, change no revision."""
    posts = recap.posts_to_tell(ports(), meeting)
    handles = {(post.channel, post.account): _handle(post) for post in posts}
    ids = [(post.id, post.native_id) for post in posts]
    heard = gathering.read(ports(), meeting).posts if meeting.details.is_chat else ()
    about = (meeting, is_over(meeting, ports().clock()), ids, sorted(handles.items()), heard)
    return "recap-" + installation().run_apart(lambda: sha256(repr(about).encode()).hexdigest()[:16])


def material_of(meeting: Meeting, language: str = "en") -> Material:
    """All that can be told of it, in this language."""
    make = in_language(language)
    key = (version_of(meeting), language)
    return memory().materials.get(key, lambda: recap.material(ports(), meeting, make))


def told_in(language: str, meeting: Meeting) -> Told:
    """The recap as everyone reads it: as it is saved, or as it is suggested where nobody saved one."""
    saved = ports().store.recaps.of_meeting(meeting.id)
    material = material_of(meeting, language)
    return told_picks(language, meeting, material, saved.introduction, recap.told_now(saved, material))


def told_picks(language: str, meeting: Meeting, material: Material, introduction: str, picks: Sequence[Pick]) -> Told:
    """These items, whatever is saved, of what there is to tell in this language."""
    posts = [material.posts[pick.key] for pick in picks if pick.key in material.posts]
    return told(material, introduction, picks, _around(meeting, posts, language), in_language(language))


def page_in(language: str, view: str, **values: object) -> str:
    """The address in full of a public page, in this language."""
    path = link(view, **values).removeprefix(PREFIXES["cy"] or "")
    return f"{installation().settings.public_url}{PREFIXES[language] or ''}{path}"


def _around(meeting: Meeting, posts: Sequence[OutgoingPost], language: str) -> Surroundings:
    in_the_record = published.is_published(meeting)
    return Surroundings(
        authors={post.id: _author(post) for post in posts},
        record=page_in(language, "register.meeting", code=meeting.code) if in_the_record else "",
        over=is_over(meeting, ports().clock()),
    )


def _author(post: OutgoingPost) -> Author:
    """The account that posted it, as its network or whoever signed in with its keys told of it."""
    seen = ports().store.posts.several(post.channel, [post.native_id]).get(post.native_id)
    channel = installation().channels.get(post.channel)
    handle = (seen.post.author_handle if seen else "") or _handle(post)
    address = (seen.post.url if seen else "") or (channel.post_address(post.native_id, handle) if channel else "")
    name = (seen.post.author_name if seen else "") or installation().settings.organisation
    return Author(name, handle, address if address.startswith(("https://", "http://")) else "")


def _handle(post: OutgoingPost) -> str:
    """The handle of the account that posted it, as it was learned; '' before that."""
    channel = installation().channels.get(post.channel)
    keys = post.account if post.account not in ("", BY_HAND) else channel.fingerprint if channel else ""
    return ports().store.sources.metadata(post.channel, f"{keys}/handle") if keys else ""
