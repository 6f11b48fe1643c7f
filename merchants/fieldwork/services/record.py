"""The one way to move an item, and how two answers that differ are kept side by side."""

from datetime import datetime

from sqlalchemy import update

from app.core.db import db
from merchants.fieldwork.models import FieldClash, FieldItem
from merchants.fieldwork.states import ITEM, ItemState, ItemStep


def move(item: FieldItem, step: ItemStep) -> None:
    """Take an item one step further, if the table has it."""
    item.state = ITEM.next(item.state, step)
    db.session.flush()


def keep_clash(
    item: FieldItem,
    field: str,
    *,
    ours: str,
    theirs: str,
    theirs_by: str,
    theirs_at: datetime | None,
    area_path: str,
    about: str,
) -> None:
    """Keep an answer beside the one that stands here, for a person to decide."""
    clash = FieldClash(
        item_id=item.id, field=field, ours=ours, theirs=theirs, theirs_by=theirs_by, theirs_at=theirs_at,
        area_path=area_path, merchant_id=item.merchant_id, about=about,
    )  # fmt: skip
    db.session.add(clash)
    db.session.flush()


def forget(before: datetime) -> None:
    """Empty what was sent long ago and has been settled; that it came stays."""
    settled = (ItemState.WRITTEN, ItemState.SAME, ItemState.REFUSED, ItemState.WITHDRAWN)
    old = FieldItem.received_at < before, FieldItem.state.in_(settled)
    db.session.execute(update(FieldItem).where(*old).values(fields={}))
