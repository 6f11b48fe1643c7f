"""What is kept of helping: who acts for an owner, and how the owner said yes."""

from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, or_, select

from app.core.particulars import Fate, Kept
from merchants.helping.models import (
    DelegateReceipt,
    Delegation,
    DraftNotice,
    HelpedConfirmation,
    ProofCode,
    Refusal,
    SameHouseholdClaim,
)


def _codes(merchant_id: UUID) -> ColumnElement[bool]:
    theirs = select(Delegation.id).where(Delegation.merchant_id == merchant_id)
    return or_(ProofCode.subject_id == merchant_id, ProofCode.subject_id.in_(theirs))


KEPT = (
    Kept(ProofCode, _l("Codes sent to telephones"), Fate.DELETED, about=_codes),
    Kept(DelegateReceipt, _l("What relatives did for you"), Fate.DELETED),
    Kept(Delegation, _l("Relatives who act for you"), Fate.DELETED),
    Kept(DraftNotice, _l("Reminders of an unsent file"), Fate.DELETED),
    Kept(Refusal, _l("What you did not want for now"), Fate.DELETED),
    Kept(
        SameHouseholdClaim, _l("Whether two files are of one household"), Fate.DELETED, keys=("merchant_id", "other_id")
    ),
    Kept(
        HelpedConfirmation,
        _l("How you said yes when somebody helped"),
        Fate.KEPT,
        _l("The law makes the commune prove what was agreed to and when it was taken back."),
    ),
)
