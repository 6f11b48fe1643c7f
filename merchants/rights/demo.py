"""Rights of the demonstration: a few looks and a request at work; everything is made up."""

from sqlalchemy import select

from app.accounts.models import Account
from app.core.db import db
from app.policy import Actor, Holding, Role
from merchants.models import Merchant
from merchants.rights import services
from merchants.rights.models import RightsRequest
from merchants.rights.rules import AskedHow, RightsKind
from merchants.rules import Look
from merchants.services import note_look
from merchants.states import Stage

_COMMUNE = "33/12826/"


def load(by: Actor) -> None:  # noqa: ARG001  every slice's demonstration is called alike
    """Let the desk have looked at two files, and one owner have asked for a correction."""
    clerk = db.session.scalars(select(Account).where(Account.username == "canbo.thaithuy")).first()
    confirmed = select(Merchant).where(Merchant.is_demo, Merchant.stage == Stage.CONFIRMED)
    two = db.session.scalars(
        confirmed.where(Merchant.area_path.like(f"{_COMMUNE}%")).order_by(Merchant.code).limit(2)
    ).all()
    if clerk is None or len(two) < 2 or db.session.scalars(select(RightsRequest.id).limit(1)).first() is not None:
        return
    for merchant in two:
        note_look(merchant, why=Look.REVIEW, by=clerk.actor())
        note_look(merchant, why="Gọi lại để hẹn ngày đến nhà", by=clerk.actor())
    first = two[0]
    owner = Actor(None, first.owner_name, (Holding(Role.OWNER, merchant_id=first.id),))
    request = services.ask(
        first, kind=RightsKind.CORRECT, words="Tên thôn ghi thiếu chữ Đông", how=AskedHow.SCREEN, by=owner
    )
    services.acknowledge(request, by=clerk.actor())
