"""Two of the five steps of a business: its products, and the way onto the marketplaces."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from app.policy import Actor, Permission, allows
from catalog import queries
from catalog.queries import ShelfRow
from catalog.states import Stage
from merchants.access import Merchant
from merchants.journey import Progress, Task, task


def steps(merchant: Merchant, actor: Actor) -> dict[int, Task]:
    """Tell of the products, and whether visitors and marketplaces really see one."""
    shelf = queries.shelf_of(merchant.id)
    url = _shelf_of(merchant, actor)
    return {2: _products(shelf, url), 5: _marketplaces(shelf, url)}


def _products(shelf: Sequence[ShelfRow], url: str) -> Task:
    ready = sum(row.passing > 0 for row in shelf)
    progress = Progress.DONE if ready else Progress.GOING if shelf else Progress.OPEN
    hint = (
        _("%(ready)d of %(all)d ready for a marketplace", ready=ready, all=len(shelf))
        if shelf
        else _("One product with three pictures is enough to begin")
    )
    return task(_("Step 2: products"), progress, hint, url)


def _marketplaces(shelf: Sequence[ShelfRow], url: str) -> Task:
    shown = sum(row.stage is Stage.LISTED for row in shelf)
    label = _("Step 5: onto the marketplaces")
    if shown:
        hint = ngettext("%(num)d product is shown", "%(num)d products are shown", shown)
        return task(label, Progress.DONE, hint, url)
    if any(row.passing for row in shelf):
        return task(label, Progress.OPEN, _("A product is ready: show it"), url)
    return task(label, Progress.LOCKED, _("Needs one product"))


def _shelf_of(merchant: Merchant, actor: Actor) -> str:
    return f"/hs/{merchant.code}/sp" if allows(actor, Permission.PRODUCT_VIEW, merchant.place()) else ""
