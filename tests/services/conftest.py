"""What tests of reading and sending share: a call that is out on the practice network."""

from __future__ import annotations

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Actor
from board_qa.ports import Ports
from board_qa.services.networks import approving, publishing
from tests.conftest import RunningNetwork


@pytest.fixture
def call(ports: Ports, practice: RunningNetwork, meeting: Meeting, alex: Actor) -> str:
    approving.approve(ports, practice.channel, meeting, "Ask us! #AnytownBoard", alex)
    publishing.send_due(ports, practice.channel)
    return ports.store.outbox.of_meeting(meeting.id)[0].native_id
