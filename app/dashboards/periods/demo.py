"""Made-up closed periods of the demonstration: two that were frozen before any bank had sent its file."""

from dataclasses import replace

from app.core import clock
from app.dashboards.counting.rules import Term
from app.dashboards.periods import queries, services
from app.policy import Actor


def load(by: Actor) -> None:
    """Freeze them; a second call adds nothing."""
    if queries.terms():
        return
    last = Term.ended_before(clock.today())
    for term in (last.before(2), last.before()):
        services.freeze(term, by=replace(by, name="Chốt kỳ (minh hoạ)"))
