"""The monthly file of an institution: checked as a whole, looked at, then taken."""

from datetime import date
from http import HTTPStatus
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core import audit, clock
from app.core.db import db
from app.core.errors import DomainError
from app.policy import Actor
from payments.partners import queries, rules
from payments.partners.models import Institution, PartnerFile, PartnerFlag
from payments.partners.rules import FileKind
from payments.partners.services import evidence
from payments.partners.services.record import PartnerAction


class MonthlyFileError(DomainError):
    """The file cannot be read, or its month is still to come."""

    code = "partners.monthly_file"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class FileTakenError(DomainError):
    """The file has been taken already."""

    code = "partners.file_taken"


def bring_file(institution: Institution, *, data: bytes, month: date, by: Actor) -> PartnerFile:
    """Check a monthly file and keep what was found; nothing else changes yet.

    Raises:
        MonthlyFileError: it cannot be read, or the month has not begun.
    """
    if month > clock.today():
        raise MonthlyFileError(_l("This month has not begun. Choose an earlier one"))
    try:
        checked = rules.check_file(data, month=month, known=queries.opened_referrals(institution.id))
    except rules.FileRefusedError:
        raise MonthlyFileError(_l("The file cannot be read. Fill in the sample file and bring it as CSV")) from None
    return keep_file(
        institution,
        kind=FileKind.USE,
        month=month,
        lines=[list(line) for line in checked.lines],
        faults=[[number, code, fault.value] for number, code, fault in checked.faults],
        keeps_rule=checked.keeps_rule,
        by=by,
    )


def keep_file(
    institution: Institution,
    *,
    kind: FileKind,
    month: date,
    lines: list[Any],
    faults: list[Any],
    keeps_rule: bool = False,
    by: Actor,
) -> PartnerFile:
    """Keep a file as it was checked."""
    file = PartnerFile(
        institution_id=institution.id,
        kind=kind,
        month=month,
        lines=lines,
        faults=faults,
        keeps_rule=keeps_rule,
        brought_by=by.name,
        brought_at=clock.now(),
    )
    db.session.add(file)
    db.session.flush()
    audit.record(PartnerAction.FILE_BROUGHT, ("partner_file", file.id), by=by, at=file.brought_at)
    return file


def take_file(file: PartnerFile, *, by: Actor) -> int:
    """Let the good lines of a file take effect and say how many; whoever has taken consent back since is left out.

    Raises:
        FileTakenError: it has been taken already.
    """
    if file.taken_at is not None:
        raise FileTakenError(_l("This file has been taken already"))
    at = clock.now()
    known = queries.opened_referrals(file.institution_id)
    count = 0
    for code, is_used, band in file.lines:
        referral = known.get(code)
        if referral is None:
            continue
        flag = queries.flag_of(referral.id, file.month) or PartnerFlag(referral_id=referral.id, month=file.month)
        flag.is_used, flag.band, flag.file_id = is_used, band, file.id
        db.session.add(flag)
        count += 1
    file.taken_at = at
    db.session.flush()
    evidence.tell(file.institution_id, file.month)
    audit.record(PartnerAction.FILE_TAKEN, ("partner_file", file.id), by=by, at=at)
    return count
