"""Institutions, and who works there."""

from app.accounts import services as accounts
from app.accounts.models import Account
from app.core import audit, clock
from app.core.db import db
from app.policy import Actor, Role
from payments.partners import queries
from payments.partners.models import Institution, Seat
from payments.partners.rules import PartnerKind
from payments.partners.services.record import PartnerAction


def add_institution(*, name: str, kind: PartnerKind, by: Actor, is_demo: bool = False) -> Institution:
    """Add an institution; adding it twice is adding it once."""
    found = queries.institution_named(name)
    if found is not None:
        return found
    made = Institution(name=name, kind=kind, is_demo=is_demo)
    db.session.add(made)
    db.session.flush()
    audit.record(PartnerAction.INSTITUTION_ADDED, ("institution", made.id), by=by, at=clock.now())
    return made


def seat(account: Account, institution: Institution, *, area_path: str, by: Actor) -> Seat:
    """Let somebody work for an institution within an area; a new seat takes the place of the old one."""
    accounts.grant(account, role=Role.PARTNER, area_path=area_path, by=by)
    row = queries.seat_of(account.id) or Seat(account_id=account.id)
    row.institution_id = institution.id
    db.session.add(row)
    db.session.flush()
    audit.record(PartnerAction.SEATED, ("institution", institution.id), by=by, at=clock.now())
    return row
