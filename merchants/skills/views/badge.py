"""A certificate as data that other systems read."""

from uuid import UUID

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from app.core.errors import NotFoundError
from merchants.results.rules import ResultCodeError, parse_result_code
from merchants.skills import documents, queries

bp = Blueprint("badges", __name__)


@bp.get("/xac-minh/<code>/huy-hieu.json")
def badge(code: str) -> ResponseReturnValue:
    """Return a certificate in force after Open Badges 3.0; whom it names is a hash.

    Raises:
        NotFoundError: no certificate in force has this code.
    """
    try:
        document = queries.certificate(parse_result_code(code))
    except ResultCodeError:
        document = None
    found = queries.enrolment(UUID(document.reference.partition(":")[2])) if document is not None else None
    if document is None or found is None:
        raise NotFoundError("no such certificate")
    answer = jsonify(documents.open_badge(document, found[0].session.course))
    answer.mimetype = "application/ld+json"
    return answer
