"""What can be printed about a product, and what it is for."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from catalog.documents import Print


@dataclass(frozen=True)
class PrintWords:
    """One print: its name and what it is for."""

    name: object
    about: object


PRINTS: Mapping[Print, PrintWords] = {
    Print.PRICE: PrintWords(_l("Price cards"), _l("Four to a sheet, to stand beside the goods")),
    Print.STORY: PrintWords(_l("Story cards"), _l("Two to a sheet, with the photo and how it is made")),
    Print.LABEL: PrintWords(_l("Labels"), _l("Eight to a sheet; the day it was made is written by hand")),
}
