"""What somebody wants to be told: their own choice, or the desk's note of it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import messages
from app.core.errors import NotFoundError
from app.core.transaction import transaction
from app.policy import Permission, allows
from app.web.session import me, require_sign_in
from merchants.access import merchant_for, merchant_under_review
from merchants.notices import queries, words
from merchants.notices.access import Merchant, own_with_phone
from merchants.notices.forms import WishesForm

bp = Blueprint("wishes", __name__)
bp.before_request(require_sign_in)


@bp.get("/toi/thong-bao")
def mine() -> ResponseReturnValue:
    """Show what one is told by which channel, and what one was told lately."""
    numbers = own_with_phone(me())
    if len(numbers) == 1:
        return _page(numbers[0], WishesForm(), own=True), 200
    told = [words.told(each) for each in queries.told(sorted(me().merchant_ids))]
    return render_template("notices/numbers.html", numbers=numbers, told=told)


@bp.route("/hs/<code>/thong-bao", methods=["GET", "POST"])
def own(code: str) -> ResponseReturnValue:
    """Choose for one's own number."""
    return _choose(merchant_for(me(), code, Permission.MERCHANT_EDIT), own=True)


@bp.route("/cb/hs/<code>/thong-bao", methods=["GET", "POST"])
def at_desk(code: str) -> ResponseReturnValue:
    """Note at the desk what a family asked for."""
    if not allows(me(), Permission.MERCHANT_REVIEW):
        raise NotFoundError("not here")
    return _choose(merchant_under_review(me(), code, Permission.MERCHANT_REVIEW), own=False)


def _choose(merchant: Merchant, *, own: bool) -> ResponseReturnValue:
    form = WishesForm()
    if not merchant.phone or not form.accepted():
        return _page(merchant, form, own=own), 422 if form.errors else 200
    with transaction():
        messages.choose(merchant.phone, refused=form.refused(), by=me())
    flash(_("Kept. It holds from now on"))
    return redirect(url_for(".own" if own else ".at_desk", code=merchant.code), 303)


def _page(merchant: Merchant, form: WishesForm, *, own: bool) -> str:
    if request.method == "GET":
        form.show(messages.choices_of(merchant.phone))
    return render_template(
        "notices/wishes.html",
        merchant=merchant,
        form=form,
        url=url_for(".own" if own else ".at_desk", code=merchant.code),
        back_url="/toi" if own else url_for("review.show", code=merchant.code),
        told=[words.told(each) for each in queries.told([merchant.id])],
    )
