"""Orders in which hamlets are taught, for tests."""

from datetime import date
from typing import Any

import time_machine

from app.dashboards.rollouts import services
from app.dashboards.rollouts.models import Rollout
from app.dashboards.rollouts.rules import Plan
from app.policy import Actor
from tests.factories.periods import noon
from tests.factories.training import THAI_THUY, make_course

SENTENCE = "Biển cho mắm, đồng cho gạo"
PUBLISHED_ON, DRAW_ON, FIRST_ON = date(2026, 6, 1), date(2026, 6, 10), date(2026, 7, 1)
PLAN = Plan(2, FIRST_ON, every_months=2)
NUMBER = "04217"
BY = Actor.system("test")


def on(day: date) -> Any:
    """Travel to noon of a day."""
    return time_machine.travel(noon(day), tick=False)


def published(**fields: Any) -> Rollout:
    """Publish the hamlets of a commune for a draw ten days later."""
    values: dict[str, Any] = {"sentence": SENTENCE, "draw_on": DRAW_ON, "plan": PLAN, "by": BY} | fields
    with on(PUBLISHED_ON):
        return services.publish(THAI_THUY, make_course().id, **values)


def drawn(number: str = NUMBER, **fields: Any) -> Rollout:
    """Publish, and draw on the day of the draw."""
    made = published(**fields)
    with on(DRAW_ON):
        services.draw(made, digits=number, by=BY)
    return made
