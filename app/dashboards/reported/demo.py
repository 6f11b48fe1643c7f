"""Made-up figures of the demonstration: a sheet two people have looked at, and one that waits for the second."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from app.accounts.models import Account
from app.core import clock
from app.core.db import db
from app.dashboards.counting.rules import Term
from app.dashboards.reported import services
from app.dashboards.reported.models import ReportedSheet
from app.policy import Actor, Holding, Role

_SHEET = Path(__file__).parent / "data" / "demo.csv"
_COMMUNE = "33/12826/"


def load(by: Actor) -> None:
    """Bring the sheets; a second call adds nothing."""
    if db.session.scalars(select(ReportedSheet.id).limit(1)).first() is not None:
        return
    desk, leader = (_person(by, name) for name in ("canbo.thaithuy", "lanhdao.thaithuy"))
    last = Term.ended_before(clock.today())
    accepted = _bring(last, "Báo cáo tháng của các ngành (số minh hoạ)", desk)
    services.accept(accepted, by=leader)
    _bring(last.after(), "Báo cáo tháng này (số minh hoạ)", desk)


def _bring(term: Term, reporter: str, by: Actor) -> ReportedSheet:
    sheet, _ = services.bring(
        _SHEET.read_bytes(),
        file_name="so-bao-ve-minh-hoa.csv",
        term=term,
        area_path=_COMMUNE,
        reporter=reporter,
        document="45/BC-MH (minh hoạ)",
        issued_on=clock.today() - timedelta(days=1),
        by=by,
    )
    return sheet


def _person(by: Actor, username: str) -> Actor:
    account = db.session.scalars(select(Account).where(Account.username == username)).one()
    return replace(by, account_id=account.id, name=account.name, holdings=(Holding(Role.OFFICIAL, _COMMUNE),))
