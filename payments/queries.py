"""Reads about payments: the owner's own, what a visitor may check, and counts without money for officials."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from app.core import clock
from app.core.dated_rules import RuleMissingError, RuleValue, value_on
from app.core.db import db, within
from merchants.models import Merchant
from merchants.states import REGISTERED
from payments import banks, rules, stamps, vietqr
from payments.models import PaymentAccount, PaymentEvidence, PaymentRequest, Standee, StandeeReport
from payments.rules import MEASURED, STATE, Grade, Rung, UseRule
from payments.stamps import Light, Stamp
from payments.states import RequestState, StandeeState
from payments.tally import using


def account_of(merchant_id: UUID) -> PaymentAccount | None:
    """Return the account a merchant is paid into."""
    return db.session.scalars(select(PaymentAccount).where(PaymentAccount.merchant_id == merchant_id)).one_or_none()


def account_answers(merchant_id: UUID) -> dict[str, object]:
    """Return what was answered about the account, to fill the form again."""
    account = account_of(merchant_id)
    if account is None:
        return {}
    return {"bank_bin": account.bank_bin, "account_no": account.account_no, "holder_name": account.holder_name}


def bank_name(bank_bin: str) -> str:
    """Return what people call a bank."""
    return banks.bank(bank_bin).short_name if banks.is_known(bank_bin) else bank_bin


def live_standee(merchant_id: UUID) -> Standee | None:
    """Return the printed code a merchant has now, paused or not."""
    mine = select(Standee).where(Standee.merchant_id == merchant_id, Standee.state != StandeeState.REVOKED)
    return db.session.scalars(mine).one_or_none()


def standee(serial: str) -> Standee | None:
    """Return a printed code by its serial, however it is typed."""
    wanted = serial.strip().upper()[:20]
    return db.session.scalars(select(Standee).where(Standee.serial == wanted)).one_or_none()


def open_reports(standee_id: UUID) -> Sequence[StandeeReport]:
    """Return the reports the owner has not answered, oldest first."""
    waiting = select(StandeeReport).where(StandeeReport.standee_id == standee_id, StandeeReport.answered_at.is_(None))
    return db.session.scalars(waiting.order_by(StandeeReport.at)).all()


@dataclass(frozen=True)
class StandeeCard:
    """What anybody may know of a printed code."""

    serial: str
    light: Light
    stamp: Stamp
    state: StandeeState
    issued_on: date
    shown_name: str
    holder_name: str
    bank: str


def standee_card(serial: str) -> StandeeCard | None:
    """Return what anybody may know of a printed code; never the account number, never the dossier code."""
    found = standee(serial)
    merchant = db.session.get(Merchant, found.merchant_id) if found else None
    if found is None or merchant is None:
        return None
    stamp = stamps.verdict(found.stamp, stamped_of(found))
    return StandeeCard(
        serial=found.serial,
        light=stamps.light(found.state, is_confirmed=merchant.stage in REGISTERED, stamp=stamp),
        stamp=stamp,
        state=found.state,
        issued_on=clock.local(found.issued_at).date(),
        shown_name=merchant.business_name or merchant.owner_name,
        holder_name=found.holder_name,
        bank=bank_name(found.bank_bin),
    )


def stamped_of(standee: Standee) -> bytes:
    """Return what the stamp of a printed code vouches for, as the row says it now."""
    return stamps.statement(
        serial=standee.serial,
        bank_bin=standee.bank_bin,
        account_no=standee.account_no,
        holder_name=standee.holder_name,
    )


def request_by_reference(reference: str) -> PaymentRequest | None:
    """Return one payment request by the code in its memo."""
    wanted = select(PaymentRequest).where(PaymentRequest.reference == reference.strip().upper()[:20])
    return db.session.scalars(wanted).one_or_none()


def requests_named(references: Sequence[str]) -> Sequence[PaymentRequest]:
    """Return the requests some codes belong to, locked until the transaction ends."""
    if not references:
        return []
    wanted = select(PaymentRequest).where(PaymentRequest.reference.in_(references)).order_by(PaymentRequest.id)
    return db.session.scalars(wanted.with_for_update()).all()


def requests_of(merchant_id: UUID) -> Sequence[PaymentRequest]:
    """Return a merchant's requests, newest first."""
    mine = select(PaymentRequest).where(PaymentRequest.merchant_id == merchant_id)
    newest = mine.order_by(PaymentRequest.created_at.desc(), PaymentRequest.id.desc())
    return db.session.scalars(newest.limit(200)).all()


def outdated_requests(at: datetime, limit: int = 200) -> Sequence[PaymentRequest]:
    """Return open requests whose time has passed, the oldest first."""
    over = select(PaymentRequest).where(PaymentRequest.state == RequestState.OPEN, PaymentRequest.expires_at <= at)
    return db.session.scalars(over.order_by(PaymentRequest.expires_at, PaymentRequest.id).limit(limit)).all()


def outdated_requests_of(merchant_id: UUID, at: datetime) -> Sequence[PaymentRequest]:
    """Return a merchant's open requests whose time has passed."""
    mine = select(PaymentRequest).where(PaymentRequest.merchant_id == merchant_id)
    return db.session.scalars(
        mine.where(PaymentRequest.state == RequestState.OPEN, PaymentRequest.expires_at <= at)
    ).all()


def state_shown(request: PaymentRequest, at: datetime) -> RequestState:
    """Return the state to show: an open request whose time has passed is over, written down or not."""
    is_over = request.state is RequestState.OPEN and request.expires_at <= at
    return RequestState.EXPIRED if is_over else request.state


def payload_of(request: PaymentRequest) -> str:
    """Return what a request's code says: account, amount, and the reference as the memo."""
    return vietqr.write(
        bin=request.bank_bin, account=request.account_no, amount_vnd=request.amount_vnd, purpose=request.reference
    )


def app_links(request: PaymentRequest) -> tuple[banks.AppLink, ...]:
    """Return links that open a payer's bank app with a request filled in."""
    return banks.app_links(
        bank_bin=request.bank_bin,
        account_no=request.account_no,
        amount_vnd=request.amount_vnd,
        memo=request.reference,
    )


def standee_payload(account: PaymentAccount) -> str:
    """Return what a printed code for an account says: any amount, any number of times."""
    return vietqr.write(bin=account.bank_bin, account=account.account_no)


def missing_business_name(merchant: Merchant, account: PaymentAccount, on: date) -> RuleValue | None:
    """Return the rule by which the account should carry the registered business name, where it does not."""
    if not merchant.business_name or rules.carries(account.holder_name, merchant.business_name):
        return None
    try:
        rule = value_on("account_name_contains_business_name", on)
    except RuleMissingError:
        return None
    return rule if rule.value else None


def request_for_notice(reference: str) -> tuple[str, int] | None:
    """Return the account number and amount of a request, to make a notice for it from the command line."""
    found = request_by_reference(reference)
    return (found.account_no, found.amount_vnd) if found else None


# What officials count. Nothing below reads an amount.

# An institution says it of the whole month, and not of one payment.
_IS_TOLD = PaymentEvidence.institution_id.is_not(None)


def events_in(paths: tuple[str, ...] | None, first_day: date, last_day: date) -> list[tuple[UUID, date, Grade]]:
    """Return who was paid on which day and how well it is known, within some areas."""
    rows = db.session.execute(
        select(PaymentEvidence.merchant_id, PaymentEvidence.occurred_on, PaymentEvidence.grade)
        .join(Merchant, Merchant.id == PaymentEvidence.merchant_id)
        .where(
            within(Merchant.area_path, paths),
            PaymentEvidence.occurred_on.between(first_day, last_day),
            PaymentEvidence.excluded == "",
        )
        .order_by(PaymentEvidence.occurred_on, PaymentEvidence.id)
    )
    return [(merchant_id, occurred_on, grade) for merchant_id, occurred_on, grade in rows]


def sold_to_the_state(paths: tuple[str, ...] | None, first_day: date, last_day: date) -> frozenset[UUID]:
    """Return the merchants an office of the state bought from between two days: no sign of use, and told apart."""
    found = (
        select(PaymentEvidence.merchant_id)
        .join(Merchant, Merchant.id == PaymentEvidence.merchant_id)
        .where(
            within(Merchant.area_path, paths),
            PaymentEvidence.occurred_on.between(first_day, last_day),
            PaymentEvidence.excluded == STATE,
        )
    )
    return frozenset(db.session.scalars(found))


def merchants_with_standee(paths: tuple[str, ...] | None) -> frozenset[UUID]:
    """Return the merchants who have a live printed code."""
    # Chosen here by state: the database would go by the index of states, where nearly all are in force.
    found = select(Standee.merchant_id, Standee.state).join(Merchant, Merchant.id == Standee.merchant_id)
    rows = db.session.execute(found.where(within(Merchant.area_path, paths)))
    return frozenset(merchant_id for merchant_id, state in rows if state is StandeeState.ISSUED)


def merchants_with_real_payment(paths: tuple[str, ...] | None) -> frozenset[UUID]:
    """Return the merchants to whom a bank has confirmed at least one payment."""
    found = (
        select(PaymentEvidence.merchant_id)
        .join(Merchant, Merchant.id == PaymentEvidence.merchant_id)
        .where(
            within(Merchant.area_path, paths),
            PaymentEvidence.grade.in_(MEASURED),
            PaymentEvidence.excluded == "",
        )
    )
    return frozenset(db.session.scalars(found))


def merchants_with_right_name(paths: tuple[str, ...] | None) -> frozenset[UUID]:
    """Return the merchants whose account bears a name of theirs, or another's by their consent."""
    found = (
        select(PaymentAccount.merchant_id)
        .join(Merchant, Merchant.id == PaymentAccount.merchant_id)
        .where(
            within(Merchant.area_path, paths),
            PaymentAccount.name_check_since.is_(None),
            (PaymentAccount.name_verdict != rules.NameVerdict.OTHER_PERSON) | PaymentAccount.accepted_other_name,
        )
    )
    return frozenset(db.session.scalars(found))


def in_use_merchants(paths: tuple[str, ...] | None, on: date, *, wanted: UseRule | None = None) -> frozenset[UUID]:
    """Return the merchants who use payments in the calendar month of a day, up to that day."""
    return frozenset(db.session.scalars(using(paths, on, wanted=wanted)))


def rung_of(merchant_id: UUID, on: date | None = None) -> Rung:
    """Return how far one merchant has come."""
    merchant = db.session.get(Merchant, merchant_id)
    if merchant is None:
        return Rung.NONE
    today = on or clock.today()
    mine = select(PaymentEvidence.occurred_on, PaymentEvidence.grade, PaymentEvidence.payer, _IS_TOLD).where(
        PaymentEvidence.merchant_id == merchant_id, PaymentEvidence.excluded == ""
    )
    proofs = db.session.execute(mine).all()
    told = {day.replace(day=1) for day, _grade, _payer, is_told in proofs if is_told and day <= today}
    by_month: dict[date, Counter[str]] = {}
    for day, grade, payer, is_told in proofs:
        if grade in MEASURED and day <= today and not is_told:
            by_month.setdefault(day.replace(day=1), Counter())[payer] += 1
    return rules.rung(
        has_account=account_of(merchant_id) is not None,
        has_standee=live_standee(merchant_id) is not None,
        has_payment=bool(proofs),
        months_in_use=[
            month in told or _is_use(by_month.get(month, {}), merchant.craft.value, month)
            for month in rules.steady_months(today)
        ],
    )


def _is_use(by_payer: Mapping[str, int], craft: str, month: date) -> bool:
    rule = rules.use_on(month)
    return rule is not None and rules.is_in_use(by_payer, craft, rule)
