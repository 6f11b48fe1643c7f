"""A device takes work along, tells what it has used, and is handed back or given up."""

import base64
import hashlib
import hmac
from collections.abc import Collection
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.core import audit, clock, settings
from app.core.db import db
from app.core.errors import DomainError
from app.core.ids import new_id
from app.policy import Actor, Permission, areas_for
from merchants.fieldwork import queries, rules
from merchants.fieldwork.models import FieldDevice
from merchants.fieldwork.states import FieldAction


class BorrowedPhoneError(DomainError):
    """Somebody would leave other people's particulars on a telephone that is not theirs."""

    code = "fieldwork.borrowed_phone"


def open_device(device_id: UUID | None = None, *, is_borrowed: bool, by: Actor) -> FieldDevice:
    """Let a device take work along: it gets numbers to count with and a key of its own.

    The device may name itself, so that asking again after a lost answer does not make it two; a name that is taken by
    a device handed back, given up or somebody else's is not used again.

    Raises:
        BorrowedPhoneError: the telephone is somebody else's.
    """
    if is_borrowed or by.account_id is None:
        raise BorrowedPhoneError(_l("This is a borrowed phone: it takes nothing along. Work with a network here"))
    at = clock.now()
    device = FieldDevice(
        id=device_id if device_id is not None and queries.device(device_id) is None else new_id(),
        account_id=by.account_id,
        account_name=by.name,
        area_path=next(iter(areas_for(by, Permission.TRAINING_RUN) or ()), ""),
        issued=rules.issued_for(0, 0),
        opened_at=at,
        heard_at=at,
    )
    db.session.add(device)
    db.session.flush()
    audit.record(FieldAction.DEVICE_OPENED, ("field_device", device.id), by=by, at=at)
    return device


def key_of(device: FieldDevice) -> str:
    """Return the key that locks what lies on a device and the file it writes as a last resort.

    It is made from the site's secret and never kept, and given only to a device that is out and to its owner.
    """
    secret = settings.current().secret_key.encode()
    return base64.b64encode(hmac.new(secret, f"field device {device.id}".encode(), hashlib.sha256).digest()).decode()


def hear(device: FieldDevice, *, last: int, waiting: Collection[int]) -> None:
    """Keep what a device says of itself; it never has used fewer numbers than it once said."""
    device.last_number = max(device.last_number, last)
    device.issued = max(rules.issued_for(device.issued, device.last_number), device.last_number)
    device.waiting = sorted(set(waiting))
    device.heard_at = clock.now()
    db.session.flush()


def close(device: FieldDevice, *, by: Actor) -> None:
    """Take a device back that has nothing more to send; twice is once."""
    if device.closed_at is None:
        device.closed_at = clock.now()
        device.waiting = []
        audit.record(FieldAction.DEVICE_CLOSED, ("field_device", device.id), by=by, at=device.closed_at)
        db.session.flush()


def give_up(device: FieldDevice, *, last: int, by: Actor) -> None:
    """Write that a device is lost or was emptied; ``last`` is the highest number on the paper stubs, 0 if unknown.

    From now on it may neither send nor fetch anything; what its stubs tell is written anew by hand.
    """
    hear(device, last=last, waiting=())
    device.is_lost = True
    if device.closed_at is None:
        device.closed_at = clock.now()
        audit.record(FieldAction.DEVICE_LOST, ("field_device", device.id), by=by, at=device.closed_at)
    db.session.flush()
