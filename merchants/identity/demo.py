"""Official numbers of the demonstration: of the right shape, of nobody."""

from sqlalchemy import select

from app.core.db import db
from app.policy import Actor
from merchants.identity import services
from merchants.identity.models import IdentityNumber
from merchants.identity.rules import NumberKind
from merchants.models import Merchant

_GIVEN = {
    "Nguyễn Thị Mận": (NumberKind.CITIZEN_ID, "034164000417"),
    "Phạm Văn Lạch": (NumberKind.CERTIFICATE_NO, "08X8000123"),
}


def load(by: Actor) -> None:
    """Give some of the cast a number; a second call adds nothing."""
    if db.session.scalars(select(IdentityNumber.id).limit(1)).first() is not None:
        return
    for owner, (kind, number) in _GIVEN.items():
        known = select(Merchant).where(Merchant.is_demo, Merchant.owner_name == owner)
        for merchant in db.session.scalars(known):
            services.record_number(merchant, kind=kind, number=number, by=by)
