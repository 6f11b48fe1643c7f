"""How weak spots and answers are called on a screen."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from payments.partners.spots.rules import SpotKind, Verdict

SPOTS: Mapping[SpotKind, object] = {
    SpotKind.NONE: _l("No signal at all"),
    SpotKind.WEAK: _l("Weak: the bank's app opens slowly or not at all"),
    SpotKind.NO_LINE: _l("The telephone works, but no fixed line reaches us"),
}
VERDICTS: Mapping[Verdict, tuple[object, str]] = {
    Verdict.CHECKED: (_l("Was looked at"), "good"),
    Verdict.PLANNED: (_l("Is planned"), "sea"),
    Verdict.OUTSIDE: (_l("Will not be reached"), "bad"),
}
