"""Fetch and authorise in one call: may not see is 404, may see but not do is 403."""

from uuid import UUID

from app.core.errors import NotFoundError
from app.policy import Actor, Permission, allows
from merchants.access import Merchant
from merchants.visits import queries
from merchants.visits.models import Visit
from merchants.visits.states import Says


def visit_to_pay(actor: Actor, visit_id: UUID) -> Visit:
    """Return a visit to somebody who helps families where this one lives.

    Raises:
        NotFoundError: there is no such visit, or it is elsewhere.
    """
    visit = queries.visit(visit_id)
    if visit is None or not allows(actor, Permission.HELP_GIVE, visit.place()):
        raise NotFoundError("no such visit")
    return visit


def visit_of(merchant: Merchant, visit_id: UUID) -> Visit:
    """Return one of a household's own visits.

    Raises:
        NotFoundError: it is not this household's.
    """
    visit = queries.visit(visit_id)
    if visit is None or visit.merchant_id != merchant.id:
        raise NotFoundError("no such visit")
    return visit


def visit_to_check(visit_id: UUID) -> Visit:
    """Return a visit to an auditor: one that was drawn, or that a household called wrong.

    Raises:
        NotFoundError: there is nothing to ask about it.
    """
    visit = queries.visit(visit_id)
    if visit is None or not (visit.is_drawn or visit.says is Says.WRONG):
        raise NotFoundError("no such visit")
    return visit
