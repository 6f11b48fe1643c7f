"""The desk: everything a tourism business tells its guests, and what was seen on the spot."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock
from app.core.transaction import transaction
from app.policy import Permission, allows
from app.web.session import may_anywhere, me, require_sign_in
from merchants import services as dossiers
from merchants.rules import Look
from merchants.tourism import queries, services, words
from merchants.tourism.access import tourism_under_review
from merchants.tourism.forms import SeenForm
from merchants.tourism.rules import coordinates, questions

bp = Blueprint("tourism_desk", __name__)
bp.before_request(require_sign_in)


@bp.before_request
def _desk_only() -> None:
    may_anywhere(Permission.MERCHANT_REVIEW)


@bp.route("/cb/hs/<code>/du-lich", methods=["GET", "POST"])
def show(code: str) -> ResponseReturnValue:
    """Show the answers and the place; tick what was seen."""
    merchant = tourism_under_review(me(), code, Permission.MERCHANT_REVIEW)
    said, seen = queries.said_safe(merchant), queries.sightings_of(merchant.id)
    items = [item for item in questions.safety_items(merchant.craft) if item.value in said]
    form = SeenForm(
        [(item.value, item.name(words.language())) for item in items],
        data={"items": [item.value for item in items if item.value in seen]},
    )
    if request.method == "POST":
        tourism_under_review(me(), code, Permission.MERCHANT_DECIDE)
    if form.accepted():
        with transaction():
            services.see(merchant, items=form.items.data or [], by=me())
        flash(_("Noted: seen on the spot"))
        return redirect(url_for(".show", code=merchant.code), 303)
    dossiers.note_look(merchant, why=Look.REVIEW, by=me())
    profile = queries.profile_of(merchant.id)
    point = profile.point if profile else None
    page = render_template(
        "tourism/desk.html",
        merchant=merchant,
        form=form,
        rows=words.shown_rows(merchant, clock.today()),
        items=items,
        seen=[(item.name(words.language()), seen[item.value]) for item in items if item.value in seen],
        may_tick=allows(me(), Permission.MERCHANT_DECIDE, merchant.place()) and bool(items),
        is_safe=queries.is_safe(merchant),
        point=point,
        way=words.way(point) if point else "",
        sketch=coordinates.sketch(point, coordinates.landmarks()) if point else None,
        beyond=coordinates.outside(point, merchant.area_path, clock.today()) if point else None,
        language=words.language(),
    )
    return page, 422 if form.errors else 200
