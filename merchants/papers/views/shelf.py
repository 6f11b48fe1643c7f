"""The shelf of a business: its papers, what is missing, bringing one and taking one away."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock
from app.core.errors import DomainError
from app.core.transaction import transaction
from app.policy import Permission, allows
from app.web.session import me, require_sign_in
from merchants.papers import queries, rules, services, words
from merchants.papers.access import KeptPaper, Merchant, paper_for, shelf_for
from merchants.papers.forms import BringForm, CheckForm, NextVersionForm, RemoveForm

bp = Blueprint("papers", __name__)
bp.before_request(require_sign_in)


@bp.get("/hs/<code>/giay")
def shelf(code: str) -> ResponseReturnValue:
    """Show the papers of a business, until when each holds, and what is still needed."""
    merchant = shelf_for(me(), code, Permission.PAPER_VIEW)
    today = clock.today()
    needs = rules.needs_of(merchant.craft.value, today)
    return render_template(
        "papers/shelf.html",
        merchant=merchant,
        papers=[words.shown(kept, today) for kept in queries.papers_of(merchant.id)],
        wanted=words.wanted(rules.missing(needs, queries.kinds_kept(merchant.id, today))),
        seen=[(words.IDENTITY[row.kind], row) for row in queries.sightings_of(merchant.id)],
        may_edit=allows(me(), Permission.PAPER_EDIT, merchant.place()),
        may_sight=allows(me(), Permission.PAPER_CHECK, merchant.place()),
    )


@bp.get("/hs/<code>/giay/moi")
def choose(code: str) -> ResponseReturnValue:
    """Ask for a paper."""
    merchant = shelf_for(me(), code, Permission.PAPER_EDIT)
    form = BringForm()
    form.kind.data = form.kind.data or request.args.get("loai", "")[:40]
    return _bring_page(merchant, form), 200


@bp.post("/hs/<code>/giay/moi")
def bring(code: str) -> ResponseReturnValue:
    """Keep a paper. The same file twice is one paper, so no key is asked for."""
    with transaction():  # Closed before the file is opened: nobody waits for a lock while it is made smaller.
        merchant = shelf_for(me(), code, Permission.PAPER_EDIT)
    form = BringForm()
    if not form.validate():
        return _bring_page(merchant, form), 422
    try:
        taken = services.take_in(form.read())
    except DomainError as refusal:
        form.refuse_file(refusal.message)
        return _bring_page(shelf_for(me(), code, Permission.PAPER_EDIT), form), 422
    with transaction():
        merchant = shelf_for(me(), code, Permission.PAPER_EDIT)
        services.keep(merchant, kind=form.kind.data, taken=taken, facts=form.facts(), by=me())
    flash(_("Kept: %(name)s", name=words.kind_name(form.kind.data)))
    return redirect(url_for(".shelf", code=merchant.code), 303)


@bp.get("/giay/<uuid:paper_id>")
def show(paper_id: UUID) -> ResponseReturnValue:
    """Show one paper, its dates and its versions."""
    kept = paper_for(me(), paper_id, Permission.PAPER_VIEW)
    return render_template(
        "papers/paper.html",
        kept=kept,
        shown=words.shown(kept, clock.today()),
        versions=queries.versions_of(kept),
        kind=rules.kind(kept.kind),
        hint=words.kind_hint(kept.kind),
        form=CheckForm(),
        may_edit=kept.is_current and allows(me(), Permission.PAPER_EDIT, kept.place()),
        may_check=kept.checked_at is None and allows(me(), Permission.PAPER_CHECK, kept.place()),
    )


@bp.get("/giay/<uuid:paper_id>/ban-moi")
def choose_version(paper_id: UUID) -> ResponseReturnValue:
    """Ask for the next version of a paper."""
    kept = paper_for(me(), paper_id, Permission.PAPER_EDIT)
    form = NextVersionForm()
    if form.title.raw_data is None:
        form.title.data, form.number.data = kept.title, kept.number
    return _version_page(kept, form), 200


@bp.post("/giay/<uuid:paper_id>/ban-moi")
def replace(paper_id: UUID) -> ResponseReturnValue:
    """Put a new version in the place of the old one."""
    with transaction():  # As above: the lock is let go before the file is opened.
        kept = paper_for(me(), paper_id, Permission.PAPER_EDIT)
    form = NextVersionForm()
    if not form.validate():
        return _version_page(kept, form), 422
    try:
        taken = services.take_in(form.read())
    except DomainError as refusal:
        form.refuse_file(refusal.message)
        return _version_page(paper_for(me(), paper_id, Permission.PAPER_EDIT), form), 422
    with transaction():
        old = paper_for(me(), paper_id, Permission.PAPER_EDIT)
        kept = services.replace(old, taken=taken, facts=form.facts(), by=me())
    flash(_("The new version counts from now on"))
    return redirect(url_for(".show", paper_id=kept.id), 303)


@bp.route("/giay/<uuid:paper_id>/xoa", methods=["GET", "POST"])
def remove(paper_id: UUID) -> ResponseReturnValue:
    """Take a paper away."""
    kept = paper_for(me(), paper_id, Permission.PAPER_EDIT)
    form = RemoveForm()
    if not form.accepted():
        page = render_template("papers/remove.html", kept=kept, name=words.name_of(kept), form=form)
        return page, 422 if form.errors else 200
    with transaction():
        services.remove(kept, by=me())
    flash(_("The paper is taken away"))
    return redirect(url_for(".shelf", code=kept.merchant.code), 303)


def _bring_page(merchant: Merchant, form: BringForm) -> str:
    return render_template("papers/bring.html", merchant=merchant, form=form)


def _version_page(kept: KeptPaper, form: NextVersionForm) -> str:
    return render_template("papers/next_version.html", kept=kept, name=words.name_of(kept), form=form)
