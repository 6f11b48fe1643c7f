"""Papers of one class to print: invitations, the sheet to sign, the poster, what the loudspeaker says."""

from uuid import UUID

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from app.policy import Permission
from app.web.session import me, require_sign_in
from merchants.training import access, documents, queries
from merchants.training.access import TrainingSession
from merchants.training.views.sheet import people_of

bp = Blueprint("class_papers", __name__)
bp.before_request(require_sign_in)


@bp.get("/day/<uuid:session_id>/in")
def choose(session_id: UUID) -> ResponseReturnValue:
    """Show what can be printed for a class, and the words for the loudspeaker."""
    card = queries.card(_run(session_id))
    return render_template("training/papers.html", card=card, says=documents.loudspeaker_words(card))


@bp.get("/day/<uuid:session_id>/giay-moi.pdf")
def invitations(session_id: UUID) -> ResponseReturnValue:
    """Return the invitations, with the names of those who signed up."""
    session = _run(session_id)
    return _pdf(
        documents.invitations(queries.card(session), [row.person_name for row in people_of(session.id)]), "giay-moi"
    )


@bp.get("/day/<uuid:session_id>/danh-sach-ky.pdf")
def sheet(session_id: UUID) -> ResponseReturnValue:
    """Return the sheet people sign."""
    session = _run(session_id)
    return _pdf(documents.sign_sheet(queries.card(session), people_of(session.id)), "danh-sach-ky")


@bp.get("/day/<uuid:session_id>/to-dan.pdf")
def poster(session_id: UUID) -> ResponseReturnValue:
    """Return the poster."""
    session = _run(session_id)
    return _pdf(documents.poster(queries.card(session), session.course), "to-dan")


@bp.get("/day/<uuid:session_id>/bang.pdf")
def board(session_id: UUID) -> ResponseReturnValue:
    """Return the four digits and the code for the board, with which people mark themselves present."""
    session = _run(session_id)
    return _pdf(documents.board(queries.card(session), session.word), "bang")


@bp.get("/day/<uuid:session_id>/loa-thon.pdf")
def loudspeaker(session_id: UUID) -> ResponseReturnValue:
    """Return what the loudspeaker says, to read from."""
    return _pdf(documents.loudspeaker(queries.card(_run(session_id))), "loa-thon")


def _run(session_id: UUID) -> TrainingSession:
    return access.session_for(me(), session_id, Permission.TRAINING_RUN)


def _pdf(data: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return Response(data, mimetype="application/pdf", headers=headers)
