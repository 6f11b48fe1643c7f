"""The households somebody helps, a no that is kept, files that look the same, the card with the code."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock, settings
from app.core.errors import NotFoundError
from app.core.transaction import transaction
from app.policy import Permission
from app.web.session import may_anywhere, me, require_sign_in
from merchants import words as merchant_words
from merchants.access import is_helper, merchant_for
from merchants.helping import documents, forms, queries, services, words
from merchants.helping.rules import SameHousehold, Subject

bp = Blueprint("households", __name__)
bp.before_request(require_sign_in)


@bp.get("/to")
def index() -> ResponseReturnValue:
    """Show the households this person helps now, and until when they see them."""
    may_anywhere(Permission.HELP_GIVE)
    today = clock.today()
    rows = [
        (each, words.word_of(each.merchant.id, each.merchant.filing), merchant_words.standing(each.merchant, today))
        for each in queries.households_helped_by(me().account_id, today)
    ]
    return render_template("helping/households.html", rows=rows)


@bp.route("/hs/<code>/chua-muon", methods=["GET", "POST"])
def not_now(code: str) -> ResponseReturnValue:
    """Keep a household's no with its reason and the day it may be asked again."""
    merchant = merchant_for(me(), code, Permission.MERCHANT_OWN)
    about = Subject.BANK if request.args.get("ve") == "ngan-hang" else Subject.DOSSIER
    form = forms.NotNowForm()
    if not form.accepted():
        page = render_template(
            "helping/not_now.html",
            merchant=merchant,
            form=form,
            about=words.SUBJECTS[about],
            url=request.full_path.rstrip("?"),
            refusal=queries.refusal_in_force(merchant.id, about, clock.today()),
            back_url=url_for("dossier.show", code=merchant.code),
        )
        return page, 422 if form.errors else 200
    with transaction():
        row = services.not_for_now(merchant, about=about, **form.chosen(), by=me())
    flash(_("Not now is fine. Nobody asks again before %(day)s", day=f"{row.ask_again_on:%d/%m/%Y}"))
    return redirect(url_for("dossier.show", code=merchant.code), 303)


@bp.route("/hs/<code>/trung/<uuid:other_id>", methods=["GET", "POST"])
def same(code: str, other_id: UUID) -> ResponseReturnValue:
    """Ask whether a file that looks the same is the same household; no more of it is shown than a letter."""
    form = forms.SameHouseholdForm()
    is_said = form.accepted()  # asked first: once said, the file is put aside, and a second click is told the same
    merchant = merchant_for(me(), code, Permission.MERCHANT_EDIT)
    alike = next((each for each in queries.lookalikes(merchant) if each.merchant_id == other_id), None)
    if alike is None or not is_helper(me(), merchant):
        raise NotFoundError("nothing alike")
    if not is_said:
        page = render_template("helping/same.html", merchant=merchant, alike=alike, form=form)
        return page, 422 if form.errors else 200
    said = form.answer()
    with transaction():
        services.say_same_household(merchant, other_id=other_id, said=said, by=me())
    if said is SameHousehold.SAME:
        flash(_("Go on in the file the family has. Open it with the code on their paper"))
        return redirect(url_for("registration.resume"), 303)
    flash(_("Both are kept. The desk looks at them side by side"))
    return redirect(url_for("answers.question", code=merchant.code, slug="lien-lac"), 303)


@bp.get("/hs/<code>/the.pdf")
def card(code: str) -> ResponseReturnValue:
    """Return the card with the code."""
    merchant = merchant_for(me(), code, Permission.MERCHANT_VIEW)
    pdf = documents.code_card(merchant, desk_phone=settings.current().contact_phone)
    name = f"the-ma-ho-so-{merchant.code}.pdf"
    return Response(pdf, mimetype="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})


@bp.post("/hs/<code>/mo-lai")
def reopen(code: str) -> ResponseReturnValue:
    """Open a file again that was put aside or not sent in time; its answers are still there."""
    merchant = merchant_for(me(), code, Permission.MERCHANT_OWN)
    if forms.ButtonForm().accepted():
        with transaction():
            services.open_again(merchant, by=me())
        flash(_("Open again. Every answer is still there"))
    return redirect(url_for("dossier.show", code=merchant.code), 303)
