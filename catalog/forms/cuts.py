"""How a photograph is cut, and photographs that come packed or from addresses."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from app.core.fetching import fetched
from app.web.forms import FileField_, Form, PickField, TextField_
from catalog import images, rules
from catalog.rules import PhotoRole, Square, SquareCut
from catalog.services import Sent

# Three rows of three places to press: the middle of each third, in hundredths.
PLACES = tuple((x, y) for y in (17, 50, 83) for x in (17, 50, 83))
LIGHT_KB = 300
_WAYS = {"pad", "light", "full"} | {f"crop-{x}-{y}" for x, y in PLACES}


class CutForm(Form):
    """One touch: whole on white, around one of nine places, lighter, or as heavy as usual."""

    wanted = PickField(
        _l("How is the square cut?"),
        choices=[(way, way) for way in sorted(_WAYS)],
        required=_l("Press one of the nine places, or one of the buttons"),
    )

    def square(self, before: Square) -> Square:
        """Return what the touch makes of the cut there was."""
        match str(self.wanted.data).split("-"):
            case ["crop", x, y]:
                return replace(before, cut=SquareCut.CROP, x_pct=int(x), y_pct=int(y))
            case ["light"]:
                return replace(before, most_kb=LIGHT_KB)
            case ["full"]:
                return replace(before, most_kb=None)
            case _:
                return replace(before, cut=SquareCut.PAD, x_pct=50, y_pct=50)


class MorePhotosForm(Form):
    """A zip of photographs, addresses of photographs, or both."""

    album = FileField_(
        _l("Photos in a zip file"),
        hint=_l("A file called “nhan” is taken for the label, “nguoi lam” for the maker, the others for the front"),
    )
    addresses = TextField_(
        _l("Photos on the internet"), most=9 * 500, hint=_l("One address to a line, each beginning with https://")
    )

    def validate_addresses(self, _field: TextField_) -> None:
        if not self.lines() and not getattr(self.album.data, "filename", ""):
            raise ValidationError(_("Choose a zip file, or paste an address"))
        if len(self.lines()) > rules.MAX_PHOTOS:
            raise ValidationError(_("At most %(most)d addresses at a time", most=rules.MAX_PHOTOS))

    def lines(self) -> list[str]:
        """Return the addresses, each once."""
        return list(dict.fromkeys(line.strip() for line in (self.addresses.data or "").split("\n") if line.strip()))

    def pictures(self) -> Iterator[Sent]:
        """Return what is to be taken in, to be unpacked and fetched one at a time.

        Raises:
            AlbumRefusedError: the zip is none, or holds more than photographs.
        """
        if getattr(self.album.data, "filename", ""):
            for name, role, read in images.packed(self.album.data.stream):
                yield Sent(role, read, name)
        for address in self.lines():
            yield Sent(PhotoRole.FRONT, partial(fetched, address, most_bytes=images.MAX_FETCHED_BYTES), address[:80])
