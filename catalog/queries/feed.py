"""What a marketplace may fetch."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import exists, func, select

from app.core.db import db
from catalog.channel_rules import Channel
from catalog.models import Product, ProductReadiness
from catalog.queries.shown import is_shown, public_columns, public_product_of
from catalog.readiness import PASSING
from catalog.rules import PublicProduct
from merchants.models import Merchant


def feed_rows(channel: Channel) -> Iterator[PublicProduct]:
    """Return what a marketplace may fetch: shown products that pass its rules, in a steady order."""
    passing = exists().where(
        ProductReadiness.product_id == Product.id,
        ProductReadiness.channel == channel,
        ProductReadiness.verdict.in_(PASSING),
    )
    rows = db.session.execute(
        public_columns().where(passing).order_by(Product.id), execution_options={"yield_per": 500}
    )
    for row in rows:
        yield public_product_of(row)


def feed_stamp(channel: Channel) -> tuple[int, datetime | None, datetime | None, int]:
    """Return what changes whenever the feed does: how many, the latest change and check, and the sum of versions."""
    versions = func.coalesce(func.sum(Product.version + Merchant.version), 0)
    count, changed, checked, total = db.session.execute(
        select(func.count(), func.max(Product.updated_at), func.max(ProductReadiness.computed_at), versions)
        .join(Merchant, Merchant.id == Product.merchant_id)
        .join(ProductReadiness, ProductReadiness.product_id == Product.id)
        .where(*is_shown(), ProductReadiness.channel == channel, ProductReadiness.verdict.in_(PASSING))
    ).one()
    return count, changed, checked, total
