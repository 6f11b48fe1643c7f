"""Learners who have shown what they can do, and their certificates, for tests."""

from app.core import jobs
from app.core.db import db
from app.core.transaction import transaction
from app.policy import Role
from merchants.models import Merchant
from merchants.results import queries as papers
from merchants.results import services as signing
from merchants.results.models import IssuedDocument
from merchants.skills import queries, services
from merchants.skills.jobs import prepare_certificate
from merchants.training import services as classes
from merchants.training.models import Enrolment, TrainingSession
from merchants.training.states import Attendance
from tests.factories import results
from tests.factories.training import BY, make_session

ENOUGH = {"mo-ung-dung", "nhan-thu", "xem-tien-ve", "bien-lai-gia"}


def present(merchant: Merchant, session: TrainingSession | None = None) -> Enrolment:
    """Return the place of somebody of a business who came to today's class."""
    session = session or make_session(in_days=0)
    place = classes.sign_up(session, merchant=merchant, by=BY)
    classes.record_attendance(session, marks={place.id: Attendance.PRESENT}, by=BY)
    return place


def show(place: Enrolment, *skills: str) -> int:
    """Tick some skills, those of a certificate if none is named."""
    return services.tick(place.session, was={}, ticked={place.id: set(skills) or ENOUGH}, by=BY)


def prepared(place: Enrolment) -> IssuedDocument:
    """Return the certificate of somebody who has shown enough, as it waits for an official."""
    show(place)
    db.session.commit()
    prepare_certificate(str(place.id))
    document = papers.by_reference(queries.reference(place.id))
    assert document is not None
    return document


def certified(merchant: Merchant) -> IssuedDocument:
    """Return the certificate of somebody of a business, signed by both."""
    document = prepared(present(merchant))
    leader, clerk = results.official(), results.official(Role.CLERK, "Chú Đỗ Văn Thành")
    with transaction():
        signing.ask_leader(document, title="Chủ tịch", key=leader.username or "", by=leader.actor())
    jobs.run_pending()
    with transaction():
        signing.ask_agency(document, number=7, by=clerk.actor())
    jobs.run_pending()
    return document
