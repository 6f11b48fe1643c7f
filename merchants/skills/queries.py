"""Reads of skills: who was there and has shown what, and what became of it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.db import db
from merchants.models import Merchant
from merchants.results import queries as papers
from merchants.results.models import IssuedDocument
from merchants.results.rules import DocumentKind
from merchants.results.states import DocumentState
from merchants.skills import rules
from merchants.skills.models import ShownSkill
from merchants.training.models import Course, Enrolment, TrainingSession
from merchants.training.states import Attendance


@dataclass(frozen=True)
class Learner:
    """Somebody who was present, what they have shown, and their certificate."""

    id: UUID
    person_name: str
    merchant_id: UUID | None
    shown: frozenset[str]
    earns: bool
    paper: IssuedDocument | None


def reference(enrolment_id: UUID) -> str:
    """Return what the signing desk calls the cause of a certificate."""
    return f"skills:{enrolment_id}"


def learners(session: TrainingSession) -> list[Learner]:
    """Return who was present at a class, by given name as the sheet is read."""
    there = db.session.scalars(
        select(Enrolment).where(
            Enrolment.session_id == session.id,
            Enrolment.cancelled_at.is_(None),
            Enrolment.attendance == Attendance.PRESENT,
        )
    ).all()
    shown, given = shown_by([one.id for one in there]), _papers(there)
    people = [
        Learner(
            id=one.id,
            person_name=one.person_name,
            merchant_id=one.merchant_id,
            shown=frozenset(shown.get(one.id, ())),
            earns=earns(session.course, shown.get(one.id, ())),
            paper=given.get(reference(one.id)),
        )
        for one in there
    ]
    return sorted(people, key=lambda one: (one.person_name.split()[-1:], one.person_name, one.id))


def earns(course: Course, shown: Collection[str]) -> bool:
    """Whether what was shown earns the certificate of a course."""
    return rules.earns_certificate(shown, skills=course.skills, needed=course.needed)


def shown_by(enrolments: Sequence[UUID]) -> Mapping[UUID, list[str]]:
    """Return the codes of what was shown, by place in a class."""
    found: dict[UUID, list[str]] = defaultdict(list)
    rows = select(ShownSkill.enrolment_id, ShownSkill.skill).where(ShownSkill.enrolment_id.in_(enrolments))
    for enrolment_id, skill in db.session.execute(rows):
        found[enrolment_id].append(skill)
    return found


def enrolment(enrolment_id: UUID) -> tuple[Enrolment, Merchant | None] | None:
    """Return one place in a class with its class and course, and the business it belongs to."""
    whole = joinedload(Enrolment.session).joinedload(TrainingSession.course)
    found = db.session.get(Enrolment, enrolment_id, options=[whole])
    if found is None:
        return None
    return found, db.session.get(Merchant, found.merchant_id) if found.merchant_id else None


@dataclass(frozen=True)
class Shown:
    """A class somebody of a business came to: what they showed there, and the certificate."""

    course: str
    held_on: date
    person_name: str
    skills: tuple[tuple[str, bool], ...]
    paper: IssuedDocument | None


def of_merchant(merchant_id: UUID) -> list[Shown]:
    """Return the classes somebody of a business was present at, latest first."""
    places = db.session.scalars(
        select(Enrolment)
        .join(TrainingSession)
        .where(Enrolment.merchant_id == merchant_id, Enrolment.attendance == Attendance.PRESENT)
        .order_by(TrainingSession.held_on.desc(), Enrolment.id)
        .options(joinedload(Enrolment.session).joinedload(TrainingSession.course))
    ).all()
    shown, given = shown_by([one.id for one in places]), _papers(places)
    return [
        Shown(
            course=one.session.course.title,
            held_on=one.session.held_on,
            person_name=one.person_name,
            skills=tuple(
                (skill["says"], skill["code"] in shown.get(one.id, ())) for skill in one.session.course.skills
            ),
            paper=found if (found := given.get(reference(one.id))) and found.state is DocumentState.ISSUED else None,
        )
        for one in places
    ]


def certificate(code: str, merchant_id: UUID | None = None) -> IssuedDocument | None:
    """Return a certificate in force by its code, of one business if one is named."""
    found = papers.published(code)
    if found is None or found.kind is not DocumentKind.CERTIFICATE or found.state is not DocumentState.ISSUED:
        return None
    return found if merchant_id in (None, found.merchant_id) else None


def _papers(places: Sequence[Enrolment]) -> Mapping[str, IssuedDocument]:
    named = [reference(one.id) for one in places]
    found = db.session.scalars(select(IssuedDocument).where(IssuedDocument.reference.in_(named)))
    return {paper.reference: paper for paper in found}
