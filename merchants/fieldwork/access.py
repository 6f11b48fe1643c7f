"""Fetch and authorise in one call: may not see is 404."""

from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.core.errors import NotFoundError
from app.policy import Actor, Permission, Place, allows
from merchants.fieldwork import queries
from merchants.fieldwork.models import FieldClash, FieldDevice, FieldItem, FieldPace
from merchants.fieldwork.states import Kind

# Views annotate with the models without importing them from the tables.
__all__ = [
    "FieldClash",
    "FieldDevice",
    "FieldItem",
    "FieldPace",
    "NoDeviceError",
    "clash_for",
    "device_of",
    "device_to_close",
    "find_own",
    "pace_of",
]


class NoDeviceError(NotFoundError):
    """The device is somebody else's, or it was handed back or given up."""

    code = "fieldwork.no_device"


def device_of(actor: Actor, device_id: UUID) -> FieldDevice:
    """Return one's own device, while it is out.

    Raises:
        NoDeviceError: there is none, it is somebody else's, or it was handed back or given up.
    """
    found = find_own(actor, device_id)
    if found is None:
        raise NoDeviceError(_l("This device is not yours, or it was handed back or given up"))
    return found


def find_own(actor: Actor, device_id: UUID | None) -> FieldDevice | None:
    """Return one's own device while it is out, if the id is that of one."""
    found = queries.device(device_id) if device_id is not None else None
    is_out = found is not None and found.account_id == actor.account_id and found.closed_at is None
    return found if is_out else None


def device_to_close(actor: Actor, device_id: UUID) -> FieldDevice:
    """Return a device to its owner, or to whoever keeps the teams where it is used.

    Raises:
        NotFoundError: there is none, or it is used elsewhere.
    """
    found = queries.device(device_id)
    keeps = found is not None and allows(actor, Permission.TEAM_KEEP, Place(None, found.area_path))
    if found is None or not (keeps or found.account_id == actor.account_id):
        raise NotFoundError("no such device")
    return found


def clash_for(actor: Actor, clash_id: UUID) -> FieldClash:
    """Return an answer that two people gave differently to whoever may give it.

    Raises:
        NotFoundError: there is none, or it lies elsewhere.
    """
    found = queries.clash(clash_id)
    if found is None or not allows(actor, _wanted(found.item.kind), Place(None, found.area_path)):
        raise NotFoundError("nothing to decide")
    return found


def pace_of(actor: Actor, pace_id: UUID) -> FieldPace:
    """Return one's own fast afternoon.

    Raises:
        NotFoundError: it is somebody else's, or there is none.
    """
    found = queries.pace_by_id(pace_id)
    if found is None or found.account_id != actor.account_id:
        raise NotFoundError("no such afternoon")
    return found


def _wanted(kind: Kind) -> Permission:
    return Permission.HELP_GIVE if kind is Kind.VISIT else Permission.TRAINING_RUN
