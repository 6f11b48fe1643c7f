"""The queue: one page of it in the order of an index, and counts that stop counting, so that size costs nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, literal, or_, select, true, tuple_
from sqlalchemy.orm import aliased

from app.core import areas, calendar, clock
from app.core.db import db, within
from merchants.desk import rules
from merchants.desk.models import Claim, Conflict, Refusal, TwinVerdict
from merchants.desk.rules import Risk, Tab, Verdict
from merchants.desk.states import RefusalState
from merchants.models import Merchant, ReviewReturn
from merchants.rules import RETURNS_BEFORE_A_CALL, ContactKind, Craft, Filing, days_left
from merchants.states import SENT, Stage

_ORDER = (Merchant.review_due_on, Merchant.submitted_at, Merchant.id)


@dataclass(frozen=True)
class Filter:
    """What somebody wants to see of the queue."""

    tab: Tab = Tab.ALL
    # Working days waited at least; nought for all.
    waited: int = 0
    risk: Risk | None = None
    hamlet: str = ""
    craft: Craft | None = None
    helped: bool = False
    # Only what this person holds, or a colleague gave them.
    mine_of: UUID | None = None

    @property
    def is_narrow(self) -> bool:
        """Whether anything beside the tab is asked for."""
        return self != Filter(self.tab)


@dataclass(frozen=True)
class Row:
    """One dossier in the queue."""

    merchant_id: UUID
    code: str
    owner_name: str
    business_name: str
    craft: Craft
    craft_other: str
    hamlet: str
    is_helped: bool
    waited: int
    due_on: date
    days_left: int
    is_with_owner: bool
    held_by: str
    held_since: datetime | None
    risks: tuple[Risk, ...]


@dataclass(frozen=True)
class Page:
    """One page of the queue; ``after`` is the code from which the next page goes on."""

    rows: tuple[Row, ...]
    after: str = ""


def page(
    paths: tuple[str, ...] | None, wanted: Filter, now: datetime, *, after: str = "", size: int = rules.PAGE
) -> Page:
    """Return one page of the queue, late first; ``after`` is the last code of the page before."""
    today = clock.local(now).date()
    asked = _rows(now).where(_reach(paths), _tab(wanted.tab, today), *_narrowed(wanted, now))
    if after and (last := db.session.execute(select(*_ORDER).where(Merchant.code == after)).first()):
        start = tuple_(*(literal(value, column.type) for value, column in zip(last, _ORDER, strict=True)))
        asked = asked.where(tuple_(*_ORDER) > start)
    found = db.session.execute(asked.order_by(*_ORDER).limit(size + 1)).mappings().all()
    shown = found[:size]
    names = areas.names_of({row["area_path"] for row in shown})
    rows = tuple(_row(dict(row), names, today) for row in shown)
    return Page(rows, rows[-1].code if len(found) > size else "")


def counts(paths: tuple[str, ...] | None, wanted: Filter, now: datetime) -> Mapping[Tab | None, int]:
    """Count each tab, and under None what the filter leaves; one statement, a thousand and one of each at most."""
    today = clock.local(now).date()
    parts: dict[Tab | None, list[ColumnElement[bool]]] = {tab: [_reach(paths), _tab(tab, today)] for tab in Tab}
    parts[None] = [_reach(paths), _tab(wanted.tab, today), *_narrowed(wanted, now)]
    numbers = [_counted(where) for where in parts.values()]
    return dict(zip(parts, db.session.execute(select(*numbers)).one(), strict=True))


def first_free(paths: tuple[str, ...] | None, account_id: UUID, now: datetime, *, leave: int = 0) -> str | None:
    """Return the code of the first dossier that nobody holds and this person may decide; ``leave`` out so many."""
    held = exists().where(Claim.merchant_id == Merchant.id, Claim.seen_at > rules.claims_since(now))
    barred = exists().where(Conflict.merchant_id == Merchant.id, Conflict.account_id == account_id)
    waits = exists().where(Refusal.merchant_id == Merchant.id, Refusal.state == RefusalState.PROPOSED)
    free = select(Merchant.code).where(_reach(paths), Merchant.stage == Stage.SUBMITTED, ~held, ~barred, ~waits)
    return db.session.scalar(free.order_by(*_ORDER).offset(leave).limit(1))


def hamlets_of(paths: tuple[str, ...] | None, today: date) -> list[tuple[str, str]]:
    """Return the hamlets of somebody's communes, path and name, for the filter."""
    if not paths or any(path.count("/") < 2 for path in paths):
        return []
    return [(each.path, each.label) for path in paths for each in areas.hamlets(path, today)]


def with_merchants(rows: Sequence[Row]) -> list[tuple[Row, Merchant]]:
    """Return the dossiers behind some rows, in their order."""
    found = db.session.scalars(select(Merchant).where(Merchant.code.in_([row.code for row in rows])))
    by_code = {merchant.code: merchant for merchant in found}
    return [(row, by_code[row.code]) for row in rows]


def _reach(paths: tuple[str, ...] | None) -> ColumnElement[bool]:
    if paths and all(path.count("/") == 2 for path in paths):
        return Merchant.commune_path == paths[0] if len(paths) == 1 else Merchant.commune_path.in_(paths)
    return within(Merchant.area_path, paths)


def _tab(tab: Tab, today: date) -> ColumnElement[bool]:
    match tab:
        case Tab.LATE:
            return and_(Merchant.stage == Stage.SUBMITTED, Merchant.review_due_on < today)
        case Tab.TODAY:
            return and_(Merchant.stage == Stage.SUBMITTED, Merchant.review_due_on == today)
        case Tab.LATER:
            return and_(Merchant.stage == Stage.SUBMITTED, Merchant.review_due_on > today)
        case Tab.WITH_OWNER:
            return Merchant.stage == Stage.RETURNED
        case Tab.ALL:
            return Merchant.stage == Stage.SUBMITTED


def _narrowed(wanted: Filter, now: datetime) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if wanted.waited:
        where.append(Merchant.submitted_at < _waiting_since(clock.local(now).date(), wanted.waited))
    if wanted.hamlet:
        where.append(Merchant.area_path == wanted.hamlet)
    if wanted.craft:
        where.append(Merchant.craft == wanted.craft)
    if wanted.helped:
        where.append(Merchant.filing != Filing.SELF)
    if wanted.risk:
        where.append(_risks()[wanted.risk])
    if wanted.mine_of:
        own = aliased(Claim)
        held = exists().where(
            own.merchant_id == Merchant.id,
            own.account_id == wanted.mine_of,
            own.seen_at > rules.claims_since(now),
        )
        given = exists().where(Conflict.merchant_id == Merchant.id, Conflict.colleague_id == wanted.mine_of)
        where.append(or_(held, given))
    return where


def _waiting_since(today: date, working_days: int) -> datetime:
    day = today
    while calendar.working_days_between(day, today) < working_days:
        day -= timedelta(days=1)
    return datetime.combine(day + timedelta(days=1), time(), clock.VIETNAM)


def _risks() -> Mapping[Risk, ColumnElement[bool]]:
    other = aliased(Merchant)
    verdict = exists().where(
        TwinVerdict.verdict == Verdict.DIFFERENT,
        or_(
            and_(TwinVerdict.first_id == Merchant.id, TwinVerdict.second_id == other.id),
            and_(TwinVerdict.first_id == other.id, TwinVerdict.second_id == Merchant.id),
        ),
    )
    # Two selects lie between the verdict and the row it is about: only what is named here is taken from outside.
    apart = verdict.correlate(Merchant, other)
    near = (other.id != Merchant.id, other.stage.in_(SENT), ~apart)
    same_name = exists().where(
        *near,
        other.commune_path == Merchant.commune_path,
        other.owner_name_fold == Merchant.owner_name_fold,
        other.birth_year == Merchant.birth_year,
    )
    # Written so that no index answers for the commune: SQLite would read the whole queue of it for every row.
    same_commune = other.commune_path.concat("") == Merchant.commune_path
    same_phone = exists().where(*near, same_commune, Merchant.phone != "", other.phone == Merchant.phone)
    returned = select(func.count(ReviewReturn.id)).where(ReviewReturn.merchant_id == Merchant.id).scalar_subquery()
    return {
        Risk.TWIN: or_(same_name, same_phone),
        Risk.TWICE_RETURNED: returned >= RETURNS_BEFORE_A_CALL,
        Risk.NO_PHONE: Merchant.contact_kind == ContactKind.NONE,
        Risk.SECOND_PERSON: exists().where(Refusal.merchant_id == Merchant.id, Refusal.state == RefusalState.PROPOSED),
    }


def _rows(now: datetime) -> Any:
    held = and_(Claim.merchant_id == Merchant.id, Claim.seen_at > rules.claims_since(now))
    return select(
        Merchant.id,
        Merchant.code,
        Merchant.owner_name,
        Merchant.business_name,
        Merchant.craft,
        Merchant.craft_other,
        Merchant.area_path,
        Merchant.area_note,
        Merchant.filing,
        Merchant.stage,
        Merchant.submitted_at,
        Merchant.review_due_on,
        Merchant.review_days_left,
        Claim.by_name.label("held_by"),
        Claim.since_at.label("held_since"),
        *(flag.label(f"risk_{risk.name}") for risk, flag in _risks().items()),
    ).outerjoin_from(Merchant, Claim, held)


def _row(row: Mapping[str, Any], names: Mapping[str, str], today: date) -> Row:
    due_on, stopped = row["review_due_on"], row["review_days_left"]
    sent_on = clock.local(row["submitted_at"]).date()
    return Row(
        merchant_id=row["id"],
        code=row["code"],
        owner_name=row["owner_name"],
        business_name=row["business_name"],
        craft=row["craft"],
        craft_other=row["craft_other"],
        hamlet=row["area_note"] or names.get(row["area_path"], ""),
        is_helped=row["filing"] is not Filing.SELF,
        waited=max(0, calendar.working_days_between(sent_on, today)),
        due_on=due_on,
        days_left=stopped if stopped is not None else days_left(today, due_on),
        is_with_owner=row["stage"] is Stage.RETURNED,
        held_by=row["held_by"] or "",
        held_since=row["held_since"],
        risks=tuple(risk for risk in Risk if row[f"risk_{risk.name}"]),
    )


def _counted(where: list[ColumnElement[bool]]) -> ColumnElement[int]:
    few = select(literal(1)).select_from(Merchant).where(true(), *where).limit(rules.COUNT_AT_MOST + 1)
    return select(func.count()).select_from(few.subquery()).scalar_subquery()
