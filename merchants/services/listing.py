"""Dossiers taken over from a list: made many at a time as drafts, and taken away while nobody has touched them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Table, and_, delete, insert, select

from app.core import audit, clock
from app.core.areas import commune_path
from app.core.audit import AuditEntry
from app.core.bulk import insert_columns
from app.core.db import Base, db
from app.core.ids import new_id, new_ids
from app.policy import Actor
from merchants import consent_texts
from merchants.legal_forms import LegalForm
from merchants.models import ConsentWord, DossierLook, Merchant, MerchantConsent
from merchants.rules import ConsentHow, ConsentPurpose, ContactKind, Craft, Filing
from merchants.services.codes import next_codes
from merchants.services.record import MerchantAction, move
from merchants.states import REGISTRATION, Stage, Step

_MERCHANT: Table = Merchant.__table__  # type: ignore[assignment]  # declared models keep a Table here
_CONSENT: Table = MerchantConsent.__table__  # type: ignore[assignment]  # as above
_WORD: Table = ConsentWord.__table__  # type: ignore[assignment]  # as above
# Rows that come with a draft and leave with it.
_LEAVING = frozenset({_CONSENT.name, "merchant_search", "identity_number"})
# Looks are only ever added. Anything else that points to a dossier is somebody's work.
_OWN = _LEAVING | {DossierLook.__tablename__}
# What the trail says of a line's own making, at its own moment; anything else was done by somebody since.
_MADE_BY = (MerchantAction.LISTED.value, "identity:record")


class Listed(NamedTuple):
    """One line of a list, read and in order; an empty answer is one that the list does not give."""

    craft: Craft
    craft_other: str
    legal_form: LegalForm
    owner_name: str
    owner_name_fold: str
    business_name: str
    birth_year: int | None
    area_id: UUID
    area_path: str
    area_note: str
    house_note: str
    phone: str
    contact_name: str
    has_consent_slip: bool


# What a draft holds as the line says it.
_AS_LISTED = frozenset(Listed._fields) - {"contact_name", "has_consent_slip"}


@dataclass(frozen=True, slots=True)
class Source:
    """The list that dossiers come from, and the day it is of."""

    name: str
    on: date


def list_many(lines: Sequence[Listed], *, source: Source, at: datetime, by: Actor) -> list[tuple[UUID, str]]:
    """Make a draft of every line and return ids and codes in order.

    They are drafts: a list says that a household exists, not that it takes part. Consent to keep the file is noted
    only where the list names the paper slip that was signed.
    """
    codes = next_codes(len(lines))
    ids = new_ids(len(lines))
    if not lines:
        return []
    insert_columns(_MERCHANT, _columns(ids, codes, lines), shared=_shared(source, at, by))
    agreed = [merchant_id for merchant_id, line in zip(ids, lines, strict=True) if line.has_consent_slip]
    if agreed:
        consents = [_consent(merchant_id, at) for merchant_id in agreed]
        db.session.execute(insert(_CONSENT), consents)
        version = consent_texts.text_on(ConsentPurpose.RECORD, clock.local(at).date()).version
        words = [each | {"id": new_id(), "text_version": version, "by_name": by.name} for each in consents]
        db.session.execute(insert(_WORD), words)
    changes = {"stage": [None, REGISTRATION.initial.value]}
    audit.record_each(MerchantAction.LISTED, "merchant", ids, by=by, at=at, reason=source.name, changes=changes)
    return list(zip(ids, codes, strict=True))


def unlist(ids: Sequence[UUID], *, reason: str, at: datetime, by: Actor) -> Mapping[UUID, str]:
    """Take away the listed drafts that nobody has touched; return the others with one word for what happened to each.

    The words: ``gone`` (no such dossier), ``sent`` (no longer a draft), ``changed`` (somebody filled something in) and
    ``used`` (something else belongs to it by now). Who looked at a dossier is never forgotten: one that was looked at
    stays as an empty shell that holds the looks and nothing of the family.
    """
    kept = _touched(ids)
    free = [merchant_id for merchant_id in ids if merchant_id not in kept]
    if free:
        held = set(db.session.scalars(select(DossierLook.merchant_id).where(DossierLook.merchant_id.in_(free))))
        shells = db.session.scalars(select(Merchant).where(Merchant.id.in_(held))).all()
        for merchant in shells:
            _empty(merchant)
            move(merchant, Step.WITHDRAW, action=MerchantAction.UNLISTED, by=by, at=at, reason=reason)
        db.session.flush()
        others = [merchant_id for merchant_id in free if merchant_id not in held]
        for name in sorted(_LEAVING):
            table = Base.metadata.tables[name]
            db.session.execute(delete(table).where(table.c.merchant_id.in_(free)))
        db.session.execute(delete(_MERCHANT).where(_MERCHANT.c.id.in_(others)))
        audit.record_each(MerchantAction.UNLISTED, "merchant", others, by=by, at=at, reason=reason)
    return kept


def _empty(merchant: Merchant) -> None:
    for name in ("owner_name", "owner_name_fold", "business_name", "area_note", "house_note", "phone", "contact_name"):
        setattr(merchant, name, "")
    merchant.birth_year, merchant.contact_kind = None, None
    merchant.list_source, merchant.listed_on = "", None


def _touched(ids: Sequence[UUID]) -> dict[UUID, str]:
    found = db.session.execute(
        select(Merchant.id, Merchant.stage).where(Merchant.id.in_(ids), Merchant.listed_on.is_not(None))
    )
    stages = {row.id: row.stage for row in found}
    came_with = and_(AuditEntry.action.in_(_MADE_BY), AuditEntry.at == Merchant.started_at)
    said = (
        select(AuditEntry.subject_id)
        .join(Merchant, Merchant.id == AuditEntry.subject_id)
        .where(AuditEntry.subject_kind == "merchant", AuditEntry.subject_id.in_(ids), ~came_with)
    )
    kept = dict.fromkeys(_pointed_at(ids), "used")
    kept |= dict.fromkeys(db.session.scalars(said), "changed")
    kept |= {each: "sent" for each, stage in stages.items() if stage is not Stage.DRAFT}
    return kept | {each: "gone" for each in ids if each not in stages}


def _pointed_at(ids: Sequence[UUID]) -> set[UUID]:
    """Return the dossiers that rows of other tables belong to, whichever tables there are by now."""
    found: set[UUID] = set()
    for table in Base.metadata.tables.values():
        keys = [key for key in table.foreign_keys if key.column.table is _MERCHANT] if table.name not in _OWN else []
        for key in keys:
            found |= set(db.session.scalars(select(key.parent).where(key.parent.in_(ids))))
    return found


def _columns(ids: Sequence[UUID], codes: Sequence[str], lines: Sequence[Listed]) -> dict[str, Sequence[object]]:
    """Return what each column holds in the drafts of some lines."""
    columns: dict[str, Sequence[object]] = {
        name: values
        for name, values in zip(Listed._fields, zip(*lines, strict=True), strict=True)
        if name in _AS_LISTED
    }
    relatives = [bool(line.phone and line.contact_name) for line in lines]
    communes = {path: commune_path(path) for path in {line.area_path for line in lines}}
    return columns | {
        "id": ids,
        "code": codes,
        "commune_path": [communes[line.area_path] for line in lines],
        "contact_kind": [
            ContactKind.RELATIVE if is_relative else ContactKind.OWN if line.phone else None
            for line, is_relative in zip(lines, relatives, strict=True)
        ],
        "contact_name": [
            line.contact_name if is_relative else "" for line, is_relative in zip(lines, relatives, strict=True)
        ],
    }


def _shared(source: Source, at: datetime, by: Actor) -> dict[str, object]:
    """Return what all drafts of one list have in common."""
    return {
        "contact_relation": "",
        "filing": Filing.LIST,
        "filed_by_name": by.name,
        "filed_by_id": by.account_id,
        "list_source": source.name,
        "listed_on": source.on,
        "is_demo": False,
        "stage": REGISTRATION.initial,
        "review_due_on": None,
        "review_days_left": None,
        "started_at": at,
        "submitted_at": None,
        "confirmed_at": None,
        "ended_at": None,
        "version": 1,
    }


def _consent(merchant_id: UUID, at: datetime) -> dict[str, object]:
    return {
        "id": new_id(),
        "merchant_id": merchant_id,
        "purpose": ConsentPurpose.RECORD,
        "given": True,
        "how": ConsentHow.PAPER,
        "at": at,
    }
