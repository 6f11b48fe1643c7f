"""The owner's part of a dossier: open it, say how many points and why, hand it in, take it back."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.core import audit, clock
from app.core.db import db
from app.core.text import line, nfc
from app.policy import Actor
from merchants.models import Merchant
from merchants.ocop import queries, rules
from merchants.ocop.models import OcopAnswer, OcopCertificate, OcopDossier, OcopProof
from merchants.ocop.services.record import (
    NotAssessedError,
    NotEditableError,
    UnknownCriterionError,
    UnknownSetError,
    move_dossier,
)
from merchants.ocop.states import EDITABLE, DossierState, DossierStep, OcopAction
from merchants.papers import queries as papers


def open_dossier(
    merchant: Merchant, *, product_name: str, set_key: str, renews: OcopCertificate | None = None, by: Actor
) -> OcopDossier:
    """Open a dossier for a product, or go on with the one that is open already.

    Raises:
        UnknownSetError: there is no such set of products.
    """
    at = clock.now()
    name = line(product_name)
    if set_key not in {each.key for each in rules.sets()}:
        raise UnknownSetError(_l("Choose a set of products from the list"))
    known = queries.renewal_under_way(renews.id) if renews else queries.open_dossier(merchant.id, name)
    if known is not None:
        return known
    dossier = OcopDossier(
        merchant_id=merchant.id,
        merchant=merchant,
        product_name=name,
        set_key=set_key,
        renews_id=renews.id if renews else None,
        route=rules.route_on(clock.local(at).date()),
        criteria_version=rules.tree(set_key).version,
        opened_at=at,
    )
    db.session.add(dossier)
    db.session.flush()
    audit.record(OcopAction.DOSSIER_OPENED, ("ocop_dossier", dossier.id), by=by, at=at)
    return dossier


def enter_older(merchant: Merchant, *, product_name: str, set_key: str, submitted_on: date, by: Actor) -> OcopDossier:
    """Enter a file handed in on an earlier day, so that it goes the way that was law on that day."""
    dossier = open_dossier(merchant, product_name=product_name, set_key=set_key, by=by)
    dossier.route = rules.route_on(submitted_on)
    move_dossier(dossier, DossierStep.SUBMIT, action=OcopAction.SUBMITTED, by=by, at=clock.now())
    dossier.submitted_on = submitted_on
    db.session.flush()
    return dossier


def assess(
    dossier: OcopDossier, *, criterion: str, points: int, paper_series: Collection[UUID] = (), by: Actor
) -> None:
    """Claim points for one criterion and name the papers that prove them; the same answer twice changes nothing.

    Papers that are not the business's own are left out.

    Raises:
        NotEditableError: the dossier has been handed in.
        UnknownCriterionError: no such criterion, or not these points.
    """
    _refuse_closed(dossier)
    found = rules.tree(dossier.set_key).criterion(criterion)
    if found is None or points not in found.choices:
        raise UnknownCriterionError(_l("Choose one of the answers on the page"))
    answer = next((each for each in dossier.answers if each.criterion == criterion), None)
    own = {paper.series_id for paper in papers.papers_of(dossier.merchant_id)}
    wanted = set(paper_series) & own
    there = {proof.paper_series_id for proof in dossier.proofs if proof.criterion == criterion}
    before = answer.points if answer is not None else None
    if before == points and there == wanted:
        return
    if answer is None:
        dossier.answers.append(OcopAnswer(criterion=criterion, points=points))
    else:
        answer.points = points
    dossier.proofs[:] = [
        *(proof for proof in dossier.proofs if proof.criterion != criterion or proof.paper_series_id in wanted),
        *(OcopProof(criterion=criterion, paper_series_id=series) for series in sorted(wanted - there)),
    ]
    db.session.flush()
    audit.record(
        OcopAction.ASSESSED,
        ("ocop_dossier", dossier.id),
        by=by,
        at=clock.now(),
        reason=criterion,
        changes={"points": [before, points], "papers": [len(there), len(wanted)]},
    )


def note_results(dossier: OcopDossier, *, results_note: str, by: Actor) -> None:
    """Write what has been achieved since the certificate, for the report.

    Raises:
        NotEditableError: the dossier has been handed in.
    """
    _refuse_closed(dossier)
    if dossier.results_note == nfc(results_note).strip():
        return
    dossier.results_note = nfc(results_note).strip()
    audit.record(OcopAction.ASSESSED, ("ocop_dossier", dossier.id), by=by, at=clock.now(), reason="results")


def submit(dossier: OcopDossier, *, by: Actor) -> None:
    """Hand a dossier in. The law of this day decides which way it goes.

    Raises:
        NotAssessedError: a known criterion has no answer.
        TransitionNotAllowedError: it was handed in already.
    """
    at = clock.now()
    today = clock.local(at).date()
    missing = unanswered(dossier)
    if missing:
        raise NotAssessedError(_l("Answer every line first, then send"), missing=missing)
    if dossier.state is DossierState.PREPARING:
        dossier.route = rules.route_on(today)
    move_dossier(dossier, DossierStep.SUBMIT, action=OcopAction.SUBMITTED, by=by, at=at)
    dossier.submitted_on = dossier.submitted_on or today
    dossier.update_wanted = ""


def withdraw(dossier: OcopDossier, *, by: Actor) -> None:
    """Take a dossier back at the owner's wish.

    Raises:
        TransitionNotAllowedError: the province has it, or it has ended.
    """
    move_dossier(dossier, DossierStep.WITHDRAW, action=OcopAction.DOSSIER_WITHDRAWN, by=by, at=clock.now())


def unanswered(dossier: OcopDossier) -> int:
    """Return how many known criteria have no answer."""
    points = dossier.points
    return sum(line.code not in points for line in rules.tree(dossier.set_key).criteria)


def _refuse_closed(dossier: OcopDossier) -> None:
    if dossier.state not in EDITABLE:
        raise NotEditableError(_l("The commune has this file now. It can be changed if the commune asks"))
