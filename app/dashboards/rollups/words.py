"""What the numbers of a place are called."""

from flask_babel import lazy_gettext as _l

NUMBERS = {
    "registered": _l("Registered"),
    "in_use": _l("In use"),
    "sent": _l("Files sent"),
    "confirmed": _l("Confirmed by the commune"),
    "products": _l("Products entered"),
    "ready": _l("Ready for a marketplace"),
    "coded": _l("Have a QR code"),
    "coded_paid": _l("Have a QR code and really received money"),
    "signed_up": _l("Signed up for a class"),
    "came": _l("Really came"),
    "declined": _l("Not willing for now"),
    "resting": _l("Resting"),
    "uncounted": _l("Asked not to be in the figures"),
    "proven": _l("Paid at least once, proven by a bank"),
    "recorded": _l("Attendance recorded"),
}
