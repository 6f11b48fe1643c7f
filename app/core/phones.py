"""Vietnamese telephone numbers: read in any common writing, kept as E.164, shown as 0912 345 678."""

import re
from typing import Any

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumberFormat

_VIETNAM: Any = PhoneMetadata.metadata_for_region("VN")
# What the library itself holds a mobile number of ten digits against: nearly every number there is.
_MOBILE = re.compile(f"0({_VIETNAM.mobile.national_number_pattern})", re.ASCII)


class PhoneError(ValueError):
    """The text is not a Vietnamese telephone number; ``digits`` says how many digits it had."""

    def __init__(self, digits: int) -> None:
        super().__init__(f"not a Vietnamese telephone number of ten digits ({digits} given)")
        self.digits = digits


def parse_phone(text: str) -> str:
    """Return the number in E.164, for example ``+84912345678``.

    Raises:
        PhoneError: not a number a Vietnamese operator could have issued.
    """
    if len(text) == 10 and _MOBILE.fullmatch(text):
        return f"+84{text[1:]}"
    digits = sum(sign.isdigit() for sign in text[:60])
    plain = text.strip()
    if plain.startswith("84") and digits == 11:
        plain = f"+{plain}"
    try:
        number = phonenumbers.parse(plain[:60], "VN")
    except phonenumbers.NumberParseException as error:
        raise PhoneError(digits) from error
    if number.country_code != 84 or number.extension or not phonenumbers.is_valid_number(number):
        raise PhoneError(digits)
    return str(phonenumbers.format_number(number, PhoneNumberFormat.E164))


def show_phone(e164: str) -> str:
    """Return a number as people write it: ten digits in groups of four, three and three."""
    national = f"0{e164.removeprefix('+84')}"
    if len(national) == 10:
        return f"{national[:4]} {national[4:7]} {national[7:]}"
    return f"{national[:4]} {national[4:7]} {national[7:]}" if len(national) == 11 else national


def dialled(phone: str) -> str:
    """Return the digits of a number alone, as a text message carries them: 0227 123 4567 takes less room so."""
    return "".join(sign for sign in phone if sign.isdigit())
