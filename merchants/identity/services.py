"""Giving, opening and re-sealing official numbers."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from http import HTTPStatus
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Table

from app.core import audit, clock, sealed
from app.core.bulk import insert_columns
from app.core.db import db
from app.core.errors import DomainError
from app.core.identifiers import IdentifierError
from app.core.ids import new_id, new_ids
from app.core.text import line
from app.policy import Actor
from merchants import legal_forms, services
from merchants.identity import queries, rules
from merchants.identity.models import IdentityNumber, context_of
from merchants.identity.rules import NumberKind, Taxpayer
from merchants.models import Merchant
from merchants.rules import Look

SHORTEST_REASON = 5
_TABLE: Table = IdentityNumber.__table__  # type: ignore[assignment]  # declared models keep a Table here


class IdentityAction(StrEnum):
    """What the audit trail says of numbers; never the number."""

    RECORDED = "identity:record"
    REMOVED = "identity:remove"
    OPENED = "identity:open"


class NumberRefusedError(DomainError):
    """The number cannot be right; the sentence says what to look at."""

    code = "identity.number_refused"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class ReasonMissingError(DomainError):
    """A number is opened only for a reason, which its owner will read."""

    code = "identity.reason_missing"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


def record_number(
    merchant: Merchant,
    *,
    kind: NumberKind,
    number: str,
    issued_on: date | None = None,
    issued_by: str = "",
    by: Actor,
) -> IdentityNumber:
    """Keep a number sealed, in place of the one of its kind given before.

    Raises:
        NumberRefusedError: it cannot be right.
    """
    at = clock.now()
    try:
        _check(merchant, kind, number, on=clock.local(at).date())
    except IdentifierError as error:
        raise NumberRefusedError(_(error.sentence) % error.values, reason=error.reason) from error
    row = queries.numbers_of(merchant.id).get(kind) or IdentityNumber(id=new_id(), merchant_id=merchant.id, kind=kind)
    _put(row, rules.canonical(kind, number))
    is_certificate = kind is NumberKind.CERTIFICATE_NO
    row.issued_on = issued_on if is_certificate else None
    row.issued_by = line(issued_by)[:200] if is_certificate else ""
    row.given_at = at
    db.session.add(row)
    db.session.flush()
    audit.record(IdentityAction.RECORDED, ("merchant", merchant.id), by=by, at=at, reason=kind.value)
    return row


def record_many(given: Sequence[tuple[UUID, NumberKind, str]], *, at: datetime, by: Actor) -> None:
    """Keep the checked numbers of many businesses that have none of that kind yet: sealed, in one statement."""
    if not given:
        return
    ids = new_ids(len(given))
    kept = [
        _sealed(context_of(number_id), kind, rules.canonical(kind, number))
        for number_id, (_owner, kind, number) in zip(ids, given, strict=True)
    ]
    columns: dict[str, Sequence[object]] = {name: [each[name] for each in kept] for name in kept[0]}
    columns |= {"id": ids, "merchant_id": [each[0] for each in given], "kind": [each[1] for each in given]}
    insert_columns(_TABLE, columns, shared={"given_at": at, "issued_on": None, "issued_by": ""})
    for kind in dict.fromkeys(each[1] for each in given):
        owners = [each[0] for each in given if each[1] is kind]
        audit.record_each(IdentityAction.RECORDED, "merchant", owners, by=by, at=at, reason=kind.value)


def remove_number(number: IdentityNumber, *, by: Actor) -> None:
    """Forget a number at its owner's wish."""
    subject, kind = ("merchant", number.merchant_id), number.kind
    db.session.delete(number)
    audit.record(IdentityAction.REMOVED, subject, by=by, at=clock.now(), reason=kind.value)


def unmask(number: IdentityNumber, *, reason: str, by: Actor) -> str:
    """Return the whole number, and let its owner know who asked and why.

    Raises:
        ReasonMissingError: no reason, or hardly a word.
    """
    why = line(reason)
    if len(why) < SHORTEST_REASON:
        raise ReasonMissingError(_l("Write what the number is needed for; the owner will read it"))
    at = clock.now()
    audit.record(IdentityAction.OPENED, ("merchant", number.merchant_id), by=by, at=at, reason=number.kind.value)
    services.note_looks((number.merchant_id,), why=f"{Look.NUMBER}.{number.kind}: {why}", by=by)
    return sealed.unseal(number.sealed, context=number.context)


def reseal_some(*, limit: int) -> int:
    """Bring some numbers to the current keys, seal and hash alike, and say how many; the next call goes on.

    Raises:
        sealed.UnknownKeyError: a number was sealed with a key that is not held any more.
    """
    old = queries.waiting_for_rotation(limit)
    for number in old:
        _put(number, sealed.unseal(number.sealed, context=number.context))
    db.session.flush()
    return len(old)


def _put(row: IdentityNumber, plain: str) -> None:
    for name, value in _sealed(row.context, row.kind, plain).items():
        setattr(row, name, value)


def _sealed(context: str, kind: NumberKind, plain: str) -> dict[str, str]:
    return {
        "sealed": sealed.seal(plain, context=context),
        "key_id": sealed.current_key_id(),
        "last_three": rules.last_three(plain),
        "blind_index": sealed.blind_index(plain, purpose=rules.index_purpose(kind, plain)),
    }


def _check(merchant: Merchant, kind: NumberKind, number: str, *, on: date) -> None:
    is_organisation = legal_forms.keeps_tax_code(merchant.legal_form)
    taxpayer = Taxpayer.ORGANISATION if is_organisation else Taxpayer.HOUSEHOLD
    birth_year = None if is_organisation else merchant.birth_year
    rules.check(kind, number, taxpayer=taxpayer, on=on, birth_year=birth_year)
