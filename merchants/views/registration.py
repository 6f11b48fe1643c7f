"""Starting a dossier, coming back to it, and looking it up: pages for people who have not signed in."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from app.core import clock
from app.core.transaction import transaction
from app.web.security import limiter
from app.web.session import following_page, me, start_dossier_session
from merchants import legal_forms, queries, services, words
from merchants.forms import AgeForm, CodeForm, NewForm
from merchants.legal_forms import LegalForm
from merchants.needs import rules as needs
from merchants.rules import ContactKind, Craft
from merchants.states import Stage

bp = Blueprint("registration", __name__)

# A code is easy to guess and a year nearly so: few tries per address, and per code whoever tries.
_TRIES = "10 per hour"


def _code_tried() -> str:
    return "code:" + "".join(sign for sign in request.form.get("code", "")[:60] if sign.isdigit())


@bp.get("/dang-ky")
def start() -> ResponseReturnValue:
    """Say what registering is, what to bring and how long it takes; with a kind of business, which papers it needs."""
    kind = needs.kind(request.args.get("loai", ""))
    if kind:
        return redirect(url_for("needs.ask", kind=kind.key), 303)
    return render_template("merchants/start.html")


@bp.get("/dang-ky/hinh-thuc")
def legal_form() -> ResponseReturnValue:
    """Offer the forms a business may have before the law, for whoever is no household."""
    language = str(get_locale() or "vi")
    rows = [
        (facts.name(language), facts.example(language), f"{url_for('.new')}?hinh-thuc={facts.form.value}")
        for facts in legal_forms.facts()
    ]
    return render_template("merchants/legal_forms.html", rows=rows)


@bp.route("/hs/moi", methods=["GET", "POST"])
@limiter.limit("30 per hour", methods=["POST"])
def new() -> ResponseReturnValue:
    """Ask the first question and open a dossier with its answer; who is no household has said so in the address."""
    form = NewForm(data={"craft": request.args.get("nghe")})
    chosen = request.args.get("hinh-thuc", "")[:40]
    legal_form = LegalForm(chosen) if chosen in set(LegalForm) else LegalForm.HOUSEHOLD
    if not form.accepted():
        page = render_template(
            "merchants/craft.html",
            form=form,
            url=request.full_path.rstrip("?"),
            legal_form=None if legal_form is LegalForm.HOUSEHOLD else words.legal_form(legal_form),
        )
        return page, 422 if form.errors else 200
    with transaction():
        merchant = services.start_draft(
            craft=Craft(form.craft.data), craft_other=form.craft_other.data or "", legal_form=legal_form, by=me()
        )
        start_dossier_session(merchant.id)
    return redirect(url_for("dossier.code", code=merchant.code), 303)


@bp.route("/dang-ky/lam-tiep", methods=["GET", "POST"])
@limiter.limit(_TRIES, methods=["POST"])
@limiter.limit(_TRIES, methods=["POST"], key_func=_code_tried)
def resume() -> ResponseReturnValue:
    """Open a saved dossier by its code and the owner's year of birth."""
    form = CodeForm()
    if form.accepted():
        merchant = queries.by_code_and_birth_year(*form.facts())
        if merchant is not None and merchant.stage is not Stage.DRAFT and merchant.contact_kind is ContactKind.OWN:
            # Once sent, a dossier with the owner's own telephone opens by a code sent there and not by two facts.
            return redirect("/vao/so", 303)
        if merchant is not None:
            with transaction():
                start_dossier_session(merchant.id)
            return redirect(_where_they_were(merchant.code), 303)
        form.refuse_unknown()
    return render_template("merchants/resume.html", form=form), 422 if form.errors else 200


def _where_they_were(code: str) -> str:
    """Return the page somebody was on when their session lapsed, if it is of this dossier."""
    here = url_for("dossier.show", code=code)
    wanted = following_page(here)
    return wanted if wanted.startswith((f"{here}/", "/sp/")) else here


@bp.route("/tra-cuu", methods=["GET", "POST"])
@limiter.limit(_TRIES, methods=["POST"])
@limiter.limit(_TRIES, methods=["POST"], key_func=_code_tried)
def look_up() -> ResponseReturnValue:
    """Show where a dossier stands: stage, date and next step, no names."""
    form = CodeForm(data={"code": request.args.get("ma", "")[:20]})
    found = None
    if form.accepted():
        found = queries.by_code_and_birth_year(*form.facts())
        if found is None:
            form.refuse_unknown()
    page = render_template(
        "merchants/look_up.html",
        form=form,
        found=words.standing(queries.kept_for(found), clock.today(), code=found.code) if found else None,
        url=url_for(".look_up"),
    )
    return page, 422 if form.errors else 200


@bp.get("/dang-ky/tuoi")
def age() -> ResponseReturnValue:
    """Turn an age counted the old way, or a lunar year, into years of birth."""
    form = AgeForm(request.args, meta={"csrf": False}) if "tuoi" in request.args else AgeForm()
    asked = "tuoi" in request.args
    guesses = form.payload()["tuoi"] if asked and form.validate() else ()
    page = render_template("merchants/age.html", form=form, guesses=guesses, asked=asked)
    return page, 422 if form.errors else 200
