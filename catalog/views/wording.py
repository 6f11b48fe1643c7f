"""What is good and what is risky in a product's words, for every place to sell at once."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core import clock
from app.policy import Permission
from app.web.session import me
from catalog import queries, rules, words
from catalog.access import may_edit, product_for
from catalog.views.blueprint import bp
from merchants.rules import Look
from merchants.services import note_look


@bp.get("/sp/<uuid:product_id>/soi-chu")
def wording(product_id: UUID) -> ResponseReturnValue:
    """Show what to leave out and what to add, with the law or the place that says so."""
    product = product_for(me(), product_id, Permission.PRODUCT_VIEW)
    note_look(product.merchant, why=Look.PRODUCTS, by=me())
    return render_template(
        "catalog/wording.html",
        product=product,
        findings=queries.findings(product, clock.today()),
        sweet=rules.SWEET_NAME,
        words=words,
        may_edit=may_edit(me(), product.merchant),
    )
