"""A report put into words, in the order of its form."""

from collections.abc import Sequence
from functools import partial

from app.core import areas, clock
from app.dashboards.counting.rules import NOTHING, Figure, total
from app.dashboards.indicators.rules import Definition, Method
from app.dashboards.periods.rules import FlagKind, Parts
from app.dashboards.reports.queries import Material
from app.dashboards.reports.rules import Block, Cell, Heading, Paper, Para, Pct, Section, Table
from app.dashboards.reports.writing import people
from app.dashboards.trends.models import Target

# Number of the indicator, what its column is called, and whether the column counts or shares.
_COLUMNS = (
    ("CS-03", "Đăng ký", False),
    ("CS-04", "Đang dùng", False),
    ("CS-05", "Có dấu hiệu dùng", False),
    ("CS-11", "Gửi trọn", True),
    ("CS-13", "Một lần là xong", True),
    ("CS-16", "Đúng hạn", True),
    ("CS-18", "Sản phẩm sẵn sàng", False),
    ("CS-29", "Đã học", False),
    ("CS-30", "Học rồi dùng", True),
)
_ODD = {
    FlagKind.HEAP: "{measured} % bản ghi dồn vào hai ngày cuối kỳ",
    FlagKind.JUMP: "{indicator} đổi {measured} điểm trong một kỳ",
    FlagKind.FLAT: "{measured} % hồ sơ của một người giúp ghi giống hệt nhau",
    FlagKind.BAND: "{measured} % lần thăm của một tổ ghi cùng một mức nhận tiền; đã rút thăm để gọi lại",
    FlagKind.SPEED: "Một người giúp gửi hồ sơ quá nhanh ({measured})",
    FlagKind.ROUND: "Cả {measured} số báo về đều tròn chục",
    FlagKind.SILENT: "Chưa ngân hàng hay đối tác nào báo về {measured} cơ sở",
    FlagKind.WRONG: "{measured} % hộ trả lời nói không có ai đến thăm",
    FlagKind.LATE: "{measured} % bản ghi lúc mất sóng về sau ngày chốt kỳ",
}
_NO_PERIOD_BEFORE = "Chưa có kỳ trước nào chốt hẳn để so."
_CAUSES = {
    "activations": "cơ sở đăng ký từ trước nay dùng",
    "joins": "cơ sở mới đăng ký và dùng ngay",
    "lapses": "cơ sở không còn dùng",
    "late": "do số nộp muộn của kỳ trước",
    "territory": "do thôn chuyển xã",
    "definition": "do đổi định nghĩa",
}


def compose(found: Material) -> Paper:
    """Return the report of a place, ready to be written in any form."""
    name = found.place.name
    is_final = found.freeze.is_final
    state = f"lần {found.freeze.edition}" if is_final else "chốt tạm"
    return Paper(
        agency=f"UỶ BAN NHÂN DÂN {name.upper()}",
        place=name.partition(" ")[2] or name,
        title="BÁO CÁO",
        about=f"Kết quả chuyển đổi số hộ sản xuất, kinh doanh và du lịch, kỳ {found.term.month:02d}/{found.term.year}",
        stamp=f"Kỳ từ {found.term.first_on:%d/%m/%Y} đến {found.term.last_on:%d/%m/%Y}. "
        f"Số liệu {state}, {clock.local(found.freeze.frozen_at):%H:%M %d/%m/%Y}. "
        f"Mã kiểm tra {found.freeze.sha256[:12].upper()}.",
        sha256=found.freeze.sha256,
        path=f"/cb/bao-cao/{found.term.code}/{found.place.code}?lan={found.freeze.edition}",
        blocks=[*_summary(found), *_pairs(found), *_communes(found), *_why(found), *_people(found), *_asked(found),
                *_requests(found), *_annex(found)],
    )  # fmt: skip


def _summary(found: Material) -> list[Block]:
    number, share = (partial(each, found) for each in (_number, _share_moved))
    lines: list[Block] = [
        Heading("1. Tóm tắt"),
        Para(f"Cơ sở đã đăng ký: {number('CS-03')}; đang dùng thanh toán số thật: {number('CS-04')}."),
        Para(why(found.change) if found.change else _NO_PERIOD_BEFORE),
        Para(f"Cơ sở có người đã học: {number('CS-29')}; học rồi dùng: {share('CS-30')}."),
        Para(f"Hồ sơ trả đúng hạn: {share('CS-16')}; một lần là xong: {share('CS-13')}."),
        Para(f"Sản phẩm sẵn sàng lên kênh: {number('CS-18')}; đang bán: {number('CS-19')}."),
    ]
    return lines + _comment(found, Section.SUMMARY)


def _number(found: Material, number: str) -> str:
    """Return a number with what it was in the period before, where both are known."""
    now, before = found.figure(number), found.before.get(number, NOTHING)
    if now.numerator is None:
        return "chưa có số"
    return _said(now) if before.numerator is None else f"{_said(now)} (kỳ trước {_said(before)})"


def _share_moved(found: Material, number: str) -> str:
    now, before = found.figure(number), found.before.get(number, NOTHING)
    return _share(now) if now.points is None or before.points is None else f"{_share(now)} (kỳ trước {_share(before)})"


def _pairs(found: Material) -> list[Block]:
    rows = [_pair_row(found, each) for each in found.definitions.values() if each.headline]
    header = ("Chỉ số", "Tử số", "Mẫu số", "Kỳ này", "Kỳ trước", "Cùng kỳ", "Đi cặp với", "Số cặp", "Mục tiêu",
              "Văn bản giao", "Ghi chú")  # fmt: skip
    return [
        Heading("2. Các cặp số"),
        Table("Cặp số", "Bảng 1. Mỗi số đứng cạnh cặp của nó", header, rows),
        Para(_evidence(found)),
        *people.filings(found),
        *people.waits(found),
        *people.purchases(found),
    ]


def _evidence(found: Material) -> str:
    """Say by how good evidence use is known: of how many by A or B, of how many by C or D only, of how many not."""
    measured, signs = found.figure("CS-04"), found.figure("CS-05")
    if measured.numerator is None or signs.denominator is None or signs.numerator is None:
        return "Độ phủ bằng chứng: chưa có số."
    rest = signs.denominator - measured.numerator - signs.numerator
    return (
        f"Độ phủ bằng chứng: trong {signs.denominator} cơ sở, {measured.numerator} có bằng chứng A hoặc B, "
        f"{signs.numerator} chỉ có C hoặc D, {rest} chưa có."
    )


def _pair_row(found: Material, each: Definition) -> Sequence[Cell]:
    now, pair = found.figure(each.id), found.definitions[each.pair]
    beside = found.figure(pair.id)
    is_odd = any(asked.flag.indicator == each.id for asked in found.asked)
    return (
        f"{each.id} {each.words['vi'].name}",
        now.numerator,
        now.denominator,
        _points(now),
        _points(found.before.get(each.id, NOTHING)),
        _points(found.year_ago.get(each.id, NOTHING)),
        f"{pair.id} {pair.words['vi'].name}",
        _points(beside) if beside.denominator is not None else beside.numerator,
        *_aim(found.targets.get(each.id)),
        "; ".join(_remarks(each, is_odd=is_odd)),
    )


def _aim(target: Target | None) -> tuple[Cell, Cell]:
    """Say what is to be reached and by which document: none is said to be missing, a target without one as well."""
    if target is None:
        return "–", "–"
    return Pct(target.value_pct), f"{target.document or 'chưa có văn bản'}; đến {target.due_on:%d/%m/%Y}"


def _remarks(each: Definition, *, is_odd: bool) -> list[str]:
    reported = ["số báo về, không đo"] if each.method is Method.REPORTED else []
    return ["⚑ xem mục 8", *reported] if is_odd else reported


def _communes(found: Material) -> list[Block]:
    rows = [_commune_row(found, place.name, [place.path]) for place in found.communes]
    if len(found.communes) > 1:
        rows.append(_commune_row(found, "Cộng", [place.path for place in found.communes]))
    header = ("Xã", *(label for _, label, _ in _COLUMNS))
    return [
        Heading("3. Theo xã, theo nghề"),
        Table("Theo xã", "Bảng 2. Số liệu từng xã; dòng cộng được đếm lại", header, rows),
        *people.crafts(found),
    ]


def _commune_row(found: Material, name: str, paths: Sequence[str]) -> Sequence[Cell]:
    cells: list[Cell] = [name]
    for number, _, is_share in _COLUMNS:
        figure = total(found.grid.get(number, {}).get(path, NOTHING) for path in paths)
        cells.append(_points(figure) if is_share else figure.numerator)
    return cells


def _why(found: Material) -> list[Block]:
    told = [why(found.change) if found.change else _NO_PERIOD_BEFORE, *_most_changed(found)]
    return [Heading("4. Vì sao số đang dùng thay đổi"), *map(Para, told), *_comment(found, Section.WHY)]


def _most_changed(found: Material) -> list[str]:
    """Say of the commune that gained most and of the one that lost most why they did, where there are several."""
    if len(found.changes) < 2:
        return []
    ordered = sorted(found.changes.items(), key=lambda each: (each[1].after - each[1].before, each[0]))
    most, least = ordered[-1], ordered[0]
    gained = [("Tăng nhiều nhất", most)] if most[1].after > most[1].before else []
    lost = [("Giảm nhiều nhất", least)] if least[1].after < least[1].before else []
    return [f"{which}, {found.names.get(path, '')}: {why(parts)}" for which, (path, parts) in gained + lost]


def why(parts: Parts) -> str:
    """Say why the number in use changed; the parts named add up to the difference."""
    moved = [
        f"{'thêm' if getattr(parts, name) > 0 else 'bớt'} {abs(getattr(parts, name))} {cause}"
        for name, cause in _CAUSES.items()
        if getattr(parts, name)
    ]
    if not moved:
        return f"Số cơ sở đang dùng giữ nguyên {parts.after}, vẫn là những cơ sở ấy."
    return f"Số cơ sở đang dùng từ {parts.before} thành {parts.after}: {'; '.join(moved)}."


def _people(found: Material) -> list[Block]:
    rows = [
        (term.code, taught.numerator, taught.denominator, _points(taught), _points(others))
        for term, taught, others in found.learning
    ]
    header = ("Kỳ", "Đã dùng", "Trong đợt học", "Học rồi dùng", "Chưa học, để so")
    women, everybody, lost = (found.figure(number) for number in ("CS-33", "CS-04", "CS-10"))
    return [
        Heading("5. Con người"),
        Table("Học rồi dùng", "Bảng 3. Học rồi dùng; là liên hệ, chưa chắc là nguyên nhân", header, rows),
        Para(f"Không bỏ ai: cơ sở do phụ nữ làm chính {_share(women)} đang dùng, so với {_share(everybody)} chung."),
        *people.left_out(found),
        Heading("6. Chưa muốn và lý do"),
        *people.refusals(found),
        Heading("7. Sự cố mất tiền và đã xử lý"),
        Para(f"Sự cố mất tiền gia đình báo trong kỳ: {_said(lost)} lần."),
        *people.losses(found),
    ]


def _asked(found: Material) -> list[Block]:
    rows = [
        (
            found.names.get(each.flag.commune_path, ""),
            _ODD[each.flag.kind].format(measured=each.flag.measured, indicator=each.flag.indicator),
            "; ".join(answer.words for answer in each.answers) or "chưa giải trình",
        )
        for each in found.asked
    ]
    if not rows:
        return [Heading("8. Điều cần hỏi lại"), Para("Không có.")]
    header = ("Xã", "Điều cần hỏi", "Xã giải trình")
    return [Heading("8. Điều cần hỏi lại"), Table("Cần hỏi lại", "Bảng 8. ⚑ và lời giải trình", header, rows)]


def _requests(found: Material) -> list[Block]:
    asks, done = _comment(found, Section.ASKS), _comment(found, Section.DONE)
    empty: list[Block] = [Para("Không có.")]
    return [Heading("9. Đề nghị giải quyết"), *(asks or empty), Heading("10. Việc kỳ trước đã làm"), *(done or empty)]


def _annex(found: Material) -> list[Block]:
    rows = [
        (each.edition, each.words["vi"].name, each.words["vi"].numerator, each.words["vi"].denominator)
        for each in found.definitions.values()
        if each.headline
    ]
    header = ("Phiên bản", "Chỉ số", "Đếm gì", "Trên tổng số nào")
    return [
        Heading("Phụ lục"),
        Table("Định nghĩa", "Bảng 9. Định nghĩa", header, rows, is_folded=True),
        *_units(found),
        *_restated(found),
    ]


def _units(found: Material) -> list[Block]:
    merged = [
        f"{place.name} (gồm {', '.join(each.name for each in former)})"
        for place in found.communes
        if (former := areas.predecessors(place))
    ]
    return (
        [Para(f"Địa bàn tính theo đơn vị ngày {found.term.last_on:%d/%m/%Y}: {'; '.join(merged)}.")] if merged else []
    )


def _restated(found: Material) -> list[Block]:
    rows = [
        (each.indicator, found.names.get(each.commune_path, ""), each.before.numerator, each.after.numerator)
        for each in found.restated
    ]
    told = people.restated(found)
    if not (rows or told):
        return []
    header = ("Chỉ số", "Xã", "Trước", "Nay")
    table: list[Block] = [Table("Chốt lại", "Bảng 10. Số đã đổi khi chốt lại", header, rows)] if rows else []
    return [Para(f"Chốt lại vì: {found.freeze.reason}"), *table, *told]


def _comment(found: Material, section: Section) -> list[Block]:
    words = found.comments.get(section)
    return [Para(words, is_comment=True)] if words else []


def _points(figure: Figure) -> Pct | None:
    return None if figure.points is None else Pct(round(figure.points, 1))


def _said(figure: Figure) -> str:
    return "Chưa có số" if figure.numerator is None else f"{figure.numerator:,}".replace(",", ".")


def _share(figure: Figure) -> str:
    return "chưa có số" if figure.points is None else f"{figure.points:.1f} %".replace(".", ",")
