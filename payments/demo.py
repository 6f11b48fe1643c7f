"""The demonstration's payments, all made up: accounts no bank has, codes, and sales settled by the real matching."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.core import clock, ids
from app.core.db import db
from app.policy import Actor, Holding, Role
from merchants.models import Merchant
from merchants.states import Stage
from payments import queries, rules, services
from payments.inbox import services as inbox
from payments.ladder import services as ladder
from payments.ladder.rules import Chip, Handset, Hears
from payments.losses import services as losses
from payments.losses.rules import LossKind
from payments.models import PaymentRequest
from payments.names import services as names

# An account of noughts and a running number: no bank gives out such a one.
BANK_BIN = "970436"
ACCOUNT_NO = "0000123456{:03d}"
PROVIDER = "demonstration"
FISH_SAUCE = ((120_000, "1 chai nước mắm 40 độ đạm"), (240_000, "2 chai nước mắm 40 độ đạm"), (85_000, "1 hũ mắm cáy"))
ROOM = ((700_000, "2 đêm, 2 người lớn"), (350_000, "1 đêm, 1 người"))
GOODS = ((50_000, "Hàng tại nhà"), (90_000, "Khách quen"), (150_000, "Khách Hà Nội"))

# Somebody made up, who stood beside the seller.
WITNESS = Actor(None, "Chị Phạm Thị Lan (minh hoạ)", (Holding(Role.TEAM, "33/12826/"),))


@dataclass(frozen=True)
class Story:
    """How far one household has come: how many sales this month, last month, and the month before."""

    owner: str
    sales: tuple[int, int, int] = (0, 0, 0)
    has_standee: bool = True
    goods: Sequence[tuple[int, str]] = GOODS


STORIES = (
    Story("Nguyễn Thị Mận", (3, 4, 3), goods=FISH_SAUCE),
    Story("Trần Quốc Huy", (1, 2, 0), goods=ROOM),
    Story("Phạm Văn Lạch", (4, 1, 0), goods=FISH_SAUCE),
    Story("Bùi Thị Thơm", (2, 0, 0)),
    Story("Đặng Văn Nếp"),
    Story("Lương Thị Sậy", (1, 0, 0)),
    Story("Hoàng Văn Bãi", (0, 5, 0)),
    Story("Ngô Thị Cải", has_standee=False),
    Story("Vũ Văn Sú"),
    Story("Lê Văn Bình", (1, 0, 0)),
)


def load(*, by: Actor) -> None:
    """Load accounts, printed codes and sales; a second call adds nothing."""
    for place, story in enumerate(STORIES, start=789):
        mine = select(Merchant).where(
            Merchant.is_demo, Merchant.owner_name == story.owner, Merchant.stage == Stage.CONFIRMED
        )
        merchant = db.session.scalars(mine).first()
        if merchant is not None and queries.account_of(merchant.id) is None:
            _tell(merchant, story, ACCOUNT_NO.format(place), by)


def _tell(merchant: Merchant, story: Story, account_no: str, by: Actor) -> None:
    account = services.save_account(
        merchant,
        bank_bin=BANK_BIN,
        account_no=account_no,
        holder_name=rules.bank_name(merchant.owner_name),
        accepted_other_name=False,
        by=by,
    )
    ladder.note_counter(merchant, handset=Handset.SMART, chip=Chip.YES, hears=Hears.SELLER, has_sound_box=False, by=by)
    if story.has_standee:
        names.save_names(merchant, paper_name=merchant.business_name, label_name=merchant.business_name, by=by)
        standee = services.issue_standee(merchant, confirmed_holder=account.holder_name, by=by)
        standee.issued_at = min(day for day in (standee.issued_at, *_moments(story)))
    for number, moment in enumerate(_moments(story)):
        _sell(merchant, *story.goods[number % len(story.goods)], moment=moment, by=by)
    if story.has_standee and not any(story.sales):
        ladder.witness_trial(merchant, pictures_right=3, by=WITNESS)
    if story is STORIES[0]:
        short = services.create_request(merchant, amount_vnd=120_000, note="1 hũ mắm tép", by=by)
        _hear(short, 100_000, clock.now(), by)
        _hear_without_code(account_no, 90_000, "CHI LAN MUA MAM", clock.now() - timedelta(days=4), by)
    if story is STORIES[2]:
        twice = services.create_request(merchant, amount_vnd=240_000, note="2 chai nước mắm", by=by)
        for _time in range(2):
            _hear(twice, 240_000, clock.now(), by)
    if story is STORIES[2]:
        losses.report(
            merchant,
            kind=LossKind.FAKE_RECEIPT,
            happened_on=clock.today(),
            amount_vnd=450_000,
            went_to="Người lạ (minh hoạ)",
            by=by,
        )


def _moments(story: Story) -> list[datetime]:
    """Return when the sales were made, oldest first; this month's never fall before the first of the month."""
    now = clock.now()
    today = clock.local(now).date()
    first = today.replace(day=1)
    before = first - timedelta(days=1)
    months = (_days(first, today), _days(before.replace(day=1), before), _days_of_the_month_before(before))
    found = [day for days, count in zip(months, story.sales, strict=True) for day in (days * count)[:count]]
    return sorted(_moment_of(day, now) for day in found)


def _moment_of(day: date, now: datetime) -> datetime:
    """Return a moment of a day, not later than this time of day and on that day even just after midnight."""
    moment = now - (clock.local(now).date() - day)
    earlier = moment - timedelta(minutes=20)
    return earlier if clock.local(earlier).date() == day else moment


def _days(first: date, last: date) -> list[date]:
    """Return every third day of a span, newest first."""
    return [last - timedelta(days=back) for back in range(0, (last - first).days + 1, 3)]


def _days_of_the_month_before(day: date) -> list[date]:
    last = day.replace(day=1) - timedelta(days=1)
    return _days(last.replace(day=1), last)


def _sell(merchant: Merchant, amount_vnd: int, note: str, *, moment: datetime, by: Actor) -> None:
    request = services.create_request(merchant, amount_vnd=amount_vnd, note=note, by=by)
    request.created_at = moment - timedelta(minutes=5)
    _hear(request, amount_vnd, moment, by)
    request.paid_at = moment


def _hear(request: PaymentRequest, amount_vnd: int, moment: datetime, by: Actor) -> None:
    """Let a notice in as the bank's service would have sent it then."""
    _hear_without_code(request.account_no, amount_vnd, f"IBFT {request.reference}", moment, by)


def _hear_without_code(account_no: str, amount_vnd: int, memo: str, moment: datetime, by: Actor) -> None:
    notice = {
        "id": f"demo-{ids.new_id()}",
        "gateway": "Vietcombank",
        "transactionDate": f"{clock.local(moment):%Y-%m-%d %H:%M:%S}",
        "accountNumber": account_no,
        "content": memo,
        "transferType": "in",
        "transferAmount": amount_vnd,
    }
    inbox.receive(provider=PROVIDER, body=json.dumps(notice).encode(), headers={}, at=clock.now(), by=by)
