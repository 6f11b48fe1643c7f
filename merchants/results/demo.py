"""Signed papers of the demonstration: made-up keys, drawn hands and seals, all marked as samples."""

from uuid import UUID

from sqlalchemy import select

from app.accounts.models import Account
from app.core import clock, jobs
from app.core.db import db
from app.core.transaction import transaction
from app.policy import Actor
from merchants.models import Merchant
from merchants.results import queries, services
from merchants.results.models import IssuedDocument
from merchants.results.states import DocumentState
from merchants.states import Stage

_COMMUNE = "33/12826/"
_SIGNED, _SEALED = 3, 2


def load(by: Actor) -> None:  # noqa: ARG001  every slice's demonstration is called alike
    """Sign the first confirmations of the demonstration commune; the others are made by the worker and wait."""
    if db.session.scalars(select(IssuedDocument.id).limit(1)).first() is not None:
        return
    leader, clerk = _official("lanhdao.thaithuy"), _official("canbo.thaithuy")
    if leader is None or clerk is None:
        return
    for place, merchant_id in enumerate(_first_confirmed()):
        jobs.run("results.prepare_confirmation", {"merchant_id": merchant_id})
        found = queries.unsealed_confirmations(UUID(merchant_id))[0]
        with transaction():
            services.ask_leader(found, title="Chủ tịch", key="lanhdao.thaithuy", by=leader.actor())
        jobs.run("results.sign_as_leader", {"document_id": str(found.id)})
        if place < _SEALED and found.state is DocumentState.LEADER_SIGNED:
            number = queries.next_number(found.agency_path, clock.today().year, found.symbol)
            with transaction():
                services.ask_agency(found, number=number, by=clerk.actor())
            jobs.run("results.sign_as_agency", {"document_id": str(found.id)})


def _first_confirmed() -> list[str]:
    confirmed = select(Merchant.id).where(
        Merchant.is_demo, Merchant.stage == Stage.CONFIRMED, Merchant.area_path.like(f"{_COMMUNE}%")
    )
    return [str(each) for each in db.session.scalars(confirmed.order_by(Merchant.code).limit(_SIGNED))]


def _official(username: str) -> Account | None:
    return db.session.scalars(select(Account).where(Account.username == username)).first()
