"""Which parts of marketplaces' files are old, and the files that are kept."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import Select, and_, func, not_, or_, select

from app.core.db import db
from catalog.channel_rules import Channel
from catalog.models import FeedBuild, FeedPart, Product
from catalog.queries.feed import wanted
from catalog.queries.shown import is_shown
from merchants.models import Merchant


def old_parts(outlet: str, channel: Channel | None, edition: str, limit: int) -> Sequence[UUID]:
    """Return products whose part is missing, or was made before the product, its maker or the programme changed."""
    known = (FeedPart.outlet == outlet) & (FeedPart.product_id == Product.id)
    is_old = or_(
        FeedPart.id.is_(None),
        FeedPart.product_version != Product.version,
        FeedPart.merchant_version != Merchant.version,
        FeedPart.edition != edition,
    )
    return db.session.scalars(
        _handed_over(channel).outerjoin(FeedPart, known).where(is_old).order_by(Product.id).limit(limit)
    ).all()


def gone_parts(outlet: str, channel: Channel | None) -> Sequence[UUID]:
    """Return the parts of products that are no longer handed over."""
    here = select(FeedPart.id).where(FeedPart.outlet == outlet)
    return db.session.scalars(here.where(FeedPart.product_id.not_in(_handed_over(channel)))).all()


def must_be_replaced(build: FeedBuild) -> bool:
    """Whether something is in a file that nobody may be shown any more: a consent was taken back, or data erased.

    What is erased takes its parts with it, so that there are fewer items than the file was made of.
    """
    counted = count_items(build.outlet)
    return counted not in (build.items, build.held_items) or _has_withdrawn(build.outlet)


def _has_withdrawn(outlet: str) -> bool:
    _listed, *maker = is_shown()
    parts = select(FeedPart.id).join(Product, Product.id == FeedPart.product_id)
    parts = parts.join(Merchant, Merchant.id == Product.merchant_id)
    gone = parts.where(FeedPart.outlet == outlet, not_(and_(*maker)))
    return db.session.scalar(gone.limit(1)) is not None


def part_texts(outlet: str) -> Iterator[str]:
    """Return the text of every part in a steady order, a few hundred in memory at a time."""
    texts = select(FeedPart.text).where(FeedPart.outlet == outlet).order_by(FeedPart.product_id)
    yield from db.session.scalars(texts.execution_options(yield_per=500))


def count_items(outlet: str) -> int:
    """Count what would be in the file."""
    return db.session.scalar(select(func.sum(FeedPart.items)).where(FeedPart.outlet == outlet)) or 0


def feed_build(outlet: str) -> FeedBuild | None:
    """Return the file that is given out."""
    return db.session.scalars(select(FeedBuild).where(FeedBuild.outlet == outlet)).one_or_none()


def feed_builds() -> Sequence[FeedBuild]:
    """Return every file that is given out."""
    return db.session.scalars(select(FeedBuild).order_by(FeedBuild.outlet)).all()


def _handed_over(channel: Channel | None) -> Select[UUID]:
    return (
        select(Product.id).join(Merchant, Merchant.id == Product.merchant_id).where(*is_shown(), *wanted(channel, None))
    )
