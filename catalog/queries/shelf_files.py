"""Files of whole shelves: how long they would be, and those that are made or being made."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from app.core.db import db
from catalog.models import Product, ProductVariant, ShelfFile
from catalog.rules import FileKind

_SHOWN = 10


def lines_of_shelf(merchant_id: UUID) -> int:
    """Count the lines of a list of all products: one for each, and one for each pack."""
    packs = select(func.count()).select_from(ProductVariant).join(Product).where(Product.merchant_id == merchant_id)
    products = select(func.count()).select_from(Product).where(Product.merchant_id == merchant_id)
    return (db.session.scalar(products) or 0) + (db.session.scalar(packs) or 0)


def named_ids(merchant_id: UUID) -> Sequence[UUID]:
    """Return every product of a maker that has a name, the first one begun first."""
    named = select(Product.id).where(Product.merchant_id == merchant_id, Product.name != "")
    return db.session.scalars(named.order_by(Product.created_at, Product.id)).all()


def families_on(merchant_id: UUID) -> Sequence[str]:
    """Return the kinds of goods that a maker has, in the order of their products."""
    kinds = select(Product.family).where(Product.merchant_id == merchant_id, Product.family != "")
    return db.session.scalars(kinds.group_by(Product.family).order_by(func.min(Product.created_at))).all()


def shelf_file(file_id: UUID) -> ShelfFile | None:
    """Return one file."""
    return db.session.get(ShelfFile, file_id)


def file_at_work(merchant_id: UUID, kind: FileKind) -> ShelfFile | None:
    """Return the file of a kind that is being made."""
    asked = select(ShelfFile).where(ShelfFile.merchant_id == merchant_id, ShelfFile.kind == kind)
    return db.session.scalars(asked.where(ShelfFile.ready_at.is_(None))).one_or_none()


def shelf_files_of(merchant_id: UUID) -> Sequence[ShelfFile]:
    """Return the files of one maker, the one asked for last first."""
    asked = select(ShelfFile).where(ShelfFile.merchant_id == merchant_id).order_by(ShelfFile.asked_at.desc())
    return db.session.scalars(asked.limit(_SHOWN)).all()


def files_at_work() -> Sequence[ShelfFile]:
    """Return every file that waits for a worker."""
    return db.session.scalars(select(ShelfFile).where(ShelfFile.ready_at.is_(None))).all()


def files_asked_before(instant: datetime, limit: int) -> Sequence[ShelfFile]:
    """Return the oldest files, asked for before an instant."""
    old = select(ShelfFile).where(ShelfFile.asked_at < instant).order_by(ShelfFile.asked_at)
    return db.session.scalars(old.limit(limit)).all()
