"""The slow way to say how far each place's businesses have come: whole tables in plain loops."""

import random
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.dashboards import payment_events
from app.dashboards.rows.rules import Ways
from catalog.models import Product, ProductReadiness
from catalog.readiness import PASSING
from merchants.models import LegalDetails, Merchant
from merchants.rules import ConsentPurpose
from merchants.states import Stage
from merchants.training.models import Enrolment
from merchants.training.states import Attendance
from payments.models import PaymentEvidence
from payments.rules import Grade
from payments.sightings.models import UseSign
from tests.factories.figures import prove_payment, tell_of_use
from tests.factories.histories import is_month_of_use


def change_way(lot: random.Random, merchant: Merchant) -> None:
    """Let one of the things happen that change how far a business has come, and nothing else."""
    months = payment_events.whole_months(clock.today(), 3)
    match lot.randrange(3):
        case 0:
            merchant.birth_year = lot.choice((None, clock.today().year - 60, clock.today().year - 59))
        case 1:
            tell_of_use(merchant, grade=lot.choice((Grade.C, Grade.D)), on=months[0])
        case 2:
            for on in months:
                prove_payment(merchant, times=3, on=on, grade=lot.choice((Grade.A, Grade.B)))


def months_before(today: date) -> list[tuple[int, int]]:
    """Return the last three whole months."""
    found, day = [], today
    for _ in range(3):
        day = day.replace(day=1) - timedelta(days=1)
        found.append((day.year, day.month))
    return found


def slow_ways(today: date) -> Mapping[str, Ways]:
    """Return what there is at every place, asked of every business one by one."""
    tables: dict[Any, list[Any]] = {
        model: list(db.session.scalars(select(model)))
        for model in (PaymentEvidence, UseSign, Product, ProductReadiness, Enrolment, LegalDetails)
    }
    found: dict[str, Ways] = {}
    for merchant in db.session.scalars(select(Merchant).execution_options(populate_existing=True)):
        said = {each.purpose: each.given for each in merchant.consents}
        if merchant.stage is not Stage.CONFIRMED or said.get(ConsentPurpose.STATISTICS) is False:
            continue
        mine = {
            model: [each for each in rows if getattr(each, "merchant_id", None) == merchant.id]
            for model, rows in tables.items()
        }
        good = {each.product_id for each in tables[ProductReadiness] if each.verdict in PASSING}
        real = [each for each in mine[PaymentEvidence] if each.grade.value in "AB" and not each.excluded]
        used = [is_month_of_use(merchant, real, month) for month in months_before(today)]
        last = months_before(today)[0]
        grades = {
            each.grade.value
            for each in mine[PaymentEvidence]
            if (each.occurred_on.year, each.occurred_on.month) == last and each.grade.value != "D" and not each.excluded
        } | {each.grade.value for each in mine[UseSign] if (each.on_day.year, each.on_day.month) == last}
        sex = next((each.owner_sex and each.owner_sex.value for each in mine[LegalDetails]), None)
        age = today.year - merchant.birth_year if merchant.birth_year else None
        number: dict[str, Any] = {
            "registered": True,
            "used": used[0],
            "with_product": any(each.name and each.id in good for each in mine[Product]),
            "paid": bool(real),
            "trained": any(
                each.attendance is Attendance.PRESENT and each.cancelled_at is None for each in mine[Enrolment]
            ),
            "steady": all(used),
            "women": sex == "female",
            "women_used": sex == "female" and used[0],
            "men": sex == "male",
            "men_used": sex == "male" and used[0],
            "old": age is not None and age >= 60,
            "old_used": age is not None and age >= 60 and used[0],
            "young": age is not None and age < 60,
            "young_used": age is not None and age < 60 and used[0],
        }
        if grades:
            number[f"grade_{min(grades).lower()}"] = True
        counted = Ways(**{name: int(each) for name, each in number.items()})
        found[merchant.area_path] = found.get(merchant.area_path, Ways()) + counted
    return found
