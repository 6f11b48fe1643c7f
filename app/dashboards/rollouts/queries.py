"""Reads of roll-outs: what is published, the hamlets in order, what was moved, and sooner beside later."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.core import areas
from app.core.areas import Level
from app.core.db import db, within
from app.dashboards.cohorts import queries as cohorts
from app.dashboards.rollouts import rules
from app.dashboards.rollouts.models import Rollout, RolloutHamlet, RolloutMove
from app.dashboards.rollouts.rules import Month
from app.dashboards.rollouts.states import RolloutState
from app.policy import Actor, Permission, Place, allows, areas_for
from merchants.training.models import Course, TrainingSession
from merchants.training.states import SessionState

Paths = tuple[str, ...] | None


def rollout(rollout_id: UUID) -> Rollout | None:
    """Return one roll-out with its course."""
    return db.session.get(Rollout, rollout_id, options=[joinedload(Rollout.course)])


def published(reach: Paths = None) -> Sequence[Rollout]:
    """Return the roll-outs within reach, those withdrawn too, the latest first."""
    found = select(Rollout).where(within(Rollout.commune_path, reach)).options(joinedload(Rollout.course))
    return db.session.scalars(found.order_by(Rollout.published_at.desc(), Rollout.id)).all()


def running(commune_path: str, course_id: UUID) -> Rollout | None:
    """Return the roll-out of a course in a commune that was not withdrawn."""
    found = select(Rollout).where(
        Rollout.commune_path == commune_path,
        Rollout.course_id == course_id,
        Rollout.state != RolloutState.WITHDRAWN,
    )
    return db.session.scalars(found).first()


def hamlets(rollout_id: UUID) -> Sequence[RolloutHamlet]:
    """Return the hamlets in the order of the draw, before it by their codes."""
    mine = select(RolloutHamlet).where(RolloutHamlet.rollout_id == rollout_id)
    return db.session.scalars(mine.order_by(RolloutHamlet.position, RolloutHamlet.code)).all()


def hamlet(hamlet_id: UUID) -> RolloutHamlet | None:
    """Return one hamlet with its roll-out."""
    whole = joinedload(RolloutHamlet.rollout).joinedload(Rollout.course)
    return db.session.get(RolloutHamlet, hamlet_id, options=[whole])


def moves(rollout_id: UUID) -> Sequence[RolloutMove]:
    """Return what was moved and why, the latest first."""
    made = (
        select(RolloutMove)
        .join(RolloutMove.hamlet)
        .where(RolloutHamlet.rollout_id == rollout_id)
        .options(joinedload(RolloutMove.hamlet))
    )
    return db.session.scalars(made.order_by(RolloutMove.at.desc(), RolloutMove.id)).all()


def first_classes(rollout: Rollout) -> Mapping[str, date]:
    """Return, by hamlet, the day of the first class of the course: whether the order was kept shows there."""
    held = (
        select(TrainingSession.area_path, func.min(TrainingSession.held_on))
        .where(
            TrainingSession.course_id == rollout.course_id,
            TrainingSession.state == SessionState.HELD,
            TrainingSession.held_on >= rollout.draw_on,
            within(TrainingSession.area_path, (rollout.commune_path,)),
        )
        .group_by(TrainingSession.area_path)
    )
    return {row.area_path: row[1] for row in db.session.execute(held)}


def comparison(rollout: Rollout, listed: Sequence[RolloutHamlet], today: date) -> list[Month]:
    """Return, month by month, hamlets whose drawn turn had come beside those still waiting."""
    starts = {each.area_path: rollout.start_of(each.drawn_wave) for each in listed if each.drawn_wave is not None}
    if rollout.state is not RolloutState.DRAWN or rollout.first_on > today:
        return []
    found = cohorts.registered((rollout.commune_path,), rollout.first_on, today)
    return rules.compared(list(found.values()), starts, begun=rollout.first_on, today=today)


def communes_to_plan(actor: Actor, today: date) -> list[tuple[str, str]]:
    """Return the communes in which somebody plans classes and answers for figures."""
    places = areas.within_reach(areas_for(actor, Permission.TRAINING_PLAN), today)
    return [
        (each.path, each.name)
        for each in places
        if each.level is Level.COMMUNE and allows(actor, Permission.DASHBOARD_VIEW, Place(None, each.path))
    ]


def courses() -> Sequence[Course]:
    """Return the courses, by title."""
    return db.session.scalars(select(Course).order_by(Course.title)).all()
