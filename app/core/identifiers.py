"""Official numbers: tax codes, citizen numbers and barcodes, each refused with a sentence that says what to do."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Literal

from stdnum import ean
from stdnum.exceptions import ValidationError
from stdnum.vn import mst

Reason = Literal["digits", "length", "check", "province", "age", "birth_year", "sex"]

YOUNGEST_YEARS = 14
OLDEST_YEARS = 120

# The three digits of the province where a birth was registered. Numbers given out before the provinces were merged on
# 1 July 2025 stay as they are, so all sixty-three remain.
_PROVINCES = (
    "001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042 "
    "044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087 "
    "089 091 092 093 094 095 096"
)
PROVINCES = frozenset(_PROVINCES.split())
_SPACING = re.compile(r"[\s.\-]+")


def N_(sentence: str) -> str:  # noqa: N802  the name that translators' tools look for
    """Mark a sentence for translation where no language is known yet."""
    return sentence


class IdentifierError(ValueError):
    """A number cannot be right; ``reason`` is one word, ``sentence`` with ``values`` says what to do, translatably."""

    def __init__(self, reason: Reason, sentence: str, values: Mapping[str, object] | None = None) -> None:
        self.reason: Reason = reason
        self.sentence = sentence
        self.values = dict(values or {})
        super().__init__(sentence % self.values if self.values else sentence)


def check_tax_code(text: str, today: date | None = None) -> None:
    """Refuse a tax code that cannot exist: 10 digits, 13 for a branch, or a citizen number for a household.

    Households and persons have used their citizen number as tax code since 1 July 2025. Without ``today`` nobody's
    age is judged.

    Raises:
        IdentifierError: with what to do.
    """
    digits = _digits(text)
    if len(digits) == 12:
        return check_citizen_id(digits, today)
    if len(digits) not in (10, 13):
        raise IdentifierError(
            "length",
            N_(
                "A tax code has 10 digits, or 13 for a branch, or the 12 digits of the owner's citizen number. "
                "You entered %(given)d digits"
            ),
            {"given": len(digits)},
        )
    try:
        mst.validate(digits)
    except ValidationError as error:
        raise IdentifierError(
            "check",
            N_("The check digit does not agree. Copy the tax code from the certificate, for example 0100233488"),
        ) from error
    return None


def check_citizen_id(
    text: str, today: date | None, *, birth_year: int | None = None, female: bool | None = None
) -> None:
    """Refuse a citizen number that cannot exist, or that disagrees with a year of birth or a sex already given.

    The number has no check digit: province of registration, century and sex, two digits of the year, six at random.
    Age is judged on ``today``; None leaves it unjudged.

    Raises:
        IdentifierError: with what to do.
    """
    digits = _digits(text)
    if len(digits) != 12:
        raise IdentifierError(
            "length",
            N_("A citizen number has 12 digits, for example 034064000001. You entered %(given)d digits"),
            {"given": len(digits)},
        )
    if digits[:3] not in PROVINCES:
        raise IdentifierError(
            "province",
            N_("No province has the code %(province)s. Look at the first three digits on the card, for example 034"),
            {"province": digits[:3]},
        )
    born = 1900 + 100 * (int(digits[3]) // 2) + int(digits[4:6])
    if today is not None and not YOUNGEST_YEARS <= today.year - born <= OLDEST_YEARS:
        raise IdentifierError(
            "age",
            N_("This number belongs to somebody born in %(year)d. Look at digits four to six on the card"),
            {"year": born},
        )
    if birth_year is not None and birth_year != born:
        raise IdentifierError(
            "birth_year",
            N_(
                "This number belongs to somebody born in %(year)d, but the year of birth given is %(given)d. Check both"
            ),
            {"year": born, "given": birth_year},
        )
    if female is not None and female != bool(int(digits[3]) % 2):
        raise IdentifierError("sex", N_("The fourth digit of this number is for the other sex. Look at the card again"))


def check_gtin(text: str) -> None:
    """Refuse a barcode number that cannot exist: 8, 12, 13 or 14 digits, the last a check digit.

    Raises:
        IdentifierError: with what to do.
    """
    digits = _digits(text)
    if len(digits) not in (8, 12, 13, 14):
        raise IdentifierError(
            "length",
            N_("A barcode has 8, 12, 13 or 14 digits, for example 8931234567897. You entered %(given)d digits"),
            {"given": len(digits)},
        )
    if not ean.is_valid(digits) or not int(digits):
        raise IdentifierError(
            "check",
            N_("The last digit does not agree with the others. Type the number under the bars again, without gaps"),
        )


def _digits(text: str) -> str:
    """Return the digits, without spaces, dots and dashes.

    Raises:
        IdentifierError: something else is among them.
    """
    if len(text) <= 60 and text.isascii() and text.isdigit():
        return text
    digits = _SPACING.sub("", text[:60])
    if len(text) > 60 or not (digits.isascii() and digits.isdigit()):
        raise IdentifierError("digits", N_("Enter digits only, without letters, for example 0100233488"))
    return digits
