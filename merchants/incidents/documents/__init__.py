"""The notice of an incident to the authority, ready to be signed and sent."""

from pathlib import Path

from app.core import clock
from app.core.documents import render_pdf
from merchants.incidents.models import Incident

_NOTICE = Path(__file__).parent / "notice.typ"


def notice(incident: Incident, *, contact_phone: str) -> bytes:
    """Return the notice as a PDF, in Vietnamese whatever the screen speaks; it names no owner."""
    found, due = clock.local(incident.found_at), clock.local(incident.report_by_at)
    contained = clock.local(incident.contained_at) if incident.contained_at else None
    told = clock.local(incident.told_at) if incident.told_at else None
    data = {
        "title": "THÔNG BÁO VI PHẠM QUY ĐỊNH VỀ BẢO VỆ DỮ LIỆU CÁ NHÂN",
        "basis": "Theo Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15 và Nghị định số 356/2025/NĐ-CP",
        "to": "Kính gửi: cơ quan chuyên trách bảo vệ dữ liệu cá nhân",
        "rows": [
            ["Sự cố", incident.title],
            ["Phát hiện lúc", f"{found:%H:%M ngày %d/%m/%Y}, người phát hiện: {incident.found_by}"],
            ["Phải báo trước", f"{due:%H:%M ngày %d/%m/%Y}"],
            ["Diễn biến", incident.what],
            ["Loại dữ liệu", incident.data_kinds],
            ["Số người liên quan", f"khoảng {incident.concerned_about}, đã rõ {len(incident.concerned)} hồ sơ"],
            ["Đã ngăn chặn", f"{contained:%H:%M ngày %d/%m/%Y}: {incident.contained_how}" if contained else "Đang làm"],
            ["Đã báo chủ cơ sở", f"{told:%H:%M ngày %d/%m/%Y}" if told else "Sẽ báo"],
            ["Báo muộn vì", incident.late_reason or "Không"],
            ["Người phụ trách", f"{incident.responsible_name}, {incident.responsible_phone}; cơ quan: {contact_phone}"],
        ],
        "place": f"Ngày {clock.today():%d/%m/%Y}",
        "signer": "THỦ TRƯỞNG CƠ QUAN",
    }
    return render_pdf(_NOTICE, data)
