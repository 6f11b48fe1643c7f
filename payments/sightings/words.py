"""How signs of use are called on a screen."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from payments.sightings.rules import Band

BANDS: Mapping[Band, object] = {
    Band.NONE: _l("Not once this week"),
    Band.FEW: _l("Once or twice"),
    Band.SOME: _l("3 to 9 times"),
    Band.MANY: _l("10 times or more"),
}
