"""Adding words to a report, and laying it on the signing desk."""

from enum import StrEnum

from app.core import audit, clock
from app.core.areas import Area
from app.core.db import db
from app.core.ids import new_id
from app.dashboards.counting.rules import Term
from app.dashboards.periods.models import Freeze
from app.dashboards.reports import queries
from app.dashboards.reports.models import ReportComment
from app.dashboards.reports.rules import Section
from app.policy import Actor
from merchants.documents import in_sentence
from merchants.results import services as results
from merchants.results.models import IssuedDocument
from merchants.results.rules import DocumentKind

SYMBOL = "BC-UBND"


class ReportAction(StrEnum):
    """What the audit trail says was done to a report."""

    COMMENTED = "report:comment"


def comment(term: Term, place: Area, section: Section, *, words: str, by: Actor) -> ReportComment:
    """Keep what a place says in one section; what was there before stays in the audit trail."""
    at = clock.now()
    found = queries.comment_of(term, place.path, section)
    before = found.words if found is not None else ""
    if found is None:
        found = ReportComment(id=new_id(), term=term.code, place_path=place.path, section=section)
        db.session.add(found)
    found.words, found.by_id, found.by_name, found.at = words.strip(), by.account_id, by.name, at
    db.session.flush()
    changes = {"words": [before[:200], found.words[:200]]}
    audit.record(ReportAction.COMMENTED, ("report_comment", found.id), by=by, at=at, changes=changes)
    return found


def reference_of(freeze: Freeze, place: Area) -> str:
    """Return what a signed report is known by: the same edition of the same place is signed once."""
    return f"report:{freeze.term}:{freeze.edition}:{place.code}"


def lay_on_desk(freeze: Freeze, place: Area, *, code: str, title: str, pdf: bytes, by: Actor) -> IssuedDocument:
    """Lay a report on the signing desk of its commune; an official signs it, then the agency seals it."""
    paper = results.NewPaper(
        kind=DocumentKind.REPORT,
        reference=reference_of(freeze, place),
        code=code,
        title=title,
        symbol=SYMBOL,
        agency_path=place.path,
        pdf=pdf,
        # A report names nobody: its agency stands where other papers name a person.
        holder=results.Holder(f"Uỷ ban nhân dân {in_sentence(place.name)}"),
    )
    return results.issue(paper, merchant=None, by=by)
