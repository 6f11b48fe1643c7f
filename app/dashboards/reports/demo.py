"""Made-up rest of the closed periods: a bank's file came late, a commune said why, and officials added their words."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select

from app.core import areas, clock
from app.core.db import db
from app.dashboards.counting.rules import Term
from app.dashboards.periods import queries as periods
from app.dashboards.periods import services as freezing
from app.dashboards.periods.models import QualityFlag
from app.dashboards.reports import services
from app.dashboards.reports.rules import Section
from app.policy import Actor
from merchants.helping.rules import Subject, WhyNot
from merchants.helping.services import not_for_now
from merchants.models import Merchant
from payments.losses import services as losses
from payments.losses.rules import LossKind

_COMMUNE = "33/12826/"
_COMMENTS = {
    Section.SUMMARY: "Số còn ít vì xã mới làm từ tháng 8 (lời minh hoạ).",
    Section.WHY: "Vẫn là cơ sở ấy; xã đang giúp thêm hai nhà (lời minh hoạ).",
    Section.ASKS: "Đề nghị nhà mạng đo sóng ở thôn ven đê trước cuối tháng sau (lời minh hoạ).",
}
# Who wants no money by transfer for now, and on which day of the last period they said so.
_REFUSALS = (
    ("Ngô Thị Cải", WhyNot.NO_NEED, 3),
    ("Đinh Thị Hoè", WhyNot.NO_DEVICE, 5),
    ("Tạ Thị Muối", WhyNot.FRAUD, 9),
    ("Cao Thị Hến", WhyNot.FRAUD, 12),
    ("Đặng Văn Nếp", WhyNot.FRAUD, 16),
    ("Vũ Văn Sú", WhyNot.FRAUD, 18),
    ("Lương Thị Sậy", WhyNot.FRAUD, 21),
)
_LOST, _LOST_ON_DAY, _VISITED_AFTER = "Hoàng Văn Bãi", 8, timedelta(days=2)


def load(by: Actor) -> None:
    """Restate, freeze the last period and write; a second call adds nothing."""
    last = Term.ended_before(clock.today())
    if periods.latest(last) is not None:
        return
    before, desk = last.before(), replace(by, name="Chú Đỗ Văn Thành (minh hoạ)")
    freezing.explain(_silence(before), words="Ngân hàng hẹn gửi tệp tháng vào tuần sau (minh hoạ)", by=desk)
    province = replace(by, name="Chị Vũ Hải Yến (minh hoạ)")
    _tell_of_people(before, last, by=desk)
    freezing.restate(before, reason="Tệp tháng của ngân hàng đến muộn (minh hoạ)", by=province)
    freezing.freeze(last, by=replace(by, name="Chốt kỳ (minh hoạ)"))
    place = areas.at(_COMMUNE, last.last_on)
    if place is None:
        raise LookupError(f"The demonstration needs the commune {_COMMUNE}")
    for section, words in _COMMENTS.items():
        services.comment(last, place, section, words=words, by=desk)


def _silence(term: Term) -> QualityFlag:
    """Return the question why no bank had reported of the commune."""
    frozen = periods.freezes(term)[0]
    return periods.flags(frozen, (_COMMUNE,))[0].flag


def _tell_of_people(before: Term, last: Term, *, by: Actor) -> None:
    """Let households say no and one lose money; the first one's slip lay on a desk until its period was closed."""
    found = {each.owner_name: each for each in db.session.scalars(select(Merchant).where(Merchant.is_demo))}
    for number, (owner, why, day) in enumerate(_REFUSALS):
        if owner in found:
            told = not_for_now(found[owner], about=Subject.BANK, why=why, months=6, by=by)
            told.at = _noon(last if number else before, day)
    if _LOST in found:
        _lose(found[_LOST], _noon(last, _LOST_ON_DAY), by=by)


def _lose(merchant: Merchant, at: datetime, *, by: Actor) -> None:
    """Report a loss as if it had been told then, and the visit that came of it."""
    day = clock.local(at).date()
    loss = losses.report(merchant, kind=LossKind.OTHER, happened_on=day, amount_vnd=300_000, by=by)
    losses.visit(loss, by=by)
    losses.close(loss, by=by)
    loss.reported_at, loss.visited_at, loss.closed_at = at, at + _VISITED_AFTER, at + _VISITED_AFTER


def _noon(term: Term, day: int) -> datetime:
    """Return noon of a day of a period, counted from its first."""
    return clock.start_of(term.first_on + timedelta(days=day)) + timedelta(hours=12)
