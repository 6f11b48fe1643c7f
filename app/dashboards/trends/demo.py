"""Made-up targets of the demonstration: one whose document is known, and one whose document nobody has found yet."""

from datetime import date, timedelta

from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.dashboards.trends import services
from app.dashboards.trends.models import Target
from app.dashboards.trends.rules import Aim
from app.policy import Actor

_COMMUNE, _PROVINCE = "33/12826/", "33/"


def load(by: Actor) -> None:
    """Set both; a second call adds nothing."""
    if db.session.scalars(select(Target.id).limit(1)).first() is not None:
        return
    today = clock.today()
    aim = Aim(50, date(today.year + 1, 12, 31), 0, today - timedelta(days=180))
    owner = "Phòng Kinh tế (minh hoạ)"
    services.set_target("CS-04", _COMMUNE, aim, owner=owner, document="Kế hoạch 12/KH-MH (minh hoạ)", by=by)
    services.set_target("CS-04", _PROVINCE, aim, owner="Sở phụ trách (minh hoạ)", document="", by=by)
