"""Putting messages onto the ladder, moving them down it, and what people want and do not want to get."""

from collections.abc import Collection
from datetime import datetime, timedelta
from http import HTTPStatus
from uuid import UUID

from sqlalchemy import delete, func, select

from app.core import clock, jobs, settings
from app.core.db import db
from app.core.doer import Doer
from app.core.errors import DomainError
from app.core.messages import rules
from app.core.messages.models import MessageChoice, OutgoingMessage, QuietSubject
from app.core.messages.rules import Channel, MessageClass, ZaloMessage
from app.core.messages.states import MESSAGE, OPEN, MessageState, MessageStep
from app.core.text import bare, nfc


class LinkInSmsError(DomainError):
    """A text message carries no links, so that a neighbour can tell ours from a swindler's."""

    code = "messages.link_in_sms"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


def send(
    channel: Channel,
    to: str,
    text: str,
    purpose: str,
    *,
    by: Doer,
    about: UUID | None = None,
    subject: str = "",
    zalo: ZaloMessage | None = None,
) -> OutgoingMessage:
    """Put a message onto the ladder, in the same transaction as the change it tells of.

    A text message loses its marks, which would halve what fits into one; a call or a slip has them. With a Zalo
    template, and a Zalo provider, the ladder begins there. The message may be held back until morning, fall to a call,
    or be stopped: its state says so.

    Raises:
        LinkInSmsError: a text message held a link.
    """
    if channel is Channel.SMS and rules.LINK.search(text):
        raise LinkInSmsError("A text message must not hold a link")
    at = clock.now()
    message = OutgoingMessage(
        channel=channel,
        recipient=to,
        subject=nfc(subject)[:200],
        text=bare(nfc(text)) if channel is Channel.SMS else nfc(text),
        spoken=nfc(text),
        purpose=purpose,
        message_class=rules.class_of(purpose),
        about_id=about,
        sent_by=by.name,
        state=MESSAGE.initial,
        tries=0,
        history=[],
        created_at=at,
    )
    db.session.add(message)
    if zalo is not None and settings.current().zalo_url and channel is Channel.SMS:
        message.channel = Channel.ZALO
        message.zalo = {"template": zalo.template.key, "values": zalo.values, "text": zalo.text}
    db.session.flush()
    _begin(message, at)
    db.session.flush()
    return message


def fall(message: OutgoingMessage, *, outcome: str) -> None:
    """Hand a message to the next rung because this one failed."""
    at = clock.now()
    note(message, outcome, at)
    next_rung = rules.rung_after(message.channel, refused_by(message.recipient, message.message_class))
    message.tries = 0
    if next_rung is Channel.SMS:
        message.channel = Channel.SMS
        message.not_before = None
        _promise(message, at)
        return
    if rules.is_worth_a_call(message.purpose):
        _to_people(message)
    else:
        message.stopped_at = at
        _move(message, MessageStep.STOP)


def note(message: OutgoingMessage, outcome: str, at: datetime) -> None:
    """Write down what was tried."""
    entry = {"channel": message.channel.value, "at": at.isoformat(timespec="seconds"), "outcome": outcome}
    message.history = [*(message.history or []), entry]


def deliver(message: OutgoingMessage, *, place: str) -> None:
    """Note that a provider took a message."""
    message.delivered_at = clock.now()
    message.delivered_to = place
    _move(message, MessageStep.DELIVER)


def reach(message: OutgoingMessage, *, by: Doer) -> None:
    """Note that somebody told the person, by telephone or by bringing the slip.

    Raises:
        TransitionNotAllowedError: nobody is asked to call or to carry it.
    """
    at = clock.now()
    note(message, "reached", at)
    message.reached_at, message.reached_by = at, by.name
    _move(message, MessageStep.REACH)


def try_again_later(message: OutgoingMessage, *, by: Doer) -> None:
    """Note a call nobody answered; after the third it goes onto paper.

    Raises:
        TransitionNotAllowedError: nobody is asked to call.
    """
    MESSAGE.next(message.state, MessageStep.FALL_TO_PAPER)
    note(message, f"no_answer: {by.name}", clock.now())
    message.tries += 1
    if message.tries >= rules.MOST_CALLS:
        print_slip(message)


def print_slip(message: OutgoingMessage) -> None:
    """Put a message onto the pile of slips to carry.

    Raises:
        TransitionNotAllowedError: it has arrived already, or is stopped.
    """
    message.channel = Channel.PAPER
    _move(message, MessageStep.FALL_TO_PAPER)


def hush(about: UUID) -> None:
    """Send nothing more about somebody and stop what has not left, in the same transaction as the reason for it."""
    at = clock.now()
    if not _is_quiet(about):
        db.session.add(QuietSubject(about_id=about, since_at=at))
    waiting = select(OutgoingMessage).where(OutgoingMessage.about_id == about, OutgoingMessage.state.in_(OPEN))
    for message in db.session.scalars(waiting):
        _stop(message, "hushed", at)
    db.session.flush()


def speak_again(about: UUID) -> None:
    """Send messages about somebody again; what was stopped stays stopped."""
    db.session.execute(delete(QuietSubject).where(QuietSubject.about_id == about))


def choices_of(recipient: str) -> frozenset[tuple[MessageClass, Channel]]:
    """Return what somebody does not want to get."""
    rows = db.session.scalars(select(MessageChoice).where(MessageChoice.recipient == recipient))
    return frozenset((row.message_class, row.channel) for row in rows)


def choose(recipient: str, *, refused: Collection[tuple[MessageClass, Channel]], by: Doer) -> None:
    """Keep what somebody does not want to get; codes cannot be refused, nobody could sign in."""
    wanted = {pair for pair in refused if pair[0] is not MessageClass.CODE and pair[1] in rules.REFUSABLE}
    known = choices_of(recipient)
    for kind, channel in known - wanted:
        db.session.execute(
            delete(MessageChoice).where(
                MessageChoice.recipient == recipient,
                MessageChoice.message_class == kind,
                MessageChoice.channel == channel,
            )
        )
    for kind, channel in wanted - known:
        db.session.add(
            MessageChoice(recipient=recipient, message_class=kind, channel=channel, since=clock.now(), by_name=by.name)
        )
    db.session.flush()


def refused_by(recipient: str, kind: MessageClass) -> frozenset[Channel]:
    """Return the channels over which somebody does not want a kind of message."""
    return frozenset(channel for each, channel in choices_of(recipient) if each is kind)


def newest(limit: int = 50) -> list[OutgoingMessage]:
    """Return the newest messages for the development outbox page."""
    return list(db.session.scalars(select(OutgoingMessage).order_by(OutgoingMessage.id.desc()).limit(limit)))


def promise_again(message: OutgoingMessage) -> None:
    """Promise the delivery once more because it was asked for too early."""
    _promise(message, clock.now())


def _begin(message: OutgoingMessage, at: datetime) -> None:
    """Find the first rung and the first moment."""
    if _is_quiet(message.about_id):
        _stop(message, "hushed", at)
    elif message.channel is Channel.PAPER:
        _move(message, MessageStep.FALL_TO_PAPER)
    elif message.channel is Channel.EMAIL or message.message_class is MessageClass.CODE:
        _promise(message, at)
    elif message.channel in (refused := refused_by(message.recipient, message.message_class)):
        other = Channel.SMS if message.channel is Channel.ZALO and Channel.SMS not in refused else None
        if other is None:
            fall(message, outcome="refused")
        else:
            note(message, "refused", at)
            message.channel = other
            _plan(message, at)
    else:
        _plan(message, at)


def _plan(message: OutgoingMessage, at: datetime) -> None:
    """Wait for morning and for the week's room; what cannot wait so long is told by telephone."""
    local = clock.local(at)
    morning = rules.awake(local)
    free = rules.first_free(local, _others(message, at))
    if free > morning and rules.cannot_wait(message.purpose):
        note(message, "two_this_week", at)
        _to_people(message)
        return
    message.not_before = free if free > local else None
    _promise(message, at)


def _others(message: OutgoingMessage, at: datetime) -> list[datetime]:
    """Return the moments, on Vietnam's clock, of what else this person got lately or will get."""
    moment = func.coalesce(OutgoingMessage.delivered_at, OutgoingMessage.not_before, OutgoingMessage.created_at)
    rows = db.session.execute(
        select(OutgoingMessage.delivered_at, OutgoingMessage.not_before, OutgoingMessage.created_at).where(
            OutgoingMessage.recipient == message.recipient,
            OutgoingMessage.id != message.id,
            OutgoingMessage.message_class != MessageClass.CODE,
            OutgoingMessage.channel.in_(rules.REFUSABLE),
            OutgoingMessage.state.in_((MessageState.WAITING, MessageState.DELIVERED)),
            moment > at - rules.WEEK,
        )
    )
    return [clock.local(delivered or planned or made) for delivered, planned, made in rows]


def _is_quiet(about: UUID | None) -> bool:
    return about is not None and db.session.get(QuietSubject, about) is not None


def _stop(message: OutgoingMessage, outcome: str, at: datetime) -> None:
    note(message, outcome, at)
    message.stopped_at = at
    _move(message, MessageStep.STOP)


def _to_people(message: OutgoingMessage) -> None:
    message.channel = Channel.CALL
    message.not_before = None
    _move(message, MessageStep.FALL_TO_CALL)


def _promise(message: OutgoingMessage, at: datetime) -> None:
    wait = max(timedelta(), (message.not_before or at) - at)
    key = (
        str(message.id) if not message.history and not wait else f"{message.id}:{message.channel}:{at.timestamp():.0f}"
    )
    jobs.enqueue("core.deliver_message", key=key, delay=wait, message_id=message.id)


def _move(message: OutgoingMessage, step: MessageStep) -> None:
    message.state = MESSAGE.next(message.state, step)
