"""Reads of names."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from app.core.dated_rules import RuleMissingError, RuleValue, value_on
from app.core.db import db
from merchants.models import Merchant
from payments.models import PaymentAccount
from payments.names.models import NameSheet
from payments.names.rules import Names


def sheet_of(merchant_id: UUID) -> NameSheet | None:
    """Return the names an owner has told."""
    return db.session.scalars(select(NameSheet).where(NameSheet.merchant_id == merchant_id)).one_or_none()


def names_of(merchant: Merchant, account: PaymentAccount) -> Names:
    """Return the four names; the dossier's business name stands in for a paper nobody has read out yet."""
    sheet = sheet_of(merchant.id)
    return Names(
        owner=merchant.owner_name,
        holder=account.holder_name,
        paper=sheet.paper_name if sheet else merchant.business_name,
        label=sheet.label_name if sheet else "",
    )


def name_rule(on: date) -> RuleValue | None:
    """Return the rule by which a business's account carries its registered name, where it holds on a day."""
    try:
        rule = value_on("account_name_contains_business_name", on)
    except RuleMissingError:
        return None
    return rule if rule.value else None
