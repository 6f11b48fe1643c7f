"""The files themselves, for their owner and the desk, with headers that let nothing in them act."""

from uuid import UUID

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from app.policy import Permission
from app.web.session import me, require_sign_in
from merchants.papers.access import file_of, paper_for
from merchants.papers.words import file_headers

bp = Blueprint("paper_files", __name__)
bp.before_request(require_sign_in)


@bp.get("/giay/<uuid:paper_id>/tep")
def file(paper_id: UUID) -> ResponseReturnValue:
    """Return a paper's file."""
    kept = paper_for(me(), paper_id, Permission.PAPER_VIEW)
    return Response(file_of(kept), mimetype=kept.content_type, headers=file_headers(kept))
