"""What people do about skills: tick what was seen, take a wrong tick back, ask for the certificates."""

from collections.abc import Collection, Mapping
from http import HTTPStatus
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.core import audit, clock, jobs
from app.core.db import db
from app.core.errors import DomainError
from app.policy import Actor
from merchants.skills import queries, rules
from merchants.skills.models import ShownSkill
from merchants.skills.states import SkillAction
from merchants.training.models import TrainingSession


class UnknownSkillError(DomainError):
    """A skill was ticked that the course does not teach."""

    code = "skills.unknown"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


def tick(
    session: TrainingSession, *, was: Mapping[UUID, Collection[str]], ticked: Mapping[UUID, Collection[str]], by: Actor
) -> int:
    """Write what was seen and return how many ticks changed.

    Only what a sheet changed is changed, so that two trainers with two sheets do not undo each other, and a sheet that
    comes twice or late changes nothing twice. Whoever was not present keeps what they have.

    Raises:
        UnknownSkillError: the course has no such skill.
    """
    at = clock.now()
    known = {skill["code"] for skill in session.course.skills}
    if any(not known.issuperset(codes) for codes in ticked.values()):
        raise UnknownSkillError(_l("The course has changed. Open the sheet again"))
    # Two sheets at once: the second waits for the first (SQLite has one writer anyway).
    db.session.execute(select(TrainingSession.id).where(TrainingSession.id == session.id).with_for_update())
    changed = 0
    for learner in queries.learners(session):
        if learner.id not in ticked:
            continue
        after = rules.merged(learner.shown, was=was.get(learner.id, ()), ticked=ticked[learner.id])
        for skill in sorted(after - learner.shown):
            db.session.add(ShownSkill(enrolment_id=learner.id, skill=skill, shown_at=at, seen_by=by.name))
            _note(learner.id, SkillAction.SHOWN, skill, by=by)
        for skill in sorted(learner.shown - after):
            mine = ShownSkill.enrolment_id == learner.id, ShownSkill.skill == skill
            db.session.delete(db.session.scalars(select(ShownSkill).where(*mine)).one())
            _note(learner.id, SkillAction.TAKEN_BACK, skill, by=by)
        changed += len(after ^ learner.shown)
    db.session.flush()
    return changed


def ask_certificates(session: TrainingSession) -> int:
    """Promise the certificates of all who have earned one and have none yet, and return how many."""
    waiting = [learner for learner in queries.learners(session) if learner.earns and learner.paper is None]
    for learner in waiting:
        jobs.enqueue("skills.prepare_certificate", key=str(learner.id), enrolment_id=learner.id)
    return len(waiting)


def _note(enrolment_id: UUID, action: SkillAction, skill: str, *, by: Actor) -> None:
    audit.record(action, ("enrolment", enrolment_id), by=by, at=clock.now(), changes={"skill": [None, skill]})
