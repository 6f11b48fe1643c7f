"""Counting by the clock: every minute where something changed, every night everywhere."""

from app.core import jobs
from app.core.db import room
from app.core.transaction import transaction
from app.dashboards.rollups import services


@jobs.every("rollups.settle", minutes=1)
def settle() -> None:
    """Count the places where something changed until all are counted."""
    turns = 0
    while _settles_some():
        turns += 1
    if turns > 1:
        with transaction():
            services.plan_anew()


def _settles_some() -> bool:
    with transaction(), room():
        return services.settle() > 0


@jobs.daily("rollups.check")
def check() -> None:
    """Hold every place against a recount, a few at a time, so that nobody waits for it."""
    settle()
    with transaction():
        places = services.all_places()
    for first in range(0, len(places), services.BATCH):
        with transaction(), room():
            services.check(places[first : first + services.BATCH])
    with transaction():
        services.note_check(len(places))
