"""What bands are called."""

from flask_babel import lazy_gettext as _l

from app.dashboards.trends.rules import Band

BANDS = {
    Band.ON: _l("On the path"),
    Band.NEAR: _l("A little below the path"),
    Band.OFF: _l("Below the path"),
    Band.UNKNOWN: _l("Cannot be told yet"),
}
KINDS = {Band.ON: "good", Band.NEAR: "wait", Band.OFF: "bad", Band.UNKNOWN: ""}
