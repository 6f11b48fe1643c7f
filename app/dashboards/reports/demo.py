"""Made-up rest of the closed periods: a bank's file came late, a commune said why, and officials added their words."""

from dataclasses import replace

from app.core import areas, clock
from app.dashboards.counting.rules import Term
from app.dashboards.periods import queries as periods
from app.dashboards.periods import services as freezing
from app.dashboards.periods.models import QualityFlag
from app.dashboards.reports import services
from app.dashboards.reports.rules import Section
from app.policy import Actor

_COMMUNE = "33/12826/"
_COMMENTS = {
    Section.SUMMARY: "Số còn ít vì xã mới làm từ tháng 8 (lời minh hoạ).",
    Section.WHY: "Vẫn là cơ sở ấy; xã đang giúp thêm hai nhà (lời minh hoạ).",
    Section.ASKS: "Đề nghị nhà mạng đo sóng ở thôn ven đê trước cuối tháng sau (lời minh hoạ).",
}


def load(by: Actor) -> None:
    """Restate, freeze the last period and write; a second call adds nothing."""
    last = Term.ended_before(clock.today())
    if periods.latest(last) is not None:
        return
    before, desk = last.before(), replace(by, name="Chú Đỗ Văn Thành (minh hoạ)")
    freezing.explain(_silence(before), words="Ngân hàng hẹn gửi tệp tháng vào tuần sau (minh hoạ)", by=desk)
    province = replace(by, name="Chị Vũ Hải Yến (minh hoạ)")
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
