"""Every indicator that this site can count itself, by commune."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from app.core import clock
from app.dashboards.counting import field_queries
from app.dashboards.counting.facts import Decided, Facts, Places
from app.dashboards.counting.field_facts import FieldFacts
from app.dashboards.counting.rules import Figure, Rate, Term, month_end, of_looks
from app.dashboards.payment_events import Tried

Params = Mapping[str, int]
ByPlace = dict[str, Figure]

# Whoever was not in use in any of so many months before is newly in use.
_NEW_AFTER_MONTHS = 12


def count(number: str, params: Params, facts: Facts) -> ByPlace:
    """Return an indicator by commune; a commune that is missing has nothing to count.

    Raises:
        KeyError: nobody counts this indicator here: it is reported by others, or not yet at all.
    """
    return COUNTED[number](facts, params)


def members(params: Params, facts: Facts) -> Places:
    """Return the businesses that the headline counts as in use, with their communes."""
    tried = Tried(params["payments"], params["payments_rare"], params.get("payers", 0))
    used = facts.in_use(tried=tried)
    return {key: commune for key, commune in facts.working.items() if key in used}


def _registered(facts: Facts, _params: Params) -> ByPlace:
    # How many there are to register is on the commune's own list, which is brought in, not counted. A commune where
    # nobody is registered has nought: this site would know.
    found = dict.fromkeys(facts.field.communes, 0) | Counter(facts.registered.values())
    return {commune: Figure(number, None) for commune, number in found.items()}


def _in_use(facts: Facts, params: Params) -> ByPlace:
    return _measured(facts, facts.working, members(params, facts), apart=_resting(facts))


def _women(facts: Facts, params: Params) -> ByPlace:
    women = {key: commune for key, commune in facts.working.items() if key in facts.women_run}
    used = {key: commune for key, commune in members(params, facts).items() if key in women}
    return _measured(facts, women, used)


def _signs(facts: Facts, _params: Params) -> ByPlace:
    measured = facts.in_use()
    signs = {key: place for key, place in facts.working.items() if key in facts.weak_signs and key not in measured}
    return _shares(facts.working, signs, apart=_resting(facts))


def _steady(facts: Facts, params: Params) -> ByPlace:
    months = params["months"]
    reached = _any_use(facts, range(months, months + 12))
    steady = frozenset.intersection(*(facts.in_use(back) for back in range(months)))
    whole = {key: commune for key, commune in facts.working.items() if key in reached}
    return _measured(facts, whole, {key: commune for key, commune in whole.items() if key in steady})


def _lapsed(facts: Facts, params: Params) -> ByPlace:
    months = params["months"]
    before, since = facts.in_use(months), _any_use(facts, range(months))
    whole = {key: commune for key, commune in facts.working.items() if key in before}
    return _measured(facts, whole, {key: commune for key, commune in whole.items() if key not in since})


def _right_names(facts: Facts, _params: Params) -> ByPlace:
    coded = _coded(facts)
    return _shares(coded, {key: commune for key, commune in coded.items() if key in facts.right_names})


def _right_signs(facts: Facts, params: Params) -> ByPlace:
    """Keep every sign in force in the whole; where nobody photographed any, nothing is known: that is no nought."""
    places, seen = facts.registered, facts.signs_seen(params["days"])
    whole = Counter(places[key] for key, _ in seen if key in places)
    looked = Counter(places[key] for key, is_right in seen if key in places and is_right is not None)
    right = Counter(places[key] for key, is_right in seen if key in places and is_right)
    return {commune: of_looks(right[commune], looked[commune], number) for commune, number in whole.items()}


def _losses(facts: Facts, _params: Params) -> ByPlace:
    coded = Counter(_coded(facts).values())
    lost = Counter(facts.all_communes[key] for key in facts.losses if key in facts.all_communes)
    return {commune: Figure(lost[commune], coded[commune]) for commune in coded.keys() | lost.keys()}


def _finished(facts: Facts, params: Params) -> ByPlace:
    wait = timedelta(days=params["days"])
    begun = facts.started(facts.begins_at - wait, facts.ends_at - wait)
    done = (each for each in begun if each.submitted_at is not None and each.submitted_at <= each.started_at + wait)
    return _of_rows((each.commune for each in begun), (each.commune for each in done))


def _alone(facts: Facts, _params: Params) -> ByPlace:
    alone = (each.commune for each in facts.sent if each.filing.value == "self")
    return _of_rows((each.commune for each in facts.sent), alone)


def _right_first_time(facts: Facts, params: Params) -> ByPlace:
    decided = _decided(facts, params)
    first = (each.commune for each in decided if each.merchant_id not in facts.sent_back)
    return _of_rows((each.commune for each in decided), first)


def _on_time(facts: Facts, params: Params) -> ByPlace:
    dated = [each for each in _decided(facts, params) if each.due_on is not None]
    good = (each.commune for each in dated if each.due_on and clock.local(each.decided_at).date() <= each.due_on)
    return _of_rows((each.commune for each in dated), good)


def _short_wait(facts: Facts, params: Params) -> ByPlace:
    sent = [each for each in _decided(facts, params) if each.submitted_at is not None]
    wait = timedelta(days=params["days"])
    short = (each.commune for each in sent if each.submitted_at and each.decided_at - each.submitted_at <= wait)
    return _of_rows((each.commune for each in sent), short)


def _decided(facts: Facts, params: Params) -> Sequence[Decided]:
    """Return what the commune answered: refusing late is late, too, since a definition says so."""
    return [*facts.confirmed, *facts.refused] if params.get("refused") else facts.confirmed


def _ready(facts: Facts, _params: Params) -> ByPlace:
    mine = [(facts.working[key], is_ready) for key, is_ready in facts.products if key in facts.working]
    return _of_rows((place for place, _ in mine), (place for place, is_ready in mine if is_ready))


def _trained(facts: Facts, _params: Params) -> ByPlace:
    came = {key: commune for key, commune in facts.registered.items() if key in facts.came_on}
    return _shares(facts.registered, came)


def _learned_then_used(facts: Facts, params: Params) -> ByPlace:
    months, cohort = params["months"], _cohort_month(facts, params)
    came = {key for key, days in facts.came_on.items() if any(cohort(day) for day in days)}
    return _later_use(facts, came - facts.in_use(months), months)


def _untaught(facts: Facts, params: Params) -> ByPlace:
    months = params["months"]
    earlier = facts.registered_before(month_end(facts.term.month_end_on, months).replace(day=1))
    return _later_use(facts, earlier - facts.came_on.keys() - facts.in_use(months), months)


def _hours_for_each_new(facts: Facts, _params: Params) -> ByPlace:
    """Set what was given in the period before beside who is newly in use now; of whom no bank told us, nobody knows."""
    new = facts.in_use() - _any_use(facts, range(1, _NEW_AFTER_MONTHS + 1))
    begun = Counter(commune for key, commune in facts.working.items() if key in new)
    given = facts.field.minutes_before
    return {
        commune: Rate(round(given[commune] / 60), begun[commune] if commune in facts.heard else None)
        for commune in given.keys() | begun.keys()
    }


def _later_use(facts: Facts, among: Iterable[UUID], months: int) -> ByPlace:
    chosen, used = frozenset(among), _any_use(facts, range(months))
    whole = {key: commune for key, commune in facts.working.items() if key in chosen}
    return _measured(facts, whole, {key: commune for key, commune in whole.items() if key in used})


def _cohort_month(facts: Facts, params: Params) -> Callable[[date], bool]:
    last = month_end(facts.term.month_end_on, params["months"])
    return lambda day: last.replace(day=1) <= day <= last


def _any_use(facts: Facts, months: Iterable[int]) -> frozenset[UUID]:
    return frozenset[UUID]().union(*(facts.in_use(back) for back in months))


def _coded(facts: Facts) -> Places:
    return {key: commune for key, commune in facts.registered.items() if key in facts.with_code}


def _resting(facts: Facts) -> Counter[str]:
    return Counter(commune for key, commune in facts.registered.items() if key in facts.resting)


def _shares(whole: Places, part: Places, apart: Counter[str] | None = None) -> ByPlace:
    return _of_rows(whole.values(), part.values(), apart)


def _measured(facts: Facts, whole: Places, part: Places, apart: Counter[str] | None = None) -> ByPlace:
    """Leave the numerator open in a commune of which no bank or partner has ever reported."""
    found = _shares(whole, part, apart)
    return {
        commune: each if commune in facts.heard else Figure(None, each.denominator, 0, each.apart)
        for commune, each in found.items()
    }


def _of_rows(whole: Iterable[str], part: Iterable[str], apart: Counter[str] | None = None) -> ByPlace:
    wholes, parts, left = Counter(whole), Counter(part), apart or Counter()
    return {each: Figure(parts[each], wholes[each], 0, left[each]) for each in wholes.keys() | left.keys() if each}


def _in_the_field(counted: Callable[[FieldFacts], ByPlace]) -> Callable[[Facts, Params], ByPlace]:
    return lambda facts, _params: counted(facts.field)


COUNTED: Mapping[str, Callable[[Facts, Params], ByPlace]] = {
    "CS-03": _registered,
    "CS-04": _in_use,
    "CS-05": _signs,
    "CS-06": _steady,
    "CS-07": _lapsed,
    "CS-08": _right_names,
    "CS-09": _right_signs,
    "CS-10": _losses,
    "CS-11": _finished,
    "CS-12": _alone,
    "CS-13": _right_first_time,
    "CS-16": _on_time,
    "CS-17": _short_wait,
    "CS-18": _ready,
    "CS-24": _hours_for_each_new,
    "CS-29": _trained,
    "CS-30": _learned_then_used,
    "CS-31": _untaught,
    "CS-33": _women,
} | {number: _in_the_field(counted) for number, counted in field_queries.COUNTED.items()}


def facts_of(term: Term) -> Facts:
    """Return the facts of a period, read as they are asked for."""
    return Facts(term)
