"""What is done about texts: take one and do what it plainly asks, note that somebody has read it, forget the old."""

from datetime import timedelta

from sqlalchemy import delete

from app.core import audit, clock, settings
from app.core.db import db
from app.core.messages import Channel
from app.core.phones import PhoneError, parse_phone
from app.core.text import nfc
from app.policy import Actor, Holding, Role
from merchants.models import Merchant
from merchants.services import record as dossiers
from merchants.texts import queries, rules
from merchants.texts.models import IncomingText
from merchants.texts.rules import Wish
from merchants.texts.states import TEXT, Asks, TextAction, TextState, TextStep
from merchants.training import queries as classes
from merchants.training import services as training
from merchants.training.models import TrainingSession
from merchants.training.states import Attendance
from merchants.training.states import Channel as HowSignedUp


def receive(*, channel: Channel, provider_id: str, sender: str, text: str, by: Actor) -> None:
    """Take a text; one that is handed over again changes nothing.

    A place is taken or given back only if the text says so plainly, names a class that is open, and comes from the
    number of one business, or names which one of that number. The sender is told what was done. Everything else waits
    for a person.
    """
    if queries.has_come(channel, provider_id):
        return
    at = clock.now()
    wish = rules.read(text)
    session = queries.class_numbered(wish.class_no, clock.local(at).date())
    sender = _number(sender) if channel is Channel.SMS else sender
    merchant = _whose(sender, wish)
    area_path = session.area_path if session else merchant.area_path if merchant else ""
    found = IncomingText(
        channel=channel,
        provider_id=provider_id,
        sender=sender,
        text=nfc(text)[: rules.LONGEST],
        asks=wish.asks,
        at=at,
        area_path=area_path,
        merchant=merchant,
        session=session,
        state=TEXT.initial,
    )
    db.session.add(found)
    db.session.flush()
    if session is None or merchant is None or wish.asks is Asks.UNCLEAR:
        return
    answer = _keep_place(session, merchant, by=by) if wish.asks is Asks.PLACE else _give_back(session, merchant, by=by)
    if answer:
        _move(found, TextStep.DO)
        dossiers.tell(merchant, answer, purpose="class_text_answered", by=by)


def mark_read(found: IncomingText, *, by: Actor) -> None:
    """Note that somebody has read a text and done what was to be done; twice is once."""
    if found.state is TextState.READ:
        return
    at = clock.now()
    _move(found, TextStep.READ)
    found.read_at, found.read_by = at, by.name
    audit.record(TextAction.READ, ("incoming_text", found.id), by=by, at=at)
    db.session.flush()


def forget_old() -> None:
    """Delete the texts of a season ago."""
    before = clock.now() - timedelta(days=rules.KEPT_DAYS)
    db.session.execute(delete(IncomingText).where(IncomingText.at < before))


def _number(sender: str) -> str:
    try:
        return parse_phone(sender)
    except PhoneError:
        return sender


def _whose(sender: str, wish: Wish) -> Merchant | None:
    """Return the business a text speaks for: the one of this number, or which of several it names."""
    theirs = queries.businesses_of(sender)
    if wish.dossier_code:
        return next((each for each in theirs if each.code == wish.dossier_code), None)
    return theirs[0] if len(theirs) == 1 else None


def _keep_place(session: TrainingSession, merchant: Merchant, *, by: Actor) -> str:
    number, phone = session.class_no or "", settings.current().contact_phone
    try:
        training.sign_up(session, merchant=merchant, channel=HowSignedUp.MESSAGE, by=by)
    except training.SessionFullError:
        training.wait(session, merchant=merchant, by=by)
        return rules.line_kept(number, session.held_on, phone)
    return rules.place_kept(number, session.held_on, session.start_time, phone)


def _give_back(session: TrainingSession, merchant: Merchant, *, by: Actor) -> str:
    """Give back what is held; nothing where nothing is, or where they came already: a person asks what is meant."""
    theirs = Actor(None, merchant.owner_name, (Holding(Role.OWNER, "", merchant.id),))
    places, turns = classes.places_held(session.id, theirs), classes.waits_held(session.id, theirs)
    if not (places or turns) or any(place.attendance is not Attendance.NOT_RECORDED for place in places):
        return ""
    for place in places:
        training.cancel_sign_up(place, by=by)
    for turn in turns:
        training.leave(turn, by=by)
    return rules.place_given_back(session.class_no or "", session.held_on, settings.current().contact_phone)


def _move(found: IncomingText, step: TextStep) -> None:
    found.state = TEXT.next(found.state, step)
