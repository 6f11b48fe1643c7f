"""What is done with tourism answers: say, offer, close for some days, put on the map, and see with own eyes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core import audit, clock
from app.core.db import db
from app.core.errors import DomainError
from app.core.ids import short_code
from app.core.text import line, slugify
from app.policy import Actor
from merchants.models import Merchant
from merchants.rules import TOURISM
from merchants.states import EDITABLE, REGISTERED
from merchants.tourism import queries
from merchants.tourism.models import TourismClosure, TourismOffer, TourismProfile, TourismSighting
from merchants.tourism.rules import coordinates, prices, questions
from merchants.tourism.rules.coordinates import Point
from merchants.tourism.rules.questions import SAFETY
from merchants.tourism.states import TourismAction

SUBJECT = "merchant"
MOST_CLOSURES = 20


class NotTourismError(DomainError):
    """Only a tourism business is asked these questions."""

    code = "tourism.not_tourism"


class HeldByCommuneError(DomainError):
    """The commune is looking at the file, or it has ended."""

    code = "tourism.held_by_commune"


class TourismAnswerError(DomainError):
    """An answer breaks a rule of its question; forms explain it before it comes to this."""

    code = "tourism.answer_refused"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class TooManyError(DomainError):
    """There are as many offers or closed days as a page can show."""

    code = "tourism.too_many"


class PinConfirmedError(DomainError):
    """The commune has confirmed where the business is; moving it is a correction."""

    code = "tourism.pin_confirmed"


@dataclass(frozen=True)
class OfferFacts:
    """What is said of one room, dish, trip or ticket."""

    name: str
    price_vnd: int
    high_price_vnd: int | None = None
    how_many: int | None = None
    guests: int | None = None


def answer(merchant: Merchant, *, key: str, answer: Any, by: Actor) -> None:
    """Answer one question. A safety item that is no longer there is no longer seen by the desk either.

    Raises:
        NotTourismError, HeldByCommuneError: nothing is asked of this business, or not now.
        TourismAnswerError: it is not an answer to this question.
    """
    _refuse_held(merchant)
    asked = questions.question(merchant.craft, key)
    if asked is None:
        raise NotTourismError(_l("This question is not for this kind of business"))
    try:
        said = questions.clean(asked, merchant.craft, answer)
    except (ValueError, TypeError, KeyError) as error:
        raise TourismAnswerError(_l("Choose an answer")) from error
    profile = _profile(merchant)
    if profile.answers.get(key) == said:
        return
    profile.answers = {**profile.answers, key: said}
    at = _touch(profile)
    if key == SAFETY:
        _forget_seen(merchant, but=said)
    audit.record(TourismAction.ANSWERED, (SUBJECT, merchant.id), by=by, at=at, reason=key)
    db.session.flush()


def add_offer(merchant: Merchant, *, facts: OfferFacts, by: Actor) -> TourismOffer:
    """Add a room, dish, trip or ticket.

    Raises:
        NotTourismError, HeldByCommuneError, TourismAnswerError: as for an answer.
        TooManyError: there are thirty.
    """
    _refuse_held(merchant)
    if len(queries.offers_of(merchant.id)) >= prices.MOST_OFFERS:
        raise TooManyError(_l("There are %(most)d already. Remove one first", most=prices.MOST_OFFERS))
    row = TourismOffer(merchant_id=merchant.id, merchant=merchant)
    _put(row, facts)
    row.added_at = _touch(_profile(merchant))
    db.session.add(row)
    db.session.flush()
    audit.record(TourismAction.OFFER_ADDED, (SUBJECT, merchant.id), by=by, at=row.added_at, reason=row.name)
    return row


def change_offer(row: TourismOffer, *, facts: OfferFacts, by: Actor) -> None:
    """Change a room, dish, trip or ticket; the same again is no news.

    Raises:
        NotTourismError, HeldByCommuneError, TourismAnswerError: as for an answer.
    """
    _refuse_held(row.merchant)
    before = row.price_vnd
    _put(row, facts)
    if not db.session.is_modified(row):
        return
    at = _touch(_profile(row.merchant))
    changes = {"price_vnd": [before, row.price_vnd]} if before != row.price_vnd else {}
    audit.record(
        TourismAction.OFFER_CHANGED, (SUBJECT, row.merchant_id), by=by, at=at, reason=row.name, changes=changes
    )
    db.session.flush()


def remove_offer(row: TourismOffer, *, by: Actor) -> None:
    """Take a room, dish, trip or ticket away.

    Raises:
        NotTourismError, HeldByCommuneError: nothing may be changed now.
    """
    _refuse_held(row.merchant)
    at = _touch(_profile(row.merchant))
    audit.record(TourismAction.OFFER_REMOVED, (SUBJECT, row.merchant_id), by=by, at=at, reason=row.name)
    db.session.delete(row)
    db.session.flush()


def add_closure(merchant: Merchant, *, from_on: date, until_on: date, note: str = "", by: Actor) -> TourismClosure:
    """Say on which days there is nobody to receive guests; the same days again are the same row.

    Raises:
        NotTourismError, HeldByCommuneError: nothing may be changed now.
        TourismAnswerError: the days are over, or end before they begin.
        TooManyError: there are twenty to come.
    """
    _refuse_held(merchant)
    today = clock.today()
    if until_on < from_on or until_on < today:
        raise TourismAnswerError(_l("The last day comes after the first, and is still to come"))
    known = queries.closure_between(merchant.id, from_on, until_on)
    if known is not None:
        return known
    if len(queries.closures_of(merchant.id, today)) >= MOST_CLOSURES:
        raise TooManyError(_l("There are %(most)d already. Remove one first", most=MOST_CLOSURES))
    row = TourismClosure(
        merchant_id=merchant.id, merchant=merchant, from_on=from_on, until_on=until_on, note=line(note)[:80]
    )
    db.session.add(row)
    at = _touch(_profile(merchant))
    days = f"{from_on:%d/%m/%Y}-{until_on:%d/%m/%Y}"
    audit.record(TourismAction.CLOSURE_ADDED, (SUBJECT, merchant.id), by=by, at=at, reason=days)
    db.session.flush()
    return row


def remove_closure(row: TourismClosure, *, by: Actor) -> None:
    """Be open after all.

    Raises:
        NotTourismError, HeldByCommuneError: nothing may be changed now.
    """
    _refuse_held(row.merchant)
    at = _touch(_profile(row.merchant))
    days = f"{row.from_on:%d/%m/%Y}-{row.until_on:%d/%m/%Y}"
    audit.record(TourismAction.CLOSURE_REMOVED, (SUBJECT, row.merchant_id), by=by, at=at, reason=days)
    db.session.delete(row)
    db.session.flush()


def pin(merchant: Merchant, *, point: Point, is_public: bool, way_note: str = "", by: Actor) -> None:
    """Say where on the map the business is, and whether visitors see the very spot.

    Once the commune has confirmed the business, its pin is moved by a correction only; showing or hiding it stays
    with the owner.

    Raises:
        NotTourismError, HeldByCommuneError: nothing may be changed now.
        TourismAnswerError: the point lies outside the country.
        PinConfirmedError: there is a confirmed pin, and this is another place.
    """
    _refuse_held(merchant)
    refuse_abroad(merchant, point)
    profile = _profile(merchant)
    if merchant.stage in REGISTERED and profile.point not in (None, point):
        raise PinConfirmedError(_l("The commune has confirmed this place. Ask for a correction to move it"))
    put_pin(merchant, point=point, by=by)
    profile.pin_is_public, profile.way_note = is_public, line(way_note)[:120]
    db.session.flush()


def put_pin(merchant: Merchant, *, point: Point, by: Actor) -> None:
    """Put the pin where it belongs, whoever has decided so.

    Raises:
        TourismAnswerError: the point lies outside the country.
    """
    refuse_abroad(merchant, point)
    profile = _profile(merchant)
    if profile.point == point:
        return
    profile.latitude_e5, profile.longitude_e5 = point.latitude_e5, point.longitude_e5
    at = _touch(profile)
    # That it moved, not where to: the trail holds no personal data.
    audit.record(TourismAction.PINNED, (SUBJECT, merchant.id), by=by, at=at)
    db.session.flush()


def see(merchant: Merchant, *, items: Collection[str], by: Actor) -> None:
    """Note which safety items the desk has seen on the spot; what is no longer ticked is no longer seen.

    Raises:
        TourismAnswerError: the owner does not say that one of them is there.
    """
    if not set(items) <= queries.said_safe(merchant):
        raise TourismAnswerError(_l("The owner does not say that this is there. Ask them to answer first"))
    known, at = queries.sightings_of(merchant.id), clock.now()
    fresh = [item for item in items if item not in known]
    gone = [row for item, row in known.items() if item not in items]
    for item in fresh:
        db.session.add(TourismSighting(merchant_id=merchant.id, item=item, by_name=by.name, seen_at=at))
    for row in gone:
        db.session.delete(row)
    if fresh or gone:
        said = ", ".join(sorted(items))
        audit.record(TourismAction.SEEN, (SUBJECT, merchant.id), by=by, at=at, reason=said)
    db.session.flush()


def _put(row: TourismOffer, facts: OfferFacts) -> None:
    name = line(facts.name)[:60]
    high = facts.high_price_vnd
    counts = [number for number in (facts.how_many, facts.guests) if number is not None]
    if (
        not name
        or not 0 <= facts.price_vnd <= prices.MOST_VND
        or (high is not None and not facts.price_vnd <= high <= prices.MOST_VND)
        or any(not 1 <= number <= prices.MOST_GUESTS for number in counts)
    ):
        raise TourismAnswerError(_l("Give it a name and a price in đồng, for example 350.000"))
    row.name, row.price_vnd, row.high_price_vnd = name, facts.price_vnd, high
    row.how_many, row.guests = facts.how_many, facts.guests


def _forget_seen(merchant: Merchant, *, but: Collection[str]) -> None:
    for item, row in queries.sightings_of(merchant.id).items():
        if item not in but:
            db.session.delete(row)


def _refuse_held(merchant: Merchant) -> None:
    if merchant.craft not in TOURISM:
        raise NotTourismError(_l("This question is not for this kind of business"))
    if merchant.stage not in (*EDITABLE, *REGISTERED):
        raise HeldByCommuneError(_l("The commune is looking at the file. Change this once it has answered"))


def refuse_abroad(merchant: Merchant, point: Point) -> None:
    """Refuse a pin outside the country.

    Raises:
        TourismAnswerError: it lies outside.
    """
    frame = coordinates.outside(point, merchant.area_path, clock.today())
    if frame is not None and frame.refuses:
        raise TourismAnswerError(_l("This place is not in Viet Nam. Copy the numbers again"))


def _profile(merchant: Merchant) -> TourismProfile:
    profile = queries.profile_of(merchant.id)
    if profile is None:
        name = slugify(merchant.business_name) or merchant.craft.value
        slug = f"{name}-{short_code(5).lower()}"
        profile = TourismProfile(
            merchant_id=merchant.id, merchant=merchant, slug=slug, answers={}, updated_at=clock.now()
        )
        db.session.add(profile)
        db.session.flush()
    return profile


def _touch(profile: TourismProfile) -> datetime:
    profile.updated_at = clock.now()
    return profile.updated_at
