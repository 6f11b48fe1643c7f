"""What visitors see of a host: everything it tells its guests, and what it has shown with its pictures."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.core import areas, clock, settings
from app.core.errors import NotFoundError
from app.core.structured import element
from app.web.pages import same_for_everybody
from catalog import queries as catalog
from merchants.tourism import queries, words
from merchants.tourism.rules import coordinates, listing, prices, questions

bp = Blueprint("hosts", __name__)


@bp.get("/du-lich/<slug>")
@same_for_everybody()
def show(slug: str) -> ResponseReturnValue:
    """Show one business."""
    profile = queries.public_profile(slug)
    if profile is None:
        raise NotFoundError("no such place")
    merchant, today = profile.merchant, clock.today()
    unit = prices.unit_of(merchant.craft, today)
    seen = queries.sightings_of(merchant.id)
    point = profile.point if profile.pin_is_public else None
    story = queries.answers_of(merchant).get(questions.STORY, {})
    speaks = words.language()
    names = areas.names_of({merchant.area_path, merchant.commune_path})
    place = ", ".join(names[path] for path in dict.fromkeys((merchant.area_path, merchant.commune_path)))
    offers = queries.offers_of(merchant.id)
    host = listing.Host(
        craft=merchant.craft,
        name=merchant.business_name,
        url=f"{settings.current().base_url}/du-lich/{profile.slug}",
        place=place,
        phone=merchant.phone,
        story=story.get("vi", ""),
        point=point,
        offers=[listing.Offered(each.name, each.price_vnd, each.guests) for each in offers],
    )
    return render_template(
        "public/host.html",
        goods=catalog.shown_of(merchant.id),
        merchant=merchant,
        kind=words.KINDS[merchant.craft],
        place=place,
        told=element(listing.facts(host)),
        story=story.get(speaks) or story.get("vi", ""),
        story_language="" if speaks == "vi" or story.get("en") else "vi",
        offers=[(each, words.price(each, unit), words.offer_detail(each)) for each in offers],
        offers_called=words.OFFERS[merchant.craft][0],
        rows=words.guest_rows(merchant),
        safety=[
            (item.name(speaks), item.value in seen)
            for item in questions.safety_items(merchant.craft)
            if item.value in queries.said_safe(merchant)
        ],
        is_safe=queries.is_safe(merchant),
        closed=[
            (words.closure_days(each.from_on, each.until_on), each.note)
            for each in queries.closures_of(merchant.id, today)
        ],
        point=point,
        way=words.way(point) if point else "",
        way_note=profile.way_note,
        sketch=coordinates.sketch(point, coordinates.landmarks()) if point else None,
    )
