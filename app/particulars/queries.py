"""Everything kept about an owner, however much: given out row by row, never gathered; and what has to go."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists, select

from app.core import clock
from app.core.db import db
from app.core.particulars import Fate, Kept, has_rows, rows_of
from app.particulars import rules, words
from app.particulars.kept import ALL
from app.particulars.models import Deletion
from merchants.models import Merchant
from merchants.states import UNREGISTERED


@dataclass(frozen=True)
class Section:
    """One table on the page: its name in plain words, and its rows as labels and values."""

    title: object
    rows: Iterator[list[tuple[object, str]]]


def sections(merchant_id: UUID) -> Iterator[Section]:
    """Give out what there is, the file itself first."""
    for kept in reversed(ALL):
        if kept.name not in words.FOR_MACHINES and has_rows(kept, merchant_id):
            yield Section(kept.title, (words.told(kept.name, row) for row in rows_of(kept, merchant_id)))


def as_json(merchant_id: UUID, *, code: str, at: datetime) -> Iterator[str]:
    """Give out one JSON document with every table and column."""
    yield json.dumps({"file": code, "made_at": at.isoformat()})[:-1] + ', "tables": {'
    for position, kept in enumerate(ALL):
        yield f"{', ' if position else ''}{json.dumps(kept.name)}: ["
        for number, row in enumerate(rows_of(kept, merchant_id)):
            yield (", " if number else "") + json.dumps(dict(row), ensure_ascii=False, default=_said)
        yield "]"
    yield "}}\n"


@dataclass(frozen=True)
class Fates:
    """What would become of what there is."""

    gone: list[object]
    stays: list[tuple[object, object]]


def fates(merchant_id: UUID) -> Fates:
    """Say of everything there is whether it goes, or stays and why."""
    there = [kept for kept in reversed(ALL) if has_rows(kept, merchant_id)]
    return Fates(
        gone=_named(kept for kept in there if kept.fate is Fate.DELETED),
        stays=[(kept.title, kept.because) for kept in there if kept.fate is not Fate.DELETED],
    )


def ended_before(instant: datetime, *, limit: int) -> Sequence[Merchant]:
    """Return files that ended before an instant without being registered, and have not been erased since."""
    is_erased = exists().where(Deletion.merchant_id == Merchant.id, Deletion.at >= Merchant.ended_at)
    wanted = select(Merchant).where(Merchant.stage.in_(UNREGISTERED), Merchant.ended_at < instant, ~is_erased)
    return db.session.scalars(wanted.order_by(Merchant.id).limit(limit)).all()


def deleted_by_month() -> list[rules.Deleted]:
    """Return how much was deleted of each kind, by the months of Vietnam's calendar."""
    found = db.session.execute(select(Deletion.at, Deletion.kind, Deletion.number))
    return rules.by_month((clock.local(at).date(), kind, number) for at, kind, number in found)


def _named(kept: Iterator[Kept]) -> list[object]:
    return list({str(each.title): each.title for each in kept}.values())


def _said(value: object) -> object:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value.isoformat() if isinstance(value, date) else str(value)
