"""What people do about visits: plan them from attendance, write down what happened, answer whether it did."""

import hashlib
import hmac
from collections import defaultdict
from datetime import date, datetime, timedelta
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.core import areas, audit, clock, settings
from app.core.db import db
from app.core.errors import DomainError
from app.policy import Actor
from merchants import emails
from merchants.services import record
from merchants.visits import queries, rules
from merchants.visits.models import Visit
from merchants.visits.states import VISIT, Band, Says, VisitAction, VisitState, VisitStep

_LOOK_BACK = timedelta(days=30)
_ACTIONS = {
    VisitStep.SEE: VisitAction.SEEN,
    VisitStep.MISS: VisitAction.NOT_HOME,
    VisitStep.REFUSE: VisitAction.REFUSED,
}


class AlreadyWrittenError(DomainError):
    """Somebody has written down how this visit went."""

    code = "visits.already_written"


class HouseholdAnsweredError(DomainError):
    """Somebody decides about a visit of which the household has said what is true."""

    code = "visits.household_answered"


class NoSuchVisitError(DomainError):
    """A household answers about a visit that nobody claims to have paid."""

    code = "visits.not_seen"


def plan(today: date) -> int:
    """Make the visits of everybody who came to a class in the last month, and return how many are new.

    Run twice it makes nothing twice; a household with another visit around the same day is not troubled a second time.
    """
    since = today - _LOOK_BACK
    made: set[tuple[UUID, int]] = set()
    days: dict[UUID, list[date]] = defaultdict(list)
    for place, merchant, after_days, due_on in queries.planned_since(since):
        made.add((place, after_days))
        days[merchant].append(due_on)
    new = 0
    for place, merchant, held_on in queries.learners_to_visit(since):
        for after_days, due_on in rules.due_days(held_on):
            if (place, after_days) in made or rules.is_near(due_on, days[merchant]):
                continue
            db.session.add(Visit(merchant_id=merchant, enrolment_id=place, after_days=after_days, due_on=due_on))
            days[merchant].append(due_on)
            new += 1
    db.session.flush()
    return new


def see(
    visit: Visit, *, minutes: int, band: Band, alone: str | None = None, by: Actor, at: datetime | None = None
) -> None:
    """Write that somebody was received, and let the household know that this was written.

    ``alone`` is what was done unaided, looked at a month after the class only, as ``rules.told_alone`` says it.
    ``at`` is when it was, where that was written down without a network and told later.

    Raises:
        AlreadyWrittenError: somebody else has written how it went.
    """
    if _is_mine(visit, VisitState.SEEN, by):
        return
    _write(visit, VisitStep.SEE, by=by, at=at or clock.now())
    visit.alone = alone if visit.after_days == rules.LOOKS_AFTER_DAYS else None
    _tell_of_visit(visit, minutes=minutes, band=band, by=by)


def miss(visit: Visit, *, by: Actor, at: datetime | None = None) -> None:
    """Write that nobody was at home; the visit comes back onto the way in two days. Once a day is enough.

    Raises:
        AlreadyWrittenError: somebody else has written how it went.
    """
    at = at or clock.now()
    if visit.state is VisitState.NOT_HOME and visit.due_on > clock.local(at).date():
        return
    _write(visit, VisitStep.MISS, by=by, at=at)
    visit.misses += 1
    visit.due_on = clock.local(at).date() + rules.TRY_AGAIN
    db.session.flush()


def refuse(visit: Visit, *, by: Actor, at: datetime | None = None) -> None:
    """Write that the household does not want a visit; it counts as having been there, and nobody comes again for it.

    Raises:
        AlreadyWrittenError: somebody else has written how it went.
    """
    if not _is_mine(visit, VisitState.REFUSED, by):
        _write(visit, VisitStep.REFUSE, by=by, at=at or clock.now())


def complete(visit: Visit, *, minutes: int, band: Band, alone: str | None, by: Actor) -> None:
    """Write what somebody else who was there knows besides; the same again changes nothing."""
    if (visit.minutes, visit.band, visit.alone) == (minutes, band, alone):
        return
    changes: dict[str, list[object]] = {
        "minutes": [visit.minutes, minutes],
        "band": [visit.band, band],
        "alone": [visit.alone, alone],
    }
    visit.minutes, visit.band, visit.alone = minutes, band, alone
    audit.record(VisitAction.COMPLETED, ("visit", visit.id), by=by, at=clock.now(), changes=changes)
    db.session.flush()


def share(visit: Visit, *, by: Actor) -> None:
    """Write that two people were there together: the second to say so is thanked as well, each for half the time."""
    if visit.also_by_id is not None or by.account_id in (None, visit.by_id):
        return
    visit.also_by_id, visit.also_by_name = by.account_id, by.name
    audit.record(VisitAction.SHARED, ("visit", visit.id), by=by, at=clock.now())
    db.session.flush()


def put_right(visit: Visit, step: VisitStep, *, minutes: int = 0, band: Band = Band.NOT_ASKED, by: Actor) -> None:
    """Write the other one of two accounts of a visit, after somebody has decided between them.

    Raises:
        HouseholdAnsweredError: the household has said what is true.
    """
    if visit.says is not Says.NOTHING:
        raise HouseholdAnsweredError(_l("The household has answered about this visit. Leave it as they say"))
    before = visit.state
    visit.alone = None
    _move(visit, step)
    changes = {"state": [before, visit.state]}
    audit.record(_ACTIONS[step], ("visit", visit.id), by=by, at=clock.now(), changes=changes)
    if visit.state is VisitState.SEEN:
        _tell_of_visit(visit, minutes=minutes, band=band, by=by)
    else:
        visit.minutes, visit.band, visit.is_drawn = 0, Band.NOT_ASKED, False
        db.session.flush()


def answer(visit: Visit, *, says: Says, said_to: str, by: Actor) -> None:
    """Keep what a household says of a visit; the last answer counts, the same one again changes nothing.

    Told the same, the auditor closes the case; it was said on the day on which the household said it first.

    Raises:
        NoSuchVisitError: nobody claims to have been there.
    """
    if visit.state is not VisitState.SEEN or says is Says.NOTHING:
        raise NoSuchVisitError(_l("Nobody has written that they came. Open the page again"))
    is_closed = said_to == rules.AUDITOR != visit.said_to
    if visit.says is says and not is_closed:
        return
    at = clock.now()
    changes: dict[str, list[object]] = {"says": [visit.says, says], "said_to": [visit.said_to, said_to]}
    if visit.says is not says:
        visit.says, visit.said_at = says, at
    visit.said_to = said_to
    audit.record(VisitAction.ANSWERED, ("visit", visit.id), by=by, at=at, changes=changes)
    db.session.flush()


def draw_for_audit(area_path: str, first: datetime, end: datetime) -> None:
    """Draw one in five of the visits paid in a place between two moments to be rung back; twice is once.

    By the same seed as ever, so that whoever was drawn among one in twenty is among these, too.
    """
    for visit in queries.paid_in(area_path, first, end):
        seed = seed_of(clock.local(visit.done_at or first).date())
        visit.is_drawn = rules.is_drawn(seed, str(visit.id), of_100=rules.AUDITED_PCT)
    db.session.flush()


def seed_of(on: date) -> str:
    """Return the seed of a month's draw: it hangs on a secret, so nobody who writes visits can foresee it.

    Given out once the month is over, it lets anybody check which visits had to be rung back.
    """
    key = settings.current().secret_key.encode()
    return hmac.new(key, f"visits:{on:%Y-%m}".encode(), hashlib.sha256).hexdigest()


def _is_mine(visit: Visit, state: VisitState, by: Actor) -> bool:
    """Whether the same person has written the same thing before: a late or second sending changes nothing."""
    return visit.state is state and by.account_id is not None and visit.by_id == by.account_id


def _tell_of_visit(visit: Visit, *, minutes: int, band: Band, by: Actor) -> None:
    """Write what was found at the door, draw whether the household is rung back, and tell it that this was written."""
    on = clock.local(visit.done_at or clock.now()).date()
    visit.minutes, visit.band = minutes, band
    visit.is_drawn = rules.is_drawn(seed_of(on), str(visit.id))
    db.session.flush()
    text = emails.visit_receipt(on=on, desk_phone=settings.current().contact_phone)
    zalo = emails.visit_by_zalo(
        on=on,
        helper=visit.by_name,
        hamlet=areas.name_of(visit.merchant.area_path),
        business=visit.merchant.business_name,
    )
    record.tell(visit.merchant, text, purpose="visit_receipt", by=by, zalo=zalo)


def _write(visit: Visit, step: VisitStep, *, by: Actor, at: datetime) -> None:
    if visit.state in (VisitState.SEEN, VisitState.REFUSED):
        raise AlreadyWrittenError(
            _l("%(name)s has already written how this visit went. Nothing was changed", name=visit.by_name)
        )
    visit.done_at, visit.by_id, visit.by_name = at, by.account_id, by.name
    before = visit.state
    _move(visit, step)
    audit.record(_ACTIONS[step], ("visit", visit.id), by=by, at=at, changes={"state": [before, visit.state]})
    db.session.flush()


def _move(visit: Visit, step: VisitStep) -> None:
    visit.state = VISIT.next(visit.state, step)
