"""The owner tells what happened, reads whom to ring now, and takes a statement along."""

from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.transaction import transaction
from app.web.session import me, require_sign_in
from merchants.queries import merchants_of
from payments import queries as payments
from payments.losses import access, documents, queries, rules, services, words
from payments.losses.forms import LossForm

bp = Blueprint("losses", __name__)
bp.before_request(require_sign_in)


@bp.get("/bao-mat-tien")
def door() -> ResponseReturnValue:
    """Lead from the public page to one's own; whoever has several businesses, or none, chooses first."""
    mine = merchants_of(me().merchant_ids)
    return redirect(url_for(".new", code=mine[0].code) if len(mine) == 1 else "/toi", 303)


@bp.route("/hs/<code>/tt/bao-mat-tien", methods=["GET", "POST"])
def new(code: str) -> ResponseReturnValue:
    """Ask four things, no more."""
    merchant = access.merchant_for_loss(me(), code)
    form = LossForm()
    if form.accepted():
        with transaction():
            loss = services.report(merchant, **form.answers(), by=me())
        return redirect(url_for(".show", code=merchant.code, loss_id=loss.id), 303)
    page = render_template(
        "losses/new.html", merchant=merchant, form=form, losses=queries.losses_of(merchant.id), states=words.STATES
    )
    return page, 422 if form.errors else 200


@bp.get("/hs/<code>/tt/bao-mat-tien/<uuid:loss_id>")
def show(code: str, loss_id: UUID) -> ResponseReturnValue:
    """Show whom to ring now, the statement, and when somebody comes."""
    merchant = access.merchant_for_loss(me(), code)
    account, numbers = payments.account_of(merchant.id), rules.numbers()
    standee = payments.live_standee(merchant.id)
    return render_template(
        "losses/loss.html",
        merchant=merchant,
        loss=access.loss_of(merchant, loss_id),
        kinds=words.KINDS,
        states=words.STATES,
        bank=payments.bank_name(account.bank_bin) if account else "",
        hotline=numbers.of_bank(account.bank_bin) if account else "",
        numbers=numbers,
        is_paused=standee is not None and standee.state == "paused",
    )


@bp.get("/hs/<code>/tt/bao-mat-tien/<uuid:loss_id>.pdf")
def statement(code: str, loss_id: UUID) -> ResponseReturnValue:
    """Return the statement to sign."""
    merchant = access.merchant_for_loss(me(), code)
    account = payments.account_of(merchant.id)
    pdf = documents.statement(
        access.loss_of(merchant, loss_id),
        commune=queries.commune_name(merchant),
        bank=payments.bank_name(account.bank_bin) if account else "",
        account=account,
    )
    headers = {"Content-Disposition": 'inline; filename="don-trinh-bao.pdf"', "Cache-Control": "private, no-store"}
    return Response(pdf, mimetype="application/pdf", headers=headers)
