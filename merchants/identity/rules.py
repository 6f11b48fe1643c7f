"""Which number is asked of whom, what it looks like, and how much of it is shown: pure arithmetic."""

from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from app.core import text
from app.core.dated_rules import RuleMissingError, RuleValue, read_rules
from app.core.identifiers import N_, IdentifierError, check_citizen_id, check_tax_code

DATA = Path(__file__).parent / "data"
CERTIFICATE_LENGTH = 30
PERSONAL_DIGITS = 12


class NumberKind(StrEnum):
    """What an official number is."""

    TAX_CODE = "tax_code"
    CITIZEN_ID = "citizen_id"
    CERTIFICATE_NO = "certificate_no"


class Taxpayer(StrEnum):
    """Who a tax code belongs to: a household or person, or an organisation."""

    HOUSEHOLD = "household"
    ORGANISATION = "organisation"


@cache
def tax_code_rules() -> tuple[RuleValue, ...]:
    """Return every dated value of the length of a tax code, with what it rests on."""
    return read_rules(DATA / "tax_code_lengths.json")


def tax_code_digits(taxpayer: Taxpayer, on: date) -> RuleValue:
    """Return how many digits a tax code has for somebody on a day.

    Raises:
        RuleMissingError: the data has no value for that day.
    """
    for rule in tax_code_rules():
        if rule.key == f"tax_code_digits.{taxpayer.value}" and rule.holds_on(on):
            return rule
    raise RuleMissingError(f"tax_code_digits.{taxpayer.value} on {on}")


def check(kind: NumberKind, number: str, *, taxpayer: Taxpayer, on: date, birth_year: int | None = None) -> None:
    """Refuse a number that cannot be right for this kind, this taxpayer and this day.

    Raises:
        IdentifierError: with what to do.
    """
    match kind:
        case NumberKind.TAX_CODE:
            _check_tax_code(number, taxpayer, on, birth_year)
        case NumberKind.CITIZEN_ID:
            check_citizen_id(number, on, birth_year=birth_year)
        case NumberKind.CERTIFICATE_NO:
            if not 3 <= len(canonical(kind, number)) <= CERTIFICATE_LENGTH:
                raise IdentifierError("length", N_("Copy the number from the certificate, for example 08X8000123"))


def canonical(kind: NumberKind, number: str) -> str:
    """Return the one way of writing a number that is sealed and hashed: no spaces, dots or dashes, capitals."""
    if number.isascii() and number.isalnum():
        return number.upper()  # nearly every number, and a list is asked several times for each
    bare = "".join(sign for sign in text.line(number) if sign.isalnum() or (sign == "/" and kind is _CERTIFICATE))
    return bare.upper()


def index_purpose(kind: NumberKind, canonical_number: str) -> str:
    """Return what a number is compared within: a household's tax code and its owner's citizen number are one number."""
    is_personal = kind is not _CERTIFICATE and len(canonical_number) == PERSONAL_DIGITS
    return "personal" if is_personal else kind.value


def last_three(canonical_number: str) -> str:
    """Return what stays readable: three signs, or fewer where three would give too much away."""
    return canonical_number[-min(3, len(canonical_number) // 3) :]


_CERTIFICATE = NumberKind.CERTIFICATE_NO


def _check_tax_code(number: str, taxpayer: Taxpayer, on: date, birth_year: int | None) -> None:
    check_tax_code(number, on)
    given, allowed = len(canonical(NumberKind.TAX_CODE, number)), tax_code_digits(taxpayer, on).value
    if given in allowed:
        if given == PERSONAL_DIGITS:
            check_citizen_id(number, on, birth_year=birth_year)
        return
    if taxpayer is Taxpayer.HOUSEHOLD:
        raise IdentifierError(
            "length",
            N_(
                "Since 1 July 2025 a household's tax code is the 12 digits of the owner's citizen number, "
                "for example 034064000001"
            ),
        )
    raise IdentifierError(
        "length",
        N_("A company or cooperative has a tax code of 10 digits, or 13 for a branch, for example 0100233488"),
    )
