"""What is kept of the line of a list that a file came from."""

from flask_babel import lazy_gettext as _l

from app.core.particulars import Fate, Kept
from merchants.imports.models import ImportRow

KEPT = (
    Kept(
        ImportRow,
        _l("The line of the list the file came from"),
        Fate.BLANKED,
        _l("The number of the line stays, so that the list still adds up. It holds no name."),
        blank={"problems": [], "fills": []},
    ),
)
