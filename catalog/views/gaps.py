"""What stops the most products: of an area, for whoever looks after it; of one shelf, to be filled in at once."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from app.core import clock
from app.core.errors import NotFoundError
from app.core.transaction import transaction
from app.policy import Permission, areas_for
from app.web.session import me
from catalog import queries, services
from catalog.access import shelf_for
from catalog.forms import fill_many_form
from catalog.rules import Field
from catalog.views.blueprint import bp
from catalog.words import CHANNELS, GAPS, PAGES, SHOWN_PAGE, demand, gap_name, gap_page
from merchants.rules import Look
from merchants.services import note_look

# What may well be the same for many products; a name or a bar code never is.
_ALIKE = (Field.STORAGE, Field.SHELF_LIFE, Field.CONTENT, Field.WEIGHT, Field.BOX, Field.INGREDIENTS,
          Field.DESCRIPTION)  # fmt: skip
_FIELDS = {SHOWN_PAGE if field is Field.SHOWN else PAGES[field]: field for field in queries.MISSING}
_FILLED = {PAGES[field]: field for field in _ALIKE}


@bp.get("/cb/san-pham")
def area_gaps() -> ResponseReturnValue:
    """Count what the products of an area lack; nobody is named here."""
    found = queries.gaps(clock.today(), condition=queries.of_areas(_reach()))
    return render_template("catalog/area_gaps.html", gaps=found, name_of=gap_name, page_of=gap_page, channels=CHANNELS)


@bp.get("/cb/san-pham/<page>")
def area_lacking(page: str) -> ResponseReturnValue:
    """List the products that lack one answer or say too little, by name and commune; whose is behind the link."""
    here = queries.of_areas(_reach())
    rule = next((rule for rule in queries.short_rules(clock.today()) if rule.id == page), None)
    if rule is not None:
        found = queries.saying_too_little(rule, condition=here)
        return render_template("catalog/area_lacking.html", found=found, name=demand(rule))
    field = _field(page, _FIELDS)
    found = queries.lacking(field, condition=here)
    return render_template("catalog/area_lacking.html", found=found, name=GAPS[field])


@bp.get("/hs/<code>/sp/thieu")
def shelf_gaps(code: str) -> ResponseReturnValue:
    """Show what stops the most products of one shelf, for the owner or whoever helps."""
    merchant = shelf_for(me(), code, Permission.PRODUCT_EDIT)
    note_look(merchant, why=Look.PRODUCTS, by=me())
    found = queries.gaps(clock.today(), condition=queries.of_maker(merchant.id))
    names = {"name_of": gap_name, "page_of": gap_page, "channels": CHANNELS, "filled": set(_FILLED.values())}
    return render_template("catalog/shelf_gaps.html", merchant=merchant, gaps=found, **names)


@bp.route("/hs/<code>/sp/thieu/<page>", methods=["GET", "POST"])
def fill_many(code: str, page: str) -> ResponseReturnValue:
    """Ask one question once for many products."""
    merchant = shelf_for(me(), code, Permission.PRODUCT_EDIT)
    note_look(merchant, why=Look.PRODUCTS, by=me())
    field = _field(page, _FILLED)
    found = queries.lacking(field, condition=queries.of_maker(merchant.id))
    form = fill_many_form(page, [(str(each.product.id), each.product.name) for each in found])
    if form.accepted():
        with transaction():
            merchant = shelf_for(me(), code, Permission.PRODUCT_EDIT)
            filled = services.fill_many(merchant, field, form.answers(), only=form.chosen(), by=me())
        flash(ngettext("Filled in for %(num)s product", "Filled in for %(num)s products", len(filled)))
        return redirect(url_for(".shelf_gaps", code=merchant.code), 303)
    page_shown = render_template("catalog/fill_many.html", merchant=merchant, form=form, page=page, found=found)
    return page_shown, 422 if form.errors else 200


def _reach() -> tuple[str, ...] | None:
    """Return the areas whose products somebody looks after.

    Raises:
        NotFoundError: none; an owner has pages of their own.
    """
    reach = areas_for(me(), Permission.PRODUCT_VIEW)
    if reach == ():
        raise NotFoundError("not here")
    return reach


def _field(page: str, known: Mapping[str, Field]) -> Field:
    if page not in known:
        raise NotFoundError("no such answer")
    return known[page]
