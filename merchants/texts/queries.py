"""Reads of texts: whether one has come already, whose it is, which class it names, and what waits to be read."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import false, or_, select
from sqlalchemy.orm import joinedload

from app.core.db import db, within
from app.core.messages import Channel
from app.policy import Actor, Permission, allows, areas_for
from merchants.models import Merchant
from merchants.states import SILENT
from merchants.texts.models import IncomingText
from merchants.texts.rules import TextRow
from merchants.texts.states import TextState
from merchants.training.models import TrainingSession
from merchants.training.states import SessionState

MOST_LISTED = 200


def find(text_id: UUID) -> IncomingText | None:
    """Return one text."""
    return db.session.get(IncomingText, text_id)


def has_come(channel: Channel, provider_id: str) -> bool:
    """Whether a provider has handed a text over before."""
    come = select(IncomingText.id).where(IncomingText.channel == channel, IncomingText.provider_id == provider_id)
    return db.session.scalar(come) is not None


def class_numbered(class_no: str, today: date) -> TrainingSession | None:
    """Return the class with a number, while people may sign up for it."""
    wanted = select(TrainingSession).where(
        TrainingSession.class_no == class_no,
        TrainingSession.state == SessionState.OPEN,
        TrainingSession.held_on >= today,
    )
    return db.session.scalars(wanted).one_or_none() if class_no else None


def businesses_of(phone: str) -> Sequence[Merchant]:
    """Return the businesses that are told things at a number, without those that have closed or moved away."""
    theirs = select(Merchant).where(Merchant.phone == phone, Merchant.stage.not_in(SILENT)).order_by(Merchant.code)
    return db.session.scalars(theirs).all() if phone else ()


def waiting(actor: Actor) -> list[TextRow]:
    """Return the texts that a person has to read, oldest first: those of one's area, and those that name no place.

    The latter are for whoever plans classes, in whichever commune: one of them will know the family.
    """
    plans = allows(actor, Permission.TRAINING_PLAN)
    mine = within(IncomingText.area_path, areas_for(actor, Permission.TRAINING_RUN))
    wanted = (
        select(IncomingText)
        .where(
            IncomingText.state == TextState.WAITING,
            or_(mine, IncomingText.area_path == "" if plans else false()),
        )
        .order_by(IncomingText.at, IncomingText.id)
        .limit(MOST_LISTED)
        .options(
            joinedload(IncomingText.merchant),
            joinedload(IncomingText.session).joinedload(TrainingSession.course),
        )
    )
    return [_row(each) for each in db.session.scalars(wanted)]


def _row(each: IncomingText) -> TextRow:
    merchant, session = each.merchant, each.session
    return TextRow(
        id=each.id,
        sender=each.sender,
        text=each.text,
        at=each.at,
        is_phone=each.channel is Channel.SMS and each.sender.startswith("+"),
        owner_name=merchant.owner_name if merchant else "",
        business_name=merchant.business_name if merchant else "",
        dossier_code=merchant.code if merchant else "",
        merchant_id=each.merchant_id,
        session_id=each.session_id,
        session_title=session.course.title if session else "",
        held_on=session.held_on if session else None,
    )
