"""Six-digit codes for one purpose: made, sent or handed over, tried; they never sign anybody in."""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from flask_babel import gettext as _

from app.core import clock, messages, settings
from app.core.db import db
from app.policy import Actor
from merchants.helping import queries, rules
from merchants.helping.models import ProofCode
from merchants.helping.rules import Purpose
from merchants.helping.services.record import CodeRefusedError, TooSoonError


def send_code(
    *, purpose: Purpose, subject_id: UUID, phone: str, text: Callable[[str], str], about: UUID, by: Actor
) -> None:
    """Send a code to a telephone; ``text`` writes the message around it.

    Raises:
        TooSoonError: less than a minute since the last one, or three within the hour.
    """
    at = clock.now()
    recent = queries.codes_since(purpose, subject_id, at - timedelta(hours=1))
    if wait := rules.wait_seconds(recent[0].sent_at if recent else None, at):
        raise TooSoonError(_("A code was just sent. Wait %(seconds)d seconds, then ask for another", seconds=wait))
    if len(recent) >= rules.CODES_PER_HOUR:
        raise TooSoonError(_("Three codes were sent within the hour. Choose a call or the paper slip instead"))
    code = make_code(purpose=purpose, subject_id=subject_id)
    messages.send(messages.Channel.SMS, phone, text(code), messages.PROOF_CODE, by=by, about=about)


def make_code(*, purpose: Purpose, subject_id: UUID) -> str:
    """Make a code and return it, to be sent or written down once; only its keyed hash is kept."""
    code = f"{secrets.randbelow(10**rules.CODE_DIGITS):0{rules.CODE_DIGITS}d}"
    db.session.add(
        ProofCode(
            purpose=purpose, subject_id=subject_id, code_hash=_hash(purpose, subject_id, code), sent_at=clock.now()
        )
    )
    db.session.flush()
    return code


def try_code(*, purpose: Purpose, subject_id: UUID, code: str) -> CodeRefusedError | None:
    """Try a code, and return the refusal to raise once the try has been counted and saved; None when it is right."""
    at = clock.now()
    newest = queries.newest_code(purpose, subject_id)
    if newest is None or newest.used_at is not None or at - newest.sent_at > rules.life_of(purpose):
        return CodeRefusedError(_("That code is no longer good. Ask for a new one"))
    most = rules.tries_of(purpose)
    if newest.tries >= most:
        return CodeRefusedError(_("The tries are used up. Ask for a new code"))
    if not hmac.compare_digest(newest.code_hash, _hash(purpose, subject_id, code)):
        newest.tries += 1
        return CodeRefusedError(
            _("The code does not match. %(left)d tries left. Use the newest message", left=most - newest.tries)
        )
    newest.used_at = at
    return None


def _hash(purpose: Purpose, subject_id: UUID, code: str) -> str:
    key = settings.current().secret_key.encode()
    return hmac.new(key, f"proof:{purpose.value}:{subject_id}:{code}".encode(), hashlib.sha256).hexdigest()
