"""Reads what a device sends: every item is either in order or has a fault that can be said in a sentence."""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.errors import DomainError
from app.core.phones import PhoneError, parse_phone
from app.core.text import line
from merchants.fieldwork import rules
from merchants.fieldwork.states import Kind
from merchants.training.states import Attendance
from merchants.visits.rules import MOST_MINUTES, told_alone
from merchants.visits.states import Band, VisitStep

MOST_AT_ONCE = 50
_MOST_COMPANIONS = 9


class UnreadableError(DomainError):
    """What was sent is no delivery of a device at all."""

    code = "fieldwork.unreadable"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


@dataclass(frozen=True)
class Parcel:
    """One item as it was sent; with a fault it is kept and counted, and nothing is done about it."""

    id: UUID
    number: int
    kind: Kind
    subject_id: UUID
    after_id: UUID | None
    made_at: datetime
    fields: dict[str, dict[str, Any]] = field(default_factory=dict)
    fault: object = ""


@dataclass(frozen=True)
class LockedFile:
    """A device's file: whose it is stands in the open, what it says is locked with the device's key."""

    device_id: UUID
    iv: bytes
    data: bytes


@dataclass(frozen=True)
class Delivery:
    """What a device sends at once: which numbers it has used, which it still holds, and some items."""

    last: int
    waiting: tuple[int, ...]
    parcels: tuple[Parcel, ...]


def delivery(sent: object) -> Delivery:
    """Read one delivery.

    Raises:
        UnreadableError: it does not look like one.
    """
    try:
        told: Mapping[str, Any] = dict(sent)  # type: ignore[call-overload]  # whatever it is, it is tried
        parcels = [_parcel(each) for each in told.get("items", ())[:MOST_AT_ONCE]]
        waiting = tuple(_whole(number) for number in told.get("waiting", ())[:1000])
        last = max([_whole(told.get("last", 0)), *(each.number for each in parcels)])
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise UnreadableError(_l("This could not be read. Open the page again and send once more")) from error
    return Delivery(last, waiting, tuple(sorted(parcels, key=lambda each: each.number)))


def locked_file(data: bytes) -> LockedFile:
    """Read whose a file is.

    Raises:
        UnreadableError: it was not written by a device.
    """
    try:
        told = json.loads(data)
        return LockedFile(
            UUID(told["device"]), *(base64.b64decode(told[part], validate=True) for part in ("iv", "data"))
        )
    except (KeyError, RecursionError, TypeError, ValueError) as error:
        raise UnreadableError(_l("This is no file that a phone has saved here. Look for one named len-san-")) from error


def opened(file: LockedFile, *, key: str) -> object:
    """Unlock a device's file.

    Raises:
        UnreadableError: it was changed, or locked with another key.
    """
    try:
        return json.loads(AESGCM(base64.b64decode(key)).decrypt(file.iv, file.data, None))
    except (InvalidTag, RecursionError, ValueError) as error:
        raise UnreadableError(_l("This file was changed after the phone saved it. Save it once more")) from error


def _parcel(sent: Mapping[str, Any]) -> Parcel:
    after, made_at = sent.get("after"), datetime.fromisoformat(sent["made_at"])
    parcel = Parcel(
        id=UUID(sent["id"]),
        number=_whole(sent["number"], least=1),
        kind=Kind(sent["kind"]),
        subject_id=UUID(sent["subject"]),
        after_id=UUID(after) if after else None,
        made_at=rules.believed(made_at if made_at.tzinfo else made_at.replace(tzinfo=UTC), clock.now()),
    )
    if not rules.is_read(_whole(sent["form"]), clock.today()):
        return replace(parcel, fault=_l("This was written with a page that is too old. Write it once more"))
    try:
        return replace(parcel, fields=_READ[parcel.kind](sent["fields"]))
    except (AttributeError, KeyError, TypeError, ValueError):
        return replace(parcel, fault=_l("Something in this item cannot be read. Write it once more"))


def _attendance(sent: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {"attendance": {at: Attendance(sent["attendance"][at]).value for at in ("base", "now")}}


def _walk_in(sent: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    name, phone = line(sent["person_name"]["now"])[:200], line(sent["phone"]["now"])
    if not name:
        raise ValueError("a person has a name")
    try:
        phone = parse_phone(phone) if phone else ""
    except PhoneError as error:
        raise ValueError("no telephone number") from error
    companions = _whole(sent["companions"]["now"], most=_MOST_COMPANIONS)
    return {"person_name": {"now": name}, "phone": {"now": phone}, "companions": {"now": companions}}


def _skill(sent: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {str(code)[:40]: {"base": bool(told["base"]), "now": bool(told["now"])} for code, told in sent.items()}


def _visit(sent: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    step = VisitStep(sent["outcome"]["now"])
    if step is not VisitStep.SEE:
        return {"outcome": {"now": step.value}}
    minutes = {at: _whole(sent["minutes"][at], most=MOST_MINUTES) for at in ("base", "now")}
    band = {at: Band(sent["band"][at]).value for at in ("base", "now")}
    read: dict[str, dict[str, Any]] = {"outcome": {"now": step.value}, "minutes": minutes, "band": band}
    if "alone" in sent:
        read["alone"] = {"base": None, "now": told_alone(list(sent["alone"]["now"]))}
    return read


def _withdrawn(sent: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {"reason": {"now": line(str(sent["reason"]["now"]))[:200]}}


def _whole(sent: object, *, least: int = 0, most: int = 1_000_000) -> int:
    if isinstance(sent, bool) or not isinstance(sent, int) or not least <= sent <= most:
        raise ValueError("no such number")
    return sent


_READ: Mapping[Kind, Callable[[Mapping[str, Any]], dict[str, dict[str, Any]]]] = {
    Kind.ATTENDANCE: _attendance,
    Kind.WALK_IN: _walk_in,
    Kind.SKILL: _skill,
    Kind.VISIT: _visit,
    Kind.WITHDRAWN: _withdrawn,
}
