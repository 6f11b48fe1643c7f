"""What marketplaces would say of products: found, kept, and found anew when the rules change and not the products."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from app.core import clock, jobs
from app.core.bulk import insert_many, update_alike
from app.core.db import db
from app.core.ids import new_id
from catalog import queries
from catalog.channel_rules import Channel, RuleBook
from catalog.judging import Demands, Said, Told, judge
from catalog.models import ProductReadiness

_TABLE: Any = ProductReadiness.__table__
_AT_ONCE = 500
# So many products are one stretch of the work that workers share.
_STRETCH = 10_000
_EVERYTHING = 2**31 - 1
# Once a day is looked at them; a day that was missed is made up for.
_LOOKED_BACK = timedelta(days=2)


class Judged(NamedTuple):
    """What marketplaces say of a product now, and the rows of what they said before."""

    product_id: UUID
    said: Said
    before: Mapping[Channel, Any]


@lru_cache(maxsize=8)
def demands_on(book: RuleBook, day: date) -> Demands:
    """Return what every marketplace demands on a day, with the name of those demands."""
    return Demands({channel: (book.on(channel, day), book.version_on(channel, day)) for channel in Channel})


def keep_verdicts(judged: Iterable[Judged], at: datetime) -> None:
    """Keep verdicts; those that are as they were are not written again, which is most of them."""
    new: list[dict[str, Any]] = []
    turned: dict[Told, list[Any]] = defaultdict(list)
    for product_id, said, before in judged:
        for channel, told in said.items():
            row = before.get(channel)
            if row is None:
                own = {"id": new_id(), "product_id": product_id, "channel": channel, "computed_at": at}
                new.append(own | told._asdict())
            elif row[queries.TOLD] != told:
                turned[told].append(row.id)
    # What many products have come to alike is written for all of them at once.
    update_alike(_TABLE, [(ids, {"computed_at": at, **told._asdict()}) for told, ids in turned.items()])
    insert_many(_TABLE, new)


def recheck_stale(limit: int = _AT_ONCE) -> int:
    """Judge again the products judged by rules no longer in force; say how many. Safe to run at any time."""
    at = clock.now()
    book = queries.rule_book()
    ids = queries.stale_ids(book, clock.local(at).date(), limit)
    recheck_many(ids, at, book)
    return len(ids)


def share_recheck() -> None:
    """Promise to judge again whatever is stale, a stretch of products at a time: each is taken by one worker.

    SQLite lets one write at a time, so that there everything is one stretch.
    """
    length = _STRETCH if db.engine.dialect.name == "postgresql" else _EVERYTHING
    demands = f"{clock.today()}/{queries.last_change_number()}"
    for after, last in queries.stretches(length):
        jobs.enqueue("catalog.recheck_stretch", key=f"{demands}:{last}", after=after, last=last)


def recheck_some(after: UUID, last: UUID) -> UUID | None:
    """Judge again what is stale among the next products of a stretch; return the last of them, None at its end."""
    at, book = clock.now(), queries.rule_book()
    ids = queries.ids_between(after, last, _AT_ONCE)
    stale = queries.stale_among(ids, book, clock.local(at).date())
    if stale:
        recheck_many(stale, at, book)
    return ids[-1] if ids else None


def recheck_stars() -> int:
    """Judge again the products of makers whose certificate ended, came or changed within two days; say how many."""
    at = clock.now()
    ids = queries.products_of_stars_changed(at - _LOOKED_BACK, clock.local(at).date())
    for start in range(0, len(ids), _AT_ONCE):
        recheck_many(ids[start : start + _AT_ONCE], at, queries.rule_book())
    return len(ids)


def recheck_hosts() -> int:
    """Judge again the products of hosts who said something of their place within the last two days; say how many."""
    at = clock.now()
    ids = queries.products_of_hosts_changed(at - _LOOKED_BACK)
    for start in range(0, len(ids), _AT_ONCE):
        recheck_many(ids[start : start + _AT_ONCE], at, queries.rule_book())
    return len(ids)


def recheck_many(ids: Sequence[UUID], at: datetime, book: RuleBook) -> None:
    """Judge products as `record.recheck` does one, without making an object of any."""
    today = clock.local(at).date()
    demands = demands_on(book, today)
    found = queries.to_judge(ids, today)
    keep_verdicts((Judged(each.id, judge(each.facts, each.own, demands), each.kept) for each in found), at)
    db.session.expire_all()
