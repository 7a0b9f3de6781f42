"""Our signatures, checked with the receivers' own library."""

import json
import time

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from server.exporting.webhook_signing import (
    RETRY_AFTER_SECONDS,
    format_secret,
    retry_at,
    sign_message,
)

SECRET = format_secret(bytes(range(32)))
BODY = json.dumps({"type": "lead.created", "name": "أمينة"}).encode()


def test_a_receiver_accepts_the_signature() -> None:
    headers = sign_message(SECRET, "msg_1", int(time.time()), BODY)

    assert Webhook(SECRET).verify(BODY, headers)["name"] == "أمينة"


def test_a_changed_body_or_an_old_message_is_refused_there() -> None:
    headers = sign_message(SECRET, "msg_1", int(time.time()), BODY)
    old = sign_message(SECRET, "msg_1", int(time.time()) - 3_600, BODY)

    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(BODY + b" ", headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(BODY, old)


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_!!", format_secret(bytes(8)), "x" * 44])
def test_what_is_no_secret_signs_nothing(secret: str) -> None:
    with pytest.raises(ValueError, match="secret"):
        sign_message(secret, "msg_1", 0, BODY)


def test_retries_span_three_days_and_end() -> None:
    waits = [retry_at(n, 0, None) for n in range(1, 11)]

    assert waits == [1_000 * seconds for seconds in RETRY_AFTER_SECONDS] + [None]
    assert sum(RETRY_AFTER_SECONDS) == 75 * 3_600 + 35 * 60 + 5


def test_a_receiver_may_ask_for_more_time_but_not_for_ever() -> None:
    assert retry_at(1, 0, 60) == 60_000
    assert retry_at(1, 0, 1) == 5_000
    assert retry_at(1, 0, 10**8) == 86_400_000
