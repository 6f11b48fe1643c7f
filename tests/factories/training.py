"""Classes, learners and the people who run them, for tests."""

from datetime import date, time, timedelta
from itertools import count
from typing import Any

from app.core import areas, clock
from app.core.db import db
from app.core.ids import dossier_code, new_id
from app.policy import Actor, Holding, Role
from merchants.models import Merchant
from merchants.rules import Craft
from merchants.states import Stage
from merchants.training import queries, services
from merchants.training.models import Course, TrainingSession

THAI_THUY = "33/12826/"
THUY_ANH = "33/12865/"
BY = Actor.system("test")
_running = count(1)


def someone(role: Role, area_path: str = THAI_THUY, name: str = "Chú Đỗ Văn Thành") -> Actor:
    """Return somebody who holds a role over an area."""
    return Actor(new_id(), name, (Holding(role, area_path),))


def owner_of(*merchants: Merchant) -> Actor:
    """Return somebody who owns some businesses."""
    return Actor(new_id(), "Bà Nguyễn Thị Mận", tuple(Holding(Role.OWNER, "", one.id) for one in merchants))


def make_merchant(area_path: str = THAI_THUY, *, stage: Stage = Stage.CONFIRMED, **fields: Any) -> Merchant:
    """Make a business in a commune or, after the demonstration hamlets are loaded, in a hamlet."""
    at = clock.now()
    place = areas.at(area_path, clock.today())
    assert place is not None
    sent = stage not in (Stage.DRAFT, Stage.DECLINED)
    values: dict[str, Any] = {
        "code": dossier_code(block=6006, running=next(_running)),
        "craft": Craft.FISH_SAUCE,
        "business_name": "Mắm Bà Mận",
        "owner_name": "Nguyễn Thị Mận",
        "started_at": at,
        "submitted_at": at if sent else None,
        "confirmed_at": at if stage in (Stage.CONFIRMED, Stage.RESTING, Stage.CLOSED) else None,
        "review_due_on": clock.today() + timedelta(days=3) if stage is Stage.SUBMITTED else None,
        "review_days_left": 2 if stage is Stage.RETURNED else None,
    }
    merchant = Merchant(area_id=place.id, area_path=area_path, stage=stage, **(values | fields))
    db.session.add(merchant)
    db.session.flush()
    return merchant


def make_course() -> Course:
    """Return the course on being paid without cash."""
    services.load_courses()
    found = queries.course("nhan-tien")
    assert found is not None
    return found


def make_session(
    *, area_path: str = THAI_THUY, in_days: int = 5, capacity: int = 20, is_open: bool = True
) -> TrainingSession:
    """Make a class; one of the past is planned today and moved back."""
    session = services.plan_session(
        course=make_course(),
        area_path=area_path,
        place_note="Nhà văn hoá thôn Vạn Chài",
        held_on=max(clock.today(), clock.today() + timedelta(days=in_days)),
        start_time=time(8, 0),
        capacity=capacity,
        by=BY,
    )
    if is_open:
        services.open_session(session, by=BY)
    db.session.flush()
    return session


def move_to(session: TrainingSession, held_on: date) -> None:
    """Let a class have been held on another day."""
    session.held_on = held_on
    db.session.flush()
