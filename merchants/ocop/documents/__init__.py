"""Printed papers of OCOP: the notice in writing, the renewal file, the commune's report."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.core import areas
from app.core.documents import render_pdf
from merchants.documents import in_sentence
from merchants.models import Merchant
from merchants.ocop import rules
from merchants.ocop.models import OcopCertificate, OcopDossier, OcopLetter
from merchants.ocop.rules import ScreeningPart, Verdict
from merchants.papers import rules as papers
from merchants.papers.models import KeptPaper
from merchants.results import documents as results

_HERE = Path(__file__).parent
_STATE = {"state": "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "motto": "Độc lập – Tự do – Hạnh phúc"}

# These papers follow Vietnamese forms, whatever language the screen has.
_SCREENING = {
    ScreeningPart.MATERIAL: "Nguồn gốc sản phẩm, nguyên liệu địa phương",
    ScreeningPart.LABOUR: "Sử dụng lao động địa phương",
    ScreeningPart.IDEA: "Nguồn gốc ý tưởng sản phẩm",
    ScreeningPart.IDENTITY: "Bản sắc địa phương",
}
_VERDICTS = {Verdict.YES: "Có", Verdict.PARTLY: "Một phần", Verdict.NO: "Chưa có"}
_PARTS = {
    "A": "Phần A. Sản phẩm và sức mạnh cộng đồng",
    "B": "Phần B. Khả năng tiếp thị",
    "C": "Phần C. Chất lượng sản phẩm",
}
_UNVERIFIED = (
    "Điểm từng dòng quy đổi từ bộ tiêu chí 1048/781 theo tổng A 40, B 25, C 35 của Quyết định 148/QĐ-TTg; "
    "chưa đối chiếu văn bản, dùng để tự chấm."
)
_DEMO = "DỮ LIỆU MINH HOẠ, KHÔNG CÓ GIÁ TRỊ."


def letter(of: OcopLetter, *, code: str = "") -> bytes:
    """Return the notice that a certificate runs out, on the sender's letterhead.

    With the ``code`` of an issued paper it has the places for two signatures and says where it is checked; without, it
    is printed and signed by hand.
    """
    certificate = of.certificate
    merchant = certificate.merchant
    sender = areas.name_of(of.sender_path)
    is_province = of.sender_path.count("/") == 1
    place = sender.removeprefix("Xã ").removeprefix("Phường ").removeprefix("Tỉnh ").removeprefix("tỉnh ")
    return render_pdf(
        _HERE / "letter.typ",
        {
            **_STATE,
            "agency": f"UỶ BAN NHÂN DÂN {sender.upper()}" if not is_province else f"UỶ BAN NHÂN DÂN\n{sender.upper()}",
            "number": f"Số: {of.number:02d}/TB-UBND",
            "dated": f"{place}, ngày {of.issued_on:%d} tháng {of.issued_on:%m} năm {of.issued_on:%Y}",
            "kind": "THÔNG BÁO",
            "about": f"Về việc Giấy chứng nhận sản phẩm OCOP sắp hết hạn: {certificate.product_name}",
            "to": f"Kính gửi: {_who(merchant)}, {_where(merchant)}",
            "basis": [
                (
                    "Căn cứ Quyết định số 148/QĐ-TTg ngày 24 tháng 02 năm 2023 và Quyết định số 1489/QĐ-TTg "
                    "ngày 06 tháng 7 năm 2025 của Thủ tướng Chính phủ;"
                ),
                (
                    f"Căn cứ Quyết định số {certificate.decision_no} ngày {certificate.issued_on:%d/%m/%Y} "
                    f"của {certificate.authority};"
                ),
            ],
            "body": [
                f"{_sentence_agency(sender)} thông báo: Giấy chứng nhận {certificate.stars} sao của sản phẩm "
                f"{certificate.product_name}"
                + (f" (mã {certificate.ocop_code})" if certificate.ocop_code else "")
                + f" hết hạn vào ngày {certificate.expires_on:%d/%m/%Y} (36 tháng kể từ ngày cấp).",
                (
                    "Để sản phẩm tiếp tục được công nhận, đề nghị chủ thể gửi hồ sơ đánh giá lại về "
                    "Uỷ ban nhân dân xã, gồm:"
                ),
            ],
            "items": [
                "Phiếu đăng ký đánh giá, phân hạng sản phẩm OCOP;",
                (
                    "Báo cáo của chủ thể: tự đánh giá theo bộ tiêu chí; cập nhật nguyên liệu, thị trường, công bố chất "
                    "lượng và kết quả ba năm."
                ),
            ],
            "after": [
                (
                    "Hồ sơ nhận quanh năm, theo chu trình OCOP của địa phương. Quá ngày trên mà chưa đánh giá lại, sản "
                    "phẩm không còn trong danh sách được công nhận."
                ),
                "Uỷ ban nhân dân xã và tổ công nghệ số cộng đồng giúp lập hồ sơ, không thu phí.",
            ],
            "recipients": [
                "Như trên;",
                "Uỷ ban nhân dân xã (phối hợp);" if is_province else "Uỷ ban nhân dân tỉnh (báo cáo);",
                "Lưu: VT.",
            ],
            "signer_title": of.signer_title.upper(),
            "signer_name": of.signer_name,
            "demo": _DEMO if merchant.is_demo else "",
            "code": code,
            "check_url": results.check_url(code) if code else "",
        },
        {"qr": results.check_picture(code)} if code else None,
    )


def renewal(dossier: OcopDossier, certificate: OcopCertificate | None, proofs: Mapping[str, list[KeptPaper]]) -> bytes:
    """Return the file filled in as far as it is known: the registration slip and the producer's own report."""
    merchant = dossier.merchant
    tree = rules.tree(dossier.set_key)
    points = dossier.points
    score = rules.score(tree, points)
    of = rules.product_set(dossier.set_key)
    return render_pdf(
        _HERE / "renewal.typ",
        {
            **_STATE,
            "title": "PHIẾU ĐĂNG KÝ ĐÁNH GIÁ, PHÂN HẠNG SẢN PHẨM OCOP",
            "to": f"Kính gửi: Uỷ ban nhân dân {in_sentence(_commune(merchant))}",
            "rows": [
                ["Chủ thể", _who(merchant)],
                ["Người đại diện", merchant.owner_name],
                ["Địa chỉ", _where(merchant)],
                ["Sản phẩm", dossier.product_name],
                ["Nhóm, bộ sản phẩm", f"{rules.group(of.group).vi} – {of.key} {of.vi}"],
                ["Bộ quản lý", "; ".join(of.ministries)],
                ["Đăng ký", "Đánh giá lại (sản phẩm đã có)" if certificate else "Đánh giá lần đầu (sản phẩm mới)"],
                ["Giấy chứng nhận cũ", _old(certificate)],
            ],
            "report_title": "BÁO CÁO CỦA CHỦ THỂ",
            "report_about": "Tự đánh giá theo bộ tiêu chí và kết quả ba năm",
            "parts": [
                {
                    "title": f"{_PARTS[part.letter]}: "
                    + (f"{_points(part.points)} trên {part.total} điểm" if part.is_known else "chưa có bộ tiêu chí"),
                    "lines": [
                        [
                            line.code,
                            line.vi,
                            _answer(line, points),
                            f"{points[line.code]}/{line.most}" if line.code in points else "…",
                            "; ".join(_paper(paper) for paper in proofs.get(line.code, [])) or "…",
                        ]
                        for line in tree.part(part.letter)
                    ],
                }
                for part in score.parts
            ],
            "sum": f"Tổng tự chấm: {_points(score.least)} điểm"
            + ("" if score.is_whole else f", có thể đến {_points(score.most)} điểm"),
            "unverified": "" if tree.confirmed else _UNVERIFIED,
            "results_label": "Kết quả ba năm, thay đổi về nguyên liệu, thị trường, chất lượng",
            "results": dossier.results_note or "………………………………………………………………",
            "promise": "Chủ thể cam kết những điều khai trên là đúng.",
            "signer": "CHỦ THỂ",
            "sign_hint": "(Ký và ghi rõ họ tên)",
            "signer_name": merchant.owner_name,
            "dated": f"{_commune(merchant).removeprefix('Xã ')}, ngày …… tháng …… năm ………",
            "demo": _DEMO if merchant.is_demo else "",
        },
    )


def report(dossier: OcopDossier) -> bytes:
    """Return the commune's report on the parts that it judges, with what the meeting came to.

    Raises:
        ValueError: the meeting has not been held.
    """
    if dossier.met_on is None:
        raise ValueError("The commune reports after its meeting")
    merchant = dossier.merchant
    commune = _commune(merchant)
    on = dossier.reported_on
    of = rules.product_set(dossier.set_key)
    found = {each.part: each for each in dossier.screenings}
    return render_pdf(
        _HERE / "report.typ",
        {
            **_STATE,
            "agency": f"UỶ BAN NHÂN DÂN {commune.upper()}",
            "number": f"Số: {dossier.report_no}" if dossier.report_no else "Số: ……/BC-UBND",
            "dated": f"{commune.removeprefix('Xã ')}, ngày "
            + (f"{on:%d} tháng {on:%m} năm {on:%Y}" if on else "…… tháng …… năm ………"),
            "kind": "BÁO CÁO ĐÁNH GIÁ",
            "about": f"Hồ sơ sản phẩm OCOP: {dossier.product_name}",
            "to": "Kính gửi: Uỷ ban nhân dân tỉnh",
            "intro": f"Thực hiện Quyết định số 1489/QĐ-TTg ngày 06 tháng 7 năm 2025, Uỷ ban nhân dân "
            f"{in_sentence(commune)} đã nhận hồ sơ ngày {_day(dossier.submitted_on)} và đánh giá như sau.",
            "rows": [
                ["Chủ thể", f"{_who(merchant)}, {_where(merchant)}"],
                ["Sản phẩm", dossier.product_name],
                ["Bộ sản phẩm", f"{of.key} {of.vi}"],
            ],
            "first": "1. Các phần xã đánh giá",
            "screening": [
                [_SCREENING[part], _VERDICTS[found[part].verdict], found[part].note or "–"]
                for part in ScreeningPart
                if part in found
            ],
            "second": "2. Cuộc họp lấy ý kiến",
            "meeting": f"Họp ngày {_day(dossier.met_on)} tại {dossier.met_where}, có {dossier.met_people} người dự. "
            f"Kết luận: {dossier.met_conclusion}",
            "third": "3. Đề nghị",
            "proposal": "Đề nghị Uỷ ban nhân dân tỉnh giao Hội đồng đánh giá, phân hạng sản phẩm.",
            "recipients": ["Như trên;", "Chủ thể;", "Lưu: VT."],
            "signer_title": "TM. UỶ BAN NHÂN DÂN",
            "demo": _DEMO if merchant.is_demo else "",
        },
    )


def _answer(line: rules.Criterion, points: Mapping[str, int]) -> str:
    if line.code not in points:
        return "…"
    return next((step.vi for step in line.steps if step.points == points[line.code]), "")


def _points(value: Any) -> str:
    return str(rules.shown_points(value)).replace(".", ",")


def _paper(paper: KeptPaper) -> str:
    name = papers.kind(paper.kind).vi
    return f"{name} số {paper.number}" if paper.number else name


def _who(merchant: Merchant) -> str:
    return merchant.business_name or merchant.owner_name


def _commune(merchant: Merchant) -> str:
    return areas.name_of(areas.commune_path(merchant.area_path))


def _where(merchant: Merchant) -> str:
    commune_path = areas.commune_path(merchant.area_path)
    names = areas.names_of([merchant.area_path, commune_path, f"{merchant.area_path.split('/')[0]}/"])
    hamlet = merchant.area_note if merchant.area_path == commune_path else names.get(merchant.area_path, "")
    province = names.get(f"{merchant.area_path.split('/')[0]}/", "")
    return ", ".join(part for part in (hamlet, names.get(commune_path, ""), province) if part)


def _sentence_agency(sender: str) -> str:
    return f"Uỷ ban nhân dân {in_sentence(sender)}"


def _old(certificate: OcopCertificate | None) -> str:
    if certificate is None:
        return "Chưa có"
    return (
        f"{certificate.stars} sao, Quyết định {certificate.decision_no} ngày {certificate.issued_on:%d/%m/%Y}, "
        f"hết hạn {certificate.expires_on:%d/%m/%Y}"
    )


def _day(day: Any) -> str:
    return f"{day:%d/%m/%Y}" if day else "……"
