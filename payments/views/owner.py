"""The owner's way to being paid without cash: account, printed code, and where they stand."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock
from app.core.transaction import transaction
from app.policy import Permission
from app.web.session import me, require_sign_in
from merchants.helping import queries as helping
from merchants.helping.rules import Subject
from payments import access, documents, queries, services
from payments.cards import queries as cards
from payments.forms import RUNGS, STANDEE_STATES, VERDICTS, AccountForm, HolderForm, PressForm
from payments.ladder import queries as steps
from payments.ladder.rules import next_step, way
from payments.ladder.words import WAYS
from payments.names import queries as names
from payments.rules import Rung
from payments.signs import queries as signs
from payments.signs.words import SIZES

bp = Blueprint("payments", __name__)
bp.before_request(require_sign_in)


@bp.get("/hs/<code>/tt")
def ladder(code: str) -> ResponseReturnValue:
    """Show how far the household has come and the one next step."""
    merchant = access.merchant_for_money(me(), code)
    account, standee = queries.account_of(merchant.id), queries.live_standee(merchant.id)
    watch = signs.watch_of(standee) if standee else None
    rung, counter = steps.rung_of(merchant.id), steps.counter_of(merchant.id)
    said_no = helping.refusal_in_force(merchant.id, Subject.BANK, clock.today())
    return render_template(
        "payments/ladder.html",
        merchant=merchant,
        sizes=SIZES,
        watch=watch,
        look_is_due=watch is not None and watch.is_due(clock.today()),
        account=account,
        bank=queries.bank_name(account.bank_bin) if account else "",
        verdicts=VERDICTS,
        name_rule=queries.missing_business_name(merchant, account, clock.today()) if account else None,
        standee=standee,
        standee_states=STANDEE_STATES,
        reports=queries.open_reports(standee.id) if standee else (),
        rung=rung,
        rungs=[(rung, label) for rung, label in RUNGS.items() if rung is not Rung.NONE],
        step=next_step(
            rung=rung,
            has_phone=counter is not None,
            has_names=names.sheet_of(merchant.id) is not None,
            has_sign=standee is not None,
            said_no=said_no is not None,
        ),
        said_no=said_no,
        way=WAYS[way(handset=counter.handset, hears=counter.hears, has_sound_box=counter.has_sound_box)]
        if counter
        else "",
        trial=steps.trial_of(merchant.id),
        cards_offered=cards.is_offered(),
        form=PressForm(),
    )


@bp.route("/hs/<code>/tt/tai-khoan", methods=["GET", "POST"])
def account(code: str) -> ResponseReturnValue:
    """Ask for the account, and say whose name it is in."""
    merchant = access.merchant_for_money(me(), code, Permission.PAYMENT_EDIT)
    form = AccountForm(
        owner_name=merchant.owner_name,
        business_name=merchant.business_name,
        wanted=(wanted := request.args.get("tim", "")[:60]),
        data=queries.account_answers(merchant.id),
    )
    if form.accepted():
        given = form.payload()
        with transaction():
            saved = services.save_account(
                merchant,
                bank_bin=given["bank_bin"],
                account_no=given["account_no"],
                holder_name=given["holder_name"],
                accepted_other_name=given["use_anyway"],
                by=me(),
            )
            verdict = saved.name_verdict
        flash(str(VERDICTS[verdict]))
        return redirect(url_for("pay_names.names", code=merchant.code), 303)
    page = render_template("payments/account.html", merchant=merchant, form=form, wanted=wanted)
    return page, 422 if form.errors else 200


@bp.route("/hs/<code>/tt/bien-qr", methods=["GET", "POST"])
def standee(code: str) -> ResponseReturnValue:
    """Show the code as it will be printed; issue it once the name is confirmed."""
    merchant = access.merchant_for_money(me(), code, Permission.STANDEE_ISSUE)
    account = queries.account_of(merchant.id)
    if account is None:
        return redirect(url_for("payments.account", code=merchant.code), 303)
    form = HolderForm(holder_name=account.holder_name)
    if form.accepted():
        with transaction():
            services.issue_standee(merchant, confirmed_holder=form.confirmed_holder.data or "", by=me())
        flash(_("The card is ready. Print it and put it where buyers see it."))
        return redirect(url_for("payments.ladder", code=merchant.code), 303)
    page = render_template(
        "payments/standee.html",
        merchant=merchant,
        account=account,
        bank=queries.bank_name(account.bank_bin),
        standee=queries.live_standee(merchant.id),
        qr=documents.qr_picture(queries.standee_payload(account)),
        form=form,
    )
    return page, 422 if form.errors else 200


@bp.post("/hs/<code>/tt/bien-qr/tam-dung")
def pause(code: str) -> ResponseReturnValue:
    """Tell visitors to wait."""
    merchant = access.merchant_for_money(me(), code, Permission.STANDEE_ISSUE)
    standee = access.live_standee_of(merchant)
    if PressForm().accepted():
        with transaction():
            services.pause_standee(standee, by=me(), reason="owner")
    return redirect(url_for("payments.ladder", code=merchant.code), 303)


@bp.post("/hs/<code>/tt/bien-qr/da-xem")
def answer(code: str) -> ResponseReturnValue:
    """The owner has looked at the card on the counter, and it is theirs."""
    merchant = access.merchant_for_money(me(), code, Permission.STANDEE_ISSUE)
    standee = access.live_standee_of(merchant)
    if PressForm().accepted():
        with transaction():
            services.answer_reports(standee, by=me())
    return redirect(url_for("payments.ladder", code=merchant.code), 303)
