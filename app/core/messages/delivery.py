"""Handing a message to whoever carries it: SMTP, a provider over HTTP, or, where there is none, a file."""

import json
import smtplib
import urllib.error
import urllib.request
from email.message import EmailMessage
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import UUID

from app.core import clock, jobs, settings
from app.core.db import db
from app.core.messages import ladder, rules
from app.core.messages.models import OutgoingMessage
from app.core.messages.rules import Channel, MessageClass
from app.core.messages.states import MessageState
from app.core.transaction import transaction

_TIMEOUT_S = 15


class DeliveryError(Exception):
    """The provider did not take the message. For good, or only now: then the job tries again."""

    def __init__(self, message: str, *, is_final: bool = False) -> None:
        super().__init__(message)
        self.is_final = is_final


@jobs.job("core.deliver_message")
def deliver_message(message_id: str) -> None:
    """Deliver one message. The provider is called outside any transaction; a second run finds it delivered.

    A provider that refuses for good, or three times, hands it to the next rung of the ladder.
    """
    message = db.session.get(OutgoingMessage, UUID(message_id))
    if message is None or message.state is not MessageState.WAITING:
        return
    if message.not_before is not None and clock.now() < message.not_before:
        with transaction():
            ladder.promise_again(message)
        db.session.info.pop("promised_jobs", None)  # not for this session: it is not time yet
        return
    waiting = (message.channel, message.recipient, message.subject, message.text, message.purpose)
    zalo = message.zalo if message.channel is Channel.ZALO else None
    db.session.rollback()
    try:
        place = _deliver(*waiting, message_id=message_id, zalo=zalo)
    except DeliveryError as error:
        if _has_fallen(message_id, error):
            return
        raise
    with transaction():
        delivered = db.session.get_one(OutgoingMessage, UUID(message_id))
        if delivered.state is not MessageState.WAITING:
            return  # stopped in this very moment: it has gone out all the same
        ladder.deliver(delivered, place=place)
        if delivered.message_class is MessageClass.CODE and not settings.current().development:
            delivered.text = delivered.spoken = ""


def _has_fallen(message_id: str, error: DeliveryError) -> bool:
    """Count a failure, and say whether the message went down a rung; text that secrets travel by never does."""
    with transaction():
        message = db.session.get_one(OutgoingMessage, UUID(message_id))
        message.tries += 1
        is_over = error.is_final or message.tries >= rules.MOST_TRIES
        if message.state is not MessageState.WAITING or not is_over or message.channel not in rules.REFUSABLE:
            return False
        ladder.fall(message, outcome=f"failed: {error}"[:120])
    return True


def _deliver(
    channel: Channel, recipient: str, subject: str, text: str, purpose: str, *, message_id: str, zalo: Any
) -> str:
    here = settings.current()
    providers = {Channel.SMS: (here.sms_url, here.sms_key), Channel.ZALO: (here.zalo_url, here.zalo_key)}
    if channel is Channel.EMAIL and here.smtp_url:
        _by_smtp(here.smtp_url, here.mail_from, recipient, subject, text, message_id)
        return "smtp"
    url, key = providers.get(channel, ("", ""))
    if url:
        body = {"to": recipient, "text": text, "purpose": purpose, "id": message_id}
        _by_http(url, key, body | ({"template": zalo["template"], "values": zalo["values"]} if zalo else {}))
        return "http"
    folder = here.state_dir / "outbox"
    folder.mkdir(parents=True, exist_ok=True)
    record = {"channel": channel.value, "to": recipient, "subject": subject, "text": text, "purpose": purpose}
    (folder / f"{message_id}.json").write_text(json.dumps(record, ensure_ascii=False, indent=1), "utf-8")
    return "file"


def _by_smtp(url: str, sender: str, recipient: str, subject: str, text: str, message_id: str) -> None:
    address = urlsplit(url)
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, recipient, subject
    mail["Message-ID"] = f"<{message_id}@lensan>"
    mail.set_content(text)
    secure = address.scheme == "smtps"
    server = smtplib.SMTP_SSL if secure else smtplib.SMTP
    try:
        with server(address.hostname or "", address.port or (465 if secure else 25), timeout=_TIMEOUT_S) as connection:
            if address.username:
                if not secure:
                    connection.starttls()
                connection.login(unquote(address.username), unquote(address.password or ""))
            connection.send_message(mail)
    except (OSError, smtplib.SMTPException) as error:
        raise DeliveryError(str(error)) from error


def _by_http(url: str, key: str, body: dict[str, Any]) -> None:
    # The id travels as an idempotency key: a second try after a lost answer must not text somebody twice.
    request = urllib.request.Request(  # noqa: S310  the address is the operator's own setting
        url,
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {key}", "Idempotency-Key": body["id"]},
    )
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as answer:  # noqa: S310  as above
            answer.read(1000)
    except urllib.error.HTTPError as error:
        is_final = HTTPStatus.BAD_REQUEST <= error.code < HTTPStatus.INTERNAL_SERVER_ERROR
        is_final = is_final and error.code not in (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS)
        raise DeliveryError(f"{error.code}", is_final=is_final) from error
    except OSError as error:
        raise DeliveryError(str(error)) from error
