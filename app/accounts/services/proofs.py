"""Proving who somebody is: a code by telephone, a password and a second factor."""

import hashlib
import hmac
import secrets
from datetime import timedelta
from functools import cache
from http import HTTPStatus

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from cryptography.exceptions import InvalidTag
from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts import queries, rules
from app.accounts.models import Account, SignInCode
from app.accounts.services.record import new_account
from app.core import clock, messages, sealed, settings
from app.core.db import db
from app.core.errors import DomainError
from app.policy import ANONYMOUS, Actor

_hasher = PasswordHasher()


class CodeRefusedError(DomainError):
    """The code is wrong, too old, or was tried too often."""

    code = "accounts.code_refused"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class TooSoonError(DomainError):
    """Another code was sent a moment ago, or too many within the hour."""

    code = "accounts.too_soon"
    status = HTTPStatus.TOO_MANY_REQUESTS


class PasswordRefusedError(DomainError):
    """Name and password, or the second factor, do not match."""

    code = "accounts.password_refused"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


def send_code(*, phone: str) -> None:
    """Send a sign-in code to a telephone.

    The answer is the same whether or not anybody with this number is known.

    Raises:
        TooSoonError: less than a minute since the last code, or three within the hour.
    """
    at = clock.now()
    recent = db.session.scalars(
        select(SignInCode)
        .where(SignInCode.phone == phone, SignInCode.sent_at > at - timedelta(hours=1))
        .order_by(SignInCode.sent_at.desc())
    ).all()
    if wait := rules.wait_seconds(recent[0].sent_at if recent else None, at):
        raise TooSoonError(_("A code was just sent. Wait %(seconds)d seconds, then ask for another", seconds=wait))
    if len(recent) >= rules.CODES_PER_HOUR:
        raise TooSoonError(_("Three codes were sent within the hour. Try again later, or come to the commune desk"))
    code = f"{secrets.randbelow(10**rules.CODE_DIGITS):0{rules.CODE_DIGITS}d}"
    db.session.add(SignInCode(phone=phone, code_hash=_code_hash(phone, code), sent_at=at, tries=0))
    text = rules.code_words(code)
    messages.send(messages.Channel.SMS, phone, text, "sign_in_code", by=Actor.system("sign-in"))


def check_code(*, phone: str, code: str) -> Account | CodeRefusedError:
    """Try a code, and return whose it is, or the refusal to raise once the try has been counted and saved."""
    at = clock.now()
    newest = db.session.scalars(
        select(SignInCode)
        .where(SignInCode.phone == phone)
        .order_by(SignInCode.sent_at.desc())
        .limit(1)
        .with_for_update()
    ).first()
    if newest is None or newest.used_at is not None or rules.is_too_old(newest.sent_at, at):
        return CodeRefusedError(_("That code is over 15 minutes old. Ask for a new one"))
    if newest.tries >= rules.CODE_TRIES:
        return CodeRefusedError(_("Five tries are used up. Ask for a new code"))
    if not hmac.compare_digest(newest.code_hash, _code_hash(phone, code)):
        newest.tries += 1
        left = rules.CODE_TRIES - newest.tries
        return CodeRefusedError(_("The code does not match. %(left)d tries left. Use the newest message", left=left))
    newest.used_at = at
    return queries.account_by_phone(phone) or new_account(phone, "", by=ANONYMOUS)


def check_password(*, username: str, password: str) -> Account:
    """Return the official with this name and password; the second factor is asked for next.

    Raises:
        PasswordRefusedError: no such pair.
    """
    account = db.session.scalar(select(Account).where(Account.username == username.strip().casefold()[:40]))
    try:
        _hasher.verify((account.password_hash if account else None) or _nobodys_hash(), password[:200])
    except VerificationError:
        account = None
    if account is None or not account.is_active:
        raise PasswordRefusedError(_("Name and password do not match. Check capitals, or ask the administrator"))
    return account


def check_second_factor(account: Account, *, code: str) -> None:
    """Check the six digits of the authenticator app; each is good once.

    Raises:
        PasswordRefusedError: the digits are wrong, old, or used already.
    """
    secret = sealed.unseal(account.totp_sealed or "", context=f"account.totp:{account.id}")
    totp = pyotp.TOTP(secret)
    at = clock.now()
    step = next((s for s in (-1, 0, 1) if hmac.compare_digest(totp.at(at, counter_offset=s), code)), None)
    number = None if step is None else totp.timecode(at) + step
    if number is None or (account.totp_last_step is not None and number <= account.totp_last_step):
        raise PasswordRefusedError(_("Those digits do not match. Wait for the next six and enter them"))
    account.totp_last_step = number


def prove_again(*, by: Actor, code: str) -> str:
    """Check the second factor once more before something weighty, and return the user name of whoever proved it.

    Raises:
        PasswordRefusedError: the digits are wrong, old, or used already, or the person has no authenticator.
    """
    account = db.session.get(Account, by.account_id) if by.account_id is not None else None
    if account is None or account.username is None or account.totp_sealed is None:
        raise PasswordRefusedError(_("Sign in with your user name and authenticator app first"))
    check_second_factor(account, code=code)
    return account.username


def proof_of(account: Account) -> str:
    """Return a proof, good for five minutes, that the password was right; for the step between the factors."""
    return sealed.seal(str(int(clock.now().timestamp())), context=f"account.password:{account.username}")


def account_proved(username: str, proof: str) -> Account | None:
    """Return the account a fresh proof belongs to, or nobody."""
    try:
        proved_at = int(sealed.unseal(proof, context=f"account.password:{username}"))
    except (InvalidTag, ValueError):
        return None
    if clock.now().timestamp() - proved_at > rules.PROOF_LIFE.total_seconds():
        return None
    return db.session.scalar(select(Account).where(Account.username == username, Account.is_active))


@cache
def _nobodys_hash() -> str:
    """Return what is checked when the name is unknown, so that it takes as long as a wrong password."""
    return _hasher.hash(secrets.token_hex(16))


def _code_hash(phone: str, code: str) -> str:
    key = settings.current().secret_key.encode()
    return hmac.new(key, f"sign-in:{phone}:{code}".encode(), hashlib.sha256).hexdigest()
