"""Two dossiers of one household: join them under the older code, and take that back within thirty days."""

from flask_babel import lazy_gettext as _l

from app.core import audit, clock
from app.core.db import db
from app.policy import Actor
from merchants import rules
from merchants.models import DossierMerge, Merchant
from merchants.services.record import MerchantAction, MergeRefusedError, move, subject_of
from merchants.states import RESTORING, Step


def merge(one: Merchant, other: Merchant, *, by: Actor) -> DossierMerge:
    """Join two dossiers of one household: the older code is kept, the newer leads to it.

    Raises:
        MergeRefusedError: it is one and the same, or they lie in different communes, or the older one has ended.
        TransitionNotAllowedError: the newer one is not in a stage that can be joined.
    """
    at = clock.now()
    kept, gone = sorted((one, other), key=lambda each: (each.started_at, each.code))
    if kept.id == gone.id or kept.commune_path != gone.commune_path:
        raise MergeRefusedError(_l("Only two different files of one commune can be joined"))
    if kept.stage not in RESTORING:
        raise MergeRefusedError(_l("The older file has ended. Open it again first, then join them"))
    former, days_left = gone.stage, gone.review_days_left
    move(gone, Step.MERGE, action=MerchantAction.MERGED, by=by, at=at, reason=kept.code)
    gone.review_days_left = None
    gone.ended_at = at
    joined = DossierMerge(
        kept_id=kept.id,
        merged_id=gone.id,
        former_stage=former,
        former_days_left=days_left,
        by_name=by.name,
        at=at,
    )
    db.session.add(joined)
    audit.record(MerchantAction.MERGED, subject_of(kept), by=by, at=at, reason=gone.code)
    db.session.flush()
    return joined


def undo_merge(joined: DossierMerge, *, by: Actor) -> Merchant:
    """Take two dossiers apart again and put the newer one back where it stood.

    Raises:
        MergeRefusedError: it was undone already, or thirty days have passed.
    """
    at = clock.now()
    in_time = rules.may_undo_merge(clock.local(joined.at).date(), clock.local(at).date())
    if joined.undone_at is not None or not in_time:
        raise MergeRefusedError(_l("Joining can be undone for 30 days. Ring the administrator about older ones"))
    back = db.session.get_one(Merchant, joined.merged_id)
    kept = db.session.get_one(Merchant, joined.kept_id)
    step = RESTORING[joined.former_stage]
    move(back, step, action=MerchantAction.MERGE_UNDONE, by=by, at=at, reason=kept.code)
    back.review_days_left = joined.former_days_left
    back.ended_at = None
    joined.undone_at, joined.undone_by_name = at, by.name
    audit.record(MerchantAction.MERGE_UNDONE, subject_of(kept), by=by, at=at, reason=back.code)
    db.session.flush()
    return back
