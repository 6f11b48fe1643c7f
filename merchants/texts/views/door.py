"""Where a provider hands over what people text: the key first, then storage, then an answer."""

import hmac
import json

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from app.core import settings
from app.core.messages import Channel
from app.core.transaction import transaction
from app.policy import Actor
from merchants.texts import services

LARGEST = 16 * 1024
BY = Actor.system("text messages")
_CHANNELS = {channel.value: channel for channel in (Channel.SMS, Channel.ZALO)}
_LONGEST_ID = 120

bp = Blueprint("texts_door", __name__)


@bp.post("/webhooks/tin-nhan")
def take() -> ResponseReturnValue:
    """Take one text: ``{"id", "from", "text", "channel"}``, the last of them sms unless it says zalo.

    A text handed over twice is taken once. Nothing is answered well before it is saved.
    """
    key = settings.current().texts_key
    if not key:
        return {"success": False}, 503
    proof = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(proof.encode(), key.encode()):
        return {"success": False}, 401
    request.max_content_length = LARGEST
    try:
        found = _read(request.get_data(cache=False))
    except RequestEntityTooLarge:
        return {"success": False}, 413
    if found is None:
        return {"success": False}, 422
    provider_id, sender, text, channel = found
    with transaction():
        services.receive(channel=channel, provider_id=provider_id, sender=sender, text=text, by=BY)
    return {"success": True}, 200


def _read(body: bytes) -> tuple[str, str, str, Channel] | None:
    """Return the parts of a text, or nothing where one is missing."""
    try:
        said = json.loads(body)
    except ValueError:
        return None
    if not isinstance(said, dict):
        return None
    provider_id, sender, text = (str(said.get(name) or "").strip() for name in ("id", "from", "text"))
    channel = _CHANNELS.get(str(said.get("channel") or Channel.SMS.value))
    if not (provider_id and sender and text and channel) or max(len(provider_id), len(sender)) > _LONGEST_ID:
        return None
    return provider_id, sender, text, channel
