"""The place on the map: typed, pasted or, where a script runs, taken from the telephone."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.transaction import transaction
from app.web.session import me, require_sign_in
from merchants import services as dossiers
from merchants.rules import Look
from merchants.tourism import queries, services, words
from merchants.tourism.access import tourism_for
from merchants.tourism.forms import PlaceForm
from merchants.tourism.rules import coordinates

bp = Blueprint("tourism_place", __name__)
bp.before_request(require_sign_in)


@bp.route("/hs/<code>/du-lich/vi-tri", methods=["GET", "POST"])
def show(code: str) -> ResponseReturnValue:
    """Ask where the business is, and show the place that is kept."""
    merchant = tourism_for(me(), code)
    profile = queries.profile_of(merchant.id)
    point = profile.point if profile else None
    stored = {"place": point, "way_note": profile.way_note if profile else ""}
    if profile is not None and point is not None:
        stored["is_public"] = "yes" if profile.pin_is_public else "no"
    form = PlaceForm(merchant.area_path, data=stored)
    overtaken = False
    if form.accepted() and not (overtaken := form.was_overtaken(stored)):
        said = form.payload()
        with transaction():
            services.pin(
                merchant,
                point=said["place"],
                is_public=said["is_public"] == "yes",
                way_note=said["way_note"],
                by=me(),
            )
        flash(_("Saved. See on the drawing whether it is right"))
        return redirect(url_for(".show", code=merchant.code), 303)
    dossiers.note_look(merchant, why=Look.HELP, by=me())
    if request.method == "GET" or overtaken:
        form.stamp(stored)
    page = render_template(
        "tourism/place.html",
        merchant=merchant,
        form=form,
        point=point,
        way=words.way(point) if point else "",
        sketch=coordinates.sketch(point, coordinates.landmarks()) if point else None,
        overtaken=overtaken,
    )
    return page, 422 if form.errors else 409 if overtaken else 200
