"""An exhibitor's own system hears of his leads: signed, again until it is taken, never too much."""

import ipaddress
import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import func, select
from standardwebhooks.webhooks import Webhook

from domain.errors import AccueilError, NotFoundError
from server.exporting.webhook_post import Answer, post_message
from server.services.lead_takeaway import describe_for_webhook
from server.services.webhooks import (
    CREATED,
    MOST_BODY_BYTES,
    UPDATED,
    WITHDRAWN,
    NewEndpoint,
    add_endpoint,
    enable_endpoint,
    get_due_endpoints,
    list_endpoints,
    make_messages,
    note_answer,
    read_next_delivery,
    remove_endpoint,
    replay_message,
)
from server.services.withdrawals import withdraw
from server.storage.schema import lead_accesses
from tests.support.booth import Booths
from tests.support.fair import TrueClock
from tests.support.receiver import Receiver, run_receiver

LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)
Body = dict[str, Any]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with run_receiver() as running:
        yield running


class Desk:
    """An exhibitor with one address, and what its courier does."""

    def __init__(self, booths: Booths, url: str) -> None:
        self.booths, self.fair, self.url = booths, booths.fair, url
        self.mine = booths.ids["atlas"]
        new = NewEndpoint(url, allowed=LOOPBACK)
        self.endpoint = add_endpoint(self.fair.database, self.mine, new, self.fair.clock())

    def send(self) -> list[Answer]:
        """Make messages and send all that are due."""
        self.fair.clock.pass_ms(1)
        make_messages(self.fair.database, self.fair.clock())
        answers: list[Answer] = []
        while delivery := read_next_delivery(
            self.fair.database, self.endpoint.id, describe_for_webhook, self.fair.clock()
        ):
            answer = post_message(delivery.url, delivery.headers, delivery.body, LOOPBACK)
            note_answer(self.fair.database, delivery, answer, self.fair.clock())
            answers.append(answer)
        return answers

    @property
    def messages(self) -> list[Any]:
        """What the address was told, newest first."""
        (view,) = list_endpoints(self.fair.database, self.mine)
        return view.messages


def read(receiver: Receiver) -> list[Body]:
    return [json.loads(body) for _, _, body in receiver.got]


def test_a_lead_arrives_signed_with_what_its_visitor_shares(
    booths: Booths, receiver: Receiver
) -> None:
    booths.fair.clock = booths.recorder._clock = TrueClock()  # receivers refuse old messages
    desk = Desk(booths, f"{receiver.url}/leads")
    phone = booths.join("atlas")
    phone.edit(phone.capture(booths.share("imane", "card")), "rating", "hot")

    assert [answer.status for answer in desk.send()] == [204]
    ((path, headers, body),) = receiver.got
    verified = Webhook(desk.endpoint.secret).verify(body, headers)
    assert path == "/leads"
    assert verified["type"] == CREATED
    assert (verified["data"]["last_name"], verified["data"]["rating"]) == ("Diallo", "hot")
    assert verified["data"]["email"] == ""
    assert _count_accesses(booths) == 1


def test_ten_taps_are_one_message_and_later_ones_an_update(
    booths: Booths, receiver: Receiver
) -> None:
    desk = Desk(booths, receiver.url)
    phone = booths.join("atlas")
    capture = phone.capture(booths.share("imane", "card"))
    for rating in ("hot", "warm", "cold"):
        phone.edit(capture, "rating", rating)
        make_messages(booths.fair.database, booths.fair.clock())
    desk.send()
    phone.edit(capture, "note", "Rappeler")
    desk.send()

    assert [(one["type"], one["data"]["rating"]) for one in read(receiver)] == [
        (CREATED, "cold"),
        (UPDATED, "cold"),
    ]


def test_what_was_taken_back_before_it_went_out_does_not_go_out(
    booths: Booths, receiver: Receiver
) -> None:
    desk = Desk(booths, receiver.url)
    fair = booths.fair
    booths.join("atlas").capture(booths.share("imane", "all"))
    make_messages(fair.database, fair.clock())
    withdraw(fair.database, fair.attendees["imane"], desk.mine, fair.clock())
    desk.send()

    told = read(receiver)
    assert {one["type"] for one in told} == {WITHDRAWN}
    assert all(set(one["data"]) == {"lead_id"} for one in told)
    assert not any("Diallo" in body.decode() for _, _, body in receiver.got)
    assert _count_accesses(booths) == 0


def test_a_withdrawal_is_told_once(booths: Booths, receiver: Receiver) -> None:
    desk = Desk(booths, receiver.url)
    fair = booths.fair
    phone = booths.join("atlas")
    capture = phone.capture(booths.share("imane", "all"))
    desk.send()
    withdraw(fair.database, fair.attendees["imane"], None, fair.clock())
    desk.send()
    phone.edit(capture, "note", "trop tard")
    desk.send()

    assert [one["type"] for one in read(receiver)] == [CREATED, WITHDRAWN]


def test_a_failed_message_waits_and_comes_again_under_its_own_id(
    booths: Booths, receiver: Receiver
) -> None:
    receiver.statuses += [500, 503]
    desk = Desk(booths, receiver.url)
    booths.join("atlas").capture(booths.share("imane", "card"))

    assert [answer.status for answer in desk.send()] == [500]
    assert desk.send() == []
    booths.fair.clock.pass_ms(5_000)
    assert [answer.status for answer in desk.send()] == [503]
    booths.fair.clock.pass_ms(290_000)
    assert desk.send() == []
    booths.fair.clock.pass_ms(10_000)
    assert [answer.status for answer in desk.send()] == [204]
    assert len({headers["webhook-id"] for _, headers, _ in receiver.got}) == 1
    assert get_due_endpoints(booths.fair.database, booths.fair.clock.pass_ms(10**9)) == []


def test_a_message_is_given_up_after_three_days_and_can_be_sent_again(
    booths: Booths, receiver: Receiver
) -> None:
    receiver.statuses += [500] * 10
    desk = Desk(booths, receiver.url)
    booths.join("atlas").capture(booths.share("imane", "card"))
    for _ in range(10):
        desk.send()
        booths.fair.clock.pass_ms(86_400_000)
    assert len(receiver.got) == 10
    assert desk.send() == []

    (message,) = desk.messages
    replay_message(booths.fair.database, desk.mine, message.id, booths.fair.clock())
    assert [answer.status for answer in desk.send()] == [204]


def test_a_receiver_that_is_gone_hears_no_more_until_it_is_enabled(
    booths: Booths, receiver: Receiver
) -> None:
    receiver.statuses.append(410)
    desk = Desk(booths, receiver.url)
    fair = booths.fair
    booths.join("atlas").capture(booths.share("imane", "card"))
    desk.send()
    fair.clock.pass_ms(60_000)

    assert desk.send() == []
    enable_endpoint(fair.database, desk.mine, desk.endpoint.id, fair.clock())
    assert [answer.status for answer in desk.send()] == [204]


def test_a_long_story_is_shortened_and_says_so(local_booths: Booths, receiver: Receiver) -> None:
    desk = Desk(local_booths, receiver.url)
    phone = local_booths.join("atlas")
    capture = phone.capture(local_booths.share("imane", "card"))
    for number in range(15):
        phone.edit(capture, "note", f"{number:02} " + "é" * 1_500)
    desk.send()

    ((_, _, body),) = receiver.got
    data = json.loads(body)["data"]
    assert len(body) <= MOST_BODY_BYTES
    assert data["is_shortened"]
    assert data["notes"][-1]["text"].startswith("14")


def test_practice_and_another_s_leads_are_not_told(
    local_booths: Booths, receiver: Receiver
) -> None:
    desk = Desk(local_booths, receiver.url)
    code = local_booths.share("imane", "all")
    local_booths.join("atlas").capture(code, training=True)
    local_booths.join("rival").capture(code)

    assert desk.send() == []


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (NewEndpoint("https://10.0.0.1/"), "address_not_public"),
        (NewEndpoint("http://example.com/"), "url_not_https"),
        (NewEndpoint("nonsense"), "url_invalid"),
        (NewEndpoint("https://example.com/", ()), "webhook_events_unknown"),
        (NewEndpoint("https://example.com/", ("lead.eaten",)), "webhook_events_unknown"),
    ],
)
def test_an_address_we_would_not_send_to_is_refused(
    local_booths: Booths, new: NewEndpoint, code: str
) -> None:
    with pytest.raises(AccueilError) as refused:
        add_endpoint(local_booths.fair.database, local_booths.ids["atlas"], new, 1)
    assert refused.value.code == code


def test_a_rival_cannot_touch_it(local_booths: Booths, receiver: Receiver) -> None:
    desk = Desk(local_booths, receiver.url)
    local_booths.join("atlas").capture(local_booths.share("imane", "all"))
    desk.send()
    (message,) = desk.messages
    rival, database = local_booths.ids["rival"], local_booths.fair.database

    with pytest.raises(NotFoundError):
        remove_endpoint(database, rival, desk.endpoint.id, 1)
    with pytest.raises(NotFoundError):
        enable_endpoint(database, rival, desk.endpoint.id, 1)
    with pytest.raises(NotFoundError):
        replay_message(database, rival, message.id, 1)
    assert list_endpoints(database, rival) == []


def _count_accesses(booths: Booths) -> int:
    query = select(func.count()).where(lead_accesses.c.kind == "webhook")
    with booths.fair.database.read() as connection:
        return int(connection.execute(query).scalar_one())
