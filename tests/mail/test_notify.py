"""GOV.UK Notify: what it takes, what it refuses, and what it says later."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from board_qa.mail.notify import NotifyMailer
from board_qa.ports.telling import Delivery, Email, MailRefused, MailTrouble, MailUnclear
from tests.support.notify import KEY, TEMPLATE, NotifyStandIn, id_of, notify

LETTER = Email("maria@example.org", "Your question", "Hello,\n\nYes.\n", "key-1")


@pytest.fixture
def service() -> Iterator[NotifyStandIn]:
    with notify() as service:
        yield service


@pytest.fixture
def mailer(service: NotifyStandIn) -> NotifyMailer:
    return NotifyMailer(service.url, TEMPLATE, KEY)


def test_a_letter_goes_out_by_the_boards_template_with_its_key_as_reference(
    service: NotifyStandIn, mailer: NotifyMailer
) -> None:
    mailer.ready()
    assert mailer.send(LETTER) == id_of(1)

    (taken,) = service.taken
    assert taken["email_address"] == "maria@example.org"
    assert (taken["template_id"], taken["reference"]) == (TEMPLATE, "key-1")
    assert taken["personalisation"] == {"subject": "Your question", "text": "Hello,\n\nYes.\n"}
    assert service.keys[0].startswith("Bearer ")
    assert "2222-2222" not in service.keys[0]


def test_what_nobody_confirmed_is_found_by_its_key(service: NotifyStandIn, mailer: NotifyMailer) -> None:
    service.loses = 1
    with pytest.raises(MailUnclear):
        mailer.send(LETTER)

    assert mailer.finds
    assert (mailer.find("key-1"), mailer.find("key-2")) == (id_of(1), "")


@pytest.mark.parametrize(
    ("status", "raises"),
    [(400, MailRefused), (401, MailTrouble), (403, MailTrouble), (429, MailTrouble), (500, MailUnclear),
     (503, MailUnclear)],
)  # fmt: skip
def test_each_answer_that_is_an_error_means_what_it_says(
    service: NotifyStandIn, mailer: NotifyMailer, status: int, raises: type[Exception]
) -> None:
    service.answers = [status]
    with pytest.raises(raises):
        mailer.send(LETTER)

    assert service.taken == []


def test_a_letter_that_it_refuses_whoever_it_is_to_waits_until_somebody_mends_the_service(
    service: NotifyStandIn, mailer: NotifyMailer
) -> None:
    service.answers, service.says = [400], "Missing personalisation: name"
    with pytest.raises(MailTrouble, match="Ask whoever set up the service"):
        mailer.send(LETTER)


@pytest.mark.parametrize(
    ("status", "delivery"),
    [("created", Delivery.PENDING), ("sending", Delivery.PENDING), ("pending", Delivery.PENDING),
     ("delivered", Delivery.DELIVERED), ("permanent-failure", Delivery.FAILED),
     ("temporary-failure", Delivery.FAILED), ("technical-failure", Delivery.FAILED)],
)  # fmt: skip
def test_it_says_later_what_became_of_a_letter(
    service: NotifyStandIn, mailer: NotifyMailer, status: str, delivery: Delivery
) -> None:
    mailer.send(LETTER)
    service.status[id_of(1)] = status

    said, why = mailer.delivery(id_of(1))
    assert said is delivery
    assert bool(why) == (delivery is Delivery.FAILED)


def test_a_service_that_does_not_answer_is_trouble(service: NotifyStandIn, mailer: NotifyMailer) -> None:
    service.answers = [500, 500]
    with pytest.raises(MailTrouble):
        mailer.find("key-1")
    with pytest.raises(MailTrouble):
        mailer.delivery(id_of(1))


@pytest.mark.parametrize("id_", ["", "x/../../../elsewhere?a=nnn", "740e5834", "-" * 36])
def test_an_id_that_is_none_is_asked_for_nowhere(service: NotifyStandIn, mailer: NotifyMailer, id_: str) -> None:
    service.gives = id_
    with pytest.raises(MailUnclear):
        mailer.send(LETTER)

    with pytest.raises(MailTrouble):  # it has it, under no id by which it could be asked about
        mailer.find("key-1")


DEEP = '{"id": ' + "[" * 100_000 + "]" * 100_000 + "}"
OTHERS = f'{{"id": "{id_of(1)}", "reference": "another"}}'


@pytest.mark.parametrize(
    "tells",
    ["{}", "[]", "null", "5", '{"notifications": null}', '{"notifications": 5}', '{"notifications": {}}',
     '{"notifications": [5]}', '{"notifications": [{}]}', f'{{"notifications": [{OTHERS}]}}', DEEP, ""],
)  # fmt: skip
def test_only_an_empty_list_says_that_it_has_no_such_letter(
    service: NotifyStandIn, mailer: NotifyMailer, tells: str
) -> None:
    service.tells = tells
    with pytest.raises(MailTrouble):
        mailer.find("key-1")
    service.tells = '{"notifications": []}'

    assert mailer.find("key-1") == ""


@pytest.mark.parametrize(
    "status", ["", '"DELIVERED"', '"cancelled-by-service"', "null", "5", "[]", "{}", '["delivered"]', "true"]
)
def test_a_letter_is_delivered_only_where_notify_says_so_of_that_letter(
    service: NotifyStandIn, mailer: NotifyMailer, status: str
) -> None:
    service.tells = f'{{"id": "{id_of(1)}"' + (f', "status": {status}}}' if status else "}")
    with pytest.raises(MailTrouble):
        mailer.delivery(id_of(1))
    service.tells = f'{{"id": "{id_of(2)}", "status": "delivered"}}'
    with pytest.raises(MailTrouble):
        mailer.delivery(id_of(1))


def test_an_answer_nested_without_an_end_leaves_it_open_what_became_of_a_letter(
    service: NotifyStandIn, mailer: NotifyMailer
) -> None:
    service.tells = DEEP
    with pytest.raises(MailUnclear):
        mailer.send(LETTER)
    with pytest.raises(MailTrouble):
        mailer.delivery(id_of(1))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_letter_goes_where_an_answer_leads(service: NotifyStandIn, mailer: NotifyMailer, status: int) -> None:
    with notify() as elsewhere:
        service.answers, service.leads_to = [status] * 3, f"{elsewhere.url}/v2/notifications/email"
        with pytest.raises(MailTrouble, match="NOTIFY_URL"):
            mailer.send(LETTER)
        for ask in (lambda: mailer.find("key-1"), lambda: mailer.delivery(id_of(1))):
            with pytest.raises(MailTrouble):
                ask()

        assert (elsewhere.taken, elsewhere.keys) == ([], [])
