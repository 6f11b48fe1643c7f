"""Making and signing papers, outside any transaction: read, make, keep under its hash, then record in one step.

Killed anywhere, a job leaves at most a file that no row names; run again, it finds what is recorded and does the rest.
"""

from uuid import UUID

from app.core import clock, jobs, settings, signatures, storage
from app.core.db import db
from app.core.signatures import KeyName, Place
from app.core.transaction import transaction
from app.policy import Actor
from merchants import emails
from merchants import queries as merchants
from merchants.results import documents, queries, rules, services
from merchants.results.models import IssuedDocument
from merchants.results.rules import DocumentKind
from merchants.results.states import DocumentState
from merchants.services import record
from merchants.states import REGISTERED

BY = Actor.system("signing desk")


@jobs.job("results.prepare_confirmation")
def prepare_confirmation(merchant_id: str, cause: str = "") -> None:
    """Make the confirmation of a registration and lay it on the signing desk, once for each cause.

    A confirmed dossier is a cause, and so is what changes the words of its paper afterwards: a correction, another
    owner. Without a ``cause`` it is the moment in which the commune confirmed.
    """
    merchant = merchants.by_id(UUID(merchant_id))
    if merchant is None or merchant.confirmed_at is None or merchant.stage not in REGISTERED:
        return
    reference = f"registration:{merchant_id}:{cause or merchant.confirmed_at.isoformat()}"
    if queries.by_reference(reference) is not None:
        return
    older = queries.confirmation_in_force(merchant.id)
    words = documents.confirmation_words(merchant, code=services.draw_code(), instead_of=older.code if older else "")
    db.session.rollback()
    pdf = signatures.lay_places(documents.confirmation(words))
    with transaction():
        confirmed = merchants.by_id(UUID(merchant_id))
        if confirmed is None:
            return
        paper = services.NewPaper(
            kind=DocumentKind.REGISTRATION,
            reference=reference,
            code=words.code,
            title=words.title,
            symbol=documents.CONFIRMATION_SYMBOL,
            agency_path=words.agency_path,
            pdf=pdf,
        )
        for unsigned in queries.unsealed_confirmations(confirmed.id):
            services.give_back(unsigned, reason=f"Đã có giấy mới, mã {paper.code}", by=BY)
        services.issue(paper, merchant=confirmed, by=BY)


@jobs.job("results.sign_as_leader")
def sign_as_leader(document_id: str) -> None:
    """Sign as the official who asked."""
    document = _at_work(document_id, DocumentState.LEADER_SIGNING)
    if document is None or document.asked_at is None:
        return
    here = documents.look_facts(document)
    prepared, at = document.prepared_sha256, document.asked_at
    key, where = KeyName(f"leader-{document.leader_key}", document.leader_name), here["place"]
    db.session.rollback()
    pdf = storage.read(prepared, verify=True)
    look = documents.leader_look(here, signatures.size_of(pdf, Place.LEADER), key=key.name)
    signed = signatures.sign(pdf, Place.LEADER, key=key, look=look, at=at, reason="Ký ban hành", where=where)
    sha256 = _keep(signed)
    with transaction():
        asked = _at_work(document_id, DocumentState.LEADER_SIGNING)
        if asked is not None:
            services.record_leader_signature(asked, sha256=sha256, by=BY)


@jobs.job("results.sign_as_agency")
def sign_as_agency(document_id: str) -> None:
    """Write the number and the day, seal as the agency, and tell whom the paper is for."""
    document = _at_work(document_id, DocumentState.AGENCY_SIGNING)
    if document is None or document.asked_at is None or document.leader_sha256 is None:
        return
    here = documents.look_facts(document)
    read, at = document.leader_sha256, document.asked_at
    area_code = document.agency_path.rstrip("/").rpartition("/")[2]
    key = KeyName(f"agency-{area_code}", document.agency_name)
    db.session.rollback()
    pdf = storage.read(read, verify=True)
    look = documents.agency_look(here, signatures.size_of(pdf, Place.AGENCY), key=key.name, at=clock.local(at))
    fillings = documents.fillings(here, pdf)
    signed = signatures.sign(
        pdf, Place.AGENCY, key=key, look=look, at=at, reason="Phát hành", where=here["place"], fillings=fillings
    )
    sha256 = _keep(signed)
    with transaction():
        asked = _at_work(document_id, DocumentState.AGENCY_SIGNING)
        if asked is not None:
            services.record_agency_signature(asked, sha256=sha256, by=BY)
            _replace_older(asked)
            _tell(asked)


def _keep(pdf: bytes) -> str:
    with transaction():
        return storage.put(pdf, services.PDF).sha256


def _at_work(document_id: str, state: DocumentState) -> IssuedDocument | None:
    document = queries.by_id(UUID(document_id))
    return document if document is not None and document.state is state else None


def _replace_older(document: IssuedDocument) -> None:
    """Let a confirmation just sealed take the place of every older one of the same business."""
    if document.kind is DocumentKind.REGISTRATION and document.merchant_id is not None:
        for older in queries.confirmations_in_force(document.merchant_id):
            if older.id != document.id:
                services.supersede(older, newer=document, by=BY)


def _tell(document: IssuedDocument) -> None:
    merchant = merchants.by_id(document.merchant_id) if document.merchant_id else None
    if merchant is not None and document.kind is DocumentKind.CERTIFICATE:
        record.tell(
            merchant, emails.certificate_ready(document.title, code=document.code), purpose="certificate_ready", by=BY
        )
    if merchant is not None and document.kind is DocumentKind.REGISTRATION:
        number = rules.full_number(document.number, document.symbol)
        text = emails.result_ready(document.code, number=number, desk_phone=settings.current().contact_phone)
        record.tell(merchant, text, purpose="result_ready", by=BY)
