"""What a stamp says, for whoever checks a sign by themselves: without this site, with the public key alone."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from app.core.stamps import public_keys
from app.web.security import limiter
from payments import access, stamps

bp = Blueprint("sign_stamps", __name__)


@bp.get("/xm/khoa.json")
def keys() -> ResponseReturnValue:
    """Return the public keys; keep them, and a stamp can be checked without a network."""
    return jsonify({"algorithm": "Ed25519", "keys": public_keys()})


@bp.get("/xm/<serial>/dau.json")
@limiter.limit("60 per minute")
def stamp(serial: str) -> ResponseReturnValue:
    """Return what is stamped and the stamp; the account stands in it as a hash salted with the serial."""
    sign = access.public_standee(serial)
    said = {"serial": sign.serial, "bank_bin": sign.bank_bin, "holder_name": sign.holder_name}
    hashed = stamps.account_hash(sign.serial, sign.account_no)
    return jsonify({"format": stamps.FORMAT, **said, "account_hash": hashed, "stamp": sign.stamp or ""})
