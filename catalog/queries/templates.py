"""What is known of the templates that sellers have brought."""

from uuid import UUID

from sqlalchemy import select

from app.core.db import db
from catalog.channel_rules import Channel
from catalog.models import SheetTemplate


def template_of(merchant_id: UUID, channel: Channel) -> SheetTemplate | None:
    """Return what a business's template for a marketplace looked like when it was last brought."""
    mine = select(SheetTemplate).where(SheetTemplate.merchant_id == merchant_id, SheetTemplate.channel == channel)
    return db.session.scalars(mine).one_or_none()
