"""The night's count of cohorts."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Table as SqlTable
from sqlalchemy import delete

from app.core.bulk import insert_many
from app.core.db import db
from app.core.ids import new_id
from app.dashboards.cohorts import queries, rules
from app.dashboards.cohorts.models import AloneCount, CohortCount
from app.dashboards.cohorts.rules import WINDOWS, Count


def reckon(today: date) -> int:
    """Count every cohort anew and return how many there are; twice a day gives the same as once."""
    everybody = queries.businesses(today)
    due, on_time = queries.visits_by_cohort(today)
    rows = [
        _row(cohort, count, is_trained=is_trained, due=due[cohort], on_time=on_time[cohort], today=today)
        for is_trained, counted in ((True, rules.trained(everybody, today)), (False, rules.untrained(everybody, today)))
        for cohort, count in counted.items()
    ]
    db.session.execute(delete(CohortCount))
    kept: SqlTable = CohortCount.__table__  # type: ignore[assignment]  # declared models keep a Table here
    insert_many(kept, rows)
    return len(rows)


def reckon_unaided(today: date) -> int:
    """Count anew what learners do unaided and return in how many groups; twice a day gives the same as once."""
    rows = [
        {"id": new_id(), "area_path": area_path, "sex": sex, "age": age, "reckoned_on": today} | vars(found)
        for (area_path, sex, age), found in queries.unaided_by_group(today).items()
    ]
    db.session.execute(delete(AloneCount))
    kept: SqlTable = AloneCount.__table__  # type: ignore[assignment]  # declared models keep a Table here
    insert_many(kept, rows)
    return len(rows)


def _row(
    cohort: tuple[date, str], count: Count, *, is_trained: bool, due: int, on_time: int, today: date
) -> Mapping[str, object]:
    month, area_path = cohort
    windows = {
        f"{kind}_{days}": getattr(count, kind)[days] for kind in ("asked", "measured", "signs") for days in WINDOWS
    }
    return {
        "id": new_id(),
        "month": month,
        "is_trained": is_trained,
        "area_path": area_path,
        "businesses": count.businesses,
        "already": count.already,
        "visits_due": due if is_trained else 0,
        "visits_on_time": on_time if is_trained else 0,
        "reckoned_on": today,
    } | windows
