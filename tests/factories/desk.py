"""People of a commune's desk for tests, with accounts, because a claim belongs to somebody; and what they make."""

from app.core.db import db
from app.core.ids import new_id
from app.policy import Actor, Holding, Role
from merchants.desk import services
from merchants.desk.models import Batch
from merchants.models import Merchant
from merchants.rules import Question
from merchants.services import ReturnedItem
from tests.browser import account_of
from tests.factories.merchants import confirmed, submitted

HERE, ELSEWHERE = "33/12826/", "33/12865/"


def official(name: str = "Chú Đỗ Văn Thành", path: str = HERE, role: Role = Role.CLERK) -> Actor:
    """Make somebody who decides in a commune."""
    actor = Actor(new_id(), name, (Holding(role, path),))
    account_of(actor)
    db.session.commit()
    return actor


def make_batch(*merchants: Merchant, by: Actor | None = None) -> Batch:
    """Open a batch over dossiers that lack the same landmark."""
    items = [ReturnedItem(Question.WHERE, "where.house")]
    batch = services.open_batch(merchants, items=items, by=by or official())
    db.session.commit()
    return batch


def make_desk() -> dict[str, str]:
    """Make one of everything the desk's addresses name, and return what stands for each part of them."""
    batch = make_batch(submitted(), submitted())
    one, other = confirmed(owner_name="Hồ Văn Một"), confirmed(owner_name="Hồ Văn Một")
    joined = services.join(one, other, by=official())
    twin = confirmed(owner_name="Hồ Văn Hai")
    return {
        "lot_id": str(batch.id),
        "merge_id": str(joined.id),
        "other": twin.code,
        "number": "06",
    }
