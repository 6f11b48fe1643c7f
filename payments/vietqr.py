"""VietQR transfer codes: written exactly as the NAPAS format asks, and read without forgiving anything.

Format: NAPAS, VietQR in the NAPAS247 service, v1.0 (09/2021), on top of EMVCo merchant-presented codes.
"""

import re
from binascii import crc_hqx
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from app.core.text import bare

Reason = Literal["tlv", "crc", "service", "guid", "amount", "account", "currency"]

NAPAS = "A000000727"
TO_ACCOUNT = "QRIBFTTA"
TO_CARD = "QRIBFTTC"
SERVICES = (TO_ACCOUNT, TO_CARD)
# One NAPAS247 transfer stays under this (format document 8.1.1).
LIMIT_VND = 500_000_000
PURPOSE_LENGTH = 25

# Digits and amounts are ASCII: str.isdigit would let other scripts through.
_BIN = re.compile(r"[0-9]{6}")
_ACCOUNT = re.compile(r"[A-Za-z0-9]{1,19}")
_AMOUNT = re.compile(r"([0-9]{1,13})\.?")
_PRINTABLE = re.compile(r"[ -~]+")
_PURPOSE = re.compile(r"[A-Za-z0-9 ./-]{0,25}")
_NOT_PURPOSE = re.compile(r"[^A-Za-z0-9 ./-]+")
_OTHER_SCHEMES = {
    "A000000775": "VNPAY-QR",
    "vn.airpay.www": "ShopeePay",
    "vn.momo": "MoMo",
    "vn.zalopay": "ZaloPay",
}
_FIRST, _LAST = "00", "63"
# How objects must look that this product only keeps: kind of shop, tip and fee, name, town, post code.
_FORMS = {
    "52": re.compile(r"[0-9]{4}"),
    "55": re.compile(r"0[123]"),
    "56": re.compile(r"(?=.*[1-9])[0-9]{1,12}\.?"),
    "57": re.compile(r"(?=.*[1-9])[0-9]{1,2}(\.[0-9]{1,2})?"),
    "59": re.compile(r"[ -~]{1,25}"),
    "60": re.compile(r"[ -~]{1,15}"),
    "61": re.compile(r"[ -~]{1,10}"),
}
# Inside object 62, 01 to 08 are texts of at most this many signs.
_TEXTS = frozenset(f"{number:02d}" for number in range(1, 9))


class VietQrError(ValueError):
    """A payload that must not be trusted, or that must not be written; ``reason`` is one word.

    ``scheme`` is whose code it is, where it is a known scheme's other than VietQR.
    """

    def __init__(self, reason: Reason, sentence: str, *, scheme: str = "") -> None:
        super().__init__(sentence)
        self.reason: Reason = reason
        self.sentence = sentence
        self.scheme = scheme


@dataclass(frozen=True)
class VietQr:
    """What a code says. ``others`` keeps the objects this product has no use for, by path: ``{"62.01": "NPS6869"}``."""

    bin: str
    account: str
    service: str = TO_ACCOUNT
    amount_vnd: int | None = None
    purpose: str = ""
    static: bool = True
    others: Mapping[str, str] = field(default_factory=dict)


def write(
    *,
    bin: str,  # noqa: A002  what banks call it
    account: str,
    service: str = TO_ACCOUNT,
    amount_vnd: int | None = None,
    purpose: str = "",
) -> str:
    """Return the payload of a code: with an amount for one payment, without one for any number of payments.

    ``purpose`` loses its Vietnamese marks and what banks do not carry, and is then cut to 25 characters: put the
    reference first. Capitals make a smaller picture.

    Raises:
        VietQrError: bank, account, service or amount cannot stand in a code.
    """
    receiver = _receiver_object(bin, account, service)
    if amount_vnd is None:
        money, times = "", "11"
    else:
        money, times = _amount_object(amount_vnd), "12"
    memo = ""
    if purpose and (said := fold_purpose(purpose)):
        memo = f"62{len(said) + 4:02d}08{len(said):02d}{said}"
    return _sealed(f"0002010102{times}{receiver}5303704{money}5802VN{memo}")


def fold_purpose(text: str) -> str:
    """Return a memo as a code may carry it: ASCII, no marks, single spaces, at most 25 characters."""
    if _PURPOSE.fullmatch(text):
        return text
    return " ".join(_NOT_PURPOSE.sub(" ", bare(text)).split())[:PURPOSE_LENGTH].rstrip()


def read(payload: str) -> VietQr:
    """Return what a payload says, if it is a VietQR transfer code with nothing wrong in it.

    Raises:
        VietQrError: with the reason. A right check sum does not excuse a broken structure.
    """
    root = _objects(payload, "")
    names = list(root)
    if names[0] != _FIRST or names[-1] != _LAST or len(root[_LAST]) != 4:
        raise VietQrError("tlv", "A code begins with object 00 and ends with its check sum in object 63")
    _check_sum(payload)
    _check_frame(root)
    receiver = _receiver(root)
    others = {key: value for key, value in root.items() if key not in _KNOWN}
    purpose = _additional(root, others)
    others |= {f"38.{key}": value for key, value in receiver.extra.items()}
    return VietQr(
        bin=receiver.bin,
        account=receiver.account,
        service=receiver.service,
        amount_vnd=_amount(root["54"]) if "54" in root else None,
        purpose=purpose,
        static=root["01"] == "11",
        others=others,
    )


def rewrite(code: VietQr) -> str:
    """Return the payload that says what was read, objects in ascending order and those of no use to us kept."""
    return _sealed(_body(code))


_KNOWN = frozenset({"00", "01", "38", "53", "54", "58", "62", "63"})


@dataclass(frozen=True)
class _Receiver:
    bin: str
    account: str
    service: str
    extra: Mapping[str, str]


def _objects(text: str, where: str) -> dict[str, str]:
    """Take a string of objects apart: two digits of name, two of length, the value.

    Raises:
        VietQrError: a name or a length is not what it should be, an object is cut off, or one comes twice.
    """
    found: dict[str, str] = {}
    at, end = 0, len(text)
    while at < end:
        head = text[at : at + 4]
        if len(head) < 4 or not (head.isascii() and head.isdigit()):
            raise VietQrError("tlv", f"The code is damaged{where} at sign {at + 1}: scan it again, whole and flat")
        name, length = head[:2], int(head[2:])
        value = text[at + 4 : at + 4 + length]
        if not length or len(value) != length:
            raise VietQrError("tlv", f"Object {name}{where} is cut short: scan the code again, whole and flat")
        if name in found:
            raise VietQrError("tlv", f"Object {name}{where} comes twice; a code may say a thing only once")
        found[name] = value
        at += 4 + length
    if not found:
        raise VietQrError("tlv", f"There is nothing to read{where}")
    return found


def _check_sum(payload: str) -> None:
    expected = f"{crc_hqx(payload[:-4].encode('utf-8', 'surrogatepass'), 0xFFFF):04X}"
    if payload[-4:].upper() != expected:
        raise VietQrError("crc", "The check sum does not agree: the code was changed or badly copied. Do not pay")


def _check_frame(root: Mapping[str, str]) -> None:
    if "38" not in root:
        known, whose = _scheme(root)
        raise VietQrError(
            "guid", f"This is {whose} code, not a VietQR transfer code: use the app it was made for", scheme=known
        )
    if root["00"] != "01" or root.get("01") not in ("11", "12"):
        raise VietQrError("tlv", "The code does not say whether it is for one payment or for many")
    if root.get("53") != "704" or root.get("58") != "VN":
        raise VietQrError("currency", "The code is not for Vietnamese đồng in Vietnam")
    if ("54" in root) != (root["01"] == "12"):
        raise VietQrError("amount", "A code with an amount is for one payment, one without is for many")
    for name, pattern in _FORMS.items():
        if name in root and not pattern.fullmatch(root[name]):
            raise VietQrError("tlv", f"Object {name} is not in the form the format asks for")
    _check_tip(root)


def _check_tip(root: Mapping[str, str]) -> None:
    """A fixed fee stands in object 56 when 55 says 02, a share in 57 when it says 03, and neither otherwise."""
    asked = {"02": "56", "03": "57"}.get(root.get("55", ""))
    if any((name in root) != (name == asked) for name in ("56", "57")):
        raise VietQrError("amount", "The code asks for a fee without saying which")


def _scheme(root: Mapping[str, str]) -> tuple[str, str]:
    """Name whose code this is, as far as the payment objects 26 to 51 tell: a known scheme, and how to say it."""
    for name in sorted(name for name in root if "26" <= name <= "51"):
        try:
            guid = _objects(root[name], "").get("00", "")
        except VietQrError:
            continue
        known = next((label for key, label in _OTHER_SCHEMES.items() if guid.lower() == key.lower()), "")
        return known, f"a {known}" if known else f"another scheme's ({bare(guid)[:32]})"
    return "", "another scheme's"


def _receiver(root: Mapping[str, str]) -> _Receiver:
    inside = _objects(root["38"], " inside object 38")
    guid = inside.pop("00", "")
    if guid != NAPAS:
        known = _OTHER_SCHEMES.get(guid, "")
        said = f"This is a {known} code, not VietQR" if known else "Object 38 is not NAPAS's VietQR"
        raise VietQrError("guid", said, scheme=known)
    whom = _objects(inside.pop("01", ""), " inside object 38.01")
    bank, account = whom.pop("00", ""), whom.pop("01", "")
    if not _BIN.fullmatch(bank) or not _ACCOUNT.fullmatch(account) or whom:
        raise VietQrError(
            "account", "The code does not name a bank of 6 digits and an account of 1 to 19 letters and digits"
        )
    service = inside.pop("02", "")
    if service not in SERVICES:
        raise VietQrError("service", f"The code asks for {bare(service)[:10] or 'no service'}, which is not a transfer")
    return _Receiver(bank, account, service, inside)


def _additional(root: Mapping[str, str], others: dict[str, str]) -> str:
    """Return the memo, and add what else stands in object 62 to the things kept as they are."""
    if "62" not in root:
        return ""
    if not _PRINTABLE.fullmatch(root["62"]):
        raise VietQrError("tlv", "The memo holds letters with marks, which a code may not carry")
    inside = _objects(root["62"], " inside object 62")
    if any(len(value) > PURPOSE_LENGTH for name, value in inside.items() if name in _TEXTS):
        raise VietQrError("tlv", f"A text inside object 62 has more than {PURPOSE_LENGTH} signs")
    purpose = inside.pop("08", "")
    others.update({f"62.{key}": value for key, value in inside.items()})
    return purpose


def _amount(text: str) -> int:
    found = _AMOUNT.fullmatch(text) if len(text) <= 13 else None
    if found is None:
        raise VietQrError("amount", "The amount is not a whole number of đồng")
    amount = int(found[1])
    if not 0 < amount < LIMIT_VND:
        raise VietQrError("amount", "The amount must be more than nothing and under 500.000.000 ₫")
    return amount


@lru_cache(2_000)
def _receiver_object(bin: str, account: str, service: str) -> str:  # noqa: A002  what banks call it
    """Return object 38; a shop's is the same in each of its codes."""
    if not _BIN.fullmatch(bin):
        raise VietQrError("account", "The bank's number has 6 digits, for example 970405")
    if not _ACCOUNT.fullmatch(account):
        raise VietQrError("account", "An account has 1 to 19 letters and digits, without spaces")
    if service not in SERVICES:
        raise VietQrError("service", f"The service is {TO_ACCOUNT} to an account or {TO_CARD} to a card")
    to = f"0006{bin}01{len(account):02d}{account}"
    inside = f"0010{NAPAS}01{len(to):02d}{to}02{len(service):02d}{service}"
    return f"38{len(inside):02d}{inside}"


def _amount_object(amount_vnd: int) -> str:
    if type(amount_vnd) is not int or not 0 < amount_vnd < LIMIT_VND:
        raise VietQrError("amount", "Enter whole đồng, more than nothing and under 500.000.000 ₫, for example 120000")
    text = str(amount_vnd)
    return f"54{len(text):02d}{text}"


def _sealed(body: str) -> str:
    open_end = f"{body}6304"
    return f"{open_end}{crc_hqx(open_end.encode('utf-8', 'surrogatepass'), 0xFFFF):04X}"


def _body(code: VietQr) -> str:
    root = {key: value for key, value in code.others.items() if "." not in key}
    receiver = {"00": NAPAS, "01": _joined({"00": code.bin, "01": code.account}), "02": code.service}
    additional = {"08": code.purpose} if code.purpose else {}
    root |= {"00": "01", "01": "11" if code.static else "12", "53": "704", "58": "VN"}
    root["38"] = _joined(receiver | _under(code.others, "38."))
    if code.amount_vnd is not None:
        root["54"] = str(code.amount_vnd)
    if additional := additional | _under(code.others, "62."):
        root["62"] = _joined(additional)
    # The check sum in object 63 is put behind all of these, those from 64 on as well.
    return _joined(root)


def _under(others: Mapping[str, str], path: str) -> dict[str, str]:
    return {key.removeprefix(path): value for key, value in others.items() if key.startswith(path)}


def _joined(objects: Mapping[str, str]) -> str:
    return "".join(f"{name}{len(value):02d}{value}" for name, value in sorted(objects.items()))
