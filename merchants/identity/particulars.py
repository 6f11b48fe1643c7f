"""What is kept of official numbers; their owner reads them whole."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from app.core import sealed
from app.core.particulars import Fate, Kept
from merchants.identity.models import IdentityNumber


def _whole(row: IdentityNumber) -> Mapping[str, object]:
    return {"number": sealed.unseal(row.sealed, context=row.context)}


KEPT = (Kept(IdentityNumber, _l("Official numbers"), Fate.DELETED, also=_whole),)
