"""What odd things, causes of change and what is told of people are called on screens."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.dashboards.counting.people import AGES, CRAFTS, FILINGS, HAMLETS, LOSSES, PURCHASES, REFUSALS, WAITS
from app.dashboards.periods.models import QualityFlag
from app.dashboards.periods.queries import RestatedPeople
from app.dashboards.periods.rules import FlagKind
from merchants import words as merchants
from merchants.helping.words import WHY_NOT

_FLAGS = {
    FlagKind.HEAP: _l("%(measured)s %% of the records were entered on the last two days (usual: at most %(usual)s %%)"),
    FlagKind.JUMP: _l("%(indicator)s moved by %(measured)s points in one period (usual: at most %(usual)s)"),
    FlagKind.FLAT: _l("%(measured)s %% of one helper's files say the same (usual: at most %(usual)s %%)"),
    FlagKind.BAND: _l(
        "%(measured)s %% of one team's visits say the same of how often money came (usual: at most %(usual)s %%); "
        "one in five of these families is rung"
    ),
    FlagKind.SPEED: _l("One helper sent files very quickly: %(measured)s (usual: at most %(usual)s)"),
    FlagKind.ROUND: _l("All %(measured)s reported numbers end in nought"),
    FlagKind.SILENT: _l("No bank or partner has reported of %(measured)s businesses: no data, not nought"),
    FlagKind.WRONG: _l(
        "%(measured)s %% of the households that answered say that nobody came (usual: at most %(usual)s %%)"
    ),
    FlagKind.LATE: _l(
        "%(measured)s %% of what was written down without a network came after the period (usual: at most %(usual)s %%)"
    ),
}
PARTS = {
    "territory": _l("Territory: hamlets that changed their commune"),
    "late": _l("Late data about the period before"),
    "definition": _l("Changed definition"),
    "joins": _l("Newly registered and in use at once"),
    "activations": _l("Registered before, in use now"),
    "lapses": _l("No longer in use"),
}
TOPICS = {
    REFUSALS: _l("Not willing for now"),
    LOSSES: _l("Money lost to a trick"),
    AGES: _l("Age of owners"),
    HAMLETS: _l("Hamlets not reached"),
    PURCHASES: _l("Bought by offices of the state"),
    CRAFTS: _l("In use, by craft"),
    FILINGS: _l("Who filled the files in"),
    WAITS: _l("How long families waited"),
}
BY_CRAFT = {craft.value: label for craft, label in merchants.CRAFTS.items()}
BY_FILING = {filing.value: label for filing, label in merchants.FILINGS.items()}
_KINDS = {
    "new": _l("reported in the period"),
    "waiting": _l("waiting from before"),
    "old": _l("60 and over"),
    "young": _l("under 60"),
    "unsaid": _l("year of birth not given"),
    "nobody": _l("nobody registered"),
    "reached": _l("somebody in use"),
    "unused": _l("registered, nobody in use"),
    "sold": _l("in use with other customers, too, out of all they bought from"),
} | {why.value: label for why, label in WHY_NOT.items()}


def of_people(each: RestatedPeople) -> str:
    """Return what a number told of people counts."""
    if each.topic == WAITS:
        return f"{TOPICS[WAITS]}: {_('%(days)s days', days=each.kind)}"
    kinds = {CRAFTS: BY_CRAFT, FILINGS: BY_FILING}.get(each.topic, _KINDS)
    return f"{TOPICS[each.topic]}: {kinds[each.kind]}"


def topics(found: Iterable[RestatedPeople]) -> str:
    """Return of what the numbers tell, each topic once."""
    return ", ".join(str(TOPICS[topic]) for topic in TOPICS if topic in {each.topic for each in found})


def odd(flag: QualityFlag) -> str:
    """Return what looked odd as one sentence."""
    facts = {"measured": flag.measured, "usual": flag.usual, "indicator": flag.indicator}
    return str(_FLAGS[flag.kind]) % facts
