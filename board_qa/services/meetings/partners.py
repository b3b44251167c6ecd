"""Links for partners: made, renamed, removed and brought back at the desk, on the record; and counted."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.partners import KEY_LENGTH, MOST, Partner, make_key
from board_qa.domain.meetings.settings import Difference
from board_qa.domain.questions.history import Actor
from board_qa.domain.rests_on import mark
from board_qa.ports import Ports
from board_qa.ports.stores import StoreUnavailable

_SETTING, _ACCOUNTS = "partner", "host"


class NameTaken(Exception):
    """Another partner of the meeting has this name: two rows of figures would look the same."""


class ChangedMeanwhile(Exception):
    """Somebody else changed it first; `partner` is how it stands now. Nothing was stored."""

    def __init__(self, partner: Partner) -> None:
        super().__init__("changed meanwhile")
        self.partner = partner


class TooMany(Exception):
    """The meeting has all the links that it can have."""


def add(ports: Ports, meeting: Meeting, name: str, actor: Actor) -> Partner:
    """Make a link under a key of its own. Raises NameTaken, TooMany."""
    with ports.store.transaction():
        _refuse_taken(ports, meeting.id, name)
        if len(ports.store.partners.of_meeting(meeting.id)) >= MOST:
            raise TooMany
        while True:
            partner = ports.store.partners.add(meeting.id, name, make_key(ports.ids.bytes(KEY_LENGTH)), ports.clock())
            if partner is not None:
                _record(ports, partner, "", name, actor)
                return partner


def as_it_stands(partner: Partner) -> str:
    """A mark of what can be changed of it, for the form that changes it."""
    return mark(partner.name, dict(partner.handles))


def rename(ports: Ports, partner: Partner, name: str, seen: str, actor: Actor) -> None:
    """Its address stays. `seen` marks what whoever renames it had before them. Raises NameTaken, ChangedMeanwhile."""
    with ports.store.transaction():
        partner = ports.store.partners.get(partner.id) or partner
        if as_it_stands(partner) != seen:
            raise ChangedMeanwhile(partner)
        _refuse_taken(ports, partner.meeting_id, name, but_not=partner.id)
        ports.store.partners.rename(partner.id, name)
        if name != partner.name:
            _record(ports, partner, partner.name, name, actor)


def hosts(ports: Ports, meeting_id: int) -> list[Partner]:
    """The boards and others who hold a chat with us, by name."""
    return [one for one in ports.store.partners.of_meeting(meeting_id) if not one.removed]


def add_host(ports: Ports, meeting: Meeting, name: str, handles: Mapping[str, str], actor: Actor) -> None:
    """Make a co-host with its link and its accounts, or nothing of it. Raises NameTaken, TooMany."""
    with ports.store.transaction():
        set_handles(ports, add(ports, meeting, name, actor), handles, actor)


def change_host(ports: Ports, host: Partner, name: str, handles: Mapping[str, str], seen: str, actor: Actor) -> None:
    """Its name and its accounts, or neither. Raises NameTaken, ChangedMeanwhile."""
    with ports.store.transaction():
        rename(ports, host, name, seen, actor)
        set_handles(ports, replace(host, name=name), handles, actor)


def set_handles(ports: Ports, partner: Partner, handles: Mapping[str, str], actor: Actor) -> None:
    """By what a co-host's own accounts are known, by network; '' where it has none there."""
    known = {network: handle for network, handle in handles.items() if handle}
    with ports.store.transaction():
        ports.store.partners.set_handles(partner.id, known)
        before, after = (_said(replace(partner, handles=one)) for one in (partner.handles, known))
        if before != after:
            difference = Difference(_ACCOUNTS, before, after)
            ports.store.settings.record(partner.meeting_id, [difference], actor, ports.clock())


def accounts(partner: Partner) -> str:
    """Its own, in words; '' where it has none."""
    return ", ".join(f"@{handle} on {network}" for network, handle in partner.handles.items())


def _said(partner: Partner) -> str:
    return f"{partner.name}: {named}" if (named := accounts(partner)) else ""


def remove(ports: Ports, partner: Partner, actor: Actor) -> None:
    """Count nothing more for it. The link goes on leading to the meeting: it stands in newsletters."""
    _set_removed(ports, partner, True, actor)


def restore(ports: Ports, partner: Partner, actor: Actor) -> None:
    """Count again, from where it was."""
    _set_removed(ports, partner, False, actor)


def count_visit(ports: Ports, partner: Partner) -> None:
    """One more. Where nothing can be stored just now it is left out: whoever comes is not to be kept waiting by it."""
    with suppress(StoreUnavailable):
        ports.store.partners.count_visit(partner.id)


def _set_removed(ports: Ports, partner: Partner, removed: bool, actor: Actor) -> None:
    with ports.store.transaction():
        if ports.store.partners.set_removed(partner.id, removed):
            before, after = (partner.name, "") if removed else ("", partner.name)
            _record(ports, partner, before, after, actor)


def _refuse_taken(ports: Ports, meeting_id: int, name: str, but_not: int = 0) -> None:
    others = (one for one in ports.store.partners.of_meeting(meeting_id) if one.id != but_not)
    if any(one.name.casefold() == name.casefold() for one in others):
        raise NameTaken


def _record(ports: Ports, partner: Partner, before: str, after: str, actor: Actor) -> None:
    ports.store.settings.record(partner.meeting_id, [Difference(_SETTING, before, after)], actor, ports.clock())
