"""Making certificates, outside any transaction: read, make, then lay on the signing desk in one step."""

from uuid import UUID

from app.core import jobs, signatures
from app.core.db import db
from app.core.transaction import transaction
from app.policy import Actor
from merchants.results import queries as papers
from merchants.results import services as signing
from merchants.results.rules import DocumentKind
from merchants.skills import documents, queries

BY = Actor.system("signing desk")


@jobs.job("skills.prepare_certificate")
def prepare_certificate(enrolment_id: str) -> None:
    """Make the certificate of somebody who has shown enough, and lay it on the signing desk, once."""
    words = _words(UUID(enrolment_id))
    if words is None:
        return
    db.session.rollback()
    pdf = signatures.lay_places(documents.certificate(words))
    with transaction():
        found = queries.enrolment(UUID(enrolment_id))
        if found is None:
            return
        place, merchant = found
        own = merchant is not None and merchant.owner_name == place.person_name
        paper = signing.NewPaper(
            kind=DocumentKind.CERTIFICATE,
            reference=queries.reference(place.id),
            code=words.code,
            title=words.title,
            symbol=documents.SYMBOL,
            agency_path=words.agency_path,
            pdf=pdf,
            # A child who came for the family is not the owner: the paper names the child and knows no year of birth.
            holder=None if own else signing.Holder(place.person_name, phone_end=place.phone[-3:]),
        )
        signing.issue(paper, merchant=merchant, by=BY)


def _words(enrolment_id: UUID) -> documents.CertificateWords | None:
    found = queries.enrolment(enrolment_id)
    if found is None or papers.by_reference(queries.reference(enrolment_id)) is not None:
        return None
    place, merchant = found
    shown = queries.shown_by([place.id]).get(place.id, [])
    if not queries.earns(place.session.course, shown):
        return None
    is_demo = merchant is not None and merchant.is_demo
    return documents.certificate_words(place, shown, code=signing.draw_code(), is_demo=is_demo)
