"""What every service of OCOP shares: its refusals, and the one way to move a certificate and a dossier."""

from datetime import datetime
from http import HTTPStatus

from app.core import audit
from app.core.errors import DomainError
from app.policy import Actor
from merchants.ocop.models import OcopCertificate, OcopDossier
from merchants.ocop.states import CERTIFICATE, ROUTES, CertificateStep, DossierStep, OcopAction


class TooEarlyIssuedError(DomainError):
    """A certificate cannot have been issued on a day to come."""

    code = "ocop.issued_in_the_future"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class UnknownSetError(DomainError):
    """There is no such set of products."""

    code = "ocop.unknown_set"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class UnknownCriterionError(DomainError):
    """The tree has no such criterion, or the criterion no such points."""

    code = "ocop.unknown_criterion"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class NotEditableError(DomainError):
    """The commune or the province has the dossier now."""

    code = "ocop.not_editable"


class NotAssessedError(DomainError):
    """Not every known criterion has been answered; ``missing`` counts them."""

    code = "ocop.not_assessed"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class ScreeningIncompleteError(DomainError):
    """The commune judges all four of its parts before it goes on."""

    code = "ocop.screening_incomplete"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class ReportNumberMissingError(DomainError):
    """A report goes up under a number."""

    code = "ocop.report_number_missing"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class DecisionMissingError(DomainError):
    """Stars are given by a decision with a number."""

    code = "ocop.decision_missing"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class LetterNotDueError(DomainError):
    """The certificate is not near its end, or is no longer one to be renewed."""

    code = "ocop.letter_not_due"


def move_certificate(
    certificate: OcopCertificate,
    step: CertificateStep,
    *,
    action: OcopAction,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> None:
    before = certificate.state
    certificate.state = CERTIFICATE.next(before, step)
    audit.record(
        action,
        ("ocop_certificate", certificate.id),
        by=by,
        at=at,
        reason=reason,
        changes={"state": [before.value, certificate.state.value]},
    )


def move_dossier(
    dossier: OcopDossier, step: DossierStep, *, action: OcopAction, by: Actor, at: datetime, reason: str = ""
) -> None:
    before = dossier.state
    dossier.state = ROUTES[dossier.route].next(before, step)
    audit.record(
        action,
        ("ocop_dossier", dossier.id),
        by=by,
        at=at,
        reason=reason,
        changes={"state": [before.value, dossier.state.value]},
    )
