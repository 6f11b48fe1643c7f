"""The indicators of teams and visits, by commune."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from app.core import areas
from app.dashboards.counting.field_facts import FieldFacts
from app.dashboards.counting.rules import Figure, of_looks
from merchants.visits.rules import LOOKS_AFTER_DAYS, is_all_alone
from merchants.visits.states import Says

ByPlace = dict[str, Figure]


def _commune_teams(field: FieldFacts) -> ByPlace:
    return _of_places(field.communes.values(), (field.communes.get(path) for path in field.set_up))


def _hamlet_teams(field: FieldFacts) -> ByPlace:
    return _of_places(field.hamlets.values(), (field.hamlets.get(path) for path in field.set_up))


def _teams_that_worked(field: FieldFacts) -> ByPlace:
    return _of_places(map(areas.commune_path, field.set_up), map(areas.commune_path, field.set_up & field.worked))


def _answers(field: FieldFacts) -> ByPlace:
    """Keep silence apart from both answers: it is no yes, and the page says how much of it there is."""
    counts = Counter(field.answers)
    return {
        commune: Figure(
            counts[commune, Says.RIGHT],
            counts[commune, Says.RIGHT] + counts[commune, Says.WRONG],
            unknown=counts[commune, Says.NOTHING],
        )
        for commune in {commune for commune, _ in field.answers}
    }


def _visits_on_time(field: FieldFacts) -> ByPlace:
    return _of_places((commune for commune, _ in field.due), (commune for commune, due in field.due if due.is_on_time))


def _alone(field: FieldFacts) -> ByPlace:
    """Keep every visit that was due in the whole: whoever was not visited is in it, and is told apart besides.

    Where nobody has looked at anything, nothing is known: that is no nought.
    """
    due = [each for each in field.due if each[1].after_days == LOOKS_AFTER_DAYS]
    whole = Counter(commune for commune, _ in due)
    looked = Counter(commune for commune, each in due if each.is_looked_at(field.last_on))
    able = Counter(commune for commune, each in due if each.is_looked_at(field.last_on) and is_all_alone(each.alone))
    return {commune: of_looks(able[commune], looked[commune], number) for commune, number in whole.items()}


def _of_places(wholes: Iterable[str], parts: Iterable[str | None]) -> ByPlace:
    whole, part = Counter(wholes), Counter(parts)
    return {commune: Figure(part[commune], number) for commune, number in whole.items()}


COUNTED: Mapping[str, Callable[[FieldFacts], ByPlace]] = {
    "CS-21": _commune_teams,
    "CS-21b": _hamlet_teams,
    "CS-22": _teams_that_worked,
    "CS-23": _answers,
    "CS-28": _alone,
    "CS-32": _visits_on_time,
}
