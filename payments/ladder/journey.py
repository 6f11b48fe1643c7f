"""One of the five steps of a business: being paid without cash."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.policy import Actor, Permission, allows
from merchants.access import Merchant
from merchants.journey import Progress, Task, task
from payments.ladder import queries
from payments.rules import Rung

_STANDING = {
    Rung.NONE: (Progress.OPEN, _l("Make your own QR, free")),
    Rung.ACCOUNT: (Progress.GOING, _l("The account is entered. Next: a card with the code")),
    Rung.STANDEE: (Progress.GOING, _l("The card is made. Next: try it with 1,000 ₫")),
    Rung.FIRST_PAYMENT: (Progress.GOING, _l("A payment has come. Go on")),
    Rung.IN_USE: (Progress.DONE, _l("In use this month")),
    Rung.STEADY: (Progress.DONE, _l("In use three months running")),
}


def steps(merchant: Merchant, actor: Actor) -> dict[int, Task]:
    """Tell how far a business is on the ladder; whoever may not see its money is told only whose step it is."""
    label = _("Step 3: being paid without cash")
    if not allows(actor, Permission.PAYMENT_VIEW, merchant.place()):
        return {3: Task(label, _("The owner's own"), hint=_("Only the owner sees money"))}
    progress, hint = _STANDING[queries.rung_of(merchant.id)]
    return {3: task(label, progress, str(hint), f"/hs/{merchant.code}/tt")}
