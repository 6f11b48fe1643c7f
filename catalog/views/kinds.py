"""What kind of goods a product is, what belongs on its label, and the questions of its kind."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.errors import NotFoundError
from app.core.transaction import transaction
from app.policy import Permission
from app.web.languages import language
from app.web.session import me
from catalog import families, label, services, words
from catalog.access import may_edit, product_for
from catalog.forms import FamilyForm, attribute_question
from catalog.views.blueprint import bp
from merchants.rules import Look
from merchants.services import note_look


@bp.route("/sp/<uuid:product_id>/loai", methods=["GET", "POST"])
def kind(product_id: UUID) -> ResponseReturnValue:
    """Ask what kind of goods it is; the likely kinds come first."""
    product = product_for(me(), product_id, Permission.PRODUCT_EDIT)
    form = FamilyForm(data={"family": product.family})
    if not form.accepted():
        shown = render_template(
            "catalog/kind.html",
            product=product,
            form=form,
            likely=families.suggested(product.name),
            groups=words.family_groups(),
            language=language(),
        )
        return shown, 422 if form.errors else 200
    with transaction():
        services.choose_family(product, form.family.data, by=me())
    return redirect(_next(product_id, product.family, product.attrs), 303)


@bp.get("/sp/<uuid:product_id>/nhan")
def label_page(product_id: UUID) -> ResponseReturnValue:
    """Show what belongs on the label and what else buyers of such goods ask, answered or not."""
    product = product_for(me(), product_id, Permission.PRODUCT_VIEW)
    note_look(product.merchant, why=Look.PRODUCTS, by=me())
    facts = product.facts(is_shown=False)
    return render_template(
        "catalog/label.html",
        product=product,
        family=families.family(product.family),
        duty=label.label_duty(),
        rows=label.label_rows(facts),
        more=label.attribute_rows(facts, is_label=False),
        open=families.unanswered(product.family, product.attrs),
        words=words,
        language=language(),
        may_edit=may_edit(me(), product.merchant),
    )


@bp.route("/sp/<uuid:product_id>/nhan/<attribute>", methods=["GET", "POST"])
def question(product_id: UUID, attribute: str) -> ResponseReturnValue:
    """Ask one of the questions of a product's kind."""
    product = product_for(me(), product_id, Permission.PRODUCT_EDIT)
    family = families.family(product.family)
    asked = family.attribute(attribute) if family else None
    if family is None or asked is None:
        raise NotFoundError("no such question")
    form = attribute_question(asked, families.fitting(family.key, product.attrs).get(attribute))
    if not form.accepted():
        shown = render_template(
            "catalog/attribute.html", product=product, family=family, asked=asked, form=form, language=language()
        )
        return shown, 422 if form.errors else 200
    with transaction():
        services.answer_attribute(product, attribute, form.value(), by=me())
    if "sua" in request.args:
        flash(_("Kept: %(question)s", question=asked.label(language())))
        return redirect(url_for(".label_page", product_id=product_id), 303)
    return redirect(_next(product_id, family.key, product.attrs, after=attribute), 303)


def _next(product_id: UUID, family: str, attrs: families.Attrs, after: str = "") -> str:
    """Return the page of the next question without an answer, or of all of them."""
    following = families.next_unanswered(family, attrs, after)
    if following is None:
        return url_for(".label_page", product_id=product_id)
    return url_for(".question", product_id=product_id, attribute=following.key)
