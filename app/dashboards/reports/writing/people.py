"""What a report tells of people, small groups merged as in the open ledger: in one of fewer than five each is known."""

from collections.abc import Mapping, Sequence

from app.dashboards.counting.people import AGES, CRAFTS, FILINGS, HAMLETS, LOSSES, PURCHASES, REFUSALS, WAITS
from app.dashboards.counting.rules import Figure, total, within_days
from app.dashboards.periods.rules import SMALL, told_apart
from app.dashboards.reports.queries import Material
from app.dashboards.reports.rules import Block, Cell, Para, Pct, Table
from merchants.helping.rules import WhyNot
from merchants.rules import Craft, Filing

_AGES = {"old": "Chủ từ 60 tuổi", "young": "Chủ dưới 60 tuổi", "unsaid": "Chưa cho biết năm sinh"}
_WHY: dict[str, str] = {
    WhyNot.TAX: "Sợ bị thu thuế",
    WhyNot.FRAUD: "Sợ bị lừa",
    WhyNot.NO_NEED: "Chưa thấy cần",
    WhyNot.NO_DEVICE: "Chưa có máy",
    WhyNot.OTHER: "Lý do khác",
}
_TOPICS = {REFUSALS: "chưa muốn và lý do", LOSSES: "sự cố mất tiền", AGES: "tuổi chủ cơ sở", HAMLETS: "thôn chưa tới",
           PURCHASES: "cơ quan nhà nước mua", CRAFTS: "đang dùng theo nghề", FILINGS: "ai khai hồ sơ",
           WAITS: "dân chờ bao lâu"}  # fmt: skip
_CRAFTS: dict[str, str] = {
    Craft.FISH_SAUCE: "Nước mắm",
    Craft.RICE: "Lúa gạo",
    Craft.CAKE: "Bánh",
    Craft.VEGETABLE: "Rau quả",
    Craft.WEAVING: "Mây tre đan",
    Craft.HOMESTAY: "Homestay",
    Craft.RESTAURANT: "Quán ăn",
    Craft.TOUR: "Đưa khách đi tham quan",
    Craft.ATTRACTION: "Điểm tham quan",
    Craft.OTHER: "Nghề khác",
}
_FILINGS: dict[str, str] = {
    Filing.SELF: "gia đình tự khai",
    Filing.TEAM: "tổ công nghệ số khai giúp",
    Filing.CLERK: "Một cửa xã khai giúp",
    Filing.LIST: "nhập từ danh sách của xã",
}
_FEW = f"dưới {SMALL} nên không tách riêng."
_NO_FIGURE = "chưa có số (kỳ này chốt trước khi có mục này)."


def left_out(found: Material) -> list[Block]:
    """Tell in which age owners use it, and in how many hamlets nobody does."""
    if found.people is None:
        return [Para(f"Tuổi chủ cơ sở, thôn chưa tới: {_NO_FIGURE}")]
    return [*_ages(_sums(found.people[AGES])), *_hamlets(found, found.people[HAMLETS])]


def crafts(found: Material) -> list[Block]:
    """Tell by craft how many businesses use it of those that work."""
    if found.people is None or CRAFTS not in found.people:
        return [Para(f"Theo nghề: {_NO_FIGURE}")]
    told = _apart(_sums(found.people[CRAFTS]), _CRAFTS, "Các nghề ít cơ sở, gộp")
    rows = [(label, each.numerator, each.denominator, _share(each), each.unknown) for label, each in told]
    header = ("Nghề", "Đang dùng", "Cơ sở", "Tỷ lệ", "Ở xã chưa có số")
    return _table("Theo nghề", "Bảng 2b. Đăng ký và đang dùng, theo nghề", header, rows, f"Theo nghề: {_FEW}")


def filings(found: Material) -> list[Block]:
    """Tell who filled in the files of the period: being helped is counted openly, and is no worse."""
    if found.people is None or FILINGS not in found.people:
        return [Para(f"Ai khai hồ sơ: {_NO_FIGURE}")]
    sums = _sums(found.people[FILINGS])
    told = [f"{label} {sums[key].numerator}" for key, label in _FILINGS.items() if key in sums]
    return [Para(f"Hồ sơ gửi trong kỳ: {', '.join(told)}." if told else "Trong kỳ không có hồ sơ nào gửi.")]


def waits(found: Material) -> list[Block]:
    """Tell how long families really waited, mending included: the middle, and what nine in ten did not exceed."""
    if found.people is None or WAITS not in found.people:
        return [Para(f"Dân chờ bao lâu: {_NO_FIGURE}")]
    days = _sums(found.people[WAITS])
    files = sum(each.numerator or 0 for each in days.values())
    if not files:
        return [Para("Trong kỳ không có hồ sơ nào được trả lời.")]
    if files < SMALL:
        return [Para(f"Dân chờ bao lâu: {_FEW}")]
    half, nine = within_days(days, 50), within_days(days, 90)
    return [
        Para(
            f"Dân chờ thật, tính cả ngày gia đình bổ sung: một nửa trong {files} hồ sơ được trả lời trong {half} ngày, "
            f"chín phần mười trong {nine} ngày."
        )
    ]


def purchases(found: Material) -> list[Block]:
    """Tell how many businesses offices of the state bought from: a gift ordered before the freeze is no sign of use."""
    if found.people is None or PURCHASES not in found.people:
        return [Para(f"Cơ quan nhà nước mua: {_NO_FIGURE}")]
    bought = total(each["sold"] for each in found.people[PURCHASES].values())
    if not bought.denominator:
        return [Para("Trong tháng không thấy cơ quan nhà nước nào mua.")]
    if bought.denominator < SMALL:
        return [Para(f"Cơ quan nhà nước mua: {_FEW}")]
    return [
        Para(
            f"Cơ quan nhà nước mua của {bought.denominator} cơ sở trong tháng, không tính vào số đang dùng; "
            f"{bought.numerator} cơ sở trong số đó vẫn đang dùng nhờ khách khác."
        )
    ]


def refusals(found: Material) -> list[Block]:
    """Tell why households want nothing for now, each counted once."""
    if found.people is None:
        return [Para(f"Chưa muốn và lý do: {_NO_FIGURE}")]
    reasons = _sums(found.people[REFUSALS])
    if not reasons:
        return [Para("Trong kỳ không gia đình nào nói chưa muốn.")]
    told = _apart(reasons, _WHY, "Các lý do ít người nói, gộp")
    rows = [(label, each.numerator) for label, each in told]
    caption = "Bảng 6. Gia đình nói chưa muốn trong kỳ, theo lý do nói sau cùng"
    return _table("Chưa muốn", caption, ("Lý do", "Gia đình"), rows, f"Gia đình nói chưa muốn: {_FEW}")


def losses(found: Material) -> list[Block]:
    """Tell how many families that lost money were visited in the period, and how many still wait."""
    if found.people is None:
        return [Para(f"Đã xử lý: {_NO_FIGURE}")]
    by_place = found.people[LOSSES]
    if not by_place:
        return [Para("Không có sự cố nào chờ xử lý trong kỳ.")]
    large, rest = told_apart({place: total(each.values()) for place, each in by_place.items()})
    names = {place.path: place.name for place in found.communes}
    rows = [_loss_row(names.get(place, ""), [by_place[place]]) for place in large]
    if rest is not None:
        small = [each for place, each in by_place.items() if place not in large]
        rows.append(_loss_row("Các xã ít sự cố, gộp", small))
    header = ("Xã", "Báo trong kỳ", "Chờ từ kỳ trước", "Đã đến nhà trong kỳ", "Còn chờ cuối kỳ")
    caption = "Bảng 7. Sự cố mất tiền và đã xử lý"
    return _table("Sự cố", caption, header, rows, f"Số sự cố đã đến nhà, còn chờ: {_FEW}")


def restated(found: Material) -> list[Block]:
    """Tell of which topics an edition tells otherwise than the one before; how much may be too little to be told."""
    changed = {each.topic for each in found.restated_people}
    names = ", ".join(name for topic, name in _TOPICS.items() if topic in changed)
    return [Para(f"Phần con người cũng đổi khi chốt lại: {names}.")] if names else []


def _loss_row(name: str, places: Sequence[Mapping[str, Figure]]) -> Sequence[Cell]:
    new, waiting = (total(each.get(key, Figure(0, 0)) for each in places) for key in ("new", "waiting"))
    both = total((new, waiting))
    return name, new.denominator, waiting.denominator, both.numerator, (both.denominator or 0) - (both.numerator or 0)


def _ages(groups: Mapping[str, Figure]) -> list[Block]:
    if not any(each.is_known for each in groups.values()):
        return [Para("Tuổi chủ cơ sở: chưa có số, vì chưa ngân hàng hay đối tác nào báo về.")]
    told = _apart(groups, _AGES, "Các nhóm ít cơ sở, gộp")
    rows = [(label, each.numerator, each.denominator, _share(each), each.unknown) for label, each in told]
    header = ("Nhóm", "Đang dùng", "Cơ sở", "Tỷ lệ", "Ở xã chưa có số")
    return _table("Tuổi chủ", "Bảng 4. Không bỏ ai: tuổi chủ cơ sở", header, rows, f"Tuổi chủ cơ sở: {_FEW}")


def _hamlets(found: Material, by_place: Mapping[str, Mapping[str, Figure]]) -> list[Block]:
    rows = [_hamlet_row(each.name, by_place[each.path]) for each in found.communes if each.path in by_place]
    if len(rows) > 1:
        rows.append(_hamlet_row("Cộng", _sums(by_place)))
    header = ("Xã", "Thôn", "Có người đang dùng", "Có đăng ký, chưa ai dùng", "Chưa ai đăng ký")
    return _table("Thôn chưa tới", "Bảng 5. Không bỏ ai: thôn chưa tới", header, rows, "Thôn chưa tới: chưa có số.")


def _hamlet_row(name: str, told: Mapping[str, Figure]) -> Sequence[Cell]:
    return name, told["nobody"].denominator, *(told[key].numerator for key in ("reached", "unused", "nobody"))


def _table(
    name: str, caption: str, header: Sequence[str], rows: Sequence[Sequence[Cell]], otherwise: str
) -> list[Block]:
    """Return a table, or a sentence where nothing may be told in one."""
    return [Table(name, caption, header, rows)] if rows else [Para(otherwise)]


def _sums(by_place: Mapping[str, Mapping[str, Figure]]) -> Mapping[str, Figure]:
    """Add the places of each kind."""
    kinds = dict.fromkeys(key for told in by_place.values() for key in told)
    return {key: total(told[key] for told in by_place.values() if key in told) for key in kinds}


def _apart(figures: Mapping[str, Figure], labels: Mapping[str, str], rest_label: str) -> list[tuple[str, Figure]]:
    large, rest = told_apart({key: figures[key] for key in labels if key in figures})
    return [(labels[key], each) for key, each in large.items()] + ([(rest_label, rest)] if rest is not None else [])


def _share(figure: Figure) -> Pct | None:
    return None if figure.points is None else Pct(round(figure.points, 1))
