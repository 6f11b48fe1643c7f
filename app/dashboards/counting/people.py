"""What is told beside the indicators: refusals, losses, ages, hamlets, state purchases, crafts, helpers and waits."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.dashboards.counting.facts import Facts, Places
from app.dashboards.counting.rules import Figure
from app.dashboards.rows.reach import countable
from app.dashboards.rows.rules import OLD
from merchants.helping.models import Refusal
from merchants.models import Merchant

# By topic, by commune and by what is told apart within the topic.
Topics = Mapping[str, Mapping[str, Mapping[str, Figure]]]
REFUSALS, LOSSES, AGES, HAMLETS, PURCHASES = "refusals", "losses", "ages", "hamlets", "purchases"
CRAFTS, FILINGS, WAITS = "crafts", "filings", "waits"

_MOST_DAYS = 365


def people(facts: Facts, used: Places) -> Topics:
    """Return what a report tells of people; ``used`` are the businesses the headline counts as in use."""
    return {
        REFUSALS: _refusals(facts),
        LOSSES: _losses(facts),
        AGES: _ages(facts, used),
        HAMLETS: _hamlets(facts, used),
        PURCHASES: _purchases(facts, used),
        CRAFTS: _crafts(facts, used),
        FILINGS: _filings(facts),
        WAITS: _waits(facts),
    }


def age_group(birth_year: int | None, on: date) -> str:
    """Return the group of an owner by age; whoever gave no year of birth is in one of their own."""
    if birth_year is None:
        return "unsaid"
    return "old" if on.year - birth_year >= OLD else "young"


def _refusals(facts: Facts) -> Mapping[str, Mapping[str, Figure]]:
    """Count each household once, by the reason it gave last in the period; drafts that want nothing are among them."""
    rows = db.session.execute(
        select(Refusal.merchant_id, Merchant.commune_path, Refusal.why)
        .join(Merchant, Merchant.id == Refusal.merchant_id)
        .where(Refusal.at >= facts.begins_at, Refusal.at < facts.ends_at, Merchant.commune_path != "", countable(None))
        .order_by(Refusal.at, Refusal.id)
    )
    counts = Counter({key: (place, why.value) for key, place, why in rows}.values())
    return _by_place((place, why, Figure(number, None)) for (place, why), number in counts.items())


def _losses(facts: Facts) -> Mapping[str, Mapping[str, Figure]]:
    """Count the reports of the period, and those that waited from before, each with how many were answered in it."""
    asked, answered = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for merchant_id, reported_at, visited_at in facts.open_losses:
        if merchant_id in facts.all_communes:
            key = facts.all_communes[merchant_id], "new" if reported_at >= facts.begins_at else "waiting"
            asked[key] += 1
            answered[key] += visited_at is not None and visited_at < facts.ends_at
    return _by_place((place, key, Figure(answered[place, key], number)) for (place, key), number in asked.items())


def _ages(facts: Facts, used: Places) -> Mapping[str, Mapping[str, Figure]]:
    rows = db.session.execute(select(Merchant.id, Merchant.birth_year))
    group = {key: age_group(birth_year, facts.term.last_on) for key, birth_year in rows}
    whole = Counter((commune, group[key]) for key, commune in facts.working.items())
    part = Counter((commune, group[key]) for key, commune in used.items())
    known = _known(facts)
    return _by_place((place, key, Figure(known(place, part[place, key]), n)) for (place, key), n in whole.items())


def _hamlets(facts: Facts, used: Places) -> Mapping[str, Mapping[str, Figure]]:
    """Count the hamlets where somebody is in use, where people work but none is, and where nobody is registered."""
    rows = db.session.execute(select(Merchant.id, Merchant.area_path)).all()
    with_any = {path for key, path in rows if key in facts.registered}
    with_working = {path for key, path in rows if key in facts.working}
    with_used = {path for key, path in rows if key in used}
    hamlets, known = facts.field.hamlets, _known(facts)
    whole = Counter(hamlets.values())
    empty = Counter(commune for path, commune in hamlets.items() if path not in with_any)
    reached = Counter(commune for path, commune in hamlets.items() if path in with_used)
    unused = Counter(commune for path, commune in hamlets.items() if path in with_working - with_used)
    return _by_place(
        row
        for place, number in whole.items()
        for row in (
            (place, "nobody", Figure(empty[place], number)),
            (place, "reached", Figure(known(place, reached[place]), number)),
            (place, "unused", Figure(known(place, unused[place]), number)),
        )
    )


def _purchases(facts: Facts, used: Places) -> Mapping[str, Mapping[str, Figure]]:
    """Count whom an office of the state bought from in the month, and how many of them use it with customers, too."""
    sold = {key: commune for key, commune in facts.working.items() if key in facts.sold_to_the_state}
    whole = Counter(sold.values())
    part = Counter(commune for key, commune in sold.items() if key in used)
    return _by_place((place, "sold", Figure(part[place], number)) for place, number in whole.items())


def _crafts(facts: Facts, used: Places) -> Mapping[str, Mapping[str, Figure]]:
    """Count by what they make or do the businesses that work, and those in use of them."""
    rows = db.session.execute(select(Merchant.id, Merchant.craft))
    craft = {key: what.value for key, what in rows}
    whole = Counter((commune, craft[key]) for key, commune in facts.working.items())
    part = Counter((commune, craft[key]) for key, commune in used.items())
    known = _known(facts)
    return _by_place((place, key, Figure(known(place, part[place, key]), n)) for (place, key), n in whole.items())


def _filings(facts: Facts) -> Mapping[str, Mapping[str, Figure]]:
    """Count the files sent in the period by who filled them in, each out of all that were sent there."""
    sent = Counter(each.commune for each in facts.sent)
    counts = Counter((each.commune, each.filing.value) for each in facts.sent)
    return _by_place((place, key, Figure(number, sent[place])) for (place, key), number in counts.items())


def _waits(facts: Facts) -> Mapping[str, Mapping[str, Figure]]:
    """Count the files answered in the period by how many days each family waited, mending included, a year at most."""
    counts: Counter[tuple[str, str]] = Counter()
    for each in (*facts.confirmed, *facts.refused):
        if each.submitted_at is not None:
            waited = clock.local(each.decided_at).date() - clock.local(each.submitted_at).date()
            counts[each.commune, str(min(waited.days, _MOST_DAYS))] += 1
    return _by_place((place, days, Figure(number, None)) for (place, days), number in counts.items())


def _known(facts: Facts) -> Callable[[str, int], int | None]:
    """Leave use open in a commune of which no bank or partner has ever reported."""
    return lambda place, number: number if place in facts.heard else None


def _by_place(rows: Iterable[tuple[str, str, Figure]]) -> Mapping[str, Mapping[str, Figure]]:
    found: dict[str, dict[str, Figure]] = {}
    for place, key, figure in rows:
        found.setdefault(place, {})[key] = figure
    return found
