"""Pages for anybody: home, help, privacy, warnings, and a commune's page."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import areas, clock
from app.core.dated_rules import value_on
from app.core.errors import NotFoundError
from app.public import queries
from app.public.words import CRAFT_LABELS
from app.web.pages import same_for_everybody
from catalog.words import FAMILY_GROUPS, STAR_CHOICES
from merchants.rules import TOURISM, Craft
from merchants.tourism.words import KINDS

bp = Blueprint("public", __name__)


@bp.get("/")
@same_for_everybody(names_people=False)
def home() -> ResponseReturnValue:
    """Show the two doors, three steps, and the next classes."""
    return render_template("public/home.html", cards=queries.next_classes(clock.today()))


@bp.get("/tro-giup")
@same_for_everybody(names_people=False)
def help_() -> ResponseReturnValue:
    """Show answers to what people ask, and whom to ring."""
    return render_template("public/help.html", communes=queries.communes(clock.today()))


@bp.get("/quyen-rieng-tu")
@same_for_everybody(names_people=False)
def privacy() -> ResponseReturnValue:
    """Show what is kept, who sees it, and how to have it changed or taken away."""
    return render_template("public/privacy.html", kept_months=value_on("ended_file_kept_months", clock.today()).value)


@bp.get("/canh-bao")
@same_for_everybody(names_people=False)
def warnings() -> ResponseReturnValue:
    """Show the tricks of the day and the three sentences to remember."""
    return render_template("public/warnings.html")


@bp.get("/dia-ban/<code>")
@same_for_everybody()
def commune(code: str) -> ResponseReturnValue:
    """Show a commune; an old code leads to today's."""
    today = clock.today()
    found = queries.commune_now(code[:10], today)
    if found is None:
        raise NotFoundError("no such commune")
    if found.code != code:
        return redirect(url_for(".commune", code=found.code), 303)
    return render_template(
        "public/commune.html",
        page=queries.commune_page(found, today),
        labels=CRAFT_LABELS,
        groups=FAMILY_GROUPS.items(),
        stars=STAR_CHOICES.items(),
        kinds=KINDS,
    )


@bp.get("/du-lich")
@same_for_everybody("loai", "xa", "sao")
def visits() -> ResponseReturnValue:
    """List the businesses that receive guests; what visitors look for is in the address."""
    today = clock.today()
    kind, stars = request.args.get("loai", ""), request.args.get("sao", 0, type=int)
    words = request.args.get("tim", "")[:80]
    craft = Craft(kind) if kind in TOURISM else None
    commune = areas.by_code(request.args.get("xa", "")[:12], today)
    least = stars if stars in STAR_CHOICES else 0
    return render_template(
        "public/visits.html",
        found=queries.hosts(
            words=words, craft=craft, commune_path=commune.path if commune else "", least_stars=least, on=today
        ),
        asked={"tim": words, "loai": craft, "xa": commune.code if commune else "", "sao": least},
        communes=[(each.code, each.name) for each in areas.communes(today)],
        kinds=KINDS,
        stars=STAR_CHOICES.items(),
        craft=craft,
        commune=commune,
    )
