"""Numbers and codes of issued papers, and what may be told of whom they name."""

import unicodedata
from datetime import date, timedelta
from enum import StrEnum

from app.core.ids import damm_digit

# How long a key may be at work before the button comes back.
PATIENCE = timedelta(minutes=2)
LARGEST_NUMBER = 99_999


class DocumentKind(StrEnum):
    """What a paper is."""

    REGISTRATION = "registration_confirmation"
    OCOP_NOTICE = "ocop_notice"
    OCOP_REPORT = "ocop_report"
    CERTIFICATE = "training_certificate"
    REPORT = "report"


class ResultCodeError(ValueError):
    """The text is not a code of ours, or its check digit disagrees."""


def result_code(on: date, serial: str) -> str:
    """Write a code such as ``2608-4471-5``: year and month, a random serial of four or six digits, a check digit."""
    head = f"{on:%y%m}"
    return f"{head}-{serial}-{damm_digit(head + serial)}"


def parse_result_code(text: str) -> str:
    """Read a code as typed or dictated: spaces, dots and dashes do not matter.

    Raises:
        ResultCodeError: the number of digits or the check digit is wrong.
    """
    if len(text) > 60 or any(sign.isalpha() for sign in text):
        raise ResultCodeError(text[:60])
    digits = "".join(str(unicodedata.digit(sign)) for sign in text if unicodedata.digit(sign, None) is not None)
    if len(digits) not in (9, 11) or damm_digit(digits) != 0:
        raise ResultCodeError(text)
    return f"{digits[:4]}-{digits[4:-1]}-{digits[-1]}"


def initials(name: str) -> str:
    """Return the first letter of each word of a name: Nguyễn Thị Mận becomes N. T. M."""
    return " ".join(f"{word[0].upper()}." for word in name.split())


def knows(typed: str, *, birth_year: int | None, phone_end: str) -> bool:
    """Whether somebody typed the year of birth, or the last three digits of the telephone, of whom the paper names."""
    digits = "".join(sign for sign in typed if sign.isdigit())
    return (len(digits) == 4 and digits == str(birth_year or "")) or (len(digits) == 3 and digits == phone_end)


def full_number(number: int | None, symbol: str) -> str:
    """Write a paper's number as registers do: ``12/GXN-UBND``, with a nought before a single digit."""
    return f"{number:02d}/{symbol}" if number is not None else ""


def day_line(on: date) -> str:
    """Write the day of issue as papers do: days and the first two months have two digits."""
    return (
        f"ngày {on:%d} tháng {on.month:02d} năm {on.year}"
        if on.month <= 2
        else f"ngày {on:%d} tháng {on.month} năm {on.year}"
    )
