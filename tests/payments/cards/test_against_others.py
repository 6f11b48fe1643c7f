"""The gateway against stand-ins that are not ours, and against the processor's own test mode where there is a key."""

import os
from datetime import timedelta

import pytest
import stripe

from app.core import clock
from app.core.ids import new_id
from payments.gateways import RefusedError
from payments.gateways.stripe import Stripe
from tests import peers

pytestmark = pytest.mark.no_database

KEY = "sk_test_12345"
TEST_MODE = os.environ.get("LENSAN_STRIPE_TEST_KEY", "")


def test_whole_dong_go_out_and_come_back_at_a_stand_in_that_is_not_ours() -> None:
    with peers.stripe_server() as url:
        client = stripe.StripeClient(KEY, base_addresses={"api": url}, max_network_retries=0)
        paid = client.v1.payment_intents.create(
            {"amount": 250_000, "currency": "vnd", "payment_method": "pm_card_visa", "confirm": True}
        )
        assert (paid.status, paid.amount, paid.currency) == ("succeeded", 250_000, "vnd")
        gateway = Stripe(key=KEY, webhook_secret="whsec_x", url=url)

        sent = gateway.refund("acct_1", intent_id=paid.id, amount_vnd=100_000, key=f"refund:{new_id()}")

        assert client.v1.refunds.retrieve(sent).amount == 100_000
        charge = client.v1.payment_intents.retrieve(paid.id).latest_charge
        assert isinstance(charge, stripe.Charge)
        assert charge.amount_refunded == 100_000
        with pytest.raises(RefusedError):
            gateway.refund("acct_1", intent_id="pi_unknown", amount_vnd=1, key=f"refund:{new_id()}")


@pytest.mark.enable_socket
@pytest.mark.skipif(not TEST_MODE, reason="LENSAN_STRIPE_TEST_KEY is not set: nobody's test mode to ask")
def test_the_processor_itself_answers_as_the_stand_in_does() -> None:
    gateway = Stripe(key=TEST_MODE, webhook_secret="whsec_x")
    assert gateway.takes_country("DE")
    assert not gateway.takes_country("VN")

    key = f"account:{new_id()}"
    account_id = gateway.open_account(country="DE", name="Lên Sàn, a test", key=key)

    assert gateway.open_account(country="DE", name="Lên Sàn, a test", key=key) == account_id
    standing = gateway.standing(account_id)
    assert (standing.takes_cards, bool(standing.due)) == (False, True)
    link = gateway.onboarding_link(
        account_id, return_url="https://example.org/1", refresh_url="https://example.org/2", key=f"link:{new_id()}"
    )
    assert link.startswith("https://connect.stripe.com/")
    with pytest.raises(RefusedError):
        gateway.start_checkout(
            account_id, amount_vnd=250_000, name="Mắm", reference="KQX3V6QP58",
            expires_at=clock.now() + timedelta(hours=1), back="https://example.org/tt", key=f"page:{new_id()}",
        )  # fmt: skip
