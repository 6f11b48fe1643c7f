"""Changes to accounts, printed codes and requests for payment."""

import secrets
from datetime import datetime
from enum import StrEnum
from http import HTTPStatus
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.core import audit, clock, ids
from app.core.db import db
from app.core.errors import DomainError
from app.core.stamps import stamp
from app.policy import Actor
from merchants.models import Merchant
from payments import banks, memo, queries, rules
from payments.models import PaymentAccount, PaymentRequest, Standee, StandeeReport
from payments.rules import NameVerdict
from payments.stamps import statement
from payments.states import REQUEST, SETTLED, STANDEE, RequestStep, StandeeState, StandeeStep


class PaymentAction(StrEnum):
    """What the audit trail calls each change."""

    ACCOUNT_SAVED = "payment.account_saved"
    NAME_CHECK_ASKED = "payment.name_check_asked"
    STANDEE_ISSUED = "payment.standee_issued"
    STANDEE_MOVED = "payment.standee_moved"
    STANDEE_REPORTED = "payment.standee_reported"
    REPORTS_ANSWERED = "payment.reports_answered"
    REQUEST_CREATED = "payment.request_created"
    REQUEST_MOVED = "payment.request_moved"


class AccountRefusedError(DomainError):
    """The bank or the account number cannot receive a transfer by code."""

    code = "payments.account_refused"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class OtherNameError(DomainError):
    """The account is in another name and nobody has said that this is meant."""

    code = "payments.other_name"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class AccountMissingError(DomainError):
    """There is no account to be paid into yet."""

    code = "payments.account_missing"


class NameCheckNeededError(DomainError):
    """Owner or business bear another name now; the account is looked at again before it is used."""

    code = "payments.name_check_needed"


class SignPausedError(DomainError):
    """The printed code is paused, and only the commune lets it go on."""

    code = "payments.sign_paused"


class AmountRefusedError(DomainError):
    """The amount does not fit one transfer."""

    code = "payments.amount_refused"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class HolderNotConfirmedError(DomainError):
    """The owner has not confirmed the name exactly as it will be printed."""

    code = "payments.holder_not_confirmed"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


def save_account(
    merchant: Merchant, *, bank_bin: str, account_no: str, holder_name: str, accepted_other_name: bool, by: Actor
) -> PaymentAccount:
    """Save the account a merchant is paid into; a printed code for another account is no longer valid.

    Raises:
        AccountRefusedError: no such bank, or the number cannot stand in a code.
        OtherNameError: the name is somebody else's and that was not accepted.
    """
    number = rules.read_account_no(account_no)
    if not banks.is_known(bank_bin) or number is None or not rules.bank_name(holder_name):
        raise AccountRefusedError(_l("Check the bank and the account number"))
    verdict = rules.name_check(owner_name=merchant.owner_name, business_name=merchant.business_name, holder=holder_name)
    if verdict is NameVerdict.OTHER_PERSON and not accepted_other_name:
        raise OtherNameError(_l("The account is in another name. If you agree, press “Use it”"))
    at = clock.now()
    account = queries.account_of(merchant.id) or PaymentAccount(merchant_id=merchant.id)
    before = (account.bank_bin, account.account_no, account.holder_name)
    account.bank_bin, account.account_no, account.holder_name = bank_bin, number, rules.bank_name(holder_name)
    account.name_verdict = verdict
    account.accepted_other_name = verdict is NameVerdict.OTHER_PERSON
    account.saved_at, account.name_check_since = at, None
    db.session.add(account)
    db.session.flush()
    if before != (account.bank_bin, account.account_no, account.holder_name):
        _revoke_live(merchant.id, by=by, at=at)
    audit.record(
        PaymentAction.ACCOUNT_SAVED,
        ("merchant", merchant.id),
        by=by,
        at=at,
        changes={"name_verdict": [None, verdict.value]},
    )
    return account


def ask_for_name_check(merchant: Merchant, *, by: Actor) -> None:
    """Hold an account until its owner has looked at its name again, and tell visitors to wait at the printed code."""
    account, at = queries.account_of(merchant.id), clock.now()
    if account is None or account.name_check_since is not None:
        return
    account.name_check_since = at
    audit.record(PaymentAction.NAME_CHECK_ASKED, ("merchant", merchant.id), by=by, at=at)
    live = queries.live_standee(merchant.id)
    if live is not None and live.state is StandeeState.ISSUED:
        pause_standee(live, by=by, reason="name check")
    db.session.flush()


def issue_standee(merchant: Merchant, *, confirmed_holder: str, by: Actor) -> Standee:
    """Issue a printed code; the one before it is revoked.

    Raises:
        AccountMissingError: there is no account yet.
        SignPausedError: the one before it is paused, and a new one would be the way around the commune.
        HolderNotConfirmedError: the name was not confirmed exactly.
    """
    account = _account(merchant)
    _refuse_paused(queries.live_standee(merchant.id))
    if rules.bank_name(confirmed_holder) != account.holder_name:
        raise HolderNotConfirmedError(_l("Read the name on the account again, letter by letter"))
    at = clock.now()
    _revoke_live(merchant.id, by=by, at=at)
    serial = ids.short_code(8)
    paid_to = {"bank_bin": account.bank_bin, "account_no": account.account_no, "holder_name": account.holder_name}
    standee = Standee(
        serial=serial,
        merchant_id=merchant.id,
        **paid_to,
        stamp=stamp(statement(serial=serial, **paid_to)),
        payload=queries.standee_payload(account),
        state=STANDEE.initial,
        issued_at=at,
    )
    db.session.add(standee)
    db.session.flush()
    audit.record(PaymentAction.STANDEE_ISSUED, ("standee", standee.id), by=by, at=at)
    return standee


def pause_standee(standee: Standee, *, by: Actor, reason: str = "") -> None:
    """Tell visitors to wait while somebody looks at the printed code."""
    _move_standee(standee, StandeeStep.PAUSE, by=by, at=clock.now(), reason=reason)


def resume_standee(standee: Standee, *, by: Actor) -> None:
    """The commune has looked at the printed code: it is the owner's, and the reports are answered.

    Raises:
        NameCheckNeededError: the owner is to look at the account first.
    """
    at = clock.now()
    account = queries.account_of(standee.merchant_id)
    if account is not None:
        _refuse_unchecked(account)
    _answer_reports(standee, at)
    _move_standee(standee, StandeeStep.RESUME, by=by, at=at, reason="looked at")


def answer_reports(standee: Standee, *, by: Actor) -> None:
    """The owner, or the commune, has looked at the printed code in use: it is the owner's.

    Raises:
        SignPausedError: it is paused, so that the commune looks.
    """
    _refuse_paused(standee)
    at = clock.now()
    _answer_reports(standee, at)
    audit.record(PaymentAction.REPORTS_ANSWERED, ("standee", standee.id), by=by, at=at)


def revoke_standee(standee: Standee, *, by: Actor, reason: str = "") -> None:
    """Tell visitors not to pay by this printed code, for good."""
    _move_standee(standee, StandeeStep.REVOKE, by=by, at=clock.now(), reason=reason)


def report_wrong_name(standee: Standee, *, saw_name: str, by: Actor) -> StandeeReport:
    """Note that a visitor saw another name. It pauses nothing: else anybody could shut a shop from a distance."""
    at = clock.now()
    report = StandeeReport(standee_id=standee.id, saw_name=saw_name[:200], at=at)
    db.session.add(report)
    db.session.flush()
    audit.record(PaymentAction.STANDEE_REPORTED, ("standee", standee.id), by=by, at=at)
    return report


def create_request(merchant: Merchant, *, amount_vnd: int, note: str = "", by: Actor) -> PaymentRequest:
    """Ask for an amount under a fresh code.

    Raises:
        AccountMissingError: there is no account yet.
        AmountRefusedError: the amount does not fit one transfer.
    """
    account = _account(merchant)
    if not rules.amount_fits(amount_vnd):
        raise AmountRefusedError(_l("Enter an amount between 1 ₫ and 499.999.999 ₫"))
    at = clock.now()
    for old in queries.outdated_requests_of(merchant.id, at):
        move_request(old, RequestStep.EXPIRE, by=by, at=at)
    request = PaymentRequest(
        reference=_fresh_reference(),
        merchant_id=merchant.id,
        bank_bin=account.bank_bin,
        account_no=account.account_no,
        holder_name=account.holder_name,
        amount_vnd=amount_vnd,
        note=note[: rules.NOTE_LENGTH],
        state=REQUEST.initial,
        created_at=at,
        expires_at=at + rules.REQUEST_LIVES,
    )
    db.session.add(request)
    db.session.flush()
    audit.record(PaymentAction.REQUEST_CREATED, _subject(request), by=by, at=at)
    return request


def cancel_request(request: PaymentRequest, *, by: Actor) -> None:
    """Stop waiting for a payment."""
    move_request(request, RequestStep.CANCEL, by=by, at=clock.now())


def expire_requests(*, by: Actor) -> int:
    """Close requests nobody has paid in time and say how many; the next call goes on where this one ended."""
    at = clock.now()
    over = queries.outdated_requests(at)
    for request in over:
        move_request(request, RequestStep.EXPIRE, by=by, at=at)
    db.session.flush()
    return len(over)


def move_request(request: PaymentRequest, step: RequestStep, *, by: Actor, at: datetime, reason: str = "") -> None:
    """Let a request take one step of its table; only what is paid has a moment of payment.

    Raises:
        TransitionNotAllowedError: the table has no such step.
    """
    before = request.state
    request.state = REQUEST.next(before, step)
    if request.state not in SETTLED:
        request.paid_at = None
    elif request.paid_at is None:
        request.paid_at = at
    db.session.flush()
    audit.record(
        PaymentAction.REQUEST_MOVED,
        _subject(request),
        by=by,
        at=at,
        reason=reason,
        changes={"state": [before.value, request.state.value]},
    )


def _move_standee(standee: Standee, step: StandeeStep, *, by: Actor, at: datetime, reason: str = "") -> None:
    before = standee.state
    standee.state = STANDEE.next(before, step)
    db.session.flush()
    audit.record(
        PaymentAction.STANDEE_MOVED,
        ("standee", standee.id),
        by=by,
        at=at,
        reason=reason,
        changes={"state": [before.value, standee.state.value]},
    )


def _revoke_live(merchant_id: UUID, *, by: Actor, at: datetime) -> None:
    live = queries.live_standee(merchant_id)
    if live is not None:
        _answer_reports(live, at)
        _move_standee(live, StandeeStep.REVOKE, by=by, at=at, reason="replaced")


def _answer_reports(standee: Standee, at: datetime) -> None:
    for report in queries.open_reports(standee.id):
        report.answered_at = at


def _account(merchant: Merchant) -> PaymentAccount:
    account = queries.account_of(merchant.id)
    if account is None:
        raise AccountMissingError(_l("Enter the account to be paid into first"))
    _refuse_unchecked(account)
    return account


def _refuse_unchecked(account: PaymentAccount) -> None:
    if account.name_check_since is not None:
        raise NameCheckNeededError(_l("The name has changed. Look at the account again and save it, then go on"))


def _refuse_paused(standee: Standee | None) -> None:
    if standee is not None and standee.state is StandeeState.PAUSED:
        raise SignPausedError(_l("The card is paused. Ask the commune to look at it; only the commune lets it go on"))


def _fresh_reference() -> str:
    reference = memo.new_reference(secrets.randbelow)
    while queries.request_by_reference(reference) is not None:
        reference = memo.new_reference(secrets.randbelow)
    return reference


def _subject(request: PaymentRequest) -> tuple[str, UUID]:
    return "payment_request", request.id
