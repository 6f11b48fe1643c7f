"""The owner's copy of a signed paper."""

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from app.core import storage
from app.core.errors import NotFoundError
from app.policy import Permission
from app.web.session import me, require_sign_in
from merchants.access import merchant_for
from merchants.results import queries

bp = Blueprint("own_papers", __name__)
bp.before_request(require_sign_in)


@bp.get("/hs/<code>/giay-xac-nhan.pdf")
def confirmation(code: str) -> ResponseReturnValue:
    """Return the signed confirmation of a registration.

    Raises:
        NotFoundError: it is not signed by both yet, or is not in force any more.
    """
    merchant = merchant_for(me(), code, Permission.MERCHANT_VIEW)
    document = queries.confirmation_in_force(merchant.id)
    if document is None or document.issued_sha256 is None:
        raise NotFoundError("not issued")
    return pdf_answer(storage.read(document.issued_sha256), f"giay-xac-nhan-{merchant.code}.pdf")


def pdf_answer(pdf: bytes, name: str) -> Response:
    """Return a PDF that is shown and kept by nobody on the way."""
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(pdf, mimetype="application/pdf", headers=headers)
