"""Where the processor tells what happened: signature first, then storage, then an answer."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from app.core import clock
from app.core.transaction import transaction
from payments.cards import dealings, queries, services
from payments.gateways import NotGenuineError

LARGEST = 256 * 1024

bp = Blueprint("card_messages", __name__)


@bp.post("/webhooks/stripe")
def stripe() -> ResponseReturnValue:
    """Take one message: nothing is stored unless the signature holds, nothing is answered well before it is saved."""
    if not queries.is_offered():
        return {"success": False}, 503
    request.max_content_length = LARGEST
    try:
        body = request.get_data(cache=False)
    except RequestEntityTooLarge:
        return {"success": False}, 413
    try:
        message = dealings.read_message(body, request.headers.get("Stripe-Signature", ""), clock.now())
    except NotGenuineError:
        return {"success": False}, 401
    with transaction():
        services.receive(message, body=body)
    return {"success": True}, 200
