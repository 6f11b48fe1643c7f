"""Which parts of marketplaces' files are old, the blocks they stand in, and the files that are given out."""

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, not_, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.core.db import IN_BINARY, db, in_bytes
from catalog.channel_rules import Channel
from catalog.models import FeedBlock, FeedBuild, FeedChange, FeedPart, Product
from catalog.queries.feed import wanted
from catalog.queries.shown import is_shown
from catalog.states import Stage
from merchants.models import Merchant


class Change(NamedTuple):
    """A note that a product may have to be written again."""

    id: int
    product_id: UUID


def feed_changes(limit: int) -> Sequence[Change]:
    """Return the oldest notes of what has changed."""
    notes = select(FeedChange.id, FeedChange.product_id).order_by(FeedChange.id).limit(limit)
    return [Change(*row) for row in db.session.execute(notes)]


def end_of_stretch(*, after: UUID, only: Collection[UUID] | None, limit: int) -> UUID | None:
    """Return the last of the next products, of all or of some; None where there are no more."""
    stretch = select(Product.id).where(Product.id > after, *_among(Product.id, only)).order_by(Product.id).limit(limit)
    ids = stretch.subquery()
    return db.session.scalar(select(ids.c.id).order_by(ids.c.id.desc()).limit(1))


def old_parts(
    outlet: str, channel: Channel | None, edition: str, *, after: UUID, last: UUID, only: Collection[UUID] | None
) -> Sequence[UUID]:
    """Return the products of a stretch, all or some, whose part is missing or older than product, maker or programme.

    Both ends are named for products and for parts: told only how many to find, a database may gather every part there
    is for each few of them.
    """
    ours = (FeedPart.outlet == outlet) & (FeedPart.product_id > after) & (FeedPart.product_id <= last)
    known = ours & (FeedPart.product_id == Product.id)
    is_old = or_(
        FeedPart.id.is_(None),
        FeedPart.block.is_(None),
        FeedPart.product_version != Product.version,
        FeedPart.merchant_version != Merchant.version,
        FeedPart.edition != edition,
    )
    here = Product.id > after, Product.id <= last, *_among(Product.id, only)
    return db.session.scalars(_handed_over(channel).outerjoin(FeedPart, known).where(*here, is_old)).all()


def gone_parts(outlet: str, channel: Channel | None, *, only: Collection[UUID] | None = None) -> Sequence[UUID]:
    """Return the parts, of all products or of some, that are no longer handed over."""
    here = select(FeedPart.id).where(FeedPart.outlet == outlet, *_among(FeedPart.product_id, only))
    staying = _handed_over(channel).where(*_among(Product.id, only))
    return db.session.scalars(here.where(FeedPart.product_id.not_in(staying))).all()


def blocks_of(outlet: str, product_ids: Collection[UUID]) -> Mapping[UUID, int]:
    """Return the blocks in which the parts of some products stand."""
    here = select(FeedPart.product_id, FeedPart.block).where(
        FeedPart.outlet == outlet, FeedPart.product_id.in_(product_ids), FeedPart.block.is_not(None)
    )
    return {product_id: block for product_id, block in db.session.execute(here) if block is not None}


def last_block(outlet: str) -> FeedBlock | None:
    """Return the block that new parts go into."""
    blocks = select(FeedBlock).where(FeedBlock.outlet == outlet).order_by(FeedBlock.number.desc())
    return db.session.scalars(blocks.limit(1)).first()


def blocks(outlet: str) -> Sequence[FeedBlock]:
    """Return the blocks of a file in their order."""
    return db.session.scalars(select(FeedBlock).where(FeedBlock.outlet == outlet).order_by(FeedBlock.number)).all()


def old_blocks(outlet: str) -> Sequence[FeedBlock]:
    """Return the blocks in which something was written since their files were made."""
    old = select(FeedBlock).where(FeedBlock.outlet == outlet, FeedBlock.turn != FeedBlock.made_turn)
    return db.session.scalars(old.order_by(FeedBlock.number)).all()


def joined_parts(outlet: str, block: int, between: str) -> tuple[int, bytes]:
    """Return how many items the parts of a block have, and their texts in a steady order; an empty one leaves no trace.

    The database puts them together, and they stay the bytes they are kept as: to make words of each here and bytes of
    them all again takes longer than everything else.
    """
    own = {"outlet_is": outlet, "block_is": block}
    items, joined = db.session.execute(_joined_parts(between), own, execution_options=IN_BINARY).one()
    return items or 0, joined or b""


@cache
def _joined_parts(between: str) -> Select[int, bytes]:
    here = (FeedPart.outlet == bindparam("outlet_is"), FeedPart.block == bindparam("block_is"), FeedPart.items > 0)
    parts = select(FeedPart.items, FeedPart.text).where(*here).order_by(FeedPart.product_id).subquery()
    joined = func.aggregate_strings(parts.c.text, between)
    return select(func.sum(parts.c["items"]), in_bytes(joined))


def given_out(outlet: str) -> Sequence[tuple[str, str]]:
    """Return the files of a marketplace's blocks, plain and packed, in their order."""
    files = select(FeedBlock.sha256, FeedBlock.packed_sha256).where(FeedBlock.outlet == outlet)
    rows = db.session.execute(files.where(FeedBlock.sha256.is_not(None)).order_by(FeedBlock.number))
    return [(plain, packed) for plain, packed in rows if plain and packed]


def count_items(outlet: str, *, without: Collection[int] = ()) -> int:
    """Count what is in the blocks that are given out, but for some."""
    counted = select(func.sum(FeedBlock.items)).where(FeedBlock.outlet == outlet, FeedBlock.number.not_in(without))
    return db.session.scalar(counted) or 0


def must_be_replaced(outlet: str) -> bool:
    """Whether a file may hold something that nobody may be shown any more: a consent taken back, or data erased.

    Only what has changed since the file was made is looked at. What is erased takes its part with it: a product that
    is hidden or gone and has no part may have stood in the file.
    """
    _listed, *maker = is_shown()
    is_here = (FeedPart.product_id == FeedChange.product_id) & (FeedPart.outlet == outlet)
    withdrawn = and_(FeedPart.id.is_not(None), not_(and_(*maker)))
    erased = and_(FeedPart.id.is_(None), or_(Product.id.is_(None), Product.stage != Stage.LISTED))
    changed = (
        select(FeedChange.id)
        .outerjoin(FeedPart, is_here)
        .outerjoin(Product, Product.id == FeedChange.product_id)
        .outerjoin(Merchant, Merchant.id == Product.merchant_id)
    )
    return db.session.scalar(changed.where(or_(withdrawn, erased)).limit(1)) is not None


def feed_build(outlet: str) -> FeedBuild | None:
    """Return the file that is given out."""
    return db.session.scalars(select(FeedBuild).where(FeedBuild.outlet == outlet)).one_or_none()


def feed_builds() -> Sequence[FeedBuild]:
    """Return every file that is given out."""
    return db.session.scalars(select(FeedBuild).order_by(FeedBuild.outlet)).all()


def _among(column: InstrumentedAttribute[UUID], only: Collection[UUID] | None) -> tuple[ColumnElement[bool], ...]:
    return () if only is None else (column.in_(only),)


def _handed_over(channel: Channel | None) -> Select[UUID]:
    return (
        select(Product.id).join(Merchant, Merchant.id == Product.merchant_id).where(*is_shown(), *wanted(channel, None))
    )
