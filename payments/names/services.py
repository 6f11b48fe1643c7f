"""What is done about names: keep what the owner reads out."""

from enum import StrEnum

from app.core import audit, clock
from app.core.db import db
from app.core.text import line
from app.policy import Actor
from merchants.models import Merchant
from payments.names import queries
from payments.names.models import NameSheet


class NameAction(StrEnum):
    """What the audit trail calls the changes of this slice."""

    SAVED = "names:save"


def save_names(merchant: Merchant, *, paper_name: str, label_name: str, by: Actor) -> NameSheet:
    """Keep the names on the business paper and over the shop; a second answer takes the place of the first."""
    at = clock.now()
    sheet = queries.sheet_of(merchant.id) or NameSheet(merchant_id=merchant.id)
    sheet.paper_name, sheet.label_name, sheet.saved_at = line(paper_name)[:200], line(label_name)[:200], at
    db.session.add(sheet)
    db.session.flush()
    audit.record(NameAction.SAVED, ("merchant", merchant.id), by=by, at=at)
    return sheet
