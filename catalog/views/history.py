"""What became of a product: every change, and the way back."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.transaction import transaction
from app.policy import Permission
from app.web.session import me
from catalog import queries, services, words
from catalog.access import may_edit, product_for
from catalog.forms import BringBackForm, UndoForm
from catalog.views.blueprint import bp
from merchants.rules import Look
from merchants.services import note_look


@bp.get("/sp/<uuid:product_id>/lich-su")
def history(product_id: UUID) -> ResponseReturnValue:
    """Show every change with what it changed, the newest first."""
    product = product_for(me(), product_id, Permission.PRODUCT_VIEW)
    note_look(product.merchant, why=Look.PRODUCTS, by=me())
    found = queries.history_of(product.id, request.args.get("trang", 1, type=int))
    return render_template(
        "catalog/history.html",
        product=product,
        history=found,
        changes=[(step, words.differences(step)) for step in found.steps],
        may_edit=may_edit(me(), product.merchant),
        form=UndoForm(data={"number": found.last}),
    )


@bp.post("/sp/<uuid:product_id>/lich-su/bo")
def undo(product_id: UUID) -> ResponseReturnValue:
    """Take the last change back."""
    product = product_for(me(), product_id, Permission.PRODUCT_EDIT)
    form = UndoForm()
    if form.accepted():
        with transaction():
            services.undo(product, number=form.number.data or 0, by=me())
        flash(_("The last change is taken back"))
    return redirect(url_for(".history", product_id=product_id), 303)


@bp.post("/sp/<uuid:product_id>/lich-su/<int:revision>/lay-lai")
def bring_back(product_id: UUID, revision: int) -> ResponseReturnValue:
    """Make the product what it was at an earlier revision."""
    product = product_for(me(), product_id, Permission.PRODUCT_EDIT)
    if BringBackForm().accepted():
        with transaction():
            services.bring_back(product, revision, by=me())
        flash(_("The product is as it was at version %(number)d", number=revision))
    return redirect(url_for(".history", product_id=product_id), 303)
