"""Field work of the demonstration: a telephone that lost a note, and a visit of which two people wrote differently."""

from sqlalchemy import select

from app.accounts.models import Account
from app.core import clock
from app.core.db import db
from app.core.ids import new_id
from app.policy import Actor, Holding, Role
from merchants.fieldwork import services
from merchants.fieldwork.models import FieldDevice, FieldItem
from merchants.fieldwork.services.record import move
from merchants.fieldwork.states import ItemStep, Kind
from merchants.visits.models import Visit
from merchants.visits.states import VisitState

_USED = 3


def load(by: Actor) -> None:  # noqa: ARG001  whoever loads did none of it
    """Load them; a second call adds nothing."""
    if db.session.scalars(select(FieldDevice.id).limit(1)).first() is not None:
        return
    account = db.session.scalars(select(Account).where(Account.username == "canbo.thaithuy")).one()
    helper = Actor(account.id, account.name, (Holding(Role.CLERK, "33/12826/"),))
    device = services.open_device(is_borrowed=False, by=helper)
    services.hear(device, last=_USED, waiting=())
    visit = db.session.scalars(select(Visit).where(Visit.state == VisitState.SEEN).limit(1)).first()
    if visit is None:
        return
    at = clock.now()
    item = FieldItem(
        id=new_id(),
        device_id=device.id,
        number=1,
        kind=Kind.VISIT,
        subject_id=visit.id,
        fields={
            "outcome": {"now": "see"},
            "minutes": {"base": 0, "now": 20},
            "band": {"base": "not_asked", "now": visit.band.value},
        },
        made_at=at,
        received_at=at,
        account_id=account.id,
        account_name=account.name,
        merchant_id=visit.merchant_id,
    )
    db.session.add(item)
    db.session.flush()
    services.keep_clash(
        item,
        "minutes",
        ours="20",
        theirs=str(visit.minutes),
        theirs_by="Chị Phạm Thị Lan",
        theirs_at=visit.done_at,
        area_path=visit.merchant.area_path,
        about=visit.merchant.owner_name,
    )
    move(item, ItemStep.CLASH)
