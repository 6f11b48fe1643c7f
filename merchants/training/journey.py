"""One of the five steps of a business: classes."""

from flask_babel import gettext as _
from flask_babel import ngettext

from app.policy import Actor
from merchants.access import Merchant
from merchants.journey import Progress, Task, task
from merchants.training import queries


def steps(merchant: Merchant, actor: Actor) -> dict[int, Task]:  # noqa: ARG001  every teller is asked alike
    """Tell how many classes somebody of the business came to, and how many places it holds."""
    held = queries.places_of(merchant.id)
    hint = _("Free, in the hamlet")
    if held.attended:
        hint = ngettext("Came to %(num)d class", "Came to %(num)d classes", held.attended)
    elif held.signed_up:
        hint = ngettext("Signed up for %(num)d class", "Signed up for %(num)d classes", held.signed_up)
    where = f"/hs/{merchant.code}/ky-nang" if held.attended else "/lop-hoc"
    progress = Progress.DONE if held.attended else Progress.GOING if held.signed_up else Progress.OPEN
    return {4: task(_("Step 4: classes and visits"), progress, hint, where)}
