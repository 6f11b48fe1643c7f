"""What people do to classes: plan and open them, take places and wait for them, write who came."""

from merchants.training.services.attendance import check_in, count, record_attendance, walk_in
from merchants.training.services.classes import cancel_session, load_courses, open_session, plan_session
from merchants.training.services.places import KEPT_FOR, cancel_sign_up, lapse_offers, leave, sign_up, take_offer, wait
from merchants.training.services.record import (
    CountsDifferError,
    NotWaitingError,
    PastDateError,
    SessionFullError,
    SignUpClosedError,
    TooEarlyError,
    WrongWordError,
)
from merchants.training.services.reminders import remind_of_tomorrow
from merchants.training.services.sheets import SheetNotTakenError, delete_old_sheets, keep_sheet

__all__ = [
    "KEPT_FOR",
    "CountsDifferError",
    "NotWaitingError",
    "PastDateError",
    "SessionFullError",
    "SheetNotTakenError",
    "SignUpClosedError",
    "TooEarlyError",
    "WrongWordError",
    "cancel_session",
    "cancel_sign_up",
    "check_in",
    "count",
    "delete_old_sheets",
    "keep_sheet",
    "lapse_offers",
    "leave",
    "load_courses",
    "open_session",
    "plan_session",
    "record_attendance",
    "remind_of_tomorrow",
    "sign_up",
    "take_offer",
    "wait",
    "walk_in",
]
