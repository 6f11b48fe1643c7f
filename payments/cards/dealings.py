"""What is asked of the processor: always between two transactions, under a key that was saved before."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from app.core import clock, settings
from app.core.db import db
from app.core.transaction import transaction
from app.policy import Actor
from payments.cards import queries, services
from payments.cards.states import RefundState
from payments.gateways import CardMessage, RefusedError, Standing

if TYPE_CHECKING:
    from payments.gateways.stripe import Stripe

BY = Actor.system("stripe")


def processor() -> "Stripe":
    """Return the processor with which this site has an agreement."""
    from payments.gateways.stripe import Stripe

    here = settings.current()
    return Stripe(key=here.stripe_key, webhook_secret=here.stripe_webhook_secret, url=here.stripe_url)


def takes_country(country: str) -> bool:
    """Whether the processor itself says that accounts can be had in a country."""
    db.session.rollback()
    return processor().takes_country(country)


def open_account(account_id: UUID, *, name: str, by: Actor) -> None:
    """Have an account opened that was asked for; opened before, nothing happens.

    Raises:
        UnreachableError, RefusedError: it was not, and may be asked for again.
    """
    account = queries.account(account_id)
    if account is None or account.provider_id:
        return
    country = account.country
    db.session.rollback()
    provider_id = processor().open_account(country=country, name=name, key=f"account:{account_id}")
    with transaction():
        found = queries.account(account_id)
        if found is not None:
            services.record_account(found, provider_id=provider_id, by=by)


def questions_link(provider_id: str, *, page: str) -> str:
    """Return a fresh link to the processor's own questions; it opens once."""
    db.session.rollback()
    at = clock.now()
    return processor().onboarding_link(
        provider_id, return_url=f"{page}?ve=1", refresh_url=f"{page}?lai=1", key=f"link:{provider_id}:{at.timestamp()}"
    )


def standing_of(provider_id: str) -> Standing:
    """Read how far an account has come, without keeping it."""
    db.session.rollback()
    return processor().standing(provider_id)


def read_account(account_id: UUID, *, by: Actor = BY) -> None:
    """Read how far an account has come, and keep whether it takes cards."""
    account = queries.account(account_id)
    if account is None or not account.provider_id:
        return
    standing = standing_of(account.provider_id)
    with transaction():
        found = queries.account(account_id)
        if found is not None:
            services.record_standing(found, standing=standing, by=by)


def open_page(payment_id: UUID, *, name: str, page: str, by: Actor) -> str:
    """Have the page made on which a request is paid, and return its address; made before, the same one.

    Raises:
        UnreachableError: ask again, under the same key.
        RefusedError: the processor makes none.
    """
    payment = queries.payment(payment_id)
    if payment is None or payment.url:
        return payment.url if payment is not None else ""
    provider_id, amount_vnd, expires_at = payment.account.provider_id, payment.amount_vnd, payment.expires_at
    reference = payment.request.reference
    db.session.rollback()
    try:
        checkout = processor().start_checkout(
            provider_id, amount_vnd=amount_vnd, name=name, reference=reference, expires_at=expires_at, back=page,
            key=f"page:{payment_id}",
        )  # fmt: skip
    except RefusedError as refused:
        with transaction():
            found = queries.payment(payment_id)
            if found is not None:
                services.record_no_page(found, why=refused.code, by=by)
        raise
    with transaction():
        found = queries.payment(payment_id)
        if found is not None:
            services.record_page(found, checkout=checkout, by=by)
    return checkout.url


def read_payment(payment_id: UUID, *, by: Actor = BY) -> None:
    """Read what has become of a payment, and keep it."""
    payment = queries.payment(payment_id)
    if payment is None or not payment.session_id:
        return
    provider_id, session_id = payment.account.provider_id, payment.session_id
    db.session.rollback()
    facts = processor().facts(provider_id, session_id)
    with transaction():
        found = queries.payment(payment_id)
        if found is not None:
            services.take_facts(found, facts=facts, by=by)


def send_back(refund_id: UUID) -> None:
    """Ask the processor to send money back, and keep its answer; asked again, it is one refund."""
    row = queries.refund(refund_id)
    if row is None or row.state is not RefundState.ASKED:
        return
    payment = row.payment
    provider_id, intent_id, session_id = payment.account.provider_id, payment.intent_id, payment.session_id
    amount_vnd = row.amount_vnd
    db.session.rollback()
    try:
        sent = processor().refund(provider_id, intent_id=intent_id, amount_vnd=amount_vnd, key=f"refund:{refund_id}")
    except RefusedError as refused:
        with transaction():
            found = queries.refund(refund_id)
            if found is not None:
                services.record_no_refund(found, why=refused.code, by=BY)
        return
    facts = processor().facts(provider_id, session_id)
    with transaction():
        found = queries.refund(refund_id)
        if found is not None:
            services.record_refund(found, provider_id=sent, facts=facts, by=BY)


def look(event_id: UUID) -> None:
    """Look at what a message is about. Only that something happened is believed; what, is read at the processor."""
    event = queries.event(event_id)
    if event is None:
        return
    if event.kind.startswith("v2.core.account") or event.kind == "account.updated":
        account = queries.account_known_as(event.account_id)
        if account is not None:
            read_account(account.id)
        return
    payment = queries.payment_meant(event.object_id, event.intent_id)
    # A message about another seller's thing than its sender's is not about anything of ours.
    if payment is not None and payment.account.provider_id == event.account_id:
        read_payment(payment.id)


def read_message(body: bytes, signature: str, at: datetime) -> CardMessage:
    """Return a message whose signature holds.

    Raises:
        NotGenuineError: it does not.
    """
    return processor().read_message(body, signature, now_seconds=at.timestamp())
