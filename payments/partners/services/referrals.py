"""A family lets one institution ring, and the institution says what came of it."""

from flask_babel import lazy_gettext as _l

from app.core import audit, clock, ids
from app.core.db import db
from app.core.errors import DomainError
from app.core.text import line
from app.policy import Actor
from merchants.models import Merchant
from payments.partners import queries, rules
from payments.partners.models import Institution, Referral
from payments.partners.rules import BestHour
from payments.partners.services import evidence
from payments.partners.services.record import PartnerAction, move
from payments.partners.states import REFERRAL, ReferralStep


class AlreadyReferredError(DomainError):
    """The institution is on it already."""

    code = "partners.already_referred"


def refer(merchant: Merchant, institution: Institution, *, best_hour: BestHour, by: Actor) -> Referral:
    """Let this one institution see name, hamlet, telephone and the hour; nobody else, and nothing more.

    Raises:
        AlreadyReferredError: it has the family on its list already.
    """
    if queries.live_referral(institution.id, merchant.id) is not None:
        raise AlreadyReferredError(_l("This institution has your number already and will ring"))
    at = clock.now()
    referral = Referral(
        code=ids.short_code(8),
        institution_id=institution.id,
        merchant_id=merchant.id,
        best_hour=best_hour,
        consented_at=at,
        state=REFERRAL.initial,
        misses=0,
    )
    db.session.add(referral)
    db.session.flush()
    audit.record(PartnerAction.REFERRED, ("merchant", merchant.id), by=by, at=at, reason=institution.name)
    return referral


def withdraw(referral: Referral, *, by: Actor) -> None:
    """Take consent back: the institution does not see the family any more, and what it said of it counts no longer."""
    move(referral, ReferralStep.WITHDRAW, by=by, at=clock.now())
    evidence.leave_out(queries.evidence_from(referral.institution_id, merchant_id=referral.merchant_id))


def called(referral: Referral, *, by: Actor) -> None:
    """The institution has spoken with the family."""
    move(referral, ReferralStep.CALL, by=by, at=clock.now())


def missed(referral: Referral, *, by: Actor) -> None:
    """Nobody answered; after the third time the institution stops ringing."""
    referral.misses += 1
    if referral.misses >= rules.MISSES:
        move(referral, ReferralStep.GIVE_UP, by=by, at=clock.now())
    db.session.flush()


def opened(referral: Referral, *, has_right_name: bool, has_sign: bool, sound_box: str, by: Actor) -> None:
    """The account is open: whether it bears the right name, whether a sign was handed over; never its number."""
    at = clock.now()
    referral.opened_on = clock.local(at).date()
    referral.has_right_name, referral.has_sign, referral.sound_box = has_right_name, has_sign, line(sound_box)[:40]
    move(referral, ReferralStep.OPEN, by=by, at=at)


def has_other(referral: Referral, *, by: Actor) -> None:
    """The family is somebody else's customer already."""
    move(referral, ReferralStep.HAS_OTHER, by=by, at=clock.now())


def declined(referral: Referral, *, by: Actor) -> None:
    """The family said no."""
    move(referral, ReferralStep.DECLINE, by=by, at=clock.now())


def wrong_number(referral: Referral, *, by: Actor) -> None:
    """The number is not the family's: the institution loses sight of it, and it is not sent there again by itself."""
    move(referral, ReferralStep.WRONG_NUMBER, by=by, at=clock.now())
