"""What devices fetch and send, as JSON; whoever has not signed in gets 401 and keeps what they wrote."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from app.core import clock
from app.core.transaction import transaction
from app.policy import Permission
from app.web.session import may_anywhere, me, on_borrowed_phone
from merchants.fieldwork import access, packs, queries, reading, rules, services, writing
from merchants.fieldwork.access import FieldDevice, FieldItem
from merchants.rules import Look
from merchants.services import note_looks
from merchants.training.access import session_for

NO_DEVICE = UUID(int=0)

bp = Blueprint("field_exchange", __name__)


@bp.before_request
def _signed_in() -> ResponseReturnValue | None:
    if me().is_anonymous:
        return jsonify(error="sign_in"), HTTPStatus.UNAUTHORIZED
    may_anywhere(Permission.TRAINING_RUN)
    return None


@bp.get("/to/may/toi.json")
def who() -> ResponseReturnValue:
    """Say who is signed in, what can be taken along, and the token that sending needs."""
    answer = {
        "account": str(me().account_id),
        "name": me().name,
        "token": generate_csrf(),  # type: ignore[no-untyped-call]  # the library has no types
        "hamlets": [{"id": path, "name": name, "due": due} for path, name, due in packs.hamlets(me())],
        "classes": [
            {"id": str(card.id), "title": card.title, "on": card.held_on.isoformat(), "place": card.place_note}
            for card in packs.classes(me())
        ],
    }
    return _private(answer)


@bp.post("/to/may/mo.json")
def open_() -> ResponseReturnValue:
    """Let this device take work along; one that is still known goes on counting where it was."""
    asked = _id(_sent().get("device"))
    device = access.find_own(me(), asked)
    others = 0
    if device is None:
        with transaction():
            account_id = me().account_id
            others = len(queries.devices_out(account_id)) if account_id else 0
            device = services.open_device(asked, is_borrowed=on_borrowed_phone(), by=me())
    return _private(_told(device) | {"key": services.key_of(device), "others": others})


@bp.get("/to/may/goi.json")
def pack() -> ResponseReturnValue:
    """Give out what one device takes along: the households of a place, or one class."""
    access.device_of(me(), request.args.get("may", type=UUID) or NO_DEVICE)
    session_id = request.args.get("lop", type=UUID)
    if session_id is not None:
        found, whose = packs.class_(session_for(me(), session_id, Permission.TRAINING_RUN))
    else:
        found, whose = packs.hamlet(me(), request.args.get("thon", ""))
    note_looks(whose, why=Look.CLASS if session_id else Look.HELP, by=me())
    until = packs.good_until(clock.today())
    return _private({**found, "until": until.isoformat(), "form": rules.FORM})


@bp.post("/to/may/gui.json")
def send() -> ResponseReturnValue:
    """Take in what a device has written down, and give a receipt for each item."""
    sent = _sent()
    device = access.device_of(me(), _id(sent.get("device")) or NO_DEVICE)
    items = writing.receive(device, reading.delivery(sent), by=me())
    return _private(_told(device) | {"receipts": [_receipt(item) for item in items]})


@bp.post("/to/may/tra.json")
def close() -> ResponseReturnValue:
    """Take a device back that has nothing more to send."""
    device = access.device_of(me(), _id(_sent().get("device")) or NO_DEVICE)
    with transaction():
        services.close(device, by=me())
    return _private({"closed": True})


def _told(device: FieldDevice) -> dict[str, Any]:
    told = queries.told(device, me())
    return {
        "device": str(device.id),
        "issued": told.issued,
        "last": told.used,
        "came": told.came,
        "missing": list(told.missing),
    }


def _receipt(item: FieldItem) -> dict[str, Any]:
    return {
        "id": str(item.id),
        "number": item.number,
        "state": item.state.value,
        "received_at": item.received_at.isoformat(),
        "says": item.says,
    }


def _sent() -> dict[str, Any]:
    found = request.get_json(silent=True)
    return found if isinstance(found, dict) else {}


def _id(text: object) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None


def _private(answer: dict[str, Any]) -> ResponseReturnValue:
    said = jsonify(answer)
    said.headers["Cache-Control"] = "private, no-store"
    return said
