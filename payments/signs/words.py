"""How sizes and sights are called on a screen."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from payments.signs import services
from payments.signs.rules import Seen, Size

SIZES: Mapping[Size, object] = {
    Size.TABLE: _l("Card for a table (A6)"),
    Size.COUNTER: _l("Card for the counter (A5)"),
    Size.POSTER: _l("Poster for the wall (A4)"),
    Size.STICKERS: _l("Stickers for stall and boxes (12 on a sheet)"),
}
SIGHTS: Mapping[Seen, tuple[object, str]] = {
    Seen.OWN: (_l("This is your own code. Good."), "good"),
    Seen.OTHER_ACCOUNT: (
        _l("This code belongs to another account! Take the card off the counter. It has been paused for buyers."),
        "bad",
    ),
    Seen.OTHER_SCHEME: (_l("This is a code of another service, not your VietQR code."), ""),
    Seen.DAMAGED: (_l("The code is damaged. Print the card again."), "bad"),
    Seen.NOTHING: (_l("No code could be read. Go closer, hold still, in the light, and try again."), ""),
}

# Why a sign was paused, by what the trail says; anything else is told as it stands.
WHY: Mapping[str, object] = {
    "owner": _l("The owner paused it"),
    "overlay": _l("A photograph showed a code of another account, or the owner lost money by it"),
    "name check": _l("The name of the owner or the business has changed"),
    services.PASSER_BY: _l("Somebody who signed in says another code is pasted over it"),
    services.COMMUNE: _l("The commune paused it"),
}
