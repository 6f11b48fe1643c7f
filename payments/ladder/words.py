"""How the ladder's choices and ways are called on a screen."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from payments.ladder.rules import Chip, Handset, Hears, Way

HANDSETS: Mapping[Handset, object] = {
    Handset.SMART: _l("A smartphone"),
    Handset.BASIC: _l("A telephone with keys"),
    Handset.NONE: _l("None at the counter"),
}
CHIPS: Mapping[Chip, object] = {Chip.YES: _l("Yes"), Chip.NO: _l("No"), Chip.UNKNOWN: _l("I do not know")}
HEARERS: Mapping[Hears, object] = {
    Hears.SELLER: _l("I do"),
    Hears.CHILD: _l("My child or grandchild"),
    Hears.NOBODY: _l("Nobody yet"),
}
WAYS: Mapping[Way, object] = {
    Way.OWN_APP: _l("Look in your own bank app when a buyer pays. Never at the buyer's screen."),
    Way.BANK_MESSAGE: _l("Ask the bank to send a text message when money comes. A telephone with keys is enough."),
    Way.CHILD_TELLS: _l("Your child gets the bank's word and rings you. Agree how; hand the goods over only then."),
    Way.SOUND_BOX: _l("A sound box speaks the amount at the counter. Ask the bank on its day in the hamlet."),
}
