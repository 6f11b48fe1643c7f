"""Days on which an institution comes to a hamlet: proposed, approved by the commune, booked by families."""

from datetime import date

from flask_babel import lazy_gettext as _l

from app.core import audit, clock
from app.core.db import db
from app.core.errors import DomainError
from app.core.text import line
from app.policy import Actor
from payments.partners import queries, rules
from payments.partners.models import Institution, PartnerDay, Referral
from payments.partners.services.record import PartnerAction, move, move_day
from payments.partners.states import PARTNER_DAY, DayState, DayStep, ReferralStep


class DayFullError(DomainError):
    """Every place of the day is taken."""

    code = "partners.day_full"


class DayNotOpenError(DomainError):
    """The commune has not approved the day, it is over, or it is another institution's."""

    code = "partners.day_not_open"


def propose_day(
    institution: Institution,
    *,
    area_path: str,
    held_on: date,
    starts: str,
    place_note: str,
    bring: str,
    capacity: int,
    by: Actor,
) -> PartnerDay:
    """Propose a day; nobody is invited before the commune has approved it.

    Raises:
        DayNotOpenError: the day has passed, or the hall cannot hold so many.
    """
    if held_on < clock.today() or not 0 < capacity <= rules.MOST_PLACES:
        raise DayNotOpenError(_l("Choose a day to come, and 1 to 60 places"))
    day = PartnerDay(
        institution_id=institution.id,
        area_path=area_path,
        held_on=held_on,
        starts=starts,
        place_note=line(place_note)[:200],
        bring=line(bring)[:200],
        capacity=capacity,
        state=PARTNER_DAY.initial,
        proposed_by=by.name,
    )
    db.session.add(day)
    db.session.flush()
    audit.record(PartnerAction.DAY_PROPOSED, ("partner_day", day.id), by=by, at=clock.now())
    return day


def approve_day(day: PartnerDay, *, by: Actor) -> None:
    """The commune agrees: families may book, the poster may hang."""
    move_day(day, DayStep.APPROVE, by=by, at=clock.now())


def refuse_day(day: PartnerDay, *, by: Actor) -> None:
    """The commune does not agree, or calls the day off."""
    move_day(day, DayStep.REFUSE, by=by, at=clock.now())


def book(referral: Referral, day: PartnerDay, *, by: Actor) -> None:
    """Take a place on a day; the day is locked, so that the last place goes to one family only.

    Raises:
        DayNotOpenError: not approved, over, or another institution's.
        DayFullError: every place is taken.
    """
    locked = queries.day_by_id(day.id, lock=True)
    is_open = locked is not None and locked.state is DayState.APPROVED and locked.held_on >= clock.today()
    if locked is None or not is_open or locked.institution_id != referral.institution_id:
        raise DayNotOpenError(_l("This day is not open. Choose another one"))
    if referral.day_id != locked.id and queries.booked_on(locked.id) >= locked.capacity:
        raise DayFullError(_l("This day is full. Choose another one"))
    referral.day_id = locked.id
    move(referral, ReferralStep.BOOK, by=by, at=clock.now())
