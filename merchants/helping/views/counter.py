"""Coming in at the counter: the desk asks two of three facts and hands a code over; the owner enters it."""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import areas, clock
from app.core.text import fold
from app.core.transaction import transaction
from app.policy import Permission, areas_for
from app.web.security import limiter
from app.web.session import may_anywhere, me, require_sign_in, start_dossier_session
from merchants import queries as merchant_queries
from merchants.helping import access, forms, queries, services
from merchants.helping.rules import Fact

bp = Blueprint("counter", __name__)
bp.before_request(require_sign_in)
entry = Blueprint("counter_entry", __name__)

_HANDED = "counter_code"


@bp.before_request
def _desk_only() -> None:
    may_anywhere(Permission.MERCHANT_REVIEW)


@bp.route("/cb/quay", methods=["GET", "POST"])
def find() -> ResponseReturnValue:
    """Ask two of three facts, and show which files they fit."""
    form = forms.CounterForm(_hamlets())
    found = []
    asked = form.accepted_search()
    if asked:
        answers = form.payload()
        found = list(
            queries.at_the_counter(
                areas_for(me(), Permission.MERCHANT_REVIEW),
                name_fold=fold(answers["owner_name"]),
                birth_year=answers["birth_year"],
                hamlet_path=answers["hamlet"] or "",
            )
        )
    names = areas.names_of({one.area_path for one in found})
    page = render_template(
        "helping/counter.html", form=form, found=found, names=names, asked=asked, back_url="/cb/giup"
    )
    return page, 422 if form.errors else 200


@bp.post("/cb/quay/<code>")
def hand_over(code: str) -> ResponseReturnValue:
    """Make a code for one file and show it once."""
    merchant = access.merchant_at_counter(me(), code)
    form = forms.CounterForm(_hamlets())
    if not form.accepted():
        page = render_template("helping/counter.html", form=form, found=[], names={}, asked=False, back_url="/cb/giup")
        return page, 422
    facts = {
        Fact.NAME: form.owner_name.data,
        Fact.BIRTH_YEAR: form.birth_year.data,
        Fact.HAMLET: form.hamlet.data,
    }
    with transaction():
        digits = services.give_counter_code(merchant, facts=facts, by=me())
    session[_HANDED] = [merchant.code, digits]
    return redirect(url_for(".handed"), 303)


@bp.get("/cb/quay/ma")
def handed() -> ResponseReturnValue:
    """Show the code to write down or print; it is not shown again."""
    code, digits = session.pop(_HANDED, ["", ""])
    if not code:
        return redirect(url_for(".find"))
    return render_template("helping/counter_code.html", code=code, digits=f"{digits[:3]} {digits[3:]}")


def _tried() -> str:
    return "counter:" + "".join(sign for sign in request.form.get("dossier", "")[:60] if sign.isdigit())


@entry.route("/vao/quay", methods=["GET", "POST"])
@limiter.limit("20 per hour", methods=["POST"])
@limiter.limit("10 per hour", methods=["POST"], key_func=_tried)
def enter() -> ResponseReturnValue:
    """Open a file with the code the desk handed over."""
    form = forms.CounterEntryForm()
    if form.accepted_search():
        merchant = merchant_queries.by_code(form.payload()["dossier"])
        refusal: object = _("That code is no longer good. Ask for a new one")
        if merchant is not None:
            with transaction():
                refusal = services.try_counter_code(merchant, code=forms.digits_of(form.otp.data))
                if refusal is None:
                    start_dossier_session(merchant.id)
            if refusal is None:
                flash(_("You are in. Press “Done” before you leave this device"))
                return redirect(url_for("dossier.show", code=merchant.code), 303)
        form.otp.errors = (str(refusal),)
    return render_template("helping/counter_entry.html", form=form, back_url="/vao"), 422 if form.errors else 200


def _hamlets() -> list[tuple[str, str]]:
    reach = areas.within_reach(areas_for(me(), Permission.MERCHANT_REVIEW), clock.today())
    return [(place.path, place.label) for place in reach if place.level is areas.Level.HAMLET]
