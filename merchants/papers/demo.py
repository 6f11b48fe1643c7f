"""Papers of the demonstration: made up, and each says so on its face."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from app.core import areas, clock
from app.core.db import db
from app.core.documents import render_pdf
from app.policy import Actor, Holding, Role
from merchants.models import Merchant
from merchants.papers import rules, services
from merchants.papers.models import KeptPaper
from merchants.papers.rules import IdentityKind
from merchants.papers.services import Facts

_SAMPLE = Path(__file__).parent / "data" / "sample.typ"

# Whose, what, and how many days ago it was issued.
_SHELVES = {
    "Nguyễn Thị Mận": (("food_safety_commitment", 400), ("test_report", 342), ("label", 90), ("story", 60)),
    "Trần Quốc Huy": (("business_registration", 700), ("story", 30)),
    "Phạm Văn Lạch": (("business_registration", 900), ("test_report", 500), ("product_declaration", 480)),
}


def load(by: Actor) -> None:
    """Bring the papers of the demonstration; a second call adds nothing."""
    if db.session.scalars(select(KeptPaper.id).limit(1)).first() is not None:
        return
    for owner, shelf in _SHELVES.items():
        merchant = db.session.scalars(
            select(Merchant).where(Merchant.is_demo, Merchant.owner_name == owner)
        ).one_or_none()
        if merchant is not None:
            commune = areas.commune_path(merchant.area_path)
            desk = replace(by, name="Chú Đỗ Văn Thành", holdings=(Holding(Role.CLERK, commune),))
            for kind, days_ago in shelf:
                _bring(merchant, kind, days_ago, desk)
            services.sight(merchant, kind=IdentityKind.CITIZEN_CARD, last_digits="417", by=desk)
    db.session.flush()


def _bring(merchant: Merchant, kind: str, days_ago: int, desk: Actor) -> None:
    number = f"MH-{days_ago}"
    words = {"title": rules.kind(kind).vi, "business": merchant.business_name, "number": f"Số {number}"}
    taken = services.take_in(render_pdf(_SAMPLE, words))
    facts = Facts(number=number, issued_on=clock.today() - timedelta(days=days_ago))
    kept = services.keep(merchant, kind=kind, taken=taken, facts=facts, by=replace(desk, name=merchant.owner_name))
    if days_ago > 365:
        services.check(kept, by=desk)
