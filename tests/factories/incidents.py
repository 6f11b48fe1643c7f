"""Incidents for tests, written down by the service itself."""

from datetime import timedelta

from app.core import clock
from app.core.db import db
from app.policy import Actor, Holding, Role
from merchants.incidents import services
from merchants.incidents.models import Incident

ADMIN = Actor(None, "Anh Lê Quang Minh", (Holding(Role.ADMIN),))


def incident(*, hours_ago: int = 1, title: str = "Gửi nhầm danh sách") -> Incident:
    """Write an incident down that was found some hours ago."""
    made = services.write_down(
        title=title,
        what="Danh sách một lớp được gửi nhầm địa chỉ.",
        data_kinds="Họ tên, số điện thoại",
        concerned_about=12,
        responsible_name="Anh Lê Quang Minh",
        responsible_phone="+84912000099",
        found_at=clock.now() - timedelta(hours=hours_ago),
        by=ADMIN,
    )
    db.session.commit()
    return made
