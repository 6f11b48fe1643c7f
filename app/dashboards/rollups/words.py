"""What the numbers of a place are called."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.dashboards.rows.rules import DueKind, FieldKind, SnagKind
from merchants.rules import Craft
from merchants.words import CRAFTS

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
    "used": _l("In use in the last whole month"),
    "with_product": _l("Product ready"),
    "paid": _l("Paid without cash"),
    "trained": _l("Trained"),
    "steady": _l("Still in use, three months running"),
    "grade_a": _l("A: a partner says so"),
    "grade_b": _l("B: matched payment"),
    "grade_c": _l("C: the owner says so"),
    "grade_d": _l("D: a helper saw it"),
    "grade_e": _l("E: a claim only"),
    "women": _l("Run by women"),
    "women_used": _l("Run by women, in use"),
    "men": _l("Run by men"),
    "men_used": _l("Run by men, in use"),
    "old": _l("Owner of 60 or more"),
    "old_used": _l("Owner of 60 or more, in use"),
    "young": _l("Owner under 60"),
    "young_used": _l("Owner under 60, in use"),
}
_KINDS: Mapping[str, object] = {
    SnagKind.BEGUN: _l("Files begun, by where they stop"),
    SnagKind.RETURNED: _l("Answers sent back"),
    SnagKind.SIGN: _l("Signs, by the day they were seen"),
    FieldKind.VISIT: _l("Visits, by the day they are due"),
    FieldKind.WORK: _l("Days on which a team worked"),
    DueKind.FILE: _l("Files that wait, by the day they have"),
    DueKind.SHEET: _l("Classes with people not recorded, by their day"),
}


def called(name: str) -> str:
    """Return what a number that differed is called; what is kept by kind or by craft says of which."""
    of, _colon, what = name.partition(":")
    if not what:
        return str(NUMBERS[name])
    if of in _KINDS:
        return str(_KINDS[of])
    return _("%(number)s, by craft: %(craft)s", number=NUMBERS[what], craft=CRAFTS[Craft(of)])
