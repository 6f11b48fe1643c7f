"""Incidents of the demonstration: one at work; everything is made up."""

from datetime import timedelta

from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.policy import Actor
from merchants.incidents import services
from merchants.incidents.models import Incident


def load(by: Actor) -> None:
    """Let a list have gone to a wrong address yesterday."""
    if db.session.scalars(select(Incident.id).limit(1)).first() is not None:
        return
    incident = services.write_down(
        title="Danh sách lớp học gửi nhầm thư điện tử (minh hoạ)",
        what="Danh sách 12 người của một lớp được gửi nhầm đến một địa chỉ trong xã khác.",
        data_kinds="Họ tên, số điện thoại",
        concerned_about=12,
        responsible_name="Anh Lê Quang Minh",
        responsible_phone="+84912000099",
        found_at=clock.now() - timedelta(hours=20),
        by=by,
    )
    services.contain(incident, how="Người nhận đã xoá và xác nhận bằng thư.", by=by)
