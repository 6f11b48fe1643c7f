"""What people do about places: take one, give one back, wait for one, and take what was offered or leave it."""

from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.core import clock, settings
from app.core.db import db
from app.policy import Actor
from merchants.models import Merchant
from merchants.services import record as dossiers
from merchants.training import emails, rules
from merchants.training.models import Enrolment, TrainingSession, Wait
from merchants.training.services import record
from merchants.training.services.record import NotWaitingError, SessionFullError, SignUpClosedError
from merchants.training.states import WAIT, Attendance, Channel, TrainingAction, WaitState, WaitStep

# How long an offered place is kept before the next in the line is asked.
KEPT_FOR = timedelta(hours=24)


def sign_up(
    session: TrainingSession,
    *,
    merchant: Merchant,
    person_name: str = "",
    companions: int = 0,
    channel: Channel = Channel.PAGE,
    by: Actor,
) -> Enrolment:
    """Take a place for somebody of a business; asking twice takes one place.

    Raises:
        SignUpClosedError: the class is not open, or its day has passed.
        SessionFullError: no place is left.
    """
    at = clock.now()
    record.hold_still(session)
    _require_open(session, at)
    enrolment = db.session.scalars(
        select(Enrolment).where(Enrolment.session_id == session.id, Enrolment.merchant_id == merchant.id)
    ).first()
    if enrolment is not None and enrolment.cancelled_at is None:
        return enrolment
    if not rules.places_left(session.capacity, record.taken(session)):
        raise SessionFullError(_l("This class is full. Choose another day, or ask the team to come to your home"))
    if enrolment is None:
        enrolment = Enrolment(session=session, merchant_id=merchant.id)
        db.session.add(enrolment)
    enrolment.channel = channel
    enrolment.person_name = person_name or merchant.owner_name or merchant.business_name
    enrolment.companions, enrolment.signed_up_at, enrolment.cancelled_at = companions, at, None
    db.session.flush()
    record.note(enrolment, TrainingAction.SIGNED_UP, by=by, at=at)
    return enrolment


def cancel_sign_up(enrolment: Enrolment, *, by: Actor) -> None:
    """Give a place back; asking twice changes nothing more.

    Raises:
        SignUpClosedError: attendance has been recorded already.
    """
    if enrolment.cancelled_at is not None:
        return
    if enrolment.attendance is not Attendance.NOT_RECORDED:
        raise SignUpClosedError(_l("Attendance has been recorded, so the place cannot be given back"))
    at = clock.now()
    record.hold_still(enrolment.session)
    enrolment.cancelled_at = at
    record.note(enrolment, TrainingAction.SIGN_UP_CANCELLED, by=by, at=at)
    db.session.flush()
    _offer_next(enrolment.session, by=by, at=at)


def wait(
    session: TrainingSession, *, merchant: Merchant, person_name: str = "", companions: int = 0, by: Actor
) -> Wait:
    """Stand in the line for a place of a full class; asking twice is standing once.

    Raises:
        SignUpClosedError: the class is not open, or its day has passed.
    """
    at = clock.now()
    record.hold_still(session)
    _require_open(session, at)
    found = db.session.scalars(
        select(Wait).where(Wait.session_id == session.id, Wait.merchant_id == merchant.id)
    ).first()
    if found is not None and found.state in (WaitState.WAITING, WaitState.OFFERED):
        return found
    if found is None:
        found = Wait(session=session, merchant=merchant)
        db.session.add(found)
    else:
        _move(found, WaitStep.RETURN)
    found.person_name = person_name or merchant.owner_name or merchant.business_name
    found.companions, found.asked_at, found.offered_at = companions, at, None
    db.session.flush()
    record.note(found, TrainingAction.WAITS, by=by, at=at)
    _offer_next(session, by=by, at=at)
    return found


def take_offer(found: Wait, *, by: Actor) -> Enrolment:
    """Take the place that was offered.

    Raises:
        NotWaitingError: none is kept for this business any more.
        SignUpClosedError: the class is not open, or its day has passed.
    """
    record.hold_still(found.session)
    if found.state is not WaitState.OFFERED:
        raise NotWaitingError(_l("The place is no longer kept. You may stand in the line again"))
    _move(found, WaitStep.TAKE)
    db.session.flush()
    return sign_up(
        found.session, merchant=found.merchant, person_name=found.person_name, companions=found.companions, by=by
    )


def leave(found: Wait, *, by: Actor) -> None:
    """Leave the line, or the place that was offered; the next is asked. Leaving twice is leaving once."""
    if found.state in (WaitState.GONE, WaitState.TAKEN):
        return
    at = clock.now()
    record.hold_still(found.session)
    _move(found, WaitStep.LEAVE)
    db.session.flush()
    record.note(found, TrainingAction.LEFT_LINE, by=by, at=at)
    _offer_next(found.session, by=by, at=at)


def lapse_offers(by: Actor) -> int:
    """Let go of places that were offered a day ago and not taken, and ask the next; return how many lapsed."""
    at = clock.now()
    old = select(Wait).where(Wait.state == WaitState.OFFERED, Wait.offered_at < at - KEPT_FOR)
    lapsed = db.session.scalars(old.order_by(Wait.offered_at)).all()
    for found in lapsed:
        leave(found, by=by)
    return len(lapsed)


def _offer_next(session: TrainingSession, *, by: Actor, at: datetime) -> None:
    """Offer each free place to whoever has waited longest: nobody is signed up without saying so."""
    if not rules.takes_sign_ups(session.state, session.held_on, clock.local(at).date()):
        return
    free = rules.places_left(session.capacity, record.taken(session))
    line = select(Wait).where(Wait.session_id == session.id, Wait.state == WaitState.WAITING)
    for found in db.session.scalars(line.order_by(Wait.asked_at, Wait.id).limit(free)).all():
        _move(found, WaitStep.OFFER)
        found.offered_at = at
        record.note(found, TrainingAction.OFFERED, by=by, at=at)
        text = emails.place_free(on=session.held_on, desk_phone=settings.current().contact_phone)
        dossiers.tell(found.merchant, text, purpose="class_place_free", by=by)
    db.session.flush()


def _require_open(session: TrainingSession, at: datetime) -> None:
    if not rules.takes_sign_ups(session.state, session.held_on, clock.local(at).date()):
        raise SignUpClosedError(_l("This class no longer takes sign-ups. Choose another class"))


def _move(found: Wait, step: WaitStep) -> None:
    found.state = WAIT.next(found.state, step)
