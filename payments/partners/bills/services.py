"""A provider's file of bills: checked as a whole, looked at, then taken."""

from datetime import date

from flask_babel import lazy_gettext as _l

from app.core import audit, clock
from app.core.db import db
from app.policy import Actor
from payments.partners.bills import queries, rules
from payments.partners.bills.models import BillCount
from payments.partners.models import Institution, PartnerFile
from payments.partners.rules import FileKind, FileRefusedError
from payments.partners.services import FileTakenError, MonthlyFileError, keep_file
from payments.partners.services.record import PartnerAction


def bring_bills(
    institution: Institution, *, data: bytes, month: date, paths: tuple[str, ...] | None, by: Actor
) -> PartnerFile:
    """Check a file of bills and keep what was found; nothing else changes yet.

    Raises:
        MonthlyFileError: it cannot be read, or the month has not begun.
    """
    today = clock.today()
    if month > today:
        raise MonthlyFileError(_l("This month has not begun. Choose an earlier one"))
    try:
        checked = rules.check_bills(data, month=month, communes=queries.communes(paths, today))
    except FileRefusedError:
        raise MonthlyFileError(_l("The file cannot be read. Fill in the sample file and bring it as CSV")) from None
    return keep_file(
        institution,
        kind=FileKind.BILLS,
        month=month,
        lines=[list(line) for line in checked.lines],
        faults=[[number, code, fault.value] for number, code, fault in checked.faults],
        by=by,
    )


def take_bills(file: PartnerFile, *, paths: tuple[str, ...] | None, by: Actor) -> int:
    """Let the good lines of a file take effect and say how many; what was told before of the same month gives way.

    Raises:
        FileTakenError: it has been taken already.
    """
    if file.taken_at is not None:
        raise FileTakenError(_l("This file has been taken already"))
    at = clock.now()
    places = queries.communes(paths, clock.local(at).date())
    count = 0
    for code, service, billed, cashless in file.lines:
        if code not in places:
            continue
        path, kind = places[code].path, rules.Service(service)
        row = queries.count_of(file, kind, path) or BillCount(
            institution_id=file.institution_id, month=file.month, service=kind, area_path=path
        )
        row.billed, row.cashless, row.file_id = billed, cashless, file.id
        db.session.add(row)
        count += 1
    file.taken_at = at
    db.session.flush()
    audit.record(PartnerAction.FILE_TAKEN, ("partner_file", file.id), by=by, at=at)
    return count
