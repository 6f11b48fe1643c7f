"""Reads of bills: which communes a provider may tell of, and what was told last of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.core import areas
from app.core.db import db, within
from payments.partners.bills.models import BillCount
from payments.partners.bills.rules import Service
from payments.partners.models import Institution, PartnerFile


def communes(paths: tuple[str, ...] | None, on: date) -> Mapping[str, areas.Area]:
    """Return the communes within some areas, by their codes."""
    return {place.code: place for place in areas.within_reach(paths, on) if place.level is areas.Level.COMMUNE}


def count_of(file: PartnerFile, service: Service, area_path: str) -> BillCount | None:
    """Return what the institution of a file has told of a commune's month before."""
    same = select(BillCount).where(
        BillCount.institution_id == file.institution_id,
        BillCount.month == file.month,
        BillCount.service == service,
        BillCount.area_path == area_path,
    )
    return db.session.scalars(same).one_or_none()


@dataclass(frozen=True)
class Told:
    """What one provider told last of one commune."""

    place: str
    provider: str
    service: Service
    month: date
    billed: int
    cashless: int


def last_told(paths: tuple[str, ...] | None) -> Sequence[Told]:
    """Return of every commune within some areas what each provider told last, by place and service."""
    newest: dict[tuple[object, ...], tuple[BillCount, str]] = {}
    counted = select(BillCount, Institution.name).join(Institution, Institution.id == BillCount.institution_id)
    for row, provider in db.session.execute(
        counted.where(within(BillCount.area_path, paths)).order_by(BillCount.month)
    ):
        newest[row.area_path, row.institution_id, row.service] = row, provider
    names = areas.names_of({row.area_path for row, _provider in newest.values()})
    told = [
        Told(names.get(row.area_path, ""), provider, row.service, row.month, row.billed, row.cashless)
        for row, provider in newest.values()
    ]
    return sorted(told, key=lambda each: (each.place, each.service, each.provider))
