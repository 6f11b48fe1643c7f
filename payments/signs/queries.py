"""Reads of looks at a sign."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select

from app.core import areas, clock
from app.core.audit import AuditEntry
from app.core.db import db, within
from merchants.models import Merchant
from merchants.states import SILENT, Stage
from payments import queries as payments
from payments.models import PaymentAccount, Standee, StandeeReport
from payments.signs import rules
from payments.signs.models import SignLook
from payments.signs.rules import Seen
from payments.states import StandeeState

# A commune sees the worst first; no more stand on one page.
_MOST_DOUBTED = 50


@dataclass(frozen=True)
class Watch:
    """When a sign was photographed last, what was seen, and when it is to be photographed again."""

    last: SignLook | None
    due_on: date

    def is_due(self, today: date) -> bool:
        """Whether it is time."""
        return today >= self.due_on


def watch_of(standee: Standee) -> Watch:
    """Return how the looks at one sign stand; only a look that showed the owner's own code counts as done."""
    last_own = _last(standee.id, Seen.OWN)
    return Watch(
        last=_last(standee.id),
        due_on=rules.look_due_on(
            issued_on=clock.local(standee.issued_at).date(),
            last_own_on=clock.local(last_own.at).date() if last_own else None,
        ),
    )


def to_ask(at: datetime, most: int) -> Sequence[tuple[Standee, Merchant]]:
    """Return some signs whose monthly look is due and whose owners were not asked within the month, the oldest first.

    Whoever rests for the season, has left, or gave no telephone is not asked; a paused sign shows nothing to look at.
    """
    month_ago = at - rules.LOOK_EVERY
    looked = exists().where(SignLook.standee_id == Standee.id, SignLook.seen == Seen.OWN, SignLook.at > month_ago)
    due = (
        select(Standee, Merchant)
        .join(Merchant, Merchant.id == Standee.merchant_id)
        .where(
            Standee.state == StandeeState.ISSUED,
            Standee.issued_at <= month_ago,
            or_(Standee.look_asked_on.is_(None), Standee.look_asked_on <= clock.local(month_ago).date()),
            ~looked,
            Merchant.stage.not_in((*SILENT, Stage.RESTING)),
            Merchant.phone != "",
        )
    )
    rows = db.session.execute(due.order_by(Standee.issued_at, Standee.id).limit(most))
    return [(standee, merchant) for standee, merchant in rows]


def last_seen(first: datetime, end: datetime) -> list[tuple[UUID, Seen | None]]:
    """Return for each sign in force that was issued before ``end`` whose it is and what was seen of it last.

    Only looks since ``first`` and before ``end`` count, and a photograph that shows no code says nothing of the sign.
    """
    looks = select(SignLook.standee_id, SignLook.seen).where(SignLook.at >= first, SignLook.at < end)
    told = looks.where(SignLook.seen != Seen.NOTHING).order_by(SignLook.at, SignLook.id)
    last = dict(db.session.execute(told).all())
    # Chosen here by state: the database would go by the index of states, where nearly all are in force.
    signs = select(Standee.id, Standee.merchant_id, Standee.state).where(Standee.issued_at < end)
    rows = db.session.execute(signs)
    return [(owner, last.get(key)) for key, owner, state in rows if state is StandeeState.ISSUED]


def in_force(unseen_since: datetime | None = None) -> Select[Any]:
    """Select the signs in force: whose each is, its number, and when it was seen last, or issued if it never was.

    With a moment, only those that nobody has seen since. A photograph that shows no code has not seen the sign.
    """
    since: Any = _seen_last()
    signs: Select[Any] = select(
        Standee.merchant_id.label("merchant_id"), Standee.serial.label("item"), since.label("since")
    ).where(_is_in_force())
    return signs if unseen_since is None else signs.where(since < unseen_since)


def seen_last() -> ColumnElement[datetime | None]:
    """Return when the sign in force of a merchant was seen last, or issued; there is one at most. Asked by its key."""
    mine = select(func.max(case((_is_in_force(), _seen_last())))).where(Standee.merchant_id == Merchant.id)
    return mine.correlate(Merchant).scalar_subquery()


def _is_in_force() -> ColumnElement[bool]:
    # Told apart by a sum: asked for the state, the database would go by its index, where nearly all are in force.
    return case((Standee.state == StandeeState.ISSUED, 1), else_=0) == 1


def _seen_last() -> ColumnElement[datetime]:
    looked = select(func.max(SignLook.at)).where(SignLook.standee_id == Standee.id, SignLook.seen != Seen.NOTHING)
    return func.coalesce(looked.correlate(Standee).scalar_subquery(), Standee.issued_at)


def _last(standee_id: UUID, seen: Seen | None = None) -> SignLook | None:
    mine = select(SignLook).where(SignLook.standee_id == standee_id)
    if seen is not None:
        mine = mine.where(SignLook.seen == seen)
    return db.session.scalars(mine.order_by(SignLook.at.desc(), SignLook.id.desc()).limit(1)).first()


def owner_of(standee: Standee) -> Merchant:
    """Return whose a sign is."""
    return db.session.get_one(Merchant, standee.merchant_id)


def has_paused(standee_id: UUID, account_id: UUID | None, reason: str) -> bool:
    """Whether somebody paused a sign for a reason before."""
    return any(each.account_id == account_id and each.reason == reason for each in _pauses([standee_id]))


def paused_since(instant: datetime, account_id: UUID | None, reason: str) -> int:
    """Count the signs somebody paused for a reason since an instant."""
    mine = select(func.count()).select_from(AuditEntry).where(AuditEntry.account_id == account_id)
    return db.session.scalar(mine.where(AuditEntry.reason == reason, AuditEntry.at >= instant)) or 0


@dataclass(frozen=True)
class Doubted:
    """A sign that is paused or that visitors doubt: whose it is, who paused it, when and why; never the account."""

    standee: Standee
    merchant: Merchant
    place: str
    bank: str
    paused: AuditEntry | None
    reports: Sequence[StandeeReport]
    last_look: SignLook | None
    waits_for_owner: bool


def doubted(paths: tuple[str, ...] | None) -> list[Doubted]:
    """Return the paused signs of some areas and those in use that visitors reported, the paused ones first."""
    reported = exists().where(StandeeReport.standee_id == Standee.id, StandeeReport.answered_at.is_(None))
    is_paused = Standee.state == StandeeState.PAUSED
    wanted = (
        select(Standee, Merchant)
        .join(Merchant, Merchant.id == Standee.merchant_id)
        .where(within(Merchant.area_path, paths), or_(is_paused, (Standee.state == StandeeState.ISSUED) & reported))
        .order_by(case((is_paused, 0), else_=1), Standee.issued_at, Standee.id)
        .limit(_MOST_DOUBTED)
    )
    return _doubts([(standee, merchant) for standee, merchant in db.session.execute(wanted)])


def paused_in(paths: tuple[str, ...] | None) -> int:
    """Count the signs of some areas that wait until the commune has looked at them."""
    waiting = select(func.count()).select_from(Standee).join(Merchant, Merchant.id == Standee.merchant_id)
    wanted = waiting.where(Standee.state == StandeeState.PAUSED, within(Merchant.area_path, paths))
    return db.session.scalar(wanted) or 0


def doubt_about(standee: Standee, merchant: Merchant) -> Doubted:
    """Return what speaks against one sign."""
    return _doubts([(standee, merchant)])[0]


def _doubts(signs: Sequence[tuple[Standee, Merchant]]) -> list[Doubted]:
    """Return what speaks against some signs, asked of all of them together."""
    ids = [standee.id for standee, _ in signs]
    paused = {each.subject_id: each for each in _pauses(ids)}
    looks = select(SignLook).where(SignLook.standee_id.in_(ids)).order_by(SignLook.at, SignLook.id)
    last_look = {each.standee_id: each for each in db.session.scalars(looks)}
    said = select(StandeeReport).where(StandeeReport.standee_id.in_(ids), StandeeReport.answered_at.is_(None))
    reports: dict[UUID, list[StandeeReport]] = {}
    for each in db.session.scalars(said.order_by(StandeeReport.at)):
        reports.setdefault(each.standee_id, []).append(each)
    unchecked = select(PaymentAccount.merchant_id).where(
        PaymentAccount.merchant_id.in_([merchant.id for _, merchant in signs]),
        PaymentAccount.name_check_since.is_not(None),
    )
    waiting = set(db.session.scalars(unchecked))
    hamlets = areas.names_of(merchant.area_path for _, merchant in signs)
    return [
        Doubted(
            standee=standee,
            merchant=merchant,
            place=_place(merchant, hamlets),
            bank=payments.bank_name(standee.bank_bin),
            paused=paused.get(standee.id) if standee.state is StandeeState.PAUSED else None,
            reports=reports.get(standee.id, ()),
            last_look=last_look.get(standee.id),
            waits_for_owner=merchant.id in waiting,
        )
        for standee, merchant in signs
    ]


def _place(merchant: Merchant, hamlets: Mapping[str, str]) -> str:
    hamlet = merchant.area_note or hamlets.get(merchant.area_path, "")
    return ", ".join(part for part in (merchant.house_note, hamlet) if part)


def _pauses(standee_ids: Sequence[UUID]) -> list[AuditEntry]:
    """Return when some signs were paused and by whom, the latest last."""
    about = select(AuditEntry).where(AuditEntry.subject_kind == "standee", AuditEntry.subject_id.in_(standee_ids))
    found = db.session.scalars(about.order_by(AuditEntry.at, AuditEntry.id))
    return [each for each in found if each.changes.get("state", ())[1:] == [StandeeState.PAUSED.value]]
