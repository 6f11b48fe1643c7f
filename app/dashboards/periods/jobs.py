"""Freezing by the calendar: provisionally on the 15th, finally on the 18th, and later if a day was missed."""

from app.core import clock, jobs
from app.core.transaction import transaction
from app.dashboards.counting.rules import Term
from app.dashboards.periods import services
from app.policy import Actor


@jobs.daily("periods.freeze")
def freeze() -> None:
    """Freeze the period that is over, as far as its days allow."""
    with transaction():
        try:
            services.freeze(Term.ended_before(clock.today()), by=Actor.system("calendar"))
        except services.FrozenAlreadyError:
            return


@jobs.daily("periods.recount")
def recount() -> None:
    """Hold the last final period against a recount; a difference is late data or a mistake for somebody to look at."""
    with transaction():
        services.recount(Term.ended_before(clock.today()), by=Actor.system("calendar"))
