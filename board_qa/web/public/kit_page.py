"""The page with what partners pass on of a meeting, as its template is told of it."""

from __future__ import annotations

from dataclasses import dataclass

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.partners import Partner
from board_qa.domain.questions.admission import Window
from board_qa.domain.text import wording
from board_qa.domain.text.saying import gettext_noop
from board_qa.phrases import invitations
from board_qa.phrases.invitations import Invitation
from board_qa.services.meetings.corrections import corrections
from board_qa.web.public.kit_pictures import KitPicture, described, kit_pictures, poster
from board_qa.web.public.shown_meeting import ShownMeeting, shown_meeting
from board_qa.web.public.site_page import SitePage, help_now
from board_qa.web.shell import words
from board_qa.web.shell.installation import installation, ports
from board_qa.web.shell.language import link, say

# While what is passed on stays true. Before questions open the page is for those who prepare a newsletter.
OFFERED = frozenset({Window.NOT_YET_OPEN, Window.OPEN})
_ON_A_LINE = 36  # characters
_FOR_FACEBOOK, _FOR_A_LETTER = gettext_noop("Facebook or LinkedIn"), gettext_noop("Email or newsletter")
_DESCRIPTION = gettext_noop("Description of the pictures")
_PLEASE = {
    Window.NOT_YET_OPEN: (gettext_noop("Questions open on %(time)s"), gettext_noop("Please post nothing before then.")),
    Window.PAUSED: (
        gettext_noop("We are not taking questions at the moment"),
        gettext_noop("Come back later: there is nothing to pass on now."),
    ),
    Window.LATE: (gettext_noop("Questions closed on %(time)s"), gettext_noop("Please do not pass this on any more.")),
    Window.CLOSED: (gettext_noop("Questions closed on %(time)s"), gettext_noop("Please do not pass this on any more.")),
    Window.OVER: (
        gettext_noop("The time for questions is over"),
        gettext_noop("Please do not pass this on any more."),
    ),
    Window.CANCELLED: (gettext_noop("This meeting is cancelled"), gettext_noop("Please do not pass this on any more.")),
}


@dataclass(frozen=True)
class KitText:
    """A text to copy. `length` and `limit` are as its network counts; 0 where it takes as much as anybody reads."""

    name: str
    text: str
    length: int = 0
    limit: int = 0

    @property
    def rows(self) -> int:
        """Lines that it takes on a phone."""
        return sum(len(line) // _ON_A_LINE + 1 for line in self.text.splitlines())


@dataclass(frozen=True, kw_only=True)
class KitPage(SitePage):
    """`partner` is whose kit it is, '' where it is anybody's. `notice` says what to mind, in two sentences, and
    `corrected` what was passed on before and is wrong now. The pictures say the same as the texts, which `description`
    tells those who cannot see them."""

    meeting: ShownMeeting
    address: str
    partner: str
    notice: tuple[str, str] | None
    corrected: tuple[str, ...]
    texts: tuple[KitText, ...]
    pictures: tuple[KitPicture, ...]
    description: KitText


def kit_page(meeting: Meeting, window: Window, partner: Partner | None) -> KitPage:
    shown = shown_meeting(meeting)
    offered = invitation(meeting, address_of(meeting, partner))
    return KitPage(
        signposts=help_now(meeting),
        code=meeting.code,
        meeting=shown,
        address=offered.address,
        partner=partner.name if partner else "",
        notice=_notice(shown, window),
        corrected=_corrected(meeting),
        texts=_texts(offered) if window in OFFERED else (),
        pictures=kit_pictures(meeting) if window in OFFERED else (),
        description=KitText(say().gettext(_DESCRIPTION), described(poster(meeting, offered.address))),
    )


def address_of(meeting: Meeting, partner: Partner | None) -> str:
    """Where people ask, in the language of this page: a partner's own link, where it is a partner's."""
    if partner is None:
        return installation().settings.public_url + link("meeting_page", code=meeting.code, p=None)
    return installation().settings.public_url + link("partner_link", code=meeting.code, key=partner.key)


def invitation(meeting: Meeting, address: str) -> Invitation:
    shown = shown_meeting(meeting)
    return Invitation(
        organisation=installation().settings.organisation,
        title=shown.title,
        starts=shown.starts,
        closes=shown.closes,
        venue=wording.one_line(shown.venue),
        hashtag=meeting.details.hashtag,
        address=address,
    )


def _notice(meeting: ShownMeeting, window: Window) -> tuple[str, str] | None:
    if window not in _PLEASE:
        return None
    is_so, please = map(say().gettext, _PLEASE[window])
    time = meeting.opens if window is Window.NOT_YET_OPEN else meeting.closes
    return is_so % {"time": time}, please


def _corrected(meeting: Meeting) -> tuple[str, ...]:
    found, _ = corrections(ports(), meeting), say().gettext
    moved = _("This meeting was moved. It was on %(time)s.")
    before = words.when(found.started_at, meeting.details.timezone) if found.started_at else ""
    sentences = [
        moved % {"time": before} if before else "",
        _("The deadline for questions was changed.") if found.deadline else "",
    ]
    return tuple(filter(None, sentences))


def _texts(offered: Invitation) -> tuple[KitText, ...]:
    posts = invitations.posts(offered, say())
    fitted = (_fitted(name, posts) for name in installation().measures)
    return (
        *(text for text in fitted if text.text),
        KitText(say().gettext(_FOR_FACEBOOK), invitations.long_post(offered, say())),
        KitText(say().gettext(_FOR_A_LETTER), invitations.newsletter(offered, say())),
    )


def _fitted(network: str, posts: list[str]) -> KitText:
    """The post that says most of those that the network takes; without text where it takes none."""
    measure = installation().measures[network]
    text = invitations.fitting(posts, lambda one: measure(one).fits)
    counted = measure(text)
    return KitText(network, text, counted.length, counted.limit)
