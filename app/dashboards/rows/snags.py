"""What holds places up, by place and day: where filling in stops, what comes back, when each sign was seen last."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, select

from app.core import clock
from app.core.db import db, local_day, within
from app.dashboards import payment_events
from app.dashboards.rows.reach import Paths
from app.dashboards.rows.rules import Snag, SnagKind
from app.dashboards.rows.tally import refuses
from merchants.models import Merchant, ReviewItem, ReviewReturn
from merchants.rules import Question, unanswered
from merchants.states import REGISTERED

# Of files and answers only what is younger counts: what stood in the way before may have been mended since.
LOOK_BACK = timedelta(days=60)
# A file that was sent stops nowhere; to send it is a step of its own, for some have answered everything and not sent.
SENT = "sent"


def first_day(today: date) -> date:
    """Return the first day of which files and answers count."""
    return today - LOOK_BACK


def count_snags(reach: Paths, today: date) -> Mapping[Snag, int]:
    """Count from the raw rows; whoever wishes not to be counted is left out, and whatever a list brought as well."""
    first = clock.start_of(first_day(today))
    found = Counter(_stopped(reach, first))
    for kind, asked in (
        (SnagKind.BEGUN, sent(reach, first)),
        (SnagKind.RETURNED, returned(reach, first)),
        (SnagKind.SIGN, in_force(reach)),
    ):
        for path, day, about, reason, number in db.session.execute(asked):
            found[Snag(kind, path, day, about, reason)] += number
    return found


def sent(reach: Paths, first: datetime) -> Select[str, date, str, str, int]:
    """Select the files begun since a moment that were sent, by place and day."""
    place = Merchant.area_path, local_day(Merchant.started_at)
    mine = select(*place, literal(""), literal(""), func.count())
    return mine.where(*_begun(reach, first), Merchant.submitted_at.is_not(None)).group_by(*place)


def returned(reach: Paths, first: datetime) -> Select[str, date, Question, str, int]:
    """Select the answers that came back since a moment, by place, day, question and reason."""
    what = Merchant.area_path, local_day(ReviewReturn.at), ReviewItem.question, ReviewItem.reason_key
    return _came_back(select(*what, func.count()), reach, first).group_by(*what)


def answers_back(columns: Sequence[Any], reach: Paths, first: datetime) -> Select[*tuple[Any, ...]]:
    """Select each answer that came back since a moment: something of the business, the question, reason, and when."""
    return _came_back(select(*columns, ReviewItem.question, ReviewItem.reason_key, ReviewReturn.at), reach, first)


def files_begun(reach: Paths, first: datetime) -> Iterator[tuple[Merchant, str]]:
    """Yield each file begun since a moment and the step it stops at, none where it was sent."""
    for each in db.session.scalars(select(Merchant).where(*_begun(reach, first))):
        yield each, "" if each.submitted_at is not None else _stop(each)


def _came_back(asked: Select[*tuple[Any, ...]], reach: Paths, first: datetime) -> Select[*tuple[Any, ...]]:
    return (
        asked.join(ReviewReturn, ReviewReturn.merchant_id == Merchant.id)
        .join(ReviewItem, ReviewItem.review_return_id == ReviewReturn.id)
        .where(within(Merchant.area_path, reach), ~refuses(), ReviewReturn.at >= first)
    )


def in_force(reach: Paths) -> Select[str, date, str, str, int]:
    """Select the signs in force of registered businesses, by place and the day they were seen last."""
    # Asked of each business by its key: joined, PostgreSQL reads the signs of the whole country for each few places.
    is_registered = case((Merchant.stage.in_(REGISTERED), 1), else_=0) == 1
    mine = (within(Merchant.area_path, reach), ~refuses(), is_registered)
    seen = select(Merchant.area_path, local_day(payment_events.sign_seen_last()).label("on")).where(*mine).subquery()
    place = seen.c.area_path, seen.c.on
    counted = select(*place, literal(""), literal(""), func.count())
    return counted.where(seen.c.on.is_not(None)).group_by(*place)


def _begun(reach: Paths, first: datetime) -> tuple[ColumnElement[bool], ...]:
    return within(Merchant.area_path, reach), ~refuses(), Merchant.started_at >= first, Merchant.list_source == ""


def _stopped(reach: Paths, first: datetime) -> Iterator[Snag]:
    """Yield the files begun since a moment that were not sent, each at its first open question."""
    unsent = select(Merchant).where(*_begun(reach, first), Merchant.submitted_at.is_(None))
    for each in db.session.scalars(unsent):
        yield Snag(SnagKind.BEGUN, each.area_path, clock.local(each.started_at).date(), _stop(each))


def _stop(file: Merchant) -> str:
    """Return the first open question of a file that was not sent."""
    return str(next(iter(unanswered(file.answers())), SENT))
