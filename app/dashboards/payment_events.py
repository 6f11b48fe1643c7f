"""The only door from figures to payments: whose, on what day, how well proven, and the rule of use; never an amount."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select

from app.core.dated_rules import RuleValue
from payments import queries, tally
from payments.losses import queries as losses
from payments.partners import queries as partners
from payments.partners.spots import queries as spots
from payments.rules import MEASURED, Grade, UseRule, payers_rule_if_any, use_rule_if_any, use_rule_on
from payments.sightings import queries as sightings
from payments.signs import queries as signs
from payments.signs.rules import Seen

Paths = tuple[str, ...] | None
_BEGINNING = date(2020, 1, 1)


def rule_of_use(on: date) -> RuleValue | None:
    """Return the dated rule that says when a business is in use, with whether anybody has confirmed it."""
    return use_rule_if_any(on)


def payers_rule(on: date) -> RuleValue | None:
    """Return the dated rule that says of how many different payers the payments of a month have to be."""
    return payers_rule_if_any(on)


@dataclass(frozen=True)
class Tried:
    """What a definition asks of a month to be one of use; ``rare`` is for crafts that sell seldom.

    ``payers`` is of how many different ones the payments have to be: none was asked before they could be told apart.
    """

    payments: int
    rare: int
    payers: int = 0


def in_use(paths: Paths, on: date, *, tried: Tried | None = None) -> frozenset[UUID]:
    """Return the businesses in use in the calendar month of a day, by the rule of that day or by a definition."""
    if tried is None:
        return queries.in_use_merchants(paths, on)
    crafts = use_rule_on(on).value
    wanted = UseRule(
        payments={craft: tried.payments if craft == "default" else tried.rare for craft in crafts},
        payers={craft: tried.payers if craft == "default" else min(tried.payers, 1) for craft in crafts},
    )
    return queries.in_use_merchants(paths, on, wanted=wanted)


STEADY_MONTHS = 3


def whole_months(today: date, count: int) -> list[date]:
    """Return the last days of the last whole calendar months, the latest first."""
    found = [today.replace(day=1) - timedelta(days=1)]
    while len(found) < count:
        found.append(found[-1].replace(day=1) - timedelta(days=1))
    return found


def in_steady_use(paths: Paths, today: date) -> frozenset[UUID]:
    """Return the businesses in use in each of the last three whole months."""
    return frozenset.intersection(*(queries.in_use_merchants(paths, on) for on in whole_months(today, STEADY_MONTHS)))


def strongest(paths: Paths, today: date) -> dict[UUID, str]:
    """Return the strongest evidence of each business in the last whole month; a helper's own try is none."""
    last_on = whole_months(today, 1)[0]
    told = queries.events_in(paths, last_on.replace(day=1), last_on)
    known = [(merchant_id, grade.value) for merchant_id, _, grade in told if grade is not Grade.D]
    signs = sightings.signs_in(paths, last_on.replace(day=1), last_on)
    known += [(merchant_id, grade.value) for merchant_id, _, grade in signs]
    found: dict[UUID, str] = {}
    for merchant_id, grade in known:
        found[merchant_id] = min(grade, found.get(merchant_id, grade))
    return found


def weak_signs(paths: Paths, on: date) -> frozenset[UUID]:
    """Return the businesses with weak evidence in the calendar month of a day: an owner's word, or a helper's eyes."""
    return frozenset(merchant_id for merchant_id, _ in _signs(paths, on.replace(day=1), on))


def is_paid() -> ColumnElement[bool]:
    """Whether a business has any proof of grade A or B; asked of each by its key."""
    return tally.has_real_payment()


def has_code() -> ColumnElement[bool]:
    """Whether a business has a QR sign in force; asked of each by its key."""
    return tally.live_codes() > 0


def strongest_proof(first_on: date, last_on: date) -> ColumnElement[Grade | None]:
    """Return a business's strongest evidence between two days but for a try; asked of each by its key."""
    return tally.strongest_proof(first_on, last_on)


def strongest_sign(first_on: date, last_on: date) -> ColumnElement[Grade | None]:
    """Return a business's strongest sign between two days, its owner's word or what a helper saw; by its key."""
    return sightings.strongest_sign(first_on, last_on)


def used(paths: Paths, days: Iterable[date]) -> Select[Any]:
    """Select of businesses with any payment in the months of some days whether each month was one of use."""
    return tally.used(paths, days)


def used_in(on: date) -> str:
    """Return the name of the column that says so of the month of a day."""
    return tally.used_in(on)


def partners_heard(today: date) -> tuple[int, int]:
    """Return how many partners have handed in their file of the last whole month, of those that have to."""
    return partners.reporting_of(whole_months(today, 1)[0].replace(day=1))


def places_without_signal(paths: Paths) -> frozenset[str]:
    """Return the places of which a household says that the signal is bad: a code is no use there."""
    return spots.places_told_of(paths)


def sold_to_the_state(paths: Paths, on: date) -> frozenset[UUID]:
    """Return the businesses an office of the state bought from in the calendar month of a day."""
    return queries.sold_to_the_state(paths, on.replace(day=1), on)


def with_right_name(paths: Paths) -> frozenset[UUID]:
    """Return the businesses whose account bears their name, or another's by their consent."""
    return queries.merchants_with_right_name(paths)


def signs_seen(first: datetime, end: datetime) -> list[tuple[UUID, bool | None]]:
    """Return whose each sign in force before a moment is, and whether it showed the owner's own code when seen last.

    None where nobody photographed it since ``first``.
    """
    seen = signs.last_seen(first, end)
    return [(merchant_id, None if what is None else what is Seen.OWN) for merchant_id, what in seen]


def signs_in_force(unseen_since: datetime | None = None) -> Select[Any]:
    """Select the signs in force: whose, which, and since when it has not been seen; or only those unseen since then."""
    return signs.in_force(unseen_since)


def signs_paused(paths: Paths) -> int:
    """Count the signs that wait until the commune has looked at them."""
    return signs.paused_in(paths)


def sign_seen_last() -> ColumnElement[datetime | None]:
    """Return when a business's sign in force was seen last, or issued if it never was; asked of each by its key."""
    return signs.seen_last()


def losses_between(first: datetime, end: datetime) -> list[UUID]:
    """Return whose loss was reported between two moments, once for each report; never how much."""
    return losses.reported_between(first, end)


def losses_open_between(first: datetime, end: datetime) -> list[tuple[UUID, datetime, datetime | None]]:
    """Return whose loss waited at any time between two moments, when it was reported and when answered."""
    return losses.open_between(first, end)


def really_paid(paths: Paths) -> frozenset[UUID]:
    """Return the businesses with any proof of grade A or B."""
    return queries.merchants_with_real_payment(paths)


def with_code(paths: Paths) -> frozenset[UUID]:
    """Return the businesses with a QR sign in force."""
    return queries.merchants_with_standee(paths)


def first_days(paths: Paths, first_on: date | None, last_on: date) -> dict[UUID, date]:
    """Return each business's first day with proof of grade A or B between two days."""
    found: dict[UUID, date] = {}
    for merchant_id, occurred_on, grade in queries.events_in(paths, first_on or _BEGINNING, last_on):
        if grade in MEASURED:
            found.setdefault(merchant_id, occurred_on)
    return found


def sign_days(paths: Paths, first_on: date, last_on: date) -> dict[UUID, list[date]]:
    """Return each business's days, in order, for which somebody only says that it was paid: grades C and D."""
    found: dict[UUID, list[date]] = {}
    for merchant_id, day in _signs(paths, first_on, last_on):
        found.setdefault(merchant_id, []).append(day)
    return found


def _signs(paths: Paths, first_on: date, last_on: date) -> list[tuple[UUID, date]]:
    """Return whose use is only told of and when, in order; a try, though of grade D too, is no sign."""
    told = queries.events_in(paths, first_on, last_on)
    words = [(merchant_id, day) for merchant_id, day, grade in told if grade is Grade.C]
    seen = [(merchant_id, day) for merchant_id, day, _ in sightings.signs_in(paths, first_on, last_on)]
    return sorted(words + seen, key=lambda each: each[1])
