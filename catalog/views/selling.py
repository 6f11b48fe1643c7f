"""Where else a product is sold, as its owner says it."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.transaction import transaction
from app.policy import Permission
from app.web.forms import Form
from app.web.session import me
from catalog import queries, services
from catalog.access import product_for
from catalog.forms import SellingLinkForm
from catalog.selling_places import selling_places
from catalog.views.blueprint import bp


@bp.route("/sp/<uuid:product_id>/noi-ban", methods=["GET", "POST"])
def selling(product_id: UUID) -> ResponseReturnValue:
    """List the links, and ask for one more."""
    product = product_for(me(), product_id, Permission.PRODUCT_EDIT)
    form = SellingLinkForm()
    if form.accepted():
        try:
            with transaction():
                services.add_link(product, str(form.url.data), by=me())
        except (services.SellingLinkRefusedError, services.TooManyError) as refusal:
            form.ask_again(form.url, refusal)
        else:
            flash(_("The link is kept. Visitors see it on the product’s page"))
            return redirect(url_for(".selling", product_id=product_id), 303)
    page = render_template(
        "catalog/selling.html",
        product=product,
        form=form,
        removal=Form(),
        links=queries.selling_links(product.id),
        places=selling_places(),
    )
    return page, 422 if form.errors else 200


@bp.post("/sp/<uuid:product_id>/noi-ban/<uuid:link_id>/xoa")
def remove_selling_link(product_id: UUID, link_id: UUID) -> ResponseReturnValue:
    product = product_for(me(), product_id, Permission.PRODUCT_EDIT)
    if Form().accepted():
        with transaction():
            services.remove_link(product, link_id, by=me())
        flash(_("The link is taken away"))
    return redirect(url_for(".selling", product_id=product_id), 303)
