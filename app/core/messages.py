"""Outgoing messages: an outbox saved with the change, delivered by a job through SMTP, a provider, or to a file."""

import json
import re
import smtplib
import urllib.request
from datetime import datetime
from email.message import EmailMessage
from enum import StrEnum
from http import HTTPStatus
from urllib.parse import unquote, urlsplit
from uuid import UUID

from sqlalchemy import CheckConstraint, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock, jobs, settings
from app.core.db import Base, Identified, Line, Short, Text_, db
from app.core.doer import Doer
from app.core.errors import DomainError
from app.core.text import nfc
from app.core.transaction import transaction

_LINK = re.compile(r"https?://|www\.|\b[a-z0-9-]+\.(?:vn|com|net|org|info|top|xyz)\b", re.IGNORECASE)
_TIMEOUT_S = 15
# What carries a code that opens something: its text is emptied once it has been delivered.
PROOF_CODE = "proof_code"
_SECRETS = ("sign_in_code", PROOF_CODE)


class Channel(StrEnum):
    """How a message travels."""

    SMS = "sms"
    ZALO = "zalo"
    EMAIL = "email"


class LinkInSmsError(DomainError):
    """A text message carries no links, so that a neighbour can tell ours from a swindler's."""

    code = "messages.link_in_sms"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class DeliveryError(Exception):
    """The provider did not take the message; the job tries again."""


class OutgoingMessage(Identified, Base):
    """One message in the outbox. The text is emptied once a secret in it has been delivered."""

    __tablename__ = "outgoing_message"
    is_shown = False
    __table_args__ = (CheckConstraint("length(recipient) > 0", name="recipient_is_given"),)

    channel: Mapped[Channel]
    recipient: Mapped[Line]
    subject: Mapped[Line]
    text: Mapped[Text_]
    purpose: Mapped[Short]
    about_id: Mapped[UUID | None] = mapped_column(index=True)
    sent_by: Mapped[Line]
    created_at: Mapped[datetime] = mapped_column(index=True)
    delivered_at: Mapped[datetime | None]
    delivered_to: Mapped[Short | None]
    # Written instead of delivering: whom it was about wants no more messages.
    stopped_at: Mapped[datetime | None]


class QuietSubject(Base):
    """Somebody about whom nothing is sent any more, for example a family that has given up its trade."""

    __tablename__ = "quiet_subject"

    about_id: Mapped[UUID] = mapped_column(primary_key=True)
    since_at: Mapped[datetime]


def send(
    channel: Channel, to: str, text: str, purpose: str, *, by: Doer, about: UUID | None = None, subject: str = ""
) -> OutgoingMessage:
    """Put a message in the outbox, in the same transaction as the change it tells of.

    Raises:
        LinkInSmsError: a text message held a link.
    """
    if channel is Channel.SMS and _LINK.search(text):
        raise LinkInSmsError("A text message must not hold a link")
    message = OutgoingMessage(
        channel=channel,
        recipient=to,
        subject=nfc(subject)[:200],
        text=nfc(text),
        purpose=purpose,
        about_id=about,
        sent_by=by.name,
        created_at=clock.now(),
    )
    db.session.add(message)
    if about is not None and db.session.get(QuietSubject, about) is not None:
        message.stopped_at = message.created_at
        db.session.flush()
        return message
    db.session.flush()
    jobs.enqueue("core.deliver_message", key=str(message.id), message_id=message.id)
    return message


def hush(about: UUID) -> None:
    """Send nothing more about somebody and stop what has not left, in the same transaction as the reason for it."""
    at = clock.now()
    if db.session.get(QuietSubject, about) is None:
        db.session.add(QuietSubject(about_id=about, since_at=at))
    waiting = (OutgoingMessage.about_id == about, OutgoingMessage.delivered_at.is_(None))
    db.session.execute(
        update(OutgoingMessage).where(*waiting, OutgoingMessage.stopped_at.is_(None)).values(stopped_at=at)
    )
    db.session.flush()


def speak_again(about: UUID) -> None:
    """Send messages about somebody again; what was stopped stays stopped."""
    db.session.execute(delete(QuietSubject).where(QuietSubject.about_id == about))


@jobs.job("core.deliver_message")
def deliver_message(message_id: str) -> None:
    """Deliver one message. The provider is called outside any transaction; a second run finds it delivered."""
    message = db.session.get(OutgoingMessage, UUID(message_id))
    if message is None or message.delivered_at is not None or message.stopped_at is not None:
        return
    waiting = (message.channel, message.recipient, message.subject, message.text, message.purpose)
    db.session.rollback()
    place = _deliver(*waiting, message_id=message_id)
    with transaction():
        delivered = db.session.get_one(OutgoingMessage, UUID(message_id))
        delivered.delivered_at = clock.now()
        delivered.delivered_to = place
        if delivered.purpose in _SECRETS and not settings.current().development:
            delivered.text = ""


def newest(limit: int = 50) -> list[OutgoingMessage]:
    """Return the newest messages for the development outbox page."""
    return list(db.session.scalars(select(OutgoingMessage).order_by(OutgoingMessage.id.desc()).limit(limit)))


def _deliver(channel: Channel, recipient: str, subject: str, text: str, purpose: str, *, message_id: str) -> str:
    here = settings.current()
    providers = {Channel.SMS: (here.sms_url, here.sms_key), Channel.ZALO: (here.zalo_url, here.zalo_key)}
    if channel is Channel.EMAIL and here.smtp_url:
        _by_smtp(here.smtp_url, here.mail_from, recipient, subject, text, message_id)
        return "smtp"
    url, key = providers.get(channel, ("", ""))
    if url:
        _by_http(url, key, {"to": recipient, "text": text, "purpose": purpose, "id": message_id})
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


def _by_http(url: str, key: str, body: dict[str, str]) -> None:
    # The id travels as an idempotency key: a second try after a lost answer must not text somebody twice.
    request = urllib.request.Request(  # noqa: S310  the address is the operator's own setting
        url,
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {key}", "Idempotency-Key": body["id"]},
    )
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as answer:  # noqa: S310  as above
            answer.read(1000)
    except OSError as error:
        raise DeliveryError(str(error)) from error
