"""What is done with partners: consent for one of them, what they report, days in a hamlet."""

from payments.partners.services.days import approve_day, book, propose_day, refuse_day
from payments.partners.services.evidence import leave_out
from payments.partners.services.monthly import FileTakenError, MonthlyFileError, bring_file, keep_file, take_file
from payments.partners.services.places import add_institution, seat
from payments.partners.services.record import PartnerAction
from payments.partners.services.referrals import (
    AlreadyReferredError,
    called,
    declined,
    has_other,
    missed,
    opened,
    refer,
    withdraw,
    wrong_number,
)

__all__ = [
    "AlreadyReferredError",
    "FileTakenError",
    "MonthlyFileError",
    "PartnerAction",
    "add_institution",
    "approve_day",
    "book",
    "bring_file",
    "called",
    "declined",
    "has_other",
    "keep_file",
    "leave_out",
    "missed",
    "opened",
    "propose_day",
    "refer",
    "refuse_day",
    "seat",
    "take_file",
    "withdraw",
    "wrong_number",
]
