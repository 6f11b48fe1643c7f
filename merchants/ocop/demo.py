"""OCOP of the demonstration: made-up certificates, letters and dossiers of the made-up households."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select

from app.core import areas, calendar, clock
from app.core.db import db
from app.policy import Actor, Holding, Role
from merchants.models import Merchant
from merchants.ocop import rules, services
from merchants.ocop.models import OcopCertificate, OcopDossier
from merchants.ocop.rules import ScreeningPart, Verdict
from merchants.ocop.services import CertificateFacts, Finding
from merchants.papers import queries as papers

_AUTHORITY = "UBND tỉnh (minh hoạ)"


@dataclass(frozen=True)
class Sample:
    """One certificate: whose, what, how many stars, and in how many days it runs out."""

    owner: str
    product: str
    set_key: str
    stars: int
    ends_in: int
    is_checked: bool = True


_CERTIFICATES = (
    Sample("Nguyễn Thị Mận", "Nước mắm Bà Mận", "I.4.a", 3, 24),
    Sample("Phạm Văn Lạch", "Nước mắm Cửa Lạch", "I.4.a", 4, 55),
    Sample("Bùi Thị Thơm", "Bánh gai Cô Thơm", "I.3.b", 3, 82, is_checked=False),
    Sample("Đặng Văn Nếp", "Gạo nếp Thôn Nếp Vàng", "I.2.a", 4, 150),
    Sample("Ngô Thị Cải", "Rau sạch Phúc Đông", "I.1.a", 3, -12),
    Sample("Lương Thị Sậy", "Chiếu cói Chị Sậy", "IV.1", 3, 420),
)


def load(by: Actor) -> None:
    """Load the certificates and dossiers of the demonstration; a second call adds nothing."""
    if db.session.scalars(select(OcopCertificate.id).limit(1)).first() is not None:
        return
    cast = {merchant.owner_name: merchant for merchant in db.session.scalars(select(Merchant).where(Merchant.is_demo))}
    made = {sample.owner: _certificate(cast[sample.owner], sample, by) for sample in _CERTIFICATES}
    _renewal_at_the_commune(cast["Phạm Văn Lạch"], made["Phạm Văn Lạch"], by)
    _half_assessed(cast["Trần Quốc Huy"], by)
    _at_the_province(cast["Cao Thị Hến"], by)
    services.enter_older(
        cast["Vũ Văn Sú"], product_name="Mật ong rừng Sú", set_key="I.2.b", submitted_on=date(2025, 5, 12), by=by
    )
    db.session.flush()


def _certificate(merchant: Merchant, sample: Sample, by: Actor) -> OcopCertificate:
    ends_on = clock.today() + timedelta(days=sample.ends_in)
    facts = CertificateFacts(
        product_name=sample.product,
        set_key=sample.set_key,
        stars=sample.stars,
        decision_no=f"MH{abs(sample.ends_in):03d}/QĐ-UBND",
        authority=_AUTHORITY,
        issued_on=calendar.add_months(ends_on, -36),
        ocop_code=f"MH-{abs(sample.ends_in)}",
    )
    certificate = services.enter(merchant, facts=facts, by=replace(by, name=merchant.owner_name))
    if sample.is_checked:
        services.check(certificate, by=_desk(merchant, by))
    return certificate


def _renewal_at_the_commune(merchant: Merchant, certificate: OcopCertificate, by: Actor) -> None:
    dossier = services.open_dossier(
        merchant, product_name=certificate.product_name, set_key=certificate.set_key, renews=certificate, by=by
    )
    _answer_all(dossier, by, weak={"4.1": 2, "4.3": 1, "3.4": 0})
    services.note_results(
        dossier, results_note="Thêm hai đại lý ngoài tỉnh, có sổ ghi từng mẻ chượp, nhãn mới có mã truy xuất.", by=by
    )
    services.submit(dossier, by=by)


def _half_assessed(merchant: Merchant, by: Actor) -> None:
    dossier = services.open_dossier(merchant, product_name="Homestay Gió Biển", set_key="VI.1", by=by)
    series = [paper.series_id for paper in papers.papers_of(merchant.id) if paper.kind == "story"]
    for line in rules.tree("VI.1").criteria[:14]:
        services.assess(
            dossier,
            criterion=line.code,
            points=line.choices[-2],
            paper_series=series if "story" in line.proof else (),
            by=by,
        )


def _at_the_province(merchant: Merchant, by: Actor) -> None:
    dossier = services.open_dossier(merchant, product_name="Mắm cáy Lộc An", set_key="I.4.a", by=by)
    _answer_all(dossier, by, weak={"4.1": 1, "2.2": 1})
    services.submit(dossier, by=by)
    desk = _desk(merchant, by)
    findings = {part: Finding(Verdict.YES, "Đã đến xem tại nhà (minh hoạ)") for part in ScreeningPart}
    services.screen(dossier, findings=findings, by=desk)
    services.consult(
        dossier,
        met_on=clock.today() - timedelta(days=4),
        met_where="hội trường Uỷ ban xã",
        met_people=9,
        met_conclusion="Thống nhất đề nghị tỉnh đánh giá. Cần làm nhãn rõ hơn.",
        by=desk,
    )
    services.report(dossier, report_no="MH45/BC-UBND", by=desk)


def _answer_all(dossier: OcopDossier, by: Actor, *, weak: Mapping[str, int]) -> None:
    for line in rules.tree(dossier.set_key).criteria:
        choice = line.choices[len(line.choices) * 3 // 4 if len(line.choices) > 2 else -1]
        services.assess(dossier, criterion=line.code, points=weak.get(line.code, choice), by=by)


def _desk(merchant: Merchant, by: Actor) -> Actor:
    commune = areas.commune_path(merchant.area_path)
    return replace(by, name="Chú Đỗ Văn Thành", holdings=(Holding(Role.CLERK, commune),))
