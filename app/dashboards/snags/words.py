"""What the steps and reasons of this page are called."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.dashboards.metrics import BEGUN, Metric
from app.dashboards.rows.snags import SENT
from app.dashboards.snags.access import reason_named, step_named
from app.dashboards.snags.queries import Reason
from merchants import rules
from merchants.words import QUESTIONS

STEPS: Mapping[str, object] = dict(QUESTIONS) | {SENT: _l("Sent to the commune")}


def about(metric: Metric, text: str, language: str) -> str:
    """Return what the list behind one number is about: a step of filling in, or why an answer came back."""
    if metric is BEGUN:
        return str(STEPS[step_named(text)])
    reason = reason_named(text)
    told = sentence(reason, language) or _("In the clerk's own words")
    return f"{STEPS[reason.question]}: {told}"


def sentence(reason: Reason, language: str) -> str:
    """Return a prepared reason exactly as the owner reads it; empty where the clerk wrote in own words."""
    prepared = {each.key: each for each in rules.reasons()}.get(reason.key)
    return "" if prepared is None else prepared.en if language == "en" else prepared.vi
