"""What partners tell, for officials: use after thirty days, bills without cash, places without signal; counts only."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.core import clock
from app.policy import Permission, areas_for
from app.web.session import may_anywhere, me, require_sign_in
from payments.partners import queries
from payments.partners.bills.queries import last_told
from payments.partners.bills.words import SERVICES
from payments.partners.rules import PartnerKind
from payments.partners.spots.queries import spots
from payments.partners.spots.words import VERDICTS

bp = Blueprint("partners_told", __name__)
bp.before_request(require_sign_in)


@bp.get("/cb/don-vi")
def index() -> ResponseReturnValue:
    """Show what institutions say of an official's area, with who says it and when."""
    may_anywhere(Permission.DASHBOARD_VIEW)
    paths, today = areas_for(me(), Permission.DASHBOARD_VIEW), clock.today()
    used = [
        (each.name, *queries.used_after_thirty_days(each.id, today, paths))
        for each in queries.institutions(PartnerKind.BANK, PartnerKind.TELECOM)
    ]
    return render_template(
        "partners/told.html",
        used=[(name, opened, in_use) for name, opened, in_use in used if opened],
        bills=[
            (each.place, SERVICES[each.service], f"{each.month:%m/%Y}", f"{each.cashless}/{each.billed}", each.provider)
            for each in last_told(paths)
        ],
        spots=spots(paths),
        verdicts=VERDICTS,
    )
