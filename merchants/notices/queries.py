"""Reads of messages by whose they are: what the team calls and carries in some areas, and what one family was told."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import func, select

from app.core import areas
from app.core.db import db, within
from app.core.messages import MessageState, OutgoingMessage
from merchants.models import Merchant
from merchants.notices.rules import Errand, Errands

MOST_LISTED = 200


def errands(paths: tuple[str, ...] | None) -> Errands:
    """Return whom to ring and to whom to bring a slip, longest waiting first."""
    found = db.session.execute(
        select(OutgoingMessage, Merchant)
        .join(Merchant, Merchant.id == OutgoingMessage.about_id)
        .where(
            OutgoingMessage.state.in_((MessageState.TO_CALL, MessageState.ON_PAPER)),
            within(Merchant.area_path, paths),
        )
        .order_by(OutgoingMessage.created_at, OutgoingMessage.id)
        .limit(MOST_LISTED)
    ).all()
    places = {merchant.area_path for _, merchant in found}
    names = areas.names_of(places | {areas.commune_path(path) for path in places})
    rows = [(message.state, _errand(message, merchant, names)) for message, merchant in found]
    waiting = select(func.count()).select_from(OutgoingMessage).join(Merchant, Merchant.id == OutgoingMessage.about_id)
    waiting = waiting.where(OutgoingMessage.state == MessageState.WAITING, within(Merchant.area_path, paths))
    return Errands(
        calls=[errand for state, errand in rows if state is MessageState.TO_CALL],
        slips=[errand for state, errand in rows if state is MessageState.ON_PAPER],
        waiting=db.session.scalar(waiting) or 0,
    )


def message_and_merchant(message_id: UUID) -> tuple[OutgoingMessage, Merchant] | None:
    """Return a message with the family it is about."""
    found = db.session.execute(
        select(OutgoingMessage, Merchant)
        .join(Merchant, Merchant.id == OutgoingMessage.about_id)
        .where(OutgoingMessage.id == message_id)
    ).one_or_none()
    return None if found is None else (found[0], found[1])


def told(merchant_ids: Sequence[UUID], limit: int = 20) -> Sequence[OutgoingMessage]:
    """Return what families were told lately, and how each message fared."""
    newest = select(OutgoingMessage).where(OutgoingMessage.about_id.in_(sorted(merchant_ids)))
    return db.session.scalars(newest.order_by(OutgoingMessage.created_at.desc()).limit(limit)).all()


def _errand(message: OutgoingMessage, merchant: Merchant, names: Mapping[str, str]) -> Errand:
    commune = areas.commune_path(merchant.area_path)
    hamlet = merchant.area_note if merchant.area_path == commune else names.get(merchant.area_path, "")
    return Errand(
        id=message.id,
        code=merchant.code,
        owner_name=merchant.owner_name,
        business_name=merchant.business_name,
        place=", ".join(part for part in (merchant.house_note, hamlet, names.get(commune, "")) if part),
        phone=merchant.phone,
        contact_name=merchant.contact_name,
        words=message.spoken or message.text,
        since=message.created_at,
        calls=message.tries,
        is_demo=merchant.is_demo,
    )
