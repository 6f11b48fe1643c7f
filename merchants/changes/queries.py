"""Reads of changes: what an answer is now, what waits, and what has been corrected."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.core.db import db, within
from merchants import queries as merchants
from merchants.changes.models import Correction, Handover
from merchants.changes.rules import WEIGHTS, Matter, Weight
from merchants.changes.states import OPEN_HANDOVERS, CorrectionState, HandoverState
from merchants.models import Merchant
from merchants.states import REGISTERED
from merchants.tourism import queries as tourism


def value_of(merchant: Merchant, matter: Matter) -> dict[str, Any]:
    """Return what an answer is now, as plain data."""
    return _VALUES[matter](merchant)


def correction(correction_id: UUID) -> Correction | None:
    """Return one correction with its dossier."""
    return db.session.get(Correction, correction_id)


def corrections_of(merchant_id: UUID) -> Sequence[Correction]:
    """Return every correction of a dossier, newest first."""
    mine = select(Correction).where(Correction.merchant_id == merchant_id)
    return db.session.scalars(mine.order_by(Correction.asked_at.desc(), Correction.id.desc())).all()


def corrections_since_handover(merchant_id: UUID) -> Sequence[Correction]:
    """Return the corrections that the owner of today may read: what the one before had put right is theirs."""
    done = [row.decided_at for row in handovers_of(merchant_id) if row.state is HandoverState.DONE and row.decided_at]
    rows = corrections_of(merchant_id)
    return [row for row in rows if row.asked_at > max(done)] if done else rows


def waiting_for(merchant_id: UUID, matter: Matter) -> Correction | None:
    """Return the correction of an answer that waits."""
    waits = select(Correction).where(
        Correction.merchant_id == merchant_id,
        Correction.matter == matter,
        Correction.state == CorrectionState.WAITING,
    )
    return db.session.scalars(waits).one_or_none()


def waiting_within(paths: tuple[str, ...] | None, *, limit: int = 200) -> Sequence[Correction]:
    """Return the corrections that wait for the desk of some areas, the oldest first."""
    weighty = [matter for matter in Matter if WEIGHTS[matter] is Weight.WEIGHTY]
    waits = (
        select(Correction)
        .join(Merchant, Merchant.id == Correction.merchant_id)
        .where(
            Correction.state == CorrectionState.WAITING,
            Correction.matter.in_(weighty),
            Merchant.stage.in_(REGISTERED),
            within(Merchant.area_path, paths),
        )
    )
    return db.session.scalars(waits.order_by(Correction.asked_at, Correction.id).limit(limit)).all()


def handover(handover_id: UUID) -> Handover | None:
    """Return one change of owner with its dossier."""
    return db.session.get(Handover, handover_id)


def open_handover(merchant_id: UUID) -> Handover | None:
    """Return the change of owner of a dossier that is not decided yet."""
    waits = select(Handover).where(Handover.merchant_id == merchant_id, Handover.state.in_(OPEN_HANDOVERS))
    return db.session.scalars(waits).one_or_none()


def handovers_of(merchant_id: UUID) -> Sequence[Handover]:
    """Return every change of owner of a dossier, newest first."""
    mine = select(Handover).where(Handover.merchant_id == merchant_id)
    return db.session.scalars(mine.order_by(Handover.asked_at.desc(), Handover.id.desc())).all()


def handovers_within(paths: tuple[str, ...] | None, *, limit: int = 200) -> Sequence[Handover]:
    """Return the changes of owner that are not decided yet, of some areas, the oldest first."""
    waits = (
        select(Handover)
        .join(Merchant, Merchant.id == Handover.merchant_id)
        .where(Handover.state.in_(OPEN_HANDOVERS), within(Merchant.area_path, paths))
    )
    return db.session.scalars(waits.order_by(Handover.asked_at, Handover.id).limit(limit)).all()


def _legal_form(merchant: Merchant) -> dict[str, Any]:
    details = merchants.legal_details(merchant.id)
    return {"legal_form": merchant.legal_form.value, "tax_code": details.tax_code if details else ""}


def _pin(merchant: Merchant) -> dict[str, Any]:
    profile = tourism.profile_of(merchant.id)
    return {"point": str(profile.point) if profile and profile.point else ""}


_VALUES: dict[Matter, Callable[[Merchant], dict[str, Any]]] = {
    Matter.BUSINESS_NAME: lambda m: {"business_name": m.business_name},
    Matter.OWNER_NAME: lambda m: {"owner_name": m.owner_name},
    Matter.CRAFT: lambda m: {"craft": m.craft.value, "craft_other": m.craft_other},
    Matter.WHERE: lambda m: {"area_path": m.area_path, "area_note": m.area_note, "house_note": m.house_note},
    Matter.LEGAL_FORM: _legal_form,
    Matter.CONTACT: lambda m: {
        "kind": m.contact_kind.value if m.contact_kind else "",
        "phone": m.phone,
        "contact_name": m.contact_name,
        "contact_relation": m.contact_relation,
    },
    Matter.PIN: _pin,
}
