"""Reads of rights: who looked, what was agreed to, what was asked, and which looks are worth a question."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select
from sqlalchemy.orm import selectinload

from app.core.audit import AuditEntry
from app.core.db import db, within
from merchants.models import ConsentWord, DossierLook, Merchant
from merchants.rights.models import Contradiction, LookQuestion, RightsRequest
from merchants.rights.rules import PAGE, Contradicted, RightsKind, StrangeLooks
from merchants.rights.states import OPEN, RequestState
from merchants.rules import ConsentPurpose, Look

# A list shows a name to whoever works through it; opening a dossier is something else.
_LISTED = (Look.QUEUE, Look.LIST, Look.CLASS)
MOST_LISTED = 200


@dataclass(frozen=True)
class Looks:
    """One page of looks at somebody's dossiers."""

    rows: Sequence[DossierLook]
    page: int
    pages: int
    codes: Mapping[UUID, str]
    questions: Mapping[UUID, LookQuestion]


def looks(merchants: Collection[Merchant], page: int) -> Looks:
    """Return who looked, newest first, fifty at a time."""
    codes = {merchant.id: merchant.code for merchant in merchants}
    about = DossierLook.merchant_id.in_(sorted(codes))
    total = db.session.scalar(select(func.count()).select_from(DossierLook).where(about)) or 0
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    newest = select(DossierLook).where(about).order_by(DossierLook.at.desc(), DossierLook.id.desc())
    rows = db.session.scalars(newest.limit(PAGE).offset((page - 1) * PAGE)).all()
    asked = select(LookQuestion).where(LookQuestion.look_id.in_([row.id for row in rows]))
    questions = {each.look_id: each for each in db.session.scalars(asked)}
    return Looks(rows=rows, page=page, pages=pages, codes=codes, questions=questions)


def look_by_id(look_id: UUID) -> DossierLook | None:
    """Return one look."""
    return db.session.get(DossierLook, look_id)


def ledger_of(merchant_id: UUID) -> Mapping[ConsentPurpose, Sequence[ConsentWord]]:
    """Return every word given about each purpose, newest first."""
    found: dict[ConsentPurpose, list[ConsentWord]] = {purpose: [] for purpose in ConsentPurpose}
    words = select(ConsentWord).where(ConsentWord.merchant_id == merchant_id)
    for word in db.session.scalars(words.order_by(ConsentWord.at.desc(), ConsentWord.id.desc())):
        found[word.purpose].append(word)
    return found


def request_by_id(request_id: UUID) -> RightsRequest | None:
    """Return one request."""
    return db.session.get(RightsRequest, request_id)


def requests_of(merchant_ids: Collection[UUID]) -> Sequence[RightsRequest]:
    """Return what was asked about some dossiers, newest first."""
    asked = select(RightsRequest).where(RightsRequest.merchant_id.in_(sorted(merchant_ids)))
    asked = asked.options(selectinload(RightsRequest.merchant))
    return db.session.scalars(asked.order_by(RightsRequest.asked_at.desc(), RightsRequest.id.desc())).all()


def open_request(merchant_id: UUID, kind: RightsKind) -> RightsRequest | None:
    """Return the request of a kind that still waits."""
    waits = select(RightsRequest).where(
        RightsRequest.merchant_id == merchant_id, RightsRequest.kind == kind, RightsRequest.state.in_(OPEN)
    )
    return db.session.scalars(waits).one_or_none()


def register(paths: tuple[str, ...] | None) -> tuple[Sequence[RightsRequest], Sequence[RightsRequest]]:
    """Return what waits in some areas, the next due first, and what was answered lately."""
    here = _of_areas(paths)
    next_due = case(
        (RightsRequest.state == RequestState.RECEIVED, RightsRequest.acknowledge_by_on),
        else_=RightsRequest.answer_by_on,
    )
    waiting = here.where(RightsRequest.state.in_(OPEN)).order_by(next_due, RightsRequest.asked_at, RightsRequest.id)
    answered = here.where(RightsRequest.state.not_in(OPEN)).order_by(RightsRequest.ended_at.desc(), RightsRequest.id)
    return db.session.scalars(waiting).all(), db.session.scalars(answered.limit(MOST_LISTED)).all()


def question_by_id(question_id: UUID) -> LookQuestion | None:
    """Return one question about a look."""
    return db.session.get(LookQuestion, question_id)


def question_about(look_id: UUID) -> LookQuestion | None:
    """Return the question about a look, if its owner asked one."""
    return db.session.scalars(select(LookQuestion).where(LookQuestion.look_id == look_id)).one_or_none()


def look_questions() -> tuple[Sequence[LookQuestion], Sequence[LookQuestion]]:
    """Return the questions about looks that wait, the next due first, and the last answered."""
    both = select(LookQuestion).options(selectinload(LookQuestion.look), selectinload(LookQuestion.merchant))
    waiting = both.where(LookQuestion.answered_at.is_(None)).order_by(LookQuestion.answer_by_on, LookQuestion.id)
    answered = both.where(LookQuestion.answered_at.is_not(None)).order_by(LookQuestion.answered_at.desc())
    return db.session.scalars(waiting).all(), db.session.scalars(answered.limit(MOST_LISTED)).all()


def contradiction_by_id(contradiction_id: UUID) -> Contradiction | None:
    """Return one case of an owner who contradicts."""
    return db.session.get(Contradiction, contradiction_id)


def open_contradiction(merchant_id: UUID, about: Contradicted) -> Contradiction | None:
    """Return the case about one thing that still waits."""
    waits = select(Contradiction).where(
        Contradiction.merchant_id == merchant_id, Contradiction.about == about, Contradiction.answered_at.is_(None)
    )
    return db.session.scalars(waits).one_or_none()


def contradictions_of(merchant_id: UUID) -> Sequence[Contradiction]:
    """Return everything an owner has contradicted, newest first."""
    said = select(Contradiction).where(Contradiction.merchant_id == merchant_id)
    return db.session.scalars(said.order_by(Contradiction.said_at.desc(), Contradiction.id.desc())).all()


def open_contradictions() -> Sequence[Contradiction]:
    """Return the cases that wait, the next due first."""
    waiting = select(Contradiction).options(selectinload(Contradiction.merchant))
    return db.session.scalars(
        waiting.where(Contradiction.answered_at.is_(None)).order_by(Contradiction.answer_by_on, Contradiction.id)
    ).all()


@dataclass(frozen=True)
class StrangeDay:
    """One person's looks on one day: opened, opened without anything done about it since, numbers opened."""

    account_id: UUID
    name: str
    role: str
    seen_on: date
    opened: int
    idle: int
    numbers: int


def strange_days(limits: StrangeLooks, today: date) -> list[StrangeDay]:
    """Return the days on which somebody opened more dossiers outside their work than is usual, worst first.

    Outside their work is what the trail tells: the dossier was opened, not merely listed, and this person has done
    nothing to it from that day on.
    """
    opened = select(
        DossierLook.account_id,
        DossierLook.seen_on,
        func.max(DossierLook.name).label("name"),
        func.max(DossierLook.role).label("role"),
        func.count(DossierLook.merchant_id.distinct()).label("opened"),
        func.count(case((_is_idle(), DossierLook.merchant_id)).distinct()).label("idle"),
        func.count(case((_is_number(), DossierLook.merchant_id)).distinct()).label("numbers"),
    ).where(
        DossierLook.account_id.is_not(None),
        DossierLook.seen_on > today - timedelta(days=limits.days),
        DossierLook.reason.not_in(_LISTED),
    )
    days = opened.group_by(DossierLook.account_id, DossierLook.seen_on).subquery()
    strange = (
        select(days)
        .where(or_(days.c.idle > limits.idle_dossiers_a_day, days.c.numbers > limits.numbers_a_day))
        .order_by(days.c.idle.desc(), days.c.numbers.desc(), days.c.seen_on.desc(), days.c.account_id)
        .limit(MOST_LISTED)
    )
    return [
        StrangeDay(
            account_id=row.account_id,
            name=row.name,
            role=row.role,
            seen_on=row.seen_on,
            opened=row.opened,
            idle=row.idle,
            numbers=row.numbers,
        )
        for row in db.session.execute(strange)
    ]


def looks_on(account_id: UUID, day: date) -> Sequence[tuple[DossierLook, str, bool]]:
    """Return one person's looks of a day with the dossier's code and whether nothing was done about it since."""
    found = (
        select(DossierLook, Merchant.code, _is_idle().label("idle"))
        .join(Merchant, Merchant.id == DossierLook.merchant_id)
        .where(DossierLook.account_id == account_id, DossierLook.seen_on == day, DossierLook.reason.not_in(_LISTED))
        .order_by(DossierLook.at, DossierLook.id)
    )
    return [(look, code, bool(idle)) for look, code, idle in db.session.execute(found)]


def _of_areas(paths: tuple[str, ...] | None) -> Select[RightsRequest]:
    joined = select(RightsRequest).join(Merchant, Merchant.id == RightsRequest.merchant_id)
    return joined.where(within(Merchant.area_path, paths)).options(selectinload(RightsRequest.merchant))


def _is_idle() -> ColumnElement[bool]:
    done = exists().where(
        AuditEntry.subject_kind == "merchant",
        AuditEntry.subject_id == DossierLook.merchant_id,
        AuditEntry.account_id == DossierLook.account_id,
        # Opening a number leaves a row in the trail too, but it is a look and no work.
        AuditEntry.action.not_like("identity:open%"),
        AuditEntry.at >= DossierLook.at,
    )
    return ~done


def _is_number() -> ColumnElement[bool]:
    return DossierLook.reason.like(f"{Look.NUMBER}.%")
