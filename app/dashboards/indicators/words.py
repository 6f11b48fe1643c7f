"""What a definition's short keys are called on screens."""

from flask_babel import lazy_gettext as _l

from app.core.proposals.states import ProposalState
from app.dashboards.indicators.rules import Method, Pillar

PILLARS = {
    Pillar.ECONOMY: _l("Digital economy"),
    Pillar.SOCIETY: _l("Digital society"),
    Pillar.GOVERNMENT: _l("Digital government"),
}
METHODS = {
    Method.COUNTED: _l("Counted on this site"),
    Method.REPORTED: _l("Reported by others, brought in with its document"),
    Method.NOT_YET: _l("Nobody reports it yet"),
}
UNITS = {
    "answers": _l("answers"),
    "businesses": _l("businesses"),
    "customers": _l("electricity customers"),
    "documents": _l("documents"),
    "files": _l("files"),
    "hamlets": _l("hamlets"),
    "hours": _l("hours"),
    "households": _l("households"),
    "people": _l("people"),
    "procedures": _l("procedures"),
    "products": _l("products"),
    "reports": _l("reports"),
    "signs": _l("standees"),
    "teams": _l("teams"),
    "visits": _l("visits"),
}
SPANS = {
    "cohort": _l("By cohort"),
    "freeze": _l("As it stands on the last day of the period"),
    "half_year": _l("Half a year"),
    "month": _l("The last whole calendar month before the end of the period"),
    "ninety": _l("The last 90 days"),
    "period": _l("The period, from the 15th to the 14th"),
    "quarter": _l("A quarter"),
    "three": _l("The last months, one after another"),
    "year": _l("The last 12 months"),
}
OWNERS = {
    "commune": _l("The commune"),
    "marketplace": _l("The marketplace"),
    "portal": _l("Whoever runs the public service portal"),
    "power": _l("The power company"),
    "province": _l("The province"),
    "telecom": _l("The telecom companies"),
}
GRADES = {"report": _l("as reported, not measured")}
PARAMS = {
    "payments": _l("Real payments in the month, at least"),
    "payments_rare": _l("The same for stays and crafts that sell seldom, at least"),
    "payers": _l("Different payers in the month, at least"),
    "refused": _l("Files refused count as answered, too (1: yes)"),
    "months": _l("How many months?"),
    "days": _l("How many days?"),
}
CHANGE_STATES = {
    ProposalState.PROPOSED: _l("Waits for a second person"),
    ProposalState.AGREED: _l("Agreed"),
    ProposalState.NOT_AGREED: _l("Not agreed"),
}
