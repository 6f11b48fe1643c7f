"""The officials' part: the commune screens, consults and reports; the province rates; the centre has the last stars."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.db import db
from app.core.text import line, nfc
from app.policy import Actor
from merchants.ocop import queries, rules
from merchants.ocop.models import OcopCertificate, OcopDossier, OcopScreening
from merchants.ocop.rules import LEAST_CERTIFIED, MOST_STARS, ScreeningPart, Verdict
from merchants.ocop.services.certificates import CertificateFacts, check, enter
from merchants.ocop.services.record import (
    DecisionMissingError,
    ReportNumberMissingError,
    ScreeningIncompleteError,
    move_certificate,
    move_dossier,
)
from merchants.ocop.states import CertificateState, CertificateStep, DossierState, DossierStep, OcopAction


@dataclass(frozen=True)
class Finding:
    """What the commune found of one part."""

    verdict: Verdict
    note: str = ""


@dataclass(frozen=True)
class Rating:
    """What a council gave, and the decision that stands on it."""

    score: Decimal
    rated_on: date
    decision_no: str = ""
    authority: str = ""
    ocop_code: str = ""
    note: str = ""


def ask_update(dossier: OcopDossier, *, sentence: str, by: Actor) -> None:
    """Give a dossier back to its owner, with the sentence that says what is missing.

    Raises:
        TransitionNotAllowedError: the commune does not have it.
    """
    move_dossier(dossier, DossierStep.ASK_UPDATE, action=OcopAction.UPDATE_ASKED, by=by, at=clock.now())
    dossier.update_wanted = nfc(sentence).strip()


def screen(dossier: OcopDossier, *, findings: Mapping[ScreeningPart, Finding], by: Actor) -> None:
    """Write what the commune found of the four parts that it judges.

    Raises:
        ScreeningIncompleteError: a part is missing.
        TransitionNotAllowedError: the dossier does not wait for this.
    """
    at = clock.now()
    if set(findings) != set(ScreeningPart):
        raise ScreeningIncompleteError(_l("Judge all four parts, then save"))
    move_dossier(dossier, DossierStep.SCREEN, action=OcopAction.SCREENED, by=by, at=at)
    dossier.screenings.clear()
    db.session.flush()
    dossier.screenings.extend(
        OcopScreening(part=part, verdict=found.verdict, note=nfc(found.note).strip(), by_name=by.name, at=at)
        for part, found in findings.items()
    )
    db.session.flush()


def consult(
    dossier: OcopDossier, *, met_on: date, met_where: str, met_people: int, met_conclusion: str, by: Actor
) -> None:
    """Write what the consultation meeting came to.

    Raises:
        TransitionNotAllowedError: the parts have not been judged, or the meeting has been written down.
    """
    move_dossier(dossier, DossierStep.CONSULT, action=OcopAction.CONSULTED, by=by, at=clock.now())
    dossier.met_on, dossier.met_where, dossier.met_people = met_on, line(met_where), met_people
    dossier.met_conclusion = nfc(met_conclusion).strip()


def report(dossier: OcopDossier, *, report_no: str, by: Actor) -> None:
    """Hand the dossier up to the province with the commune's report.

    Raises:
        ReportNumberMissingError: the report has no number.
        TransitionNotAllowedError: the meeting has not been held.
    """
    at = clock.now()
    if not line(report_no):
        raise ReportNumberMissingError(_l("Enter the number of the report, for example 45/BC-UBND"))
    dossier.report_no = line(report_no)
    dossier.reported_on, dossier.reported_by_name = clock.local(at).date(), by.name
    move_dossier(dossier, DossierStep.REPORT, action=OcopAction.REPORTED, by=by, at=at)


def rate(dossier: OcopDossier, *, rating: Rating, by: Actor) -> None:
    """Enter a council's score; the stars follow from it, and who decides on them from the law of the dossier's day.

    Under 50 points the product is not recognised. The province decides on 3 and 4 stars and sends 90 points and more
    to the centre, whose score is entered the same way. For files of before 6 July 2025 the district decided on 3.

    Raises:
        DecisionMissingError: stars are given, and the decision has no number or no authority.
        TransitionNotAllowedError: the dossier does not wait for a rating.
    """
    at = clock.now()
    given = rules.stars(rating.score, rating.rated_on)
    step = _step_for(dossier.state, given)
    action = {DossierStep.FORWARD: OcopAction.FORWARDED, DossierStep.HAND_UP: OcopAction.FORWARDED}.get(
        step, OcopAction.REFUSED if step is DossierStep.REFUSE else OcopAction.RATED
    )
    if step is DossierStep.RECOGNISE:
        if not (line(rating.decision_no) and line(rating.authority)):
            raise DecisionMissingError(_l("Enter the decision's number and who decided, for example 123/QĐ-UBND"))
        dossier.certificate_id = _certificate(dossier, rating, given, by).id
    move_dossier(dossier, step, action=action, by=by, at=at, reason=str(rating.score))
    dossier.score_hundredths = int(rating.score * 100)
    dossier.stars, dossier.rated_on = given, rating.rated_on
    dossier.outcome_note = nfc(rating.note).strip()
    db.session.flush()


def _step_for(state: DossierState, given: int) -> DossierStep:
    if given < LEAST_CERTIFIED:
        return DossierStep.REFUSE
    if state is DossierState.AT_PROVINCE and given == MOST_STARS:
        return DossierStep.FORWARD
    if state is DossierState.AT_DISTRICT and given > LEAST_CERTIFIED:
        return DossierStep.HAND_UP
    return DossierStep.RECOGNISE


def _certificate(dossier: OcopDossier, rating: Rating, given: int, by: Actor) -> OcopCertificate:
    facts = CertificateFacts(
        product_name=dossier.product_name,
        set_key=dossier.set_key,
        stars=given,
        decision_no=rating.decision_no,
        authority=rating.authority,
        issued_on=rating.rated_on,
        ocop_code=rating.ocop_code,
    )
    made = enter(dossier.merchant, facts=facts, by=by)
    if made.state is CertificateState.DECLARED:
        check(made, by=by)
    db.session.flush()
    old = queries.certificate(dossier.renews_id) if dossier.renews_id else None
    if old is not None and old.id != made.id:
        _renew(old, made, by)
    return made


def _renew(old: OcopCertificate, made: OcopCertificate, by: Actor) -> None:
    if old.state is CertificateState.DECLARED:
        check(old, by=by)
    if old.state is CertificateState.CHECKED:
        move_certificate(old, CertificateStep.RENEW, action=OcopAction.CERTIFICATE_RENEWED, by=by, at=clock.now())
        old.renewed_by_id = made.id
