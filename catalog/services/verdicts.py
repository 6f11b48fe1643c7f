"""Judging products again, when the rules have changed and not the products."""

from app.core import clock
from app.core.db import db
from catalog import queries
from catalog.services.record import recheck


def recheck_stale(limit: int = 500) -> int:
    """Judge again the products judged by rules no longer in force; say how many. Safe to run at any time."""
    at = clock.now()
    book = queries.rule_book()
    ids = queries.stale_ids(book, clock.local(at).date(), limit)
    for product_id in ids:
        product = queries.by_id(product_id)
        if product is not None:
            recheck(product, at, book)
    db.session.flush()
    return len(ids)


def recheck_stars() -> int:
    """Judge again the products of makers whose OCOP certificate ends today; say how many."""
    at = clock.now()
    book = queries.rule_book()
    ids = queries.products_losing_stars(clock.local(at).date())
    for product_id in ids:
        product = queries.by_id(product_id)
        if product is not None:
            recheck(product, at, book)
    return len(ids)
