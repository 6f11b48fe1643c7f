"""Teams of the demonstration: one of the commune and one of a hamlet; everybody in them is made up."""

from datetime import timedelta

from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.policy import Actor
from merchants.teams import services
from merchants.teams.models import Team
from merchants.teams.rules import Listed

_TEAMS = {
    "33/12826/": ("Đỗ Văn Thành", "Phạm Thị Lan", "Bùi Văn Minh Hoạ", "Lê Thị Minh Hoạ"),
    "33/12826/01/": ("Phạm Thị Lan", "Vũ Văn Minh Hoạ", "Trần Thị Minh Hoạ"),
}


def load(by: Actor) -> None:
    """Found the teams; a second call adds nothing."""
    if db.session.scalars(select(Team.id).limit(1)).first() is not None:
        return
    decided_on = clock.today() - timedelta(days=120)
    for number, (path, names) in enumerate(_TEAMS.items(), 41):
        team = services.found(area_path=path, decision_no=f"{number}/QĐ-UBND", decided_on=decided_on, by=by)
        services.join(team, [Listed(name) for name in names], by=by)
    services.lend(team, thing="Máy chiếu nhỏ", lent_to="Phạm Thị Lan", back_by=clock.today() + timedelta(days=7), by=by)
