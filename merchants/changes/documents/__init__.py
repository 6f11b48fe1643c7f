"""The correction slip: what was asked, what the commune answered, on A5 with the dossier's code."""

from app.core import clock
from merchants.changes.models import Correction
from merchants.changes.states import CorrectionState
from merchants.documents import slips
from merchants.documents.slips import Told

_ANSWERS = {
    CorrectionState.WAITING: "Đang chờ xã trả lời; nội dung cũ vẫn có giá trị",
    CorrectionState.MADE: "Đã sửa",
    CorrectionState.REFUSED: "Chưa sửa",
    CorrectionState.TAKEN_BACK: "Chủ cơ sở rút đề nghị",
}


def correction_slip(row: Correction, *, label: str, before: str, after: str, lookup_url: str, desk_phone: str) -> bytes:
    """Return the slip as a PDF, unsigned; the words of both answers are given, in Vietnamese."""
    decided = clock.local(row.decided_at or row.asked_at)
    rows = [["Mục", label], ["Trước đây", before or "chưa khai"], ["Sửa thành", after]]
    if row.reason:
        rows.append(["Vì sao", row.reason])
    rows.append(["Kết quả", _ANSWERS[row.state] + (f": {row.answer}" if row.answer else "")])
    if row.decided_at:
        rows.append(["Ngày", f"{decided:%H:%M %d/%m/%Y}"])
    body = {
        "intro": f"{row.asked_by_name} đề nghị đính chính hồ sơ ngày {clock.local(row.asked_at):%d/%m/%Y}:",
        "items": [],
        "rows": rows,
        "closing": ["Nội dung cũ được giữ trong nhật ký của hồ sơ. Không mất phí."],
        "signer": "NGƯỜI LẬP PHIẾU",
    }
    told = Told(at=row.decided_at or row.asked_at, by_name=row.decided_by_name or row.asked_by_name)
    return slips.letter(
        row.merchant,
        told,
        form="Phiếu của chương trình",
        title="PHIẾU ĐÍNH CHÍNH THÔNG TIN",
        body=body,
        lookup_url=lookup_url,
        desk_phone=desk_phone,
    )
