"""What the night does about institutions."""

from app.core.jobs import daily
from app.core.transaction import transaction
from payments.partners import queries, services


@daily("partners.follow_consent")
def follow_consent() -> None:
    """Count no longer what institutions said of families that took their word back for all of them at once."""
    with transaction():
        services.leave_out(queries.evidence_without_consent())
