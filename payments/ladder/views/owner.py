"""The owner tells what there is at the counter, and learns which way suits it."""

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from app.core.transaction import transaction
from app.policy import Permission
from app.web.session import me, require_sign_in
from payments.ladder import access, queries, services
from payments.ladder.forms import CounterForm
from payments.ladder.rules import way
from payments.ladder.words import WAYS

bp = Blueprint("pay_counter", __name__)
bp.before_request(require_sign_in)


@bp.route("/hs/<code>/tt/may", methods=["GET", "POST"])
def counter(code: str) -> ResponseReturnValue:
    """Ask four things about the counter."""
    merchant = access.merchant_for_money(me(), code, Permission.PAYMENT_EDIT)
    form = CounterForm(data=queries.counter_answers(merchant.id))
    if form.accepted():
        answers = form.answers()
        with transaction():
            services.note_counter(merchant, **answers, by=me())
        told = {name: answers[name] for name in ("handset", "hears", "has_sound_box")}
        flash(str(WAYS[way(**told)]))
        return redirect(f"/hs/{merchant.code}/tt", 303)
    page = render_template("ladder/counter.html", merchant=merchant, form=form)
    return page, 422 if form.errors else 200
