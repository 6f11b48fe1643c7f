"""A household says how the signal is where it sells; a telecom answers for the place."""

from app.core import audit, clock
from app.core.db import db
from app.policy import Actor
from merchants.models import Merchant
from payments.partners.models import Institution
from payments.partners.services.record import PartnerAction
from payments.partners.spots import queries
from payments.partners.spots.models import SpotReply, SpotReport
from payments.partners.spots.rules import SpotKind, Verdict


def tell_spot(merchant: Merchant, kind: SpotKind | None, *, by: Actor) -> None:
    """Keep what a household says of the signal; none: all is well, and nothing is kept."""
    report = queries.report_of(merchant.id)
    if kind is None:
        if report is not None:
            db.session.delete(report)
    else:
        report = report or SpotReport(merchant_id=merchant.id)
        report.area_path, report.kind, report.told_at = merchant.area_path, kind, clock.now()
        db.session.add(report)
    db.session.flush()
    said = kind.value if kind else "well"
    audit.record(PartnerAction.SPOT_TOLD, ("merchant", merchant.id), by=by, at=clock.now(), reason=said)


def answer_spot(institution: Institution, *, area_path: str, verdict: Verdict, said: str, by: Actor) -> SpotReply:
    """Answer for a place; a later answer takes the place of an earlier one."""
    reply = queries.reply_by(institution.id, area_path) or SpotReply(institution_id=institution.id, area_path=area_path)
    reply.verdict, reply.said, reply.replied_at = verdict, said, clock.now()
    db.session.add(reply)
    db.session.flush()
    audit.record(
        PartnerAction.SPOT_ANSWERED,
        ("institution", institution.id),
        by=by,
        at=reply.replied_at,
        changes={area_path: [None, verdict.value]},
    )
    return reply
