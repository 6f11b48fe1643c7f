"""The only door from figures to payments: events without money (whose, since when, how well proven), and the rule of use."""

from datetime import date

from sqlalchemy import Subquery

from app.core.dated_rules import RuleMissingError, RuleValue, value_on
from payments import queries

RULE_OF_USE = "payments_in_use"


def rule_of_use(on: date) -> RuleValue | None:
    """Return the dated rule that says when a business is in use, with whether anybody has confirmed it."""
    try:
        return value_on(RULE_OF_USE, on)
    except RuleMissingError:
        return None


def in_use(on: date) -> Subquery:
    """Return the businesses in use in the calendar month of a day: merchant and the first proof of that month."""
    return queries.in_use_in_month(on).subquery()


def really_paid() -> Subquery:
    """Return the businesses with any proof of grade A or B: merchant and the first such day."""
    return queries.really_paid().subquery()


def with_code() -> Subquery:
    """Return the businesses with a QR sign in force: merchant and the day the first was issued."""
    return queries.with_standee().subquery()


def heard_of() -> Subquery:
    """Return the businesses any source has ever spoken of, whatever it said."""
    return queries.heard_of().subquery()
