"""Whose account it is, how far a household has come, and who is using payments: pure decisions on plain data."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

from app.core.dated_rules import RuleMissingError, RuleValue, read_rules
from app.core.text import bare, fold, line

DATA = Path(__file__).parent / "data"

LIMIT_VND = 500_000_000
REQUEST_LIVES = timedelta(days=7)
NOTE_LENGTH = 80
_ACCOUNT = re.compile(r"[A-Za-z0-9]{4,19}")
_TITLES = re.compile(r"^(?:(?:ho kinh doanh|ho kd|hkd|hop tac xa|htx|co so|ong|ba|anh|chi|chu|co|thay)\s+)+")
MOST_OF_ONE_PCT = 60
SHARE_FROM = 3
# Banks cut long names; fewer letters than this could be the beginning of another person's name.
_SHORTEST_CUT = 17


class NameVerdict(StrEnum):
    """How the name on an account compares with the names of the dossier."""

    MATCH = "match"
    WITHOUT_MARKS = "without_marks"
    OTHER_PERSON = "other_person"


def name_check(*, owner_name: str, business_name: str, holder: str) -> NameVerdict:
    """Compare the name on an account with the owner's and the business's.

    Banks write capitals without marks, put "HKD" before a household's name and cut long names.
    """
    known = [name for name in (line(owner_name), line(business_name)) if name]
    given = line(holder)
    if not given:
        return NameVerdict.OTHER_PERSON
    if any(given.casefold() == name.casefold() for name in known):
        return NameVerdict.MATCH
    person = _words(owner_name)
    is_person = bool(person) and _same(_words(given), person)
    return NameVerdict.WITHOUT_MARKS if is_person or carries(given, business_name) else NameVerdict.OTHER_PERSON


def carries(holder: str, business_name: str) -> bool:
    """Whether a holder's name carries a business's registered name, whole or cut short by the bank."""
    shown, business = _words(holder), _words(business_name)
    return bool(business) and (_same(shown, business) or _includes(shown, business))


def _same(shown: Sequence[str], known: Sequence[str]) -> bool:
    """Whether two names are one without marks and spaces, or one cut short by a bank."""
    left, right = "".join(shown), "".join(known)
    return left == right or (len(left) >= _SHORTEST_CUT and right.startswith(left))


def _includes(whole: Sequence[str], part: Sequence[str]) -> bool:
    # One word could be anybody's: a person's name never counts as included, a business's from two words on.
    return len(part) > 1 and f" {' '.join(part)} " in f" {' '.join(whole)} "


def bank_name(holder: str) -> str:
    """Return a name as banks write it and as a payer's screen shows it."""
    return line(bare(holder)).upper()


def read_account_no(text: str) -> str | None:
    """Return an account number without spaces, dots and dashes; letters are allowed, zeros in front are kept."""
    squeezed = re.sub(r"[\s.\-]", "", text)
    return squeezed if squeezed.isascii() and _ACCOUNT.fullmatch(squeezed) else None


def amount_fits(amount_vnd: int) -> bool:
    """Whether an amount may be asked for in one transfer."""
    return 0 < amount_vnd < LIMIT_VND


class Grade(StrEnum):
    """How strong the evidence of a payment is, from A to E; officials see grades, never amounts."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"


# What may be counted as use; a declaration never is.
MEASURED = (Grade.A, Grade.B)
# Why what an office of the state bought is left out of use: it is told apart, for an office can buy before a freeze.
STATE = "state"


class Rung(StrEnum):
    """How far a household has come on the ladder to being paid without cash."""

    NONE = "none"
    ACCOUNT = "account"
    STANDEE = "standee"
    FIRST_PAYMENT = "first_payment"
    IN_USE = "in_use"
    STEADY = "steady"


def rung(*, has_account: bool, has_standee: bool, has_payment: bool, months_in_use: Sequence[bool]) -> Rung:
    """Return the highest rung reached; the months begin with this one, and steady is in use in each of them."""
    if months_in_use and all(months_in_use):
        return Rung.STEADY
    if any(months_in_use[:1]):
        return Rung.IN_USE
    if has_payment:
        return Rung.FIRST_PAYMENT
    if has_standee and has_account:
        return Rung.STANDEE
    return Rung.ACCOUNT if has_account else Rung.NONE


@dataclass(frozen=True)
class UseRule:
    """How many payments in a calendar month, and of how many payers, count as use, by craft."""

    payments: Mapping[str, int]
    payers: Mapping[str, int]


def use_rule_on(day: date) -> RuleValue:
    """Return how many payments in a calendar month count as use, by craft, as it stood on a day."""
    return _rule("in_use_payments_in_month", day)


def payers_rule_if_any(day: date) -> RuleValue | None:
    """Return of how many different payers they have to be, or None for a day on which nobody asked that yet."""
    return _rule_if_any("in_use_payers_in_month", day)


def use_rule_if_any(day: date) -> RuleValue | None:
    """Return how many payments count as use, or None for a day before there was a rule."""
    return _rule_if_any("in_use_payments_in_month", day)


def use_on(day: date) -> UseRule | None:
    """Return everything asked of a month to be one of use, or None for a day before there was a rule."""
    payments, payers = use_rule_if_any(day), payers_rule_if_any(day)
    return UseRule(payments.value, payers.value if payers else dict.fromkeys(payments.value, 0)) if payments else None


def is_test(amount_vnd: int, day: date) -> bool:
    """Whether an amount is so small that it was a try and not a sale."""
    return amount_vnd <= int(_rule("test_payment_at_most_vnd", day).value)


def grade_of(amount_vnd: int, day: date) -> Grade:
    """Return how strong a bank's notice is as evidence of use: a try is none."""
    return Grade.D if is_test(amount_vnd, day) else Grade.B


def steady_months(day: date) -> tuple[date, ...]:
    """Return the first days of the months that make steady use, this one first."""
    months = [day.replace(day=1)]
    while len(months) < int(_rule("steady_months", day).value):
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    return tuple(months)


def is_in_use(payments: Mapping[str, int], craft: str, rule: UseRule) -> bool:
    """Whether a month's payments, by payer, count as use for this craft; payers nobody can name are under ""."""
    counted = _counted(payments)
    return sum(counted.values()) >= least(rule.payments, craft) and _payers(counted) >= least(rule.payers, craft)


def least(numbers: Mapping[str, int], craft: str) -> int:
    """Return the number asked of a craft, or of all that are not named."""
    return int(numbers.get(craft, numbers["default"]))


def _counted(payments: Mapping[str, int]) -> Mapping[str, int]:
    """Leave out whoever made more than 60 % of a month's payments; of one or two payments a share says nothing."""
    total = sum(payments.values())
    if total < SHARE_FROM:
        return payments
    return {payer: number for payer, number in payments.items() if not payer or number * 100 <= total * MOST_OF_ONE_PCT}


def _payers(counted: Mapping[str, int]) -> int:
    """Count who paid. Each payment of a payer nobody can name may be another one's."""
    return sum(min(number, 1) if payer else number for payer, number in counted.items())


def _words(name: str) -> tuple[str, ...]:
    plain = " ".join(re.sub(r"[^a-z0-9 ]", " ", fold(name)).split())
    return tuple(_TITLES.sub("", plain + " ").split())


@cache
def _use_rules() -> tuple[RuleValue, ...]:
    return read_rules(DATA / "use_rules.json")


def _rule_if_any(key: str, day: date) -> RuleValue | None:
    return next((rule for rule in _use_rules() if rule.key == key and rule.holds_on(day)), None)


def _rule(key: str, day: date) -> RuleValue:
    rule = _rule_if_any(key, day)
    if rule is None:
        raise RuleMissingError(f"{key} on {day}")
    return rule
