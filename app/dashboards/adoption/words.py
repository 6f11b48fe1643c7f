"""What the two groups of a gap are called."""

from flask_babel import lazy_gettext as _l

GROUPS = {
    "sex": (_l("run by women"), _l("run by men")),
    "age": (_l("owner of 60 or more"), _l("owner under 60")),
}
