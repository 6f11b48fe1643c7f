"""Judging products again, when the rules have changed and not the products."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, update

from app.core import clock
from app.core.db import db, insert_many
from app.core.ids import new_id
from catalog import queries
from catalog.channel_rules import RuleBook
from catalog.models import ProductReadiness
from catalog.services.record import demands_on, verdicts

_TABLE: Any = ProductReadiness.__table__
_AT_ONCE = 500


def recheck_stale(limit: int = _AT_ONCE) -> int:
    """Judge again the products judged by rules no longer in force; say how many. Safe to run at any time."""
    at = clock.now()
    book = queries.rule_book()
    ids = queries.stale_ids(book, clock.local(at).date(), limit)
    recheck_many(ids, at, book)
    return len(ids)


def recheck_stars() -> int:
    """Judge again the products of makers whose OCOP certificate ends today; say how many."""
    at = clock.now()
    ids = queries.products_losing_stars(clock.local(at).date())
    for start in range(0, len(ids), _AT_ONCE):
        recheck_many(ids[start : start + _AT_ONCE], at, queries.rule_book())
    return len(ids)


def recheck_many(ids: Sequence[UUID], at: datetime, book: RuleBook) -> None:
    """Judge products as `record.recheck` does one, without making an object of any."""
    today = clock.local(at).date()
    demands = demands_on(book, today)
    known: list[dict[str, Any]] = []
    new: list[dict[str, Any]] = []
    for product in queries.to_judge(ids, today):
        for channel, said in verdicts(product.facts, product.own, demands).items():
            row = {**said, "computed_at": at}
            if channel in product.kept:
                known.append(row | {"kept": product.kept[channel]})
            else:
                new.append(row | {"id": new_id(), "product_id": product.id, "channel": channel})
    if known:
        # In one order, so that two who write the same rows wait for each other and never in a circle.
        known.sort(key=lambda row: row["kept"])
        db.session.execute(update(_TABLE).where(_TABLE.c.id == bindparam("kept")), known)
    insert_many(_TABLE, new)
    db.session.expire_all()
