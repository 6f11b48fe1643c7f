"""The page that looks for a dossier."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.transaction import transaction
from app.policy import Permission, allows
from app.web.session import me, require_sign_in
from merchants import words
from merchants.rules import Look
from merchants.search import access, queries, services
from merchants.search.forms import PurposeForm
from merchants.services import note_looks

bp = Blueprint("search", __name__)
bp.before_request(require_sign_in)

_SAID = "search_for"
_GOOD_FOR = 30 * 60


@bp.before_request
def _searchers_only() -> None:
    access.may_search(me())


@bp.get("/cb/tim")
def search() -> ResponseReturnValue:
    """Look for a dossier by name, business, telephone, code or hamlet."""
    asked = request.args.get("q", "")[:100].strip()
    if access.owes_a_purpose(me()) and not _has_said_why():
        return render_template("search/purpose.html", form=PurposeForm())
    found = queries.find(me(), asked) if asked else None
    if found:
        note_looks([hit.merchant_id for hit in found.hits], why=_purpose() or Look.LIST, by=me())
    return render_template(
        "search/search.html",
        asked=asked,
        found=found,
        craft_of=words.craft_of,
        stages=words.STAGES,
        stage_kinds=words.STAGE_KINDS,
        opens_files=allows(me(), Permission.MERCHANT_REVIEW),
        wide=True,
    )


@bp.post("/cb/tim")
def say_why() -> ResponseReturnValue:
    """Keep what the names are for, then open the search."""
    about = access.highest_place(me())
    form = PurposeForm()
    if not form.accepted():
        return render_template("search/purpose.html", form=form), 422
    with transaction():
        services.open_search(about=about.id, reason=form.payload()["reason"], by=me())
    session[_SAID] = {"at": int(clock.now().timestamp()), "why": form.payload()["reason"]}
    return redirect(url_for(".search"), 303)


def _has_said_why() -> bool:
    """Whether this browser gave a purpose within the last half hour."""
    return bool(clock.now().timestamp() - (session.get(_SAID) or {"at": 0})["at"] < _GOOD_FOR)


def _purpose() -> str:
    """Return what this browser said names are for; a desk works on its own files and says nothing."""
    return str((session.get(_SAID) or {}).get("why", "")) if access.owes_a_purpose(me()) else ""
