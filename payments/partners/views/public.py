"""The poster of a day in a hamlet, for whoever likes to hang it up."""

from uuid import UUID

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from app.core.errors import NotFoundError
from payments.partners import documents, queries
from payments.partners.states import DayState

bp = Blueprint("partner_posters", __name__)


@bp.get("/ngay-hen/<uuid:day_id>.pdf")
def poster(day_id: UUID) -> ResponseReturnValue:
    """Send the poster of a day the commune has agreed to; there is nothing on it that not everybody may read.

    Raises:
        NotFoundError: there is no such day, or it does not hold.
    """
    day = queries.day_by_id(day_id)
    if day is None or day.state is not DayState.APPROVED:
        raise NotFoundError("no such day")
    headers = {"Content-Disposition": 'inline; filename="ngay-hen.pdf"'}
    pdf = documents.poster(day, area=queries.day_card(day).area)
    return Response(pdf, mimetype="application/pdf", headers=headers)
