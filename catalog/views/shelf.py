"""A merchant's shelf, and the questions about one product."""

from collections.abc import Callable, Mapping
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.transaction import transaction
from app.policy import Permission
from app.web.forms import Form
from app.web.session import me
from catalog import queries, services
from catalog.access import Product, may_edit, product_for, sees_file, shelf_for
from catalog.english_words import english_for
from catalog.forms import ASKED_OF_ALL, QUESTIONS, next_question
from catalog.views.blueprint import bp
from catalog.words import STAGES
from merchants.rules import Look
from merchants.services import note_look

# The pages that ask for English, and what they put into English.
_VIETNAMESE: Mapping[str, Callable[[Product], str]] = {
    "ten-tieng-anh": lambda product: product.name,
    "mo-ta-tieng-anh": lambda product: product.description,
}


@bp.get("/hs/<code>/sp")
def shelf(code: str) -> ResponseReturnValue:
    merchant = shelf_for(me(), code, Permission.PRODUCT_VIEW)
    note_look(merchant, why=Look.PRODUCTS, by=me())
    return render_template(
        "catalog/shelf.html",
        merchant=merchant,
        shelf=queries.shelf_page(merchant.id, request.args.get("trang", 1, type=int)),
        stages=STAGES,
        may_edit=may_edit(me(), merchant),
        back_url=f"/hs/{merchant.code}" if sees_file(me(), merchant) else "/to",
        form=Form(),
    )


@bp.post("/hs/<code>/sp")
def start(code: str) -> ResponseReturnValue:
    merchant = shelf_for(me(), code, Permission.PRODUCT_EDIT)
    if not Form().accepted():
        return redirect(url_for(".shelf", code=merchant.code), 303)
    with transaction():
        product = services.start(merchant, by=me())
    return redirect(url_for(".photos", product_id=product.id), 303)


@bp.route(f"/sp/<uuid:product_id>/<any({','.join(f'{page!r}' for page in QUESTIONS)}):page>", methods=["GET", "POST"])
def answer(product_id: UUID, page: str) -> ResponseReturnValue:
    product = product_for(me(), product_id, Permission.PRODUCT_EDIT)
    form = QUESTIONS[page].about(product.facts(is_shown=False))
    if not form.accepted():
        english = english_for(_VIETNAMESE[page](product)) if page in _VIETNAMESE else ()
        shown = render_template(
            "catalog/question.html", product=product, form=form, page=page, asked=ASKED_OF_ALL, english=english
        )
        return shown, 422 if form.errors else 200
    with transaction():
        services.answer(product, by=me(), **form.changes())
    following = None if "sua" in request.args else next_question(page)
    if following is None and "sua" not in request.args and page in ASKED_OF_ALL and not product.family:
        return redirect(url_for(".kind", product_id=product_id), 303)
    if following is None:
        return redirect(url_for(".channels", product_id=product_id), 303)
    return redirect(url_for(".answer", product_id=product_id, page=following), 303)
