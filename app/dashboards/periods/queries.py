"""Frozen periods as they are read: editions, figures, flags with their answers, and why a number changed."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, func, select

from app.core.audit import entries_about
from app.core.db import db, within
from app.dashboards.counting.people import Topics
from app.dashboards.counting.rules import NOTHING, Figure, Term, total
from app.dashboards.periods.models import FlagAnswer, Freeze, FrozenChange, FrozenFigure, FrozenSignature, QualityFlag
from app.dashboards.periods.rules import FIRST_FINAL, Parts

SUBJECT = "period_freeze"
Paths = tuple[str, ...] | None
Grid = Mapping[str, Mapping[str, Figure]]


def freezes(term: Term) -> Sequence[Freeze]:
    """Return every edition of a period, the latest first."""
    found = select(Freeze).where(Freeze.term == term.code)
    return db.session.scalars(found.order_by(Freeze.edition.desc())).all()


def latest(term: Term) -> Freeze | None:
    """Return the latest edition of a period."""
    return next(iter(freezes(term)), None)


def latest_final_before(term: Term) -> Freeze | None:
    """Return the final edition in force of the period before."""
    found = latest(term.before())
    return found if found is not None and found.is_final else None


def terms() -> Sequence[tuple[str, int]]:
    """Return the periods that were frozen with their latest edition, the latest first."""
    rows = db.session.execute(
        select(Freeze.term, func.max(Freeze.edition)).group_by(Freeze.term).order_by(Freeze.term.desc())
    )
    return [(term, edition) for term, edition in rows]


def published() -> Sequence[Freeze]:
    """Return every final edition in the order of the chain."""
    found = select(Freeze).where(Freeze.edition >= FIRST_FINAL)
    return db.session.scalars(found.order_by(Freeze.frozen_at, Freeze.id)).all()


def last_published_sha256() -> str:
    """Return the hash of the last published file; the chain begins with a word."""
    chain = published()
    return chain[-1].public_sha256 if chain else "first"


def freeze_by_id(freeze_id: UUID) -> Freeze | None:
    """Return one edition."""
    return db.session.get(Freeze, freeze_id)


def signature_of(freeze: Freeze) -> FrozenSignature | None:
    """Return the signatures of an edition, once they are made."""
    return db.session.scalars(select(FrozenSignature).where(FrozenSignature.freeze_id == freeze.id)).one_or_none()


def signed() -> frozenset[UUID]:
    """Return the editions that are signed."""
    return frozenset(db.session.scalars(select(FrozenSignature.freeze_id)))


def unsigned() -> Sequence[UUID]:
    """Return the editions that are not signed yet, the oldest first."""
    found = select(Freeze.id).where(Freeze.id.not_in(select(FrozenSignature.freeze_id)))
    return db.session.scalars(found.order_by(Freeze.frozen_at, Freeze.id)).all()


def grid(freeze: Freeze, reach: Paths = None) -> Grid:
    """Return the frozen figures by indicator and commune, within reach."""
    rows = db.session.scalars(
        select(FrozenFigure)
        .where(FrozenFigure.freeze_id == freeze.id, within(FrozenFigure.commune_path, reach))
        .order_by(FrozenFigure.indicator, FrozenFigure.commune_path)
    )
    found: dict[str, dict[str, Figure]] = {}
    for row in rows:
        found.setdefault(row.indicator, {})[row.commune_path] = row.figure()
    return found


def people(freeze: Freeze, path: str | tuple[str, ...]) -> Topics | None:
    """Return what was frozen of people at or below some places; None in an edition that kept nothing of it."""
    if freeze.people is None:
        return None
    return {
        topic: {
            place: {key: Figure(*numbers) for key, numbers in told.items()}
            for place, told in sorted(places.items())
            if place.startswith(path)
        }
        for topic, places in freeze.people.items()
    }


def told_together(freeze: Freeze, topic: str, reach: Paths = None) -> Mapping[str, Figure] | None:
    """Return one topic of all places within reach together; None in an edition that kept nothing of it."""
    topics = people(freeze, "" if reach is None else reach)
    if topics is None or topic not in topics:
        return None
    kinds = dict.fromkeys(kind for told in topics[topic].values() for kind in told)
    return {kind: total(told[kind] for told in topics[topic].values() if kind in told) for kind in kinds}


def last_recount(freeze: Freeze) -> int:
    """Return in how many figures the last recount differed from what was frozen."""
    said = [entry.changes["figures"][1] for entry in entries_about(SUBJECT, freeze.id) if "figures" in entry.changes]
    return int(said[-1]) if said else 0


def editions_of(freeze: Freeze) -> Mapping[str, int]:
    """Return by which version each indicator was counted."""
    rows = select(FrozenFigure.indicator, FrozenFigure.edition).where(FrozenFigure.freeze_id == freeze.id).distinct()
    return {row.indicator: row.edition for row in db.session.execute(rows)}


def series(indicator: str, reach: Paths, last: Term, length: int) -> list[tuple[Term, Figure]]:
    """Return an indicator over the last periods, in force in each; a period that was never frozen has no figure."""
    wanted = [last.before(back) for back in reversed(range(length))]
    in_force = (
        select(Freeze.term, func.max(Freeze.edition).label("edition"))
        .where(Freeze.term.in_([each.code for each in wanted]))
        .group_by(Freeze.term)
        .subquery()
    )
    rows = db.session.execute(
        select(Freeze.term, FrozenFigure)
        .join(in_force, (in_force.c.term == Freeze.term) & (in_force.c.edition == Freeze.edition))
        .join(FrozenFigure, FrozenFigure.freeze_id == Freeze.id)
        .where(FrozenFigure.indicator == indicator, within(FrozenFigure.commune_path, reach))
    )
    found: dict[str, list[Figure]] = {}
    for term, row in rows:
        found.setdefault(term, []).append(row.figure())
    return [(each, total(found[each.code]) if each.code in found else NOTHING) for each in wanted]


@dataclass(frozen=True)
class Asked:
    """Something odd and what was said about it, the latest last."""

    flag: QualityFlag
    answers: Sequence[FlagAnswer]


def flags(freeze: Freeze, reach: Paths = None) -> list[Asked]:
    """Return what looked odd within reach, with the words kept beside it."""
    found = db.session.scalars(
        select(QualityFlag)
        .where(QualityFlag.freeze_id == freeze.id, within(QualityFlag.commune_path, reach))
        .order_by(QualityFlag.commune_path, QualityFlag.kind, QualityFlag.indicator)
    ).all()
    said = db.session.scalars(select(FlagAnswer).where(FlagAnswer.term == freeze.term).order_by(FlagAnswer.at)).all()
    return [Asked(flag, [each for each in said if _key(each) == _key(flag)]) for flag in found]


def unexplained(reach: Paths) -> tuple[str, int] | None:
    """Return the last frozen period, and how many communes within reach have not explained something odd in it."""
    latest_first = select(Freeze.id, Freeze.term).order_by(Freeze.term.desc(), Freeze.edition.desc())
    last = db.session.execute(latest_first.limit(1)).first()
    if last is None:
        return None
    answered = exists().where(
        FlagAnswer.term == QualityFlag.term,
        FlagAnswer.commune_path == QualityFlag.commune_path,
        FlagAnswer.kind == QualityFlag.kind,
        FlagAnswer.indicator == QualityFlag.indicator,
    )
    open_ = select(func.count(QualityFlag.commune_path.distinct())).where(
        QualityFlag.freeze_id == last.id, within(QualityFlag.commune_path, reach), ~answered
    )
    return last.term, db.session.scalar(open_) or 0


def flag_by_id(flag_id: UUID) -> QualityFlag | None:
    """Return one flag."""
    return db.session.get(QualityFlag, flag_id)


def changes(freeze: Freeze, reach: Paths = None) -> Mapping[str, Parts]:
    """Return by commune why the number in use changed."""
    rows = db.session.scalars(
        select(FrozenChange).where(FrozenChange.freeze_id == freeze.id, within(FrozenChange.commune_path, reach))
    )
    return {row.commune_path: row.parts() for row in rows}


def summed(found: Mapping[str, Parts]) -> Parts | None:
    """Return the parts of several communes together: what moved from one to another is nought in the sum."""
    if not found:
        return None
    names = tuple(vars(next(iter(found.values()))))
    return Parts(**{name: sum(getattr(each, name) for each in found.values()) for name in names})


@dataclass(frozen=True)
class Restated:
    """One figure that a restatement changed."""

    indicator: str
    commune_path: str
    before: Figure
    after: Figure


def restated(older: Freeze, newer: Freeze, reach: Paths = None) -> list[Restated]:
    """Return every figure in which two editions of a period differ."""
    before, after = grid(older, reach), grid(newer, reach)
    found = []
    for indicator in sorted(before.keys() | after.keys()):
        old, new = before.get(indicator, {}), after.get(indicator, {})
        found += [
            Restated(indicator, place, old.get(place, NOTHING), new.get(place, NOTHING))
            for place in sorted(old.keys() | new.keys())
            if old.get(place, NOTHING) != new.get(place, NOTHING)
        ]
    return found


@dataclass(frozen=True)
class RestatedPeople:
    """One number told of people, by topic and kind, that a restatement changed."""

    topic: str
    kind: str
    commune_path: str
    before: Figure
    after: Figure


def restated_people(older: Freeze, newer: Freeze, reach: Paths = None) -> list[RestatedPeople]:
    """Return every number told of people in which two editions of a period differ, of topics that both tell of."""
    before, after = _told(older, both := _topics(older) & _topics(newer)), _told(newer, both)
    return [
        RestatedPeople(topic, kind, place, before.get(key, NOTHING), after.get(key, NOTHING))
        for key in sorted(before.keys() | after.keys())
        for topic, kind, place in [key]
        if before.get(key) != after.get(key) and (reach is None or place.startswith(reach))
    ]


def _topics(freeze: Freeze) -> Set[str]:
    return (freeze.people or {}).keys()


def _told(freeze: Freeze, topics: Set[str]) -> Mapping[tuple[str, str, str], Figure]:
    return {
        (topic, kind, place): figure
        for topic, places in (people(freeze, "") or {}).items()
        if topic in topics
        for place, told in places.items()
        for kind, figure in told.items()
    }


def _key(row: QualityFlag | FlagAnswer) -> tuple[str, str, str]:
    return row.kind, row.indicator, row.commune_path
