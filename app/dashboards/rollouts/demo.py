"""Made-up orders of the demonstration: one that waits for its draw, and one drawn months ago with a hamlet moved."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.dashboards.rollouts import queries, rules, services
from app.dashboards.rollouts.models import Rollout
from app.dashboards.rollouts.rules import Plan
from app.policy import Actor

_COMMUNE = "33/12826/"


def load(by: Actor) -> None:
    """Publish both; a second call adds nothing."""
    if db.session.scalars(select(Rollout.id).limit(1)).first() is not None:
        return
    drawn, waiting = queries.courses()[:2]
    today = clock.today()
    services.publish(
        _COMMUNE,
        waiting.id,
        sentence="Cả xã cùng học bán hàng (câu minh hoạ)",
        draw_on=today + timedelta(days=7),
        plan=Plan(2, _month(today, 3), every_months=2),
        by=by,
    )
    _drawn_before(drawn.id, today, by)


def _drawn_before(course_id: UUID, today: date, by: Actor) -> None:
    """Publish as if today, then put it back by months: services do not publish into the past."""
    made = services.publish(
        _COMMUNE,
        course_id,
        sentence="Biển cho mắm, đồng cho gạo (câu minh hoạ)",
        draw_on=today + timedelta(days=1),
        plan=Plan(2, _month(today, 3), every_months=3),
        by=by,
    )
    made.first_on = _month(today, -1)
    made.draw_on, made.published_at = made.first_on - timedelta(days=10), clock.now() - timedelta(days=90)
    services.draw(made, digits="04217", by=by)
    last = queries.hamlets(made.id)[-1]
    services.move(last, wave=1, reason="Nhà văn hoá thôn sắp sửa, nên học sớm (minh hoạ)", by=by)


def _month(today: date, ahead: int) -> date:
    return rules.start_of(ahead, first_on=today.replace(day=1), every_months=1)
