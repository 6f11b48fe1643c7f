"""Counts of products per commune, and the products behind them; no amount."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import case, distinct, func, select

from app.core import areas
from app.core.db import db, within
from catalog.models import Product
from catalog.queries.verdicts import is_ready
from catalog.states import Stage
from merchants.models import Merchant
from merchants.states import REGISTERED


@dataclass(frozen=True)
class CatalogCount:
    """How far a commune's catalogue is: products entered, ready for some marketplace, and makers with a ready one."""

    products: int = 0
    ready: int = 0
    merchants_with_ready: int = 0


def count_by_commune(paths: tuple[str, ...] | None) -> Mapping[str, CatalogCount]:
    """Count the products of registered merchants per commune path within some areas."""
    ready = is_ready()
    rows = db.session.execute(
        select(
            Merchant.area_path,
            func.count(Product.id),
            func.coalesce(func.sum(case((ready, 1), else_=0)), 0),
            func.count(distinct(case((ready, Merchant.id)))),
        )
        .join(Merchant, Merchant.id == Product.merchant_id)
        .where(Merchant.stage.in_(REGISTERED), Product.name != "", within(Merchant.area_path, paths))
        .group_by(Merchant.area_path)
    )
    sums: dict[str, list[int]] = {}
    for path, *numbers in rows:
        total = sums.setdefault(areas.commune_path(path), [0, 0, 0])
        for place, number in enumerate(numbers):
            total[place] += int(number)
    return {path: CatalogCount(*total) for path, total in sorted(sums.items())}


@dataclass(frozen=True)
class DrillRow:
    """One product behind a dashboard's number; no amount."""

    name: str
    merchant_code: str
    business_name: str
    owner_name: str
    area_path: str
    stage: Stage
    is_ready: bool


def products_in(paths: tuple[str, ...] | None, *, limit: int = 500) -> tuple[DrillRow, ...]:
    """Return the products behind `count_by_commune`, by merchant and name."""
    rows = db.session.execute(
        select(
            Product.name,
            Merchant.code,
            Merchant.business_name,
            Merchant.owner_name,
            Merchant.area_path,
            Product.stage,
            is_ready(),
        )
        .join(Merchant, Merchant.id == Product.merchant_id)
        .where(Merchant.stage.in_(REGISTERED), Product.name != "", within(Merchant.area_path, paths))
        .order_by(Merchant.code, Product.name)
        .limit(limit)
    )
    return tuple(DrillRow(*row) for row in rows)
