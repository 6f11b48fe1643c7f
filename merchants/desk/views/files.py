"""What may be done to one dossier beside confirming and sending back: hold, pass on, ring, put off, refuse, let go."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import calendar, clock, settings
from app.core.errors import NotFoundError
from app.core.transaction import transaction
from app.policy import Permission
from app.web.forms import Form
from app.web.session import may_anywhere, me, require_sign_in
from merchants import documents, queries, rules
from merchants import services as dossiers
from merchants.access import Merchant, merchant_under_review
from merchants.desk import access, forms, services
from merchants.desk.queries import holding, slips
from merchants.desk.rules import LEAVING_STEPS, Leaving
from merchants.documents.slips import FILE_NAMES, Slip
from merchants.rules import Look, Reaching
from merchants.states import REGISTRATION

bp = Blueprint("desk_files", __name__)
bp.before_request(require_sign_in)


@bp.before_request
def _desk_only() -> None:
    may_anywhere(Permission.MERCHANT_REVIEW)


@bp.post("/cb/hs/<code>/nhan")
def claim(code: str) -> ResponseReturnValue:
    """Take a dossier, or keep it for another half hour."""
    merchant = merchant_under_review(me(), code, Permission.MERCHANT_DECIDE)
    if forms.ButtonForm().accepted():
        with transaction():
            services.claim(merchant, by=me())
    return _back(merchant)


@bp.post("/cb/hs/<code>/nha")
def release(code: str) -> ResponseReturnValue:
    """Give a dossier back to the queue."""
    merchant = merchant_under_review(me(), code, Permission.MERCHANT_DECIDE)
    if forms.ButtonForm().accepted():
        with transaction():
            services.release(merchant, by=me())
        flash(_("Given back. Anybody may take %(code)s now", code=merchant.code))
    return redirect(url_for("desk.show"), 303)


@bp.route("/cb/hs/<code>/nguoi-quen", methods=["GET", "POST"])
def conflict(code: str) -> ResponseReturnValue:
    """Say that the owner is close to this official, and leave the decision to a colleague."""
    merchant = merchant_under_review(me(), code, Permission.MERCHANT_DECIDE)
    colleagues = {str(each.id): each for each in holding.colleagues(merchant.commune_path, but=me().account_id)}
    form = forms.ConflictForm([(key, each.name) for key, each in colleagues.items()])
    if not form.accepted():
        return _page("conflict", merchant, form)
    answers = form.payload()
    with transaction():
        services.declare_conflict(
            merchant, relation=answers["relation"], colleague=colleagues.get(answers["colleague"] or ""), by=me()
        )
    flash(_("Noted. A colleague decides %(code)s", code=merchant.code))
    return redirect(url_for("desk.show"), 303)


@bp.route("/cb/hs/<code>/goi", methods=["GET", "POST"])
def contact(code: str) -> ResponseReturnValue:
    """Write down a call or a visit."""
    merchant = merchant_under_review(me(), code, Permission.MERCHANT_DECIDE)
    form = forms.ContactForm()
    if not form.accepted():
        return _page("contact", merchant, form, returns=queries.returns_of(merchant.id))
    answers = form.payload()
    with transaction():
        dossiers.note_contact(
            merchant, kind=Reaching(answers["kind"]), note=answers["note"], visit_on=answers["visit_on"], by=me()
        )
    flash(_("Noted. Now it may be sent back again"))
    return _back(merchant)


@bp.route("/cb/hs/<code>/xin-loi", methods=["GET", "POST"])
def extend(code: str) -> ResponseReturnValue:
    """Apologise for being late and promise a new day."""
    merchant = merchant_under_review(me(), code, Permission.MERCHANT_DECIDE)
    today = clock.today()
    proposed = calendar.add_working_days(max(today, merchant.review_due_on or today), 2)
    form = forms.ExtendForm(data={"new_due_on": proposed, "signer_name": me().name, "version": merchant.version})
    before, rule = queries.extensions_of(merchant.id), rules.extensions_at_most(today)
    if not form.accepted():
        return _page("extend", merchant, form, before=before, rule=rule)
    answers = form.payload()
    with transaction():
        services.extend(
            merchant,
            reason=answers["reason"],
            new_due_on=answers["new_due_on"],
            signer_name=answers["signer_name"],
            seen_version=form.seen_version(),
            by=me(),
        )
    flash(_("Apologised to %(name)s. Print the letter below", name=merchant.owner_name))
    return _back(merchant)


@bp.route("/cb/hs/<code>/tu-choi", methods=["GET", "POST"])
def refuse(code: str) -> ResponseReturnValue:
    """Propose to refuse a dossier; a second person decides."""
    merchant = merchant_under_review(me(), code, Permission.MERCHANT_DECIDE)
    form = forms.RefusalForm()
    if not form.accepted():
        return _page("refuse", merchant, form)
    answers = form.payload()
    with transaction():
        services.propose(merchant, reason=answers["reason"], basis=answers["basis"], by=me())
    flash(_("Declining needs a second person. %(code)s waits for a colleague", code=merchant.code))
    return redirect(url_for("desk.show"), 303)


@bp.route("/cb/hs/<code>/tu-choi/nguoi-hai", methods=["GET", "POST"])
def second(code: str) -> ResponseReturnValue:
    """Show a proposal to refuse to the second person; agreeing is one button."""
    refusal, merchant = access.refusal_for(me(), code)
    form = forms.ButtonForm()
    if not form.accepted():
        return _page("second", merchant, form, refusal=refusal, is_mine=refusal.by_id == me().account_id)
    with transaction():
        services.agree(refusal, by=me())
    flash(_("Refused by two people. Print the slip for %(name)s", name=merchant.owner_name))
    return _back(merchant)


@bp.route("/cb/hs/<code>/tu-choi/khong", methods=["GET", "POST"])
def not_agree(code: str) -> ResponseReturnValue:
    """Do not agree to a refusal, and say why."""
    refusal, merchant = access.refusal_for(me(), code)
    form = forms.NotAgreeForm()
    if not form.accepted():
        return _page("not_agree", merchant, form)
    answers = form.payload()
    with transaction():
        services.not_agree(refusal, note=answers["note"], by=me())
    flash(_("Not refused. %(code)s goes on waiting for an answer", code=merchant.code))
    return _back(merchant)


@bp.route("/cb/hs/<code>/nghi", methods=["GET", "POST"])
def leave(code: str) -> ResponseReturnValue:
    """Write down that a business rests, works again, has ended or moved, or wants us to stop."""
    merchant = merchant_under_review(me(), code, Permission.MERCHANT_DECIDE)
    possible = REGISTRATION.actions(merchant.stage)
    offered = [how for how, step in LEAVING_STEPS.items() if step in possible]
    if not offered:
        raise NotFoundError("nothing to leave")
    form = forms.LeaveForm(offered)
    if not form.accepted():
        return _page("leave", merchant, form)
    answers = form.payload()
    with transaction():
        services.leave(merchant, how=Leaving(answers["how"]), reason=answers["reason"], by=me())
    flash(_("Noted for %(name)s", name=merchant.owner_name))
    return _back(merchant)


@bp.get("/cb/hs/<code>/phieu/<number>.pdf")
def slip(code: str, number: str) -> ResponseReturnValue:
    """Return one of the slips of a dossier."""
    merchant = merchant_under_review(me(), code, Permission.MERCHANT_REVIEW)
    dossiers.note_look(merchant, why=Look.PAPER, by=me())
    which = Slip(number) if number in tuple(Slip) else None
    told = slips.told_by(which, merchant) if which and which is not Slip.RECEIPT else None
    here = settings.current()
    address = f"{here.base_url}{url_for('registration.look_up')}"
    if which is Slip.RECEIPT and merchant.review_due_on:
        entry = queries.register_entry_of(merchant.id)
        pdf = documents.receipt(
            merchant, lookup_url=address, desk_phone=here.contact_phone, entry=entry, copies=documents.COPIES[1:]
        )
    elif which and told:
        pdf = documents.slip(which, merchant, told, lookup_url=address, desk_phone=here.contact_phone)
    else:
        raise NotFoundError("nothing to tell on this slip")
    name = f"{FILE_NAMES[which]}-{merchant.code}.pdf"
    return Response(pdf, mimetype="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})


def _back(merchant: Merchant) -> ResponseReturnValue:
    return redirect(url_for("review.show", code=merchant.code), 303)


def _page(template: str, merchant: Merchant, form: Form, **more: object) -> ResponseReturnValue:
    dossiers.note_look(merchant, why=Look.REVIEW, by=me())
    page = render_template(f"desk/{template}.html", merchant=merchant, form=form, **more)
    return page, 422 if form.errors else 200
