"""Certificates: entered by the owner, checked by the desk, told of before they end, withdrawn."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from app.core import audit, clock, jobs, messages
from app.core.db import db
from app.core.messages import Channel
from app.core.text import bare, line
from app.policy import Actor
from merchants.models import Merchant
from merchants.ocop import queries, rules
from merchants.ocop.models import OcopCertificate, OcopLetter, OcopNotice
from merchants.ocop.services.record import (
    LetterNotDueError,
    TooEarlyIssuedError,
    UnknownSetError,
    move_certificate,
)
from merchants.ocop.states import WATCHED, CertificateStep, OcopAction


@dataclass(frozen=True)
class CertificateFacts:
    """What is printed on a certificate."""

    product_name: str
    set_key: str
    stars: int
    decision_no: str
    authority: str
    issued_on: date
    ocop_code: str = ""


def enter(merchant: Merchant, *, facts: CertificateFacts, paper_id: UUID | None = None, by: Actor) -> OcopCertificate:
    """Enter a certificate, not checked yet; the same decision for the same product again is the same certificate.

    Raises:
        UnknownSetError: there is no such set of products.
        TooEarlyIssuedError: the day of issue is still to come.
    """
    at = clock.now()
    if facts.set_key not in {each.key for each in rules.sets()}:
        raise UnknownSetError(_l("Choose a set of products from the list"))
    if facts.issued_on > clock.local(at).date():
        raise TooEarlyIssuedError(_l("The day of issue is still to come. Look at the certificate again"))
    name, decision_no = line(facts.product_name), line(facts.decision_no)
    known = queries.same_certificate(merchant.id, decision_no, name)
    if known is not None:
        return known
    certificate = OcopCertificate(
        merchant_id=merchant.id,
        merchant=merchant,
        product_name=name,
        set_key=facts.set_key,
        stars=facts.stars,
        decision_no=decision_no,
        authority=line(facts.authority),
        ocop_code=line(facts.ocop_code),
        issued_on=facts.issued_on,
        expires_on=rules.expires_on(facts.issued_on),
        paper_id=paper_id,
        entered_by_name=by.name,
        entered_at=at,
    )
    db.session.add(certificate)
    db.session.flush()
    audit.record(OcopAction.CERTIFICATE_ENTERED, ("ocop_certificate", certificate.id), by=by, at=at)
    return certificate


def check(certificate: OcopCertificate, *, by: Actor) -> None:
    """Note that the desk has held what was entered against the certificate itself.

    Raises:
        TransitionNotAllowedError: it was checked already, or is gone.
    """
    at = clock.now()
    move_certificate(certificate, CertificateStep.CHECK, action=OcopAction.CERTIFICATE_CHECKED, by=by, at=at)
    certificate.checked_at, certificate.checked_by_name = at, by.name


def remove(certificate: OcopCertificate, *, by: Actor) -> None:
    """Take back a certificate entered by mistake, while nobody has checked it.

    Raises:
        TransitionNotAllowedError: the desk has checked it.
    """
    move_certificate(certificate, CertificateStep.REMOVE, action=OcopAction.CERTIFICATE_REMOVED, by=by, at=clock.now())


def withdraw(certificate: OcopCertificate, *, reason: str, by: Actor) -> None:
    """Note that the issuing authority has withdrawn a certificate, and why.

    Raises:
        TransitionNotAllowedError: it is not one that counts.
    """
    at = clock.now()
    move_certificate(
        certificate,
        CertificateStep.WITHDRAW,
        action=OcopAction.CERTIFICATE_WITHDRAWN,
        by=by,
        at=at,
        reason=line(reason),
    )
    certificate.withdrawn_on, certificate.withdrawn_reason = clock.local(at).date(), line(reason)


def tell_of_ends(*, by: Actor) -> int:
    """Tell owners of certificates that run out, once in each band of days, and say how many were told.

    Run daily; a second run on the same day tells nobody twice, and the next one goes on where this one ended. Who has
    handed in a renewal is not told any more.
    """
    at = clock.now()
    today = clock.local(at).date()
    found = queries.to_tell(today)
    for certificate in found:
        band = rules.band(certificate.expires_on, today)
        if band is None:
            continue
        db.session.add(OcopNotice(certificate_id=certificate.id, band_days=band, at=at))
        db.session.flush()
        audit.record(OcopAction.REMINDED, ("ocop_certificate", certificate.id), by=by, at=at, reason=str(band))
        merchant = certificate.merchant
        if merchant.phone:
            text = ending_text(certificate.product_name, certificate.expires_on, merchant.code)
            messages.send(Channel.SMS, merchant.phone, text, "ocop_ends", by=by, about=merchant.id)
    return len(found)


def ending_text(product_name: str, last_day: date, code: str) -> str:
    """Write the message: no marks, one part, no link."""
    name = bare(product_name)[:36].strip()
    name = "".join(sign for sign in name if sign.isascii() and sign.isprintable()).replace(".", " ")
    return (
        f"OCOP {name} het han {last_day:%d/%m/%Y}. Ho so {code}: bam OCOP, lam ho so danh gia lai. "
        "Can giup, hoi Mot cua xa."
    )


def issue_letter(
    certificate: OcopCertificate, *, sender_path: str, signer_title: str, signer_name: str, by: Actor
) -> OcopLetter:
    """Write the notice that the law asks for, under the sender's next number; asking twice gives the same letter.

    Raises:
        LetterNotDueError: the certificate does not run out within the widest band, or is no longer watched.
    """
    at = clock.now()
    today = clock.local(at).date()
    known = queries.letter_of(certificate.id)
    if known is not None:
        return known
    if certificate.state not in WATCHED or rules.band(certificate.expires_on, today) is None:
        raise LetterNotDueError(_l("The letter is for certificates that run out within 180 days"))
    letter = _numbered(certificate, sender_path, today, line(signer_title), line(signer_name), by)
    audit.record(
        OcopAction.LETTER_ISSUED, ("ocop_certificate", certificate.id), by=by, at=at, reason=f"{letter.number}"
    )
    jobs.enqueue("ocop.prepare_letter", key=str(letter.id), letter_id=letter.id)
    return letter


def _numbered(
    certificate: OcopCertificate, sender_path: str, today: date, signer_title: str, signer_name: str, by: Actor
) -> OcopLetter:
    for _ in range(5):
        letter = OcopLetter(
            certificate_id=certificate.id,
            sender_path=sender_path,
            year=today.year,
            number=queries.last_letter_number(sender_path, today.year) + 1,
            issued_on=today,
            signer_title=signer_title,
            signer_name=signer_name,
            made_by_name=by.name,
        )
        try:
            with db.session.begin_nested():
                db.session.add(letter)
        except IntegrityError:
            # Somebody took the number in this same moment, or wrote this very letter.
            known = queries.letter_of(certificate.id)
            if known is not None:
                return known
            continue
        return letter
    raise LetterNotDueError(_l("Many letters are being written just now. Press once more"))
