"""Fetch and authorise in one call: a dossier is its owner's until handed in, the province's once handed up."""

from uuid import UUID

from app.core import areas
from app.core.errors import NotFoundError
from app.core.ids import CodeError, parse_dossier_code
from app.policy import Actor, Permission, Role, allows, require
from merchants import queries as merchants
from merchants.models import Merchant
from merchants.ocop import queries
from merchants.ocop.models import OcopCertificate, OcopDossier, OcopLetter
from merchants.ocop.states import HANDED_IN, HANDED_UP
from merchants.papers.access import KeptPaper
from merchants.states import Stage

__all__ = [
    "KeptPaper",
    "Merchant",
    "OcopCertificate",
    "OcopDossier",
    "business_of",
    "certificate_for",
    "dossier_for",
    "letter_for",
    "own_certificate",
    "proof_for",
    "sender_for",
]


def business_of(actor: Actor, code: str) -> Merchant:
    """Return a business to its owner or delegate.

    Raises:
        NotFoundError: no such dossier, or it is none of this person's business.
        NotPermittedError: the person sees the dossier but does not own it.
    """
    try:
        merchant = merchants.by_code(parse_dossier_code(code))
    except CodeError:
        merchant = None
    if merchant is None or not allows(actor, Permission.MERCHANT_VIEW, merchant.place()):
        raise NotFoundError("no such dossier")
    if merchant.id not in actor.merchant_ids and not _was_sent(merchant):
        raise NotFoundError("not sent yet")
    require(actor, Permission.OCOP_EDIT, merchant.place())
    return merchant


def own_certificate(actor: Actor, code: str, certificate_id: UUID) -> OcopCertificate:
    """Return one of a business's own certificates to its owner.

    Raises:
        NotFoundError: the business has no such certificate, or is none of this person's.
        NotPermittedError: the person sees the dossier but does not own it.
    """
    merchant = business_of(actor, code)
    certificate = queries.certificate(certificate_id)
    if certificate is None or certificate.merchant_id != merchant.id:
        raise NotFoundError("no such certificate")
    return certificate


def certificate_for(actor: Actor, certificate_id: UUID, permission: Permission) -> OcopCertificate:
    """Return a certificate to the officials of its area.

    Raises:
        NotFoundError: no such certificate, or not of this person's area.
        NotPermittedError: the person may see it but not do this.
    """
    certificate = queries.certificate(certificate_id)
    if (
        certificate is None
        or not allows(actor, Permission.OCOP_WATCH, certificate.place())
        or not _was_sent(certificate.merchant)
    ):
        raise NotFoundError("no such certificate")
    require(actor, permission, certificate.place())
    return certificate


def letter_for(actor: Actor, letter_id: UUID) -> OcopLetter:
    """Return a letter to the officials of its area.

    Raises:
        NotFoundError: no such letter, or not of this person's area.
    """
    letter = queries.letter(letter_id)
    if letter is None or not allows(actor, Permission.OCOP_WATCH, letter.certificate.place()):
        raise NotFoundError("no such letter")
    return letter


def dossier_for(actor: Actor, dossier_id: UUID, permission: Permission) -> OcopDossier:
    """Return a dossier: to its owner always, to the commune once handed in, to the province once handed up.

    Raises:
        NotFoundError: no such dossier, or it is not this person's to see yet.
        NotPermittedError: the person may see it but not do this.
    """
    dossier = queries.dossier(dossier_id)
    if dossier is None or not _sees(actor, dossier):
        raise NotFoundError("no such dossier")
    require(actor, permission, dossier.place())
    return dossier


def proof_for(actor: Actor, dossier_id: UUID, paper_id: UUID) -> KeptPaper:
    """Return a paper that stands for a criterion of a dossier, to whoever may read that dossier.

    Raises:
        NotFoundError: the dossier is not this person's to see, or the paper is no proof of it.
    """
    dossier = dossier_for(actor, dossier_id, Permission.OCOP_VIEW)
    for papers in queries.proofs_of(dossier).values():
        for paper in papers:
            if paper.id == paper_id:
                return paper
    raise NotFoundError("no such proof")


def sender_for(actor: Actor, certificate: OcopCertificate) -> str:
    """Return whose letterhead somebody writes on: the province's for its officers, else the commune's."""
    path = certificate.merchant.area_path
    is_province = actor.has(Role.PROVINCE) and allows(actor, Permission.OCOP_RATE, certificate.place())
    return f"{path.split('/')[0]}/" if is_province else areas.commune_path(path)


def _sees(actor: Actor, dossier: OcopDossier) -> bool:
    place = dossier.place()
    if dossier.merchant_id in actor.merchant_ids and allows(actor, Permission.OCOP_VIEW, place):
        return True
    if allows(actor, Permission.OCOP_SCREEN, place):
        return dossier.state in HANDED_IN and _was_sent(dossier.merchant)
    return allows(actor, Permission.OCOP_RATE, place) and dossier.state in HANDED_UP


def _was_sent(merchant: Merchant) -> bool:
    return merchant.submitted_at is not None and merchant.stage is not Stage.DRAFT
