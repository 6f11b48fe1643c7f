"""The certificate of a course: a paper to hang up, and the same as data that other systems read."""

import hashlib
from collections.abc import Collection
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.core import areas, clock, settings
from app.core.documents import render_pdf
from merchants import documents as slips
from merchants.results import documents as papers
from merchants.results.models import IssuedDocument
from merchants.training.models import Course, Enrolment

SYMBOL = "GCN-UBND"
_CERTIFICATE = Path(__file__).parent / "certificate.typ"


@dataclass(frozen=True)
class CertificateWords:
    """What a certificate says, in Vietnamese whatever the screen speaks."""

    agency_path: str
    agency: str
    title: str
    place: str
    code: str
    check_url: str
    opening: str
    holder: str
    course: str
    held: str
    skills: list[str]
    is_demo: bool


def certificate_words(place: Enrolment, shown: Collection[str], *, code: str, is_demo: bool) -> CertificateWords:
    """Gather what the certificate of one learner says: the very things that were shown, no others."""
    session = place.session
    agency_path = areas.commune_path(session.area_path)
    commune = areas.name_of(agency_path)
    return CertificateWords(
        agency_path=agency_path,
        agency=f"UỶ BAN NHÂN DÂN {commune.upper()}",
        title=f"Giấy chứng nhận: {session.course.title}",
        place=papers.bare_place(commune),
        code=code,
        check_url=papers.check_url(code),
        opening=f"Uỷ ban nhân dân {slips.in_sentence(commune)} chứng nhận ông/bà",
        holder=place.person_name,
        course=session.course.title,
        held=f"ngày {session.held_on:%d/%m/%Y}, tại {session.place_note}",
        skills=[skill["says"] for skill in session.course.skills if skill["code"] in shown],
        is_demo=is_demo,
    )


def certificate(words: CertificateWords) -> bytes:
    """Return the certificate, unsigned, with its places marked."""
    return render_pdf(_CERTIFICATE, asdict(words), {"qr": papers.check_picture(words.code)})


def open_badge(document: IssuedDocument, course: Course) -> dict[str, Any]:
    """Return a certificate as a credential after Open Badges 3.0.

    Whom it names is a salted hash, as the standard allows, so that the address may be passed on like the paper's code.
    The file has no proof of its own: the evidence it names is the signed PDF, by its hash, and the page that checks.
    """
    if document.issued_at is None:
        raise ValueError("A badge is made of a certificate that has been issued")
    base = settings.current().base_url
    check = papers.check_url(document.code)
    salt = document.code
    hashed = hashlib.sha256(f"{document.holder_name}{salt}".encode()).hexdigest()
    return {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": f"{check}/huy-hieu.json",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": course.title,
        "issuer": {
            "id": f"{base}/dia-ban/{document.agency_path.rstrip('/').rpartition('/')[2]}",
            "type": ["Profile"],
            "name": document.agency_name,
        },
        "validFrom": clock.local(document.issued_at).isoformat(timespec="seconds"),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "identityType": "name",
                    "hashed": True,
                    "salt": salt,
                    "identityHash": f"sha256${hashed}",
                }
            ],
            "achievement": {
                "id": f"{base}/khoa-hoc#{course.code}",
                "type": ["Achievement"],
                "achievementType": "Certificate",
                "name": course.title,
                "description": course.summary,
                "criteria": {"narrative": "; ".join(skill["says"] for skill in course.skills)},
                "inLanguage": "vi",
            },
        },
        "evidence": [
            {
                "id": check,
                "type": ["Evidence"],
                "name": document.title,
                "description": f"SHA-256 {document.issued_sha256}",
            }
        ],
    }
