"""Certificates and dossiers of OCOP for tests, made by the services themselves."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from app.core import areas, calendar, clock
from app.core.db import db
from app.policy import Actor, Holding, Role
from merchants.models import Merchant
from merchants.ocop import rules, services
from merchants.ocop.models import OcopCertificate, OcopDossier, OcopLetter
from merchants.ocop.rules import ScreeningPart, Verdict
from merchants.ocop.services import CertificateFacts, Finding, Rating
from tests.factories.merchants import CLERK, owner

PROVINCE = Actor(None, "Chị Vũ Hải Yến", (Holding(Role.PROVINCE, "33/"),))


def make_certificate(
    merchant: Merchant, *, ends_in: int = 200, checked: bool = True, name: str = "Nước mắm Bà Mận", **facts: Any
) -> OcopCertificate:
    """Enter a certificate that runs out in so many days."""
    issued_on = calendar.add_months(clock.today() + timedelta(days=ends_in), -36)
    values: dict[str, Any] = {
        "product_name": name,
        "set_key": "I.4.a",
        "stars": 3,
        "decision_no": f"{ends_in}/QĐ-UBND",
        "authority": "UBND tỉnh Hưng Yên",
        "issued_on": issued_on,
    }
    made = services.enter(merchant, facts=CertificateFacts(**(values | facts)), by=owner(merchant))
    made.expires_on = clock.today() + timedelta(days=ends_in)  # a short month may have moved it by a day
    if checked:
        services.check(made, by=CLERK)
    db.session.commit()
    return made


def make_letter(certificate: OcopCertificate) -> OcopLetter:
    """Write the letter about a certificate, on the paper of its owner's commune."""
    sender_path = areas.commune_path(certificate.merchant.area_path)
    letter = services.issue_letter(
        certificate, sender_path=sender_path, signer_title="Chủ tịch", signer_name="Nguyễn Văn An", by=CLERK
    )
    db.session.commit()
    return letter


def make_dossier(merchant: Merchant, *, set_key: str = "I.4.a", answered: bool = True, **more: Any) -> OcopDossier:
    """Open a dossier, with every criterion answered at its best unless told otherwise."""
    dossier = services.open_dossier(
        merchant, product_name=more.get("name", "Nước mắm Bà Mận"), set_key=set_key, renews=more.get("renews"),
        by=owner(merchant),
    )  # fmt: skip
    for line in rules.tree(set_key).criteria if answered else ():
        services.assess(dossier, criterion=line.code, points=line.most, by=owner(merchant))
    db.session.commit()
    return dossier


def handed_in(merchant: Merchant, **more: Any) -> OcopDossier:
    """Make a dossier that the commune has."""
    dossier = make_dossier(merchant, **more)
    services.submit(dossier, by=owner(merchant))
    db.session.commit()
    return dossier


def findings(verdict: Verdict = Verdict.YES) -> dict[ScreeningPart, Finding]:
    """Return a finding for each of the commune's four parts."""
    return {part: Finding(verdict, "đã đến xem") for part in ScreeningPart}


def consulted(merchant: Merchant, **more: Any) -> OcopDossier:
    """Make a dossier whose meeting has been held."""
    dossier = handed_in(merchant, **more)
    services.screen(dossier, findings=findings(), by=CLERK)
    services.consult(
        dossier, met_on=clock.today(), met_where="hội trường xã", met_people=9, met_conclusion="Đồng ý.", by=CLERK
    )
    db.session.commit()
    return dossier


def handed_up(merchant: Merchant, **more: Any) -> OcopDossier:
    """Make a dossier that the province has."""
    dossier = consulted(merchant, **more)
    services.report(dossier, report_no="45/BC-UBND", by=CLERK)
    db.session.commit()
    return dossier


def rating(score: str, *, on: date | None = None, decision_no: str = "1234/QĐ-UBND") -> Rating:
    """Return what a council gave."""
    return Rating(Decimal(score), on or clock.today(), decision_no, "UBND tỉnh Hưng Yên")
