"""What the groups of owners are called."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

# By what owners are told apart and by the group.
GROUPS: Mapping[tuple[str, str], object] = {
    ("sex", "female"): _l("Women"),
    ("sex", "male"): _l("Men"),
    ("sex", ""): _l("Gave no sex"),
    ("age", "old"): _l("60 or more"),
    ("age", "young"): _l("Under 60"),
    ("age", "unsaid"): _l("Gave no year of birth"),
}
