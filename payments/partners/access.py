"""A referral is the family's and one institution's; a day is the commune's to approve."""

from uuid import UUID

from app.core.errors import NotFoundError
from app.policy import Actor, Permission, allows, areas_for, require
from merchants.access import merchant_for
from merchants.models import Merchant
from payments.partners import queries
from payments.partners.models import Institution, PartnerDay, Referral
from payments.partners.rules import PartnerKind

# Views annotate with the models without importing them from the tables.
__all__ = [
    "Institution",
    "Merchant",
    "PartnerDay",
    "Referral",
    "day_to_decide",
    "institution_of",
    "merchant_to_refer",
    "own_referral",
    "provider_of",
    "reach",
    "referral_of",
]


def merchant_to_refer(actor: Actor, code: str) -> Merchant:
    """Return the merchant of a dossier code to whoever may consent for it.

    Raises:
        NotFoundError: no such dossier, or this person may not know of it.
        NotPermittedError: consent is the owner's alone.
    """
    return merchant_for(actor, code, Permission.MERCHANT_OWN)


def own_referral(merchant: Merchant, referral_id: UUID) -> Referral:
    """Return one of a family's own referrals.

    Raises:
        NotFoundError: it is not this family's.
    """
    referral = queries.referral_by_id(referral_id)
    if referral is None or referral.merchant_id != merchant.id:
        raise NotFoundError("no such referral")
    return referral


def institution_of(actor: Actor) -> Institution:
    """Return the institution somebody works for.

    Raises:
        NotFoundError: they work for none.
        NotPermittedError: they are no partner.
    """
    require(actor, Permission.REFERRAL_WORK)
    seat = queries.seat_of(actor.account_id)
    if seat is None:
        raise NotFoundError("no seat")
    return seat.institution


def provider_of(actor: Actor) -> Institution:
    """Return the provider somebody works for: bills are told of by providers of electricity, schools and health alone.

    Raises:
        NotFoundError: they work for none, or for a bank or a telecom, which have no bills to look into.
        NotPermittedError: they are no partner.
    """
    institution = institution_of(actor)
    if institution.kind is not PartnerKind.UTILITY:
        raise NotFoundError("no provider")
    return institution


def referral_of(actor: Actor, referral_id: UUID) -> Referral:
    """Return a referral to its institution while the family's consent holds.

    Raises:
        NotFoundError: there is none, it is another institution's or area's, or consent was taken back.
    """
    institution = institution_of(actor)
    referral = queries.shown_referral(institution.id, referral_id)
    if referral is None or not allows(actor, Permission.REFERRAL_WORK, referral.merchant.place()):
        raise NotFoundError("no such referral")
    return referral


def day_to_decide(actor: Actor, day_id: UUID) -> PartnerDay:
    """Return a day to whoever decides for its commune.

    Raises:
        NotFoundError: there is none, or it is elsewhere.
    """
    day = queries.day_by_id(day_id)
    if day is None or not allows(actor, Permission.DAY_APPROVE, day.place()):
        raise NotFoundError("no such day")
    return day


def reach(actor: Actor) -> tuple[str, ...] | None:
    """Return the areas in which somebody works for their institution."""
    return areas_for(actor, Permission.REFERRAL_WORK)
