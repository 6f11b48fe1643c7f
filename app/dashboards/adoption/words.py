"""What the two groups of a gap are called."""

from flask_babel import lazy_gettext as _l

GROUPS = {
    "sex": (_l("run by women"), _l("run by men")),
    "signal": (_l("hamlet where the signal is bad"), _l("other hamlets")),
    "age": (_l("owner of 60 or more"), _l("owner under 60")),
}
