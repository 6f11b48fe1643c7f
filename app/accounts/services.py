"""Signing in and out, and giving people what they hold."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from http import HTTPStatus
from uuid import UUID

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from cryptography.exceptions import InvalidTag
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, bindparam, delete, func, select

from app.accounts import rules
from app.accounts.models import Account, AccountHolding, SignIn, SignInCode, holding
from app.core import audit, clock, messages, sealed, settings
from app.core.db import db, within
from app.core.errors import DomainError
from app.core.ids import new_id
from app.core.text import line
from app.policy import ANONYMOUS, Actor, Holding, Power, Role

_hasher = PasswordHasher()


class AccountAction(StrEnum):
    """What audit rows say about accounts."""

    CREATED = "account:created"
    HOLDING_GRANTED = "account:holding_granted"
    HOLDING_TAKEN_BACK = "account:holding_taken_back"
    SIGNED_IN = "account:signed_in"
    SIGN_IN_REFUSED = "account:sign_in_refused"
    SIGNED_OUT = "account:signed_out"
    CLOSED = "account:close"


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


@dataclass(frozen=True)
class Opened:
    """A session just opened: the token goes into the cookie and is kept nowhere else."""

    token: str
    idle_minutes: int


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
    return _account_of(phone) or _new_account(phone, "", by=ANONYMOUS)


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


def open_session(account: Account, *, borrowed: bool, office: bool) -> Opened:
    """Open a session for somebody who has just proved who they are; short on a borrowed phone and in an office."""
    at = clock.now()
    audit.record(AccountAction.SIGNED_IN, ("account", account.id), by=account.actor(), at=at)
    if office:
        return _open(rules.OFFICE_LIFE, rules.OFFICE_IDLE_MINUTES, account_id=account.id)
    if borrowed:
        return _open(rules.BORROWED_LIFE, rules.BORROWED_IDLE_MINUTES, account_id=account.id)
    return _open(rules.OWN_PHONE_LIFE, rules.OWN_PHONE_IDLE_MINUTES, account_id=account.id)


def open_dossier_session(*, merchant_id: UUID) -> Opened:
    """Open a session over one dossier, for people with no telephone of their own."""
    return _open(rules.BORROWED_LIFE, 60, merchant_id=merchant_id)


def end_session(*, token: str) -> None:
    """Close a session; closing it twice is closing it once."""
    found = db.session.scalar(select(SignIn).where(SignIn.token_hash == _token_hash(token), SignIn.ended_at.is_(None)))
    if found is not None:
        found.ended_at = clock.now()


# Every page asks this first: one statement, built once, that fetches what is needed and no objects.
_BY_TOKEN = (
    select(
        *(SignIn.account_id, SignIn.merchant_id, SignIn.idle_minutes, Account.name, Account.is_active),
        *(AccountHolding.role, AccountHolding.area_path, AccountHolding.powers),
        AccountHolding.merchant_id.label("held_merchant_id"),
    )
    .select_from(SignIn)
    .outerjoin(Account, Account.id == SignIn.account_id)
    .outerjoin(
        AccountHolding,
        (AccountHolding.account_id == Account.id)
        & (AccountHolding.ends_on.is_(None) | (AccountHolding.ends_on >= bindparam("today"))),
    )
    .where(SignIn.token_hash == bindparam("token_hash"))
    .where(SignIn.ended_at.is_(None), SignIn.expires_at > bindparam("now"))
    .order_by(AccountHolding.id)
)


def actor_of(token: str) -> tuple[Actor, int]:
    """Return who a token belongs to and after how many idle minutes it lapses; nobody if it is unknown or over."""
    asked = {"token_hash": _token_hash(token), "now": clock.now(), "today": clock.today()}
    rows = db.session.execute(_BY_TOKEN, asked).all()
    if not rows or (rows[0].account_id is not None and not rows[0].is_active):
        return ANONYMOUS, 0
    found = rows[0]
    held = [holding(row.role, row.area_path, row.held_merchant_id, row.powers) for row in rows if row.role is not None]
    if found.account_id is not None and not held:
        held.append(Holding(Role.OWNER))
    if found.merchant_id is not None:
        held.append(Holding(Role.OWNER, merchant_id=found.merchant_id))
    name = _("Owner, by dossier code") if found.account_id is None else found.name
    return Actor(found.account_id, name, tuple(held)), found.idle_minutes


def grant_ownership(*, phone: str, merchant_id: UUID, by: Actor, name: str = "") -> Account:
    """Let whoever answers a telephone see and change one dossier."""
    account = _account_of(phone) or _new_account(phone, name, by=by)
    return grant(account, role=Role.OWNER, merchant_id=merchant_id, by=by)


def grant(
    account: Account,
    *,
    role: Role,
    by: Actor,
    area_path: str = "",
    merchant_id: UUID | None = None,
    powers: Sequence[Power] | None = None,
    ends_on: date | None = None,
) -> Account:
    """Give somebody a role over an area or a merchant; giving it twice is giving it once."""
    for held in account.holdings:
        if (held.role, held.area_path, held.merchant_id) == (role, area_path, merchant_id):
            return account
    named = None if powers is None else [power.value for power in powers]
    account.holdings.append(
        AccountHolding(role=role, area_path=area_path, merchant_id=merchant_id, powers=named, ends_on=ends_on)
    )
    db.session.flush()
    changes: dict[str, list[object]] = {
        "role": [None, role.value],
        "area_path": [None, area_path],
        "merchant": [None, merchant_id],
    }
    if named is not None:
        changes |= {"powers": [None, ", ".join(named)], "ends_on": [None, ends_on]}
    audit.record(AccountAction.HOLDING_GRANTED, ("account", account.id), by=by, at=clock.now(), changes=changes)
    return account


def make_delegate(
    *, phone: str, name: str, merchant_id: UUID, powers: Sequence[Power], ends_on: date, by: Actor
) -> Account:
    """Let whoever answers a telephone do some things for one owner until a day."""
    account = _account_of(phone) or _new_account(phone, name, by=by)
    grant(account, role=Role.DELEGATE, merchant_id=merchant_id, by=by, ends_on=ends_on, powers=powers)
    return account


def take_back(account: Account, *, role: Role, merchant_id: UUID, by: Actor) -> None:
    """Take a role over one merchant away, from this moment on."""
    for held in list(account.holdings):
        if (held.role, held.merchant_id) == (role, merchant_id):
            account.holdings.remove(held)
            db.session.delete(held)
    db.session.flush()
    changes: dict[str, list[object]] = {"role": [role.value, None], "merchant": [merchant_id, None]}
    audit.record(AccountAction.HOLDING_TAKEN_BACK, ("account", account.id), by=by, at=clock.now(), changes=changes)


def holders_of(merchant_id: UUID) -> Sequence[Account]:
    """Return everybody who owns or helps one business with an account of their own."""
    holding = select(AccountHolding.account_id).where(AccountHolding.merchant_id == merchant_id)
    return db.session.scalars(select(Account).where(Account.id.in_(holding))).all()


def close_what_holds_nothing(found: Sequence[Account], *, by: Actor) -> None:
    """Forget name and telephone of those who hold nothing any more, and sign them out everywhere."""
    for account in found:
        db.session.refresh(account)
        if account.holdings or account.username is not None:
            continue
        db.session.execute(delete(SignInCode).where(SignInCode.phone == account.phone))
        db.session.execute(delete(SignIn).where(SignIn.account_id == account.id))
        account.name, account.phone, account.is_active = "", f"-{account.id.hex}", False
        audit.record(AccountAction.CLOSED, ("account", account.id), by=by, at=clock.now())
    db.session.flush()


def account_by_id(account_id: UUID) -> Account | None:
    """Return somebody who can sign in."""
    return db.session.get(Account, account_id)


def official_named(username: str) -> Account | None:
    """Return an official's account by its name."""
    return db.session.scalar(select(Account).where(Account.username == username.strip().casefold()))


def account_by_phone(phone: str) -> Account | None:
    """Return whoever signs in by a telephone."""
    return _account_of(phone)


def owners_of(merchant_id: UUID) -> Sequence[Account]:
    """Return those who own a merchant."""
    held = select(Account).join(AccountHolding)
    mine = held.where(AccountHolding.role == Role.OWNER, AccountHolding.merchant_id == merchant_id)
    return db.session.scalars(mine.order_by(Account.id)).unique().all()


def end_dossier_sessions(*, merchant_id: UUID) -> None:
    """Close every session that was opened by the code of one dossier."""
    still_open = select(SignIn).where(SignIn.merchant_id == merchant_id, SignIn.ended_at.is_(None))
    for found in db.session.scalars(still_open):
        found.ended_at = clock.now()


def active_holders(*, role: Role, paths: tuple[str, ...] | None) -> Sequence[Account]:
    """Return those who hold a role somewhere within some areas, by name."""
    found = (
        select(Account)
        .join(AccountHolding)
        .where(AccountHolding.role == role, Account.is_active, within(AccountHolding.area_path, paths))
        .order_by(Account.name, Account.id)
    )
    return db.session.scalars(found).unique().all()


def hold_briefly(*, token: str) -> None:
    """Make an open session that of a borrowed phone: it lapses after ten idle minutes."""
    found = db.session.scalar(select(SignIn).where(SignIn.token_hash == _token_hash(token), SignIn.ended_at.is_(None)))
    if found is not None:
        found.idle_minutes = rules.BORROWED_IDLE_MINUTES
        found.expires_at = min(found.expires_at, clock.now() + rules.BORROWED_LIFE)


def make_official(
    *, username: str, name: str, password: str, totp_secret: str, by: Actor, is_demo: bool = False
) -> Account:
    """Make an account that signs in by password and authenticator app, or return it if the name is taken."""
    found = db.session.scalar(select(Account).where(Account.username == username))
    if found is not None:
        return found
    account_id = new_id()
    account = Account(
        id=account_id,
        name=line(name),
        username=username.casefold(),
        password_hash=_hasher.hash(password),
        totp_sealed=sealed.seal(totp_secret, context=f"account.totp:{account_id}"),
        is_demo=is_demo,
        created_at=clock.now(),
    )
    return _kept(account, by=by)


def reseal_some(*, limit: int) -> int:
    """Bring some second factors to the current key, and say how many; the next call goes on where this one ended.

    Raises:
        sealed.UnknownKeyError: a secret was sealed with a key that is not held any more.
    """
    old = db.session.scalars(select(Account).where(_sealed_before()).order_by(Account.id).limit(limit)).all()
    for account in old:
        account.totp_sealed = sealed.reseal(account.totp_sealed or "", context=f"account.totp:{account.id}")
    db.session.flush()
    return len(old)


def count_waiting_for_rotation() -> int:
    """Count the second factors sealed with an older key."""
    return db.session.scalar(select(func.count()).where(_sealed_before())) or 0


def count_by_role() -> dict[str, int]:
    """Return how many people hold each role."""
    rows = db.session.execute(select(AccountHolding.role, func.count()).group_by(AccountHolding.role)).all()
    return {role.value: count for role, count in rows}


def _sealed_before() -> ColumnElement[bool]:
    return Account.totp_sealed.is_not(None) & Account.totp_sealed.not_like(f"{sealed.current_key_id()}.%")


def _account_of(phone: str) -> Account | None:
    return db.session.scalar(select(Account).where(Account.phone == phone))


def _new_account(phone: str, name: str, *, by: Actor) -> Account:
    account = Account(id=new_id(), name=line(name) or phone[-3:].rjust(6, "*"), phone=phone, created_at=clock.now())
    return _kept(account, by=by)


def _kept(account: Account, *, by: Actor) -> Account:
    db.session.add(account)
    db.session.flush()
    audit.record(AccountAction.CREATED, ("account", account.id), by=by, at=account.created_at)
    return account


def _open(
    life: timedelta, idle_minutes: int, *, account_id: UUID | None = None, merchant_id: UUID | None = None
) -> Opened:
    at = clock.now()
    token = secrets.token_urlsafe(32)
    db.session.add(
        SignIn(
            token_hash=_token_hash(token),
            account_id=account_id,
            merchant_id=merchant_id,
            started_at=at,
            expires_at=at + life,
            idle_minutes=idle_minutes,
        )
    )
    return Opened(token, idle_minutes)


@cache
def _nobodys_hash() -> str:
    """Return what is checked when the name is unknown, so that it takes as long as a wrong password."""
    return _hasher.hash(secrets.token_hex(16))


def _token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _code_hash(phone: str, code: str) -> str:
    key = settings.current().secret_key.encode()
    return hmac.new(key, f"sign-in:{phone}:{code}".encode(), hashlib.sha256).hexdigest()
