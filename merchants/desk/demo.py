"""What the desk of the demonstration has before it: made-up dossiers that need a second look, a call, two people."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from app.accounts.models import Account
from app.core import areas, clock
from app.core.areas import Area
from app.core.db import db
from app.core.phones import parse_phone
from app.policy import Actor
from merchants import rules, services
from merchants.ago import ago
from merchants.desk.models import Refusal
from merchants.desk.services import refusals
from merchants.models import Merchant, RegisterEntry, ReviewReturn
from merchants.rules import ConsentPurpose, ContactKind, Craft, Paper, Question
from merchants.services import ReturnedItem, register

_COMMUNE = "33/12826/"
_CLERK, _OFFICIAL = "canbo.thaithuy", "lanhdao.thaithuy"
# A family registered twice: the telephone and the house are those of bà Mận's file, the name is written otherwise.
_TWIN = ("Nguyen Thi Man", "Mắm bà Mận Vạn Chài", 1964, "0912 000 001", "")
_TWICE = ("Lý Văn Khó", "Chả cá Anh Khó", 1980, "0912 000 014", "chả cá")
# How many days ago the desk sent it back; each time the family answered on the next day.
_RETURNED_AGO = (5, 2)
# Two files never share a number, not even while the book is put into order.
_OUT_OF_THE_WAY = 100_000
_REFUSED = ("Vi Văn Ngoài", "Gỗ mỹ nghệ Ngoài Đê", 1975, "0912 000 015", "đồ gỗ")


def load(by: Actor) -> None:
    """Load what the desk has to do; loading it twice is loading it once."""
    if db.session.scalars(select(Refusal).limit(1)).first():
        return
    clerk, official = _actor(_CLERK), _actor(_OFFICIAL)
    if clerk is None or official is None:
        return
    _sent(_TWIN, "33/12826/01/", days=2, by=by)
    _returned_twice(clerk, by)
    refused = _sent(_REFUSED, "33/12826/02/", days=3, by=by)
    refusals.propose(
        refused,
        reason="Cơ sở làm nghề ở tỉnh khác, chỉ gửi hàng bán tại xã. Đăng ký ở nơi làm nghề.",
        basis="Quy định của chương trình, mục 2 (nơi làm nghề)",
        by=clerk,
    )
    db.session.flush()
    _number_as_they_came()


def _returned_twice(clerk: Actor, by: Actor) -> None:
    merchant = _sent(_TWICE, "33/12826/03/", days=9, by=by)
    owner = replace(by, name=merchant.owner_name)
    for days in _RETURNED_AGO:
        item = ReturnedItem(Question.WHERE, "where.house", "Thôn có hai nhà văn hoá.")
        with ago(days):
            services.send_back(merchant, items=[item], by=clerk)
        with ago(days - 1):
            services.answer_where(merchant, area=_hamlet("33/12826/03/"), house_note="gần nhà văn hoá", by=owner)
            services.resubmit(merchant, by=owner)
    asked = select(ReviewReturn).where(ReviewReturn.merchant_id == merchant.id).order_by(ReviewReturn.at)
    for days, request in zip(_RETURNED_AGO, db.session.scalars(asked), strict=True):
        request.at -= timedelta(days=days)
        request.answered_at = request.at + timedelta(days=1)


def _sent(facts: tuple[str, str, int, str, str], path: str, *, days: int, by: Actor) -> Merchant:
    owner, business, year, phone, other = facts
    craft = Craft.OTHER if other else Craft.FISH_SAUCE
    by, past = replace(by, name=owner), timedelta(days=days)
    with ago(days):
        merchant = services.start_draft(craft=craft, craft_other=other, by=by)
        merchant.is_demo = True
        services.answer_owner_name(merchant, owner_name=owner, by=by)
        services.answer_business_name(merchant, business_name=business, by=by)
        services.answer_birth_year(merchant, birth_year=year, by=by)
        services.answer_where(merchant, area=_hamlet(path), house_note="gần nhà văn hoá thôn", by=by)
        services.answer_contact(merchant, kind=ContactKind.OWN, phone=parse_phone(phone), by=by)
        services.answer_papers(merchant, papers=[Paper.NONE], by=by)
        services.give_consent(merchant, given=dict.fromkeys(ConsentPurpose, True), by=by)
        register.enter(merchant, at=clock.now() - past)
        services.submit(merchant, by=by)
    merchant.started_at -= past
    if merchant.submitted_at is not None:
        merchant.submitted_at -= past
        merchant.review_due_on = rules.review_due_on(clock.local(merchant.submitted_at))
    return merchant


def _number_as_they_came() -> None:
    """Give the made-up files of each book the numbers of the order in which they came, not in which they are loaded."""
    books: dict[tuple[str, int], list[RegisterEntry]] = {}
    asked = select(RegisterEntry).join(Merchant).where(Merchant.is_demo).order_by(RegisterEntry.entered_at)
    for entry in db.session.scalars(asked):
        books.setdefault((entry.commune_path, entry.year), []).append(entry)
    for entries in books.values():
        numbers = sorted(entry.number for entry in entries)
        for entry in entries:
            entry.number += _OUT_OF_THE_WAY
        db.session.flush()
        for entry, number in zip(entries, numbers, strict=True):
            entry.number, entry.book = number, rules.book_of(number)
        db.session.flush()


def _hamlet(path: str) -> Area:
    found = areas.at(path, clock.today())
    if found is None:
        raise LookupError(f"The demonstration needs the hamlet {path}")
    return found


def _actor(username: str) -> Actor | None:
    account = db.session.scalars(select(Account).where(Account.username == username)).one_or_none()
    return account.actor() if account else None
