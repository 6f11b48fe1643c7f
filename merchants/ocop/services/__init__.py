"""What may be done to certificates and dossiers, by owners, the commune and the province."""

from merchants.ocop.services.assessment import (
    assess,
    enter_older,
    note_results,
    open_dossier,
    submit,
    unanswered,
)
from merchants.ocop.services.assessment import withdraw as withdraw_dossier
from merchants.ocop.services.certificates import (
    CertificateFacts,
    check,
    ending_text,
    enter,
    issue_letter,
    remove,
    tell_of_ends,
)
from merchants.ocop.services.certificates import withdraw as withdraw_certificate
from merchants.ocop.services.process import Finding, Rating, ask_update, consult, rate, report, screen
from merchants.ocop.services.record import (
    DecisionMissingError,
    LetterNotDueError,
    NotAssessedError,
    NotEditableError,
    ReportNumberMissingError,
    ScreeningIncompleteError,
    TooEarlyIssuedError,
    UnknownCriterionError,
    UnknownSetError,
)

__all__ = [
    "CertificateFacts",
    "DecisionMissingError",
    "Finding",
    "LetterNotDueError",
    "NotAssessedError",
    "NotEditableError",
    "Rating",
    "ReportNumberMissingError",
    "ScreeningIncompleteError",
    "TooEarlyIssuedError",
    "UnknownCriterionError",
    "UnknownSetError",
    "ask_update",
    "assess",
    "check",
    "consult",
    "ending_text",
    "enter",
    "enter_older",
    "issue_letter",
    "note_results",
    "open_dossier",
    "rate",
    "remove",
    "report",
    "screen",
    "submit",
    "tell_of_ends",
    "unanswered",
    "withdraw_certificate",
    "withdraw_dossier",
]
