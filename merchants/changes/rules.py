"""Which answers may be corrected after approval, who has to agree, and where each answer is used."""

from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from app.core import calendar
from app.core.dated_rules import RuleMissingError, RuleValue, read_rules
from merchants.rules import TOURISM, Craft


class Matter(StrEnum):
    """What is corrected; the values stand in the address."""

    BUSINESS_NAME = "ten-co-so"
    CONTACT = "lien-lac"
    OWNER_NAME = "ten"
    CRAFT = "nghe"
    WHERE = "o-dau"
    LEGAL_FORM = "hinh-thuc"
    PIN = "vi-tri"


class Weight(StrEnum):
    """Who has to agree before a correction is made."""

    # Nobody: it is made at once.
    SMALL = "small"
    # Whoever answers the new telephone, with a code.
    PROVED = "proved"
    # The commune's desk; the old answer counts until then.
    WEIGHTY = "weighty"


WEIGHTS = dict.fromkeys(Matter, Weight.WEIGHTY) | {
    Matter.BUSINESS_NAME: Weight.SMALL,
    Matter.CONTACT: Weight.PROVED,
}
# The confirmation says these: once one is corrected it is issued anew.
ON_THE_PAPER = (Matter.OWNER_NAME, Matter.BUSINESS_NAME, Matter.CRAFT, Matter.WHERE)
# A bank compares its account with these.
NAMES = (Matter.OWNER_NAME, Matter.BUSINESS_NAME)
REASON_LENGTH = 160


class Use(StrEnum):
    """Where something a family has said once is used, so that nobody asks for it again."""

    DESK = "desk"
    VISITORS = "visitors"
    PRODUCTS = "products"
    MONEY = "money"
    CLASSES = "classes"
    MESSAGES = "messages"
    OCOP = "ocop"
    SIGN_IN = "sign_in"
    PAPERS = "papers"


USES: dict[Matter, tuple[Use, ...]] = {
    Matter.BUSINESS_NAME: (Use.DESK, Use.VISITORS, Use.PRODUCTS, Use.MONEY, Use.OCOP),
    Matter.CONTACT: (Use.DESK, Use.VISITORS, Use.PRODUCTS, Use.MESSAGES, Use.SIGN_IN),
    Matter.OWNER_NAME: (Use.DESK, Use.MONEY, Use.CLASSES, Use.PAPERS, Use.OCOP),
    Matter.CRAFT: (Use.DESK, Use.VISITORS, Use.PRODUCTS, Use.CLASSES),
    Matter.WHERE: (Use.DESK, Use.VISITORS, Use.PRODUCTS, Use.CLASSES, Use.PAPERS),
    Matter.LEGAL_FORM: (Use.DESK, Use.PRODUCTS, Use.PAPERS, Use.OCOP),
    Matter.PIN: (Use.VISITORS,),
}


def matters_of(craft: Craft) -> tuple[Matter, ...]:
    """Return what a business of this kind may have corrected."""
    return tuple(matter for matter in Matter if matter is not Matter.PIN or craft in TOURISM)


class HandoverKind(StrEnum):
    """Why a business gets another owner."""

    SALE = "sale"
    INHERITANCE = "inheritance"
    FAMILY = "family"


class HandoverPaper(StrEnum):
    """What shows it; looked at by the desk, never stored."""

    CONTRACT = "contract"
    INHERITANCE = "inheritance"
    FAMILY = "family_agreement"
    NONE = "none"


@cache
def _handover_rules() -> tuple[RuleValue, ...]:
    return read_rules(Path(__file__).parent / "data" / "handover.json")


def objection_rule(on: date) -> RuleValue:
    """Return for how many working days an old owner may object before the desk decides.

    Raises:
        RuleMissingError: the data has no value for that day.
    """
    for rule in _handover_rules():
        if rule.key == "objection_working_days" and rule.holds_on(on):
            return rule
    raise RuleMissingError(f"objection_working_days on {on}")


def object_until(asked_on: date) -> date:
    """Return the last day on which an old owner may object; the day of asking is not counted."""
    return calendar.add_working_days(asked_on, int(objection_rule(asked_on).value))


def may_decide_handover(object_until_on: date, *, is_allowed: bool, today: date) -> bool:
    """Whether the desk may decide: the old owner has agreed, or has had the time to object."""
    return is_allowed or today > object_until_on
