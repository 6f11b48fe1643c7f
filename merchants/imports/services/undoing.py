"""Undoing a list: what it made is taken away and what it filled in is emptied, wherever nobody has touched it since."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from app.core import audit, clock
from app.core.db import db
from app.core.transaction import transaction
from app.policy import Actor
from merchants import services as merchants
from merchants.identity.models import IdentityNumber
from merchants.identity.rules import NumberKind
from merchants.imports import queries
from merchants.imports.models import ImportRow, ListImport
from merchants.imports.services.record import move
from merchants.imports.states import ImportAction, ImportState, ImportStep, Verdict
from merchants.models import Merchant
from merchants.services import MerchantAction
from merchants.states import Stage

_AT_ONCE = 500
_KINDS = {kind.value: kind for kind in NumberKind}


def undo(import_id: UUID) -> None:
    """Undo a list, some lines at a time. Called by a worker, which may have been stopped before."""
    while True:
        with transaction():
            brought = queries.locked(import_id)
            if brought.state is not ImportState.UNDOING:
                return
            rows = queries.rows_to_undo(import_id, _AT_ONCE)
            at, by = clock.now(), brought.actor()
            if not rows:
                move(brought, ImportStep.FINISH_UNDO, action=ImportAction.UNDONE, by=by, at=at)
                return
            _take_away([row for row in rows if row.verdict is Verdict.NEW], brought, at, by)
            _empty([row for row in rows if row.verdict is Verdict.FILLED], brought, at, by)


def _take_away(rows: Sequence[ImportRow], brought: ListImport, at: datetime, by: Actor) -> None:
    ids = [row.merchant_id for row in rows if row.merchant_id is not None]
    kept = merchants.unlist(ids, reason=brought.source_name, at=at, by=by)
    for row in rows:
        _note(row, kept.get(row.merchant_id, "") if row.merchant_id else "gone", at)


def _empty(rows: Sequence[ImportRow], brought: ListImport, at: datetime, by: Actor) -> None:
    ids = [row.merchant_id for row in rows]
    found = {row.id: row for row in db.session.scalars(select(Merchant).where(Merchant.id.in_(ids)))} if ids else {}
    for row in rows:
        merchant = found.get(row.merchant_id) if row.merchant_id else None
        why = _why_kept(merchant, row)
        if merchant is not None and not why:
            _empty_answers(merchant, row.fills)
            audit.record(MerchantAction.ANSWERED, ("merchant", merchant.id), by=by, at=at, reason=brought.source_name)
        _note(row, why, at)


def _why_kept(merchant: Merchant | None, row: ImportRow) -> str:
    if merchant is None:
        return "gone"
    if merchant.stage is not Stage.DRAFT:
        return "sent"
    return "changed" if merchant.version != row.left_version else ""


def _empty_answers(merchant: Merchant, fills: Sequence[str]) -> None:
    kinds = [_KINDS[name] for name in fills if name in _KINDS]
    for name in fills:
        if name not in _KINDS:
            setattr(merchant, name, None if name == "birth_year" else "")
    if "phone" in fills:
        merchant.contact_kind, merchant.contact_name = None, ""
    if kinds:
        given = (IdentityNumber.merchant_id == merchant.id) & IdentityNumber.kind.in_(kinds)
        db.session.execute(delete(IdentityNumber).where(given))


def _note(row: ImportRow, why: str, at: datetime) -> None:
    row.kept_because = why
    row.undone_at = None if why else at
