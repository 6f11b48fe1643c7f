"""Reads of official numbers: those of a business, and who else gave the same one."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select

from app.core import sealed
from app.core.db import db
from merchants.identity import rules
from merchants.identity.models import IdentityNumber
from merchants.identity.rules import NumberKind


def numbers_of(merchant_id: UUID) -> Mapping[NumberKind, IdentityNumber]:
    """Return the numbers a business has given."""
    found = db.session.scalars(select(IdentityNumber).where(IdentityNumber.merchant_id == merchant_id))
    return {number.kind: number for number in found}


def number(number_id: UUID) -> IdentityNumber | None:
    """Return one number."""
    return db.session.get(IdentityNumber, number_id)


def same_number(merchant_id: UUID) -> frozenset[UUID]:
    """Return the other merchants that gave one of this merchant's numbers; the numbers themselves stay sealed."""
    mine = select(IdentityNumber.blind_index).where(IdentityNumber.merchant_id == merchant_id)
    twins = select(IdentityNumber.merchant_id).where(
        IdentityNumber.blind_index.in_(mine), IdentityNumber.merchant_id != merchant_id
    )
    return frozenset(db.session.scalars(twins))


def holders_of(kind: NumberKind, number: str) -> frozenset[UUID]:
    """Return the merchants that gave a number, whichever key its hash was made with."""
    plain = rules.canonical(kind, number)
    hashes = sealed.blind_indexes(plain, purpose=rules.index_purpose(kind, plain))
    return frozenset(
        db.session.scalars(select(IdentityNumber.merchant_id).where(IdentityNumber.blind_index.in_(hashes)))
    )


def holders_of_hashes(hashes: Sequence[str]) -> Mapping[UUID, tuple[str, ...]]:
    """Return the merchants that gave a number with one of these keyed hashes, each with those it shares."""
    wanted = select(IdentityNumber.merchant_id, IdentityNumber.blind_index)
    found: dict[UUID, tuple[str, ...]] = {}
    for row in db.session.execute(wanted.where(IdentityNumber.blind_index.in_(hashes))) if hashes else ():
        found[row.merchant_id] = (*found.get(row.merchant_id, ()), row.blind_index)
    return found


def kinds_held(merchant_ids: Sequence[UUID]) -> Mapping[UUID, frozenset[NumberKind]]:
    """Return which kinds of number each of some merchants has given."""
    wanted = select(IdentityNumber.merchant_id, IdentityNumber.kind)
    found: dict[UUID, frozenset[NumberKind]] = {}
    for row in db.session.execute(wanted.where(IdentityNumber.merchant_id.in_(merchant_ids))) if merchant_ids else ():
        found[row.merchant_id] = found.get(row.merchant_id, frozenset()) | {row.kind}
    return found


def waiting_for_rotation(limit: int) -> Sequence[IdentityNumber]:
    """Return numbers whose seal or hash was made with an older key, oldest rows first."""
    old = select(IdentityNumber).where(_is_old())
    return db.session.scalars(old.order_by(IdentityNumber.id).limit(limit)).all()


def count_waiting_for_rotation() -> int:
    """Count the numbers whose seal or hash was made with an older key."""
    return db.session.scalar(select(func.count()).where(_is_old())) or 0


def _is_old() -> ColumnElement[bool]:
    return or_(
        IdentityNumber.key_id != sealed.current_key_id(),
        sealed.of_older_blind_keys(IdentityNumber.blind_index),
    )
