"""Fetch and authorise in one call: may not see is 404, may see but not do is 403."""

from uuid import UUID

from app.core.errors import NotFoundError
from app.policy import Actor, Permission, allows
from merchants.texts import queries
from merchants.texts.models import IncomingText


def text_for(actor: Actor, text_id: UUID) -> IncomingText:
    """Return a text to somebody who runs classes where it belongs; one that names no place, to whoever plans classes.

    Raises:
        NotFoundError: there is no such text, or it belongs elsewhere.
    """
    found = queries.find(text_id)
    if found is not None:
        here = allows(actor, Permission.TRAINING_RUN, found.place())
        if here if found.area_path else allows(actor, Permission.TRAINING_PLAN):
            return found
    raise NotFoundError("no such text")
