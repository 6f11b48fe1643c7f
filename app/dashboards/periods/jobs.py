"""Freezing by the calendar: provisionally on the 15th, finally on the 18th, and later if a day was missed."""

from uuid import UUID

from app.core import clock, jobs, settings, signatures, storage
from app.core.db import db
from app.core.signatures import KeyName
from app.core.transaction import transaction
from app.dashboards.counting.rules import Term
from app.dashboards.periods import queries, services
from app.policy import Actor

# One key for the figures of the whole site: a period is of no single commune.
KEY = KeyName("figures", "Lên Sàn: số liệu đã chốt")


@jobs.daily("periods.freeze")
def freeze() -> None:
    """Freeze the period that is over, as far as its days allow."""
    with transaction():
        try:
            services.freeze(Term.ended_before(clock.today()), by=Actor.system("calendar"))
        except services.FrozenAlreadyError:
            return


@jobs.daily("periods.recount")
def recount() -> None:
    """Hold the last final period against a recount; a difference is late data or a mistake for somebody to look at."""
    with transaction():
        services.recount(Term.ended_before(clock.today()), by=Actor.system("calendar"))


@jobs.job(services.SIGN)
def sign(freeze_id: str) -> None:
    """Sign the files of an edition, outside any transaction; done twice it is done once."""
    frozen = queries.freeze_by_id(UUID(freeze_id))
    if frozen is None or queries.signature_of(frozen) is not None or not settings.current().signing.keys:
        return
    snapshot, public = frozen.sha256, frozen.public_sha256
    db.session.rollback()
    beside = signatures.sign_beside(storage.read(snapshot, verify=True), key=KEY)
    beside_public = signatures.sign_beside(storage.read(public, verify=True), key=KEY) if public else None
    with transaction():
        frozen = queries.freeze_by_id(UUID(freeze_id))
        if frozen is not None:
            by = Actor.system("calendar")
            services.keep_signatures(frozen, snapshot=beside, public=beside_public, signer=KEY.subject, by=by)


@jobs.daily("periods.sign_rest")
def sign_rest() -> None:
    """Promise again what could not be signed, and what was frozen before files were signed."""
    with transaction():
        for freeze_id in queries.unsigned():
            jobs.enqueue(services.SIGN, key=f"{freeze_id}/{clock.today()}", freeze_id=freeze_id)
